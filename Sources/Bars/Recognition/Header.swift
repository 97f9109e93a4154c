/// The names over the columns, and what they say.
struct Header {
    /// Of the line that names the most columns; empty where there is none.
    private(set) var names: [String] = []
    private(set) var columns: [ColumnRole: Int] = [:]
    /// A symbol that stands over the columns (yfinance's second line).
    private(set) var symbol: String?
    private(set) var saysUTC = false

    init(_ sample: TextSample, given: [ColumnRole: Int]?) {
        let lines = sample.header.suffix(10).map { line in
            line.fields.map { String(decoding: $0, as: UTF8.self).trimmingSpaces }
        }
        let roles = lines.map(Self.roles)
        if let best = roles.indices.max(by: { roles[$0].count < roles[$1].count }), roles[best].count >= 4 {
            names = Self.withoutEmptyEnd(lines[best], width: sample.width)
            columns = roles[best]
            for other in lines.indices where other != best { read(lines[other]) }
        }
        saysUTC = names.contains { name in
            let word = ColumnRole.normalised(name)
            return (word.contains("utc") || word.contains("gmt")) && ColumnRole(header: name) != nil
        }
        if let given { columns = given }
    }

    /// The names after a column stand one further to the left than their columns.
    mutating func shift(after column: Int) {
        for (role, place) in columns where place > column && role != .time { columns[role] = place + 1 }
        columns[.time] = column + 1
        names.insert("", at: min(column + 1, names.count))
    }

    /// Another header line: `Ticker,NQ=F,NQ=F,…`, or `Datetime,,,`.
    private mutating func read(_ fields: [String]) {
        guard let first = fields.first else { return }
        let rest = Set(fields.dropFirst().filter { !$0.isEmpty })
        let role = ColumnRole(header: first)
        if role == .symbol, rest.count == 1 { symbol = rest.first }
        if rest.isEmpty, let role, role == .stamp || role == .date {
            columns[.stamp] = 0
            columns[.symbol] = nil
            names[0] = first
        }
    }

    private static func roles(_ names: [String]) -> [ColumnRole: Int] {
        var roles: [ColumnRole: Int] = [:]
        for (index, name) in names.enumerated() {
            guard let role = ColumnRole(header: name), roles[role] == nil else { continue }
            roles[role] = index
        }
        if roles[.volume] == nil {
            // `Volume BTC`, `Volume (contracts)`; not an indicator such as `Volume MA`.
            roles[.volume] = names.firstIndex { name in
                let word = ColumnRole.normalised(name)
                return word.hasPrefix("volume") && !["ma", "sma", "ema", "profile"].contains { word.hasSuffix($0) }
            }
        }
        return roles
    }

    private static func withoutEmptyEnd(_ names: [String], width: Int) -> [String] {
        var names = names
        while names.count > 1, names.last == "", names.count >= width { names.removeLast() }
        return names
    }
}

extension String {
    fileprivate var trimmingSpaces: String {
        var text = Substring(self)
        while let first = text.first, first.isWhitespace { text = text.dropFirst() }
        while let last = text.last, last.isWhitespace { text = text.dropLast() }
        return String(text)
    }
}
