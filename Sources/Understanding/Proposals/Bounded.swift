extension KeyedDecodingContainer {
    /// A whole number within a range, both ends included.
    /// - Throws: `DecodingError`, also for a number outside of it.
    func whole(_ key: Key, _ range: ClosedRange<Int>) throws -> Int {
        let value = try decode(Int.self, forKey: key)
        guard range.contains(value) else {
            throw DecodingError.dataCorruptedError(
                forKey: key,
                in: self,
                debugDescription: "must be \(range.lowerBound) to \(range.upperBound)"
            )
        }
        return value
    }
}
