import Market
import Studies

/// The bars of one instrument over one span of the day, a row a unit: `days`, `rth`, `mgc_days` …
final class Frame {
    struct ID: Hashable {
        var symbol: String
        /// nil is the whole trading day.
        var window: Window?
    }

    let id: ID
    let instrument: Instrument
    let unit: BarUnit
    let relation: LayeredRows
    /// Name of the roll-up's session; nil where minutes are read.
    let rollUp: String?
    private let parameters: Parameters
    /// Columns that minutes must be aggregated to, by name.
    private var aggregates: [(name: String, sql: String)] = []
    /// Columns that anything reads.
    private var used: Set<String> = []
    /// Those of `high_at` and `low_at` that are needed: found by a second look at the minutes.
    private var extremes: Set<String> = []
    /// Trading days whose minutes are read: outside these no row is chosen, looked back to or ahead at.
    var days = DateRange(first: nil, last: nil)

    init(id: ID, instrument: Instrument, unit: BarUnit, name: String, rollUp: String?, parameters: Parameters) {
        self.id = id
        self.instrument = instrument
        self.unit = unit
        self.rollUp = rollUp
        self.parameters = parameters
        var ordering = "day"
        if case .minutes = unit { ordering = "day, minute" }
        relation = LayeredRows(name: name, ordering: ordering)
        relation.reserve([
            "symbol", "session", "ts", "day", "minute", "bars", "first_at", "last_at", "last_day", "trading_days",
        ])
        relation.reserve(["open", "high", "low", "close", "volume", "high_at", "low_at", "high_day", "low_day"])
    }

    var readsMinutes: Bool {
        if case .minutes = unit { return true }
        return rollUp == nil
    }

    /// A column of the bar itself.
    func column(_ name: String) -> Expression {
        used.insert(name)
        guard readsMinutes else { return Expression(name) }
        if name == "high_at" || name == "low_at" {
            extremes.insert(name)
            let price = name == "high_at" ? "high" : "low"
            _ = column(price)
        } else if let sql = Self.aggregate[name] {
            aggregate(name, sql)
        }
        return Expression(name)
    }

    /// A column aggregated from the window's minutes, beside those of the roll-up.
    func minuteAggregate(_ name: String, _ sql: String) -> Expression {
        if readsMinutes {
            aggregate(name, sql)
            return Expression(name)
        }
        return relation.joined(
            "SELECT day, \(sql) AS value\nFROM minutes\nWHERE \(minuteFilter())\nGROUP BY day",
            over: 0,
            name: name
        )
    }

    private func aggregate(_ name: String, _ sql: String) {
        if !aggregates.contains(where: { $0.name == name }) { aggregates.append((name, sql)) }
    }

    /// Which minutes belong to the frame, as a condition on `minutes`; columns prefixed as asked.
    func minuteFilter(_ prefix: String = "") -> String {
        var clauses = ["\(prefix)symbol = \(parameters(.text(id.symbol)))"]
        if let window = id.window {
            clauses.append("\(prefix)minute >= \(parameters(.integer(window.from)))")
            clauses.append("\(prefix)minute < \(parameters(.integer(window.to)))")
        }
        switch (days.first, days.last) {
        case (let first?, let last?):
            clauses.append("\(prefix)day BETWEEN \(parameters(.date(first))) AND \(parameters(.date(last)))")
        case (let first?, nil): clauses.append("\(prefix)day >= \(parameters(.date(first)))")
        case (nil, let last?): clauses.append("\(prefix)day <= \(parameters(.date(last)))")
        // Minutes with a prefix are joined on their day.
        case (nil, nil): if prefix.isEmpty { clauses.append("day IS NOT NULL") }
        }
        return clauses.joined(separator: " AND ")
    }

    /// How a column comes out of the minutes of a bar.
    private static let aggregate: [String: String] = [
        "open": "arg_min(open, ts)",
        "high": "max(high)",
        "low": "min(low)",
        "close": "arg_max(close, ts)",
        "volume": "sum(volume)",
        "bars": "count(*)",
        "first_at": "min(minute)",
        "last_at": "max(minute)",
    ]

    /// The same for a week or longer, out of its days.
    private static let ofDays = """
        arg_min(open, day) AS open,
            max(high) AS high,
            min(low) AS low,
            arg_max(close, day) AS close,
            sum(volume) AS volume,
            sum(bars) AS bars,
            first(high_at ORDER BY high DESC, day) AS high_at,
            first(low_at ORDER BY low, day) AS low_at,
            first(day ORDER BY high DESC, day) AS high_day,
            first(day ORDER BY low, day) AS low_day,
            arg_min(first_at, day) AS first_at,
            arg_max(last_at, day) AS last_at,
            max(day) AS last_day,
            count(*) AS trading_days
        """

