/// The values of a query, each bound once.
final class Parameters {
    private(set) var values: [SQLValue] = []

    /// The placeholder of a value.
    func callAsFunction(_ value: SQLValue) -> String {
        if let index = values.firstIndex(of: value) { return "$\(index + 1)" }
        values.append(value)
        return "$\(values.count)"
    }
}
