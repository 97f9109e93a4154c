/// When events first happened on each day, found in one pass over minutes.
struct MinuteEvents {
    let name: String
    /// A FROM clause of the minutes as `m`, with a WHERE clause.
    let minutes: String
    private var events: [(column: String, values: String, test: String)]

    init(name: String, minutes: String, first event: (column: String, values: String, test: String)) {
        self.name = name
        self.minutes = minutes
        events = [event]
    }

    mutating func add(_ event: (column: String, values: String, test: String)) { events.append(event) }

    var columns: [String] { events.map(\.column) }

    /// A row a day. An event's values are columns of the rows `l`, written `l.1`, `l.2` … in its test.
    func sql(over rows: String) -> String {
        var values: [String] = [], tests: [String] = []
        for event in events {
            let place = values.count
            let own = event.values.split(separator: "\n").map(String.init)
            values += own.enumerated().map { "\($1) AS level_\(place + $0 + 1)" }
            tests.append(
                own.indices.reduce(event.test) { $0.replacing("l.\($1 + 1)", with: "l.level_\(place + $1 + 1)") }
            )
        }
        let found = zip(events, tests).map { event, test in
            events.count == 1
                ? "min(m.minute) AS \(event.column)" : "min(m.minute) FILTER (WHERE \(test)) AS \(event.column)"
        }
        return """
            SELECT m.day, \(found.joined(separator: ",\n    "))
            FROM \(minutes.replacing("@", with: "JOIN (SELECT day, \(values.joined(separator: ", ")) FROM \(rows)) AS l ON l.day = m.day"))
            \(events.count == 1 ? "    AND \(tests[0])\n" : "")GROUP BY m.day
            """
    }
}