    /// The CTE of layer 0 and what comes before it.
    func source() -> [(name: String, sql: String)] {
        switch unit {
        case .minutes(let count):
            if count == 1 {
                let columns = ["day", "minute"] + ["open", "high", "low", "close", "volume"].filter(used.contains)
                let bars = used.contains("bars") ? ", 1 AS bars" : ""
                return [
                    (
                        relation.name,
                        "SELECT \(columns.joined(separator: ", "))\(bars)\nFROM minutes\nWHERE \(minuteFilter())"
                    )
                ]
            }
            let bucket = "CAST(floor(minute / \(count)) AS INTEGER) * \(count)"
            return [(relation.name, minuteGroups("day, \(bucket) AS minute", by: "day, \(bucket)"))]
        case .day:
            return days(named: relation.name)
        case .week, .month, .quarter, .year:
            if rollUp == nil { for name in Self.aggregate.keys.sorted() + ["high_at", "low_at"] { _ = column(name) } }
            let daily = relation.name + "_by_day"
            let sql = """
                SELECT CAST(date_trunc('\(unit.truncation)', day) AS DATE) AS day,
                    \(Self.ofDays)
                FROM \(daily)
                GROUP BY CAST(date_trunc('\(unit.truncation)', day) AS DATE)
                """
            return days(named: daily) + [(relation.name, sql)]
        }
    }

    /// A row a trading day, from the roll-up or from minutes.
    private func days(named name: String) -> [(name: String, sql: String)] {
        if let rollUp { return [(name, rolledUp(rollUp))] }
        let groups = minuteGroups("day", by: "day")
        guard !extremes.isEmpty else { return [(name, groups)] }
        // Half the time of first(minute ORDER BY high DESC), and ties go to the first minute as well.
        let prices = name + "_prices"
        let times = extremes.sorted().map { column in
            let price = column == "high_at" ? "high" : "low"
            return "min(m.minute) FILTER (WHERE m.\(price) = p.\(price)) AS \(column)"
        }
        let found = """
            SELECT m.day,
                \(times.joined(separator: ",\n    "))
            FROM minutes AS m
            JOIN \(prices) AS p ON p.day = m.day
            WHERE \(minuteFilter("m."))
            GROUP BY m.day
            """
        let columns = extremes.sorted().map { "t.\($0)" }.joined(separator: ", ")
        return [
            (prices, groups), (name + "_times", found),
            (name, "SELECT p.*, \(columns)\nFROM \(prices) AS p\nJOIN \(name)_times AS t ON t.day = p.day"),
        ]
    }

    /// The first minute with the window's largest volume; null where there is no volume.
    func minuteOfLargestVolume() -> Expression {
        let sql = """
            SELECT m.day, min(m.minute) AS value
            FROM minutes AS m
            JOIN (SELECT day, max(volume) AS volume FROM minutes WHERE \(minuteFilter()) GROUP BY day) AS l ON l.day = m.day
            WHERE \(minuteFilter("m.")) AND m.volume = l.volume
            GROUP BY m.day
            """
        return relation.joined(sql, over: 0, name: "volume_at")
    }

    private var rolledUpColumns: [String] {
        let all = ["open", "high", "low", "close", "volume", "bars", "high_at", "low_at", "first_at", "last_at"]
        return ["day"] + (unit.isLongerThanDay ? all : all.filter(used.contains))
    }

    private func rolledUp(_ session: String) -> String {
        """
        SELECT \(rolledUpColumns.joined(separator: ", "))
        FROM sessions
        WHERE symbol = \(parameters(.text(id.symbol))) AND session = \(parameters(.text(session)))
        """
    }

    private func minuteGroups(_ keys: String, by groups: String) -> String {
        let columns = aggregates.map { ",\n    \($0.sql) AS \($0.name)" }.joined()
        return "SELECT \(keys)\(columns)\nFROM minutes\nWHERE \(minuteFilter())\nGROUP BY \(groups)"
    }
}

extension BarUnit {
    /// The name that `date_trunc` knows.
    var truncation: String {
        switch self {
        case .minutes, .day: "day"
        case .week: "week"
        case .month: "month"
        case .quarter: "quarter"
        case .year: "year"
        }
    }

    var isLongerThanDay: Bool {
        switch self {
        case .minutes, .day: false
        case .week, .month, .quarter, .year: true
        }
    }
}
