package import DuckDB
import Market
import Studies

extension World {
    /// The world's bars in the tables of a data directory, in an instance in memory.
    package func open() async throws -> Connection {
        let connection = try Connection(Database(path: nil, settings: .sandbox(memoryLimit: "1GB", threads: 1)))
        try await connection.execute(
            """
            CREATE TABLE minutes(symbol VARCHAR, ts TIMESTAMP, day DATE, minute INTEGER, open DOUBLE, high DOUBLE,
                low DOUBLE, close DOUBLE, volume DOUBLE);
            CREATE TABLE sessions(symbol VARCHAR, session VARCHAR, day DATE, open DOUBLE, high DOUBLE, low DOUBLE,
                close DOUBLE, volume DOUBLE, bars INTEGER, high_at INTEGER, low_at INTEGER, first_at INTEGER,
                last_at INTEGER);
            """
        )
        for symbol in bars.keys.sorted() {
            let minutes = bars[symbol] ?? []
            try await connection.append(to: "minutes", columns(of: minutes, symbol))
            guard let instrument = instruments[symbol] else { continue }
            let sessions = instrument.sessions.map { ($0.name.key, Optional($0.window)) } + [("DAY", nil)]
            for (name, window) in sessions.sorted(by: { $0.0 < $1.0 }) {
                try await connection.append(to: "sessions", columns(of: unitBars(minutes, window, .day), symbol, name))
            }
        }
        return connection
    }

    private func columns(of bars: [MinuteBar], _ symbol: String) -> [Column] {
        [
            Column(name: "symbol", values: .texts(bars.map { _ in symbol })),
            Column(name: "ts", values: .timestamps(bars.map { Int64($0.timestamp) * 60_000_000 })),
            Column(
                name: "day",
                values: .dates(bars.map { Int32($0.day?.dayNumber ?? 0) }),
                nulls: bars.map { $0.day == nil }
            ),
            Column(name: "minute", values: .integers(bars.map { Int64($0.minute) })),
            Column(name: "open", values: .doubles(bars.map(\.open))),
            Column(name: "high", values: .doubles(bars.map(\.high))),
            Column(name: "low", values: .doubles(bars.map(\.low))),
            Column(name: "close", values: .doubles(bars.map(\.close))),
            volumes(bars.map(\.volume)),
        ]
    }

    private func columns(of bars: [UnitBar], _ symbol: String, _ session: String) -> [Column] {
        func minutes(_ name: String, _ minute: (UnitBar) -> MinuteBar?) -> Column {
            Column(name: name, values: .integers(bars.map { Int64(minute($0)?.minute ?? 0) }))
        }
        return [
            Column(name: "symbol", values: .texts(bars.map { _ in symbol })),
            Column(name: "session", values: .texts(bars.map { _ in session })),
            Column(name: "day", values: .dates(bars.map { Int32($0.day.dayNumber) })),
            Column(name: "open", values: .doubles(bars.map(\.open))),
            Column(name: "high", values: .doubles(bars.map(\.high))),
            Column(name: "low", values: .doubles(bars.map(\.low))),
            Column(name: "close", values: .doubles(bars.map(\.close))),
            volumes(bars.map(\.volume)),
            Column(name: "bars", values: .integers(bars.map { Int64($0.minutes.count) })),
            minutes("high_at", \.firstMinuteAtHigh),
            minutes("low_at", \.firstMinuteAtLow),
            minutes("first_at", \.minutes.first),
            minutes("last_at", \.minutes.last),
        ]
    }

    private func volumes(_ volumes: [Double?]) -> Column {
        Column(name: "volume", values: .doubles(volumes.map { $0 ?? 0 }), nulls: volumes.map { $0 == nil })
    }
}
