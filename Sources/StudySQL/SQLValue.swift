package import Market

/// A value bound to a parameter.
package enum SQLValue: Hashable, Sendable {
    case text(String)
    case integer(Int)
    case double(Double)
    case date(CivilDate)

    /// As a literal of DuckDB.
    package var literal: String {
        switch self {
        case .text(let text): "'" + text.replacing("'", with: "''") + "'"
        case .integer(let value): String(value)
        case .double(let value): "\(value)"
        case .date(let date): "DATE '\(date)'"
        }
    }

    /// Replaces `$n` by the n-th value. The compiler writes no `$` of its own.
    static func inline(_ values: [SQLValue], into sql: String) -> String {
        var text = ""
        var rest = sql[...]
        while let dollar = rest.firstIndex(of: "$") {
            text += rest[..<dollar]
            let digits = rest[rest.index(after: dollar)...].prefix { $0.isNumber }
            if let number = Int(digits), values.indices.contains(number - 1) {
                text += values[number - 1].literal
            }
            rest = rest[digits.endIndex...]
        }
        return text + rest
    }

    /// The SQL with only the values it uses, numbered anew: an engine refuses a value without a parameter.
    static func renumbered(_ sql: String, _ values: [SQLValue]) -> (sql: String, bindings: [SQLValue]) {
        var used: [Int] = []
        var text = ""
        var rest = sql[...]
        while let dollar = rest.firstIndex(of: "$") {
            text += rest[..<dollar]
            let digits = rest[rest.index(after: dollar)...].prefix { $0.isNumber }
            let number = Int(digits) ?? 0
            let place = used.firstIndex(of: number) ?? used.count
            if place == used.count { used.append(number) }
            text += "$\(place + 1)"
            rest = rest[digits.endIndex...]
        }
        return (text + rest, used.compactMap { values.indices.contains($0 - 1) ? values[$0 - 1] : nil })
    }
}
