internal import DuckDB
internal import Foundation
internal import Market

/// The DuckDB file of one symbol: its minutes and their roll-ups.
struct SymbolFile {
    let url: URL

    /// Writes a new file. The bars are sorted by minute.
    func write(symbol: String, bars: BarColumns, days: BarDays, sessions: [SessionBar]) async throws {
        try? FileManager.default.removeItem(at: url)  // A leftover of a killed import; usually there is none.
        do {
            let connection = try Connection(Database(path: url.path, settings: .importing))
            let name = symbol.replacing("'", with: "''")
            try await connection.execute(Self.schema.replacing("$symbol", with: "'\(name)'"))
            try await connection.append(to: "minutes", Self.columns(of: bars, days: days))
            try await connection.append(to: "sessions", Self.columns(of: sessions))
            try await connection.execute(
                "ALTER TABLE minutes ALTER symbol DROP DEFAULT; ALTER TABLE sessions ALTER symbol DROP DEFAULT; CHECKPOINT"
            )
        } catch {
            throw ImportError(.storage, "The bars of \(symbol) could not be written.", cause: error.message)
        }
    }

    /// All minutes of the file.
    func read() async throws -> BarColumns {
        do {
            let connection = try Connection(Database(path: url.path, settings: .sandbox))
            let table = try await connection.query(
                "SELECT ts, open, high, low, close, volume FROM minutes ORDER BY ts",
                limits: .none
            )
            guard table.columns.count == 6, case .timestamps(let stamps) = table.columns[0].values else {
                throw ImportError(.directoryUnusable, "'\(url.path)' does not hold bars.")
            }
            var bars = BarColumns()
            bars.minute = stamps.map { Int32(truncatingIfNeeded: floorDivide(Int($0), 60_000_000)) }
            bars.open = table.columns[1].doubles
            bars.high = table.columns[2].doubles
            bars.low = table.columns[3].doubles
            bars.close = table.columns[4].doubles
            bars.volume = table.columns[5].doubles
            return bars
        } catch let error as DuckDBError {
            throw ImportError(.directoryUnusable, "'\(url.path)' cannot be read.", cause: error.message)
        }
    }

    private static let schema = """
        CREATE TABLE minutes (
            symbol VARCHAR DEFAULT $symbol, ts TIMESTAMP, day DATE, minute INTEGER,
            open DOUBLE, high DOUBLE, low DOUBLE, close DOUBLE, volume DOUBLE);
        CREATE TABLE sessions (
            symbol VARCHAR DEFAULT $symbol, session VARCHAR, day DATE,
            open DOUBLE, high DOUBLE, low DOUBLE, close DOUBLE, volume DOUBLE,
            bars INTEGER, high_at INTEGER, low_at INTEGER, first_at INTEGER, last_at INTEGER)
        """

    private static func columns(of bars: BarColumns, days: BarDays) -> [Column] {
        [
            Column(name: "ts", values: .timestamps(bars.minute.map { Int64($0) * 60_000_000 })),
            Column(
                name: "day",
                values: .dates(days.day.map { $0 == BarDays.none ? 0 : $0 }),
                nulls: days.day.contains(BarDays.none) ? days.day.map { $0 == BarDays.none } : nil
            ),
            Column(name: "minute", values: .integers(days.at.map(Int64.init))),
            Column(name: "open", values: .doubles(bars.open)),
            Column(name: "high", values: .doubles(bars.high)),
            Column(name: "low", values: .doubles(bars.low)),
            Column(name: "close", values: .doubles(bars.close)),
            Column(name: "volume", nullable: bars.volume),
        ]
    }

    private static func columns(of sessions: [SessionBar]) -> [Column] {
        [
            Column(name: "session", values: .texts(sessions.map(\.session))),
            Column(name: "day", values: .dates(sessions.map(\.day))),
            Column(name: "open", values: .doubles(sessions.map(\.open))),
            Column(name: "high", values: .doubles(sessions.map(\.high))),
            Column(name: "low", values: .doubles(sessions.map(\.low))),
            Column(name: "close", values: .doubles(sessions.map(\.close))),
            Column(name: "volume", nullable: sessions.map(\.volume)),
            Column(name: "bars", values: .integers(sessions.map { Int64($0.bars) })),
            Column(name: "high_at", values: .integers(sessions.map { Int64($0.highAt) })),
            Column(name: "low_at", values: .integers(sessions.map { Int64($0.lowAt) })),
            Column(name: "first_at", values: .integers(sessions.map { Int64($0.firstAt) })),
            Column(name: "last_at", values: .integers(sessions.map { Int64($0.lastAt) })),
        ]
    }
}

extension Column {
    /// Numbers with NaN for null.
    fileprivate init(name: String, nullable numbers: [Double]) {
        let nulls = numbers.contains { $0.isNaN } ? numbers.map(\.isNaN) : nil
        self.init(
            name: name,
            values: .doubles(nulls == nil ? numbers : numbers.map { $0.isNaN ? 0 : $0 }),
            nulls: nulls
        )
    }

    /// The cells as numbers, NaN for null; all NaN where the column holds no numbers.
    var doubles: [Double] {
        let numbers: [Double] =
            switch values {
            case .doubles(let cells): cells
            case .integers(let cells): cells.map(Double.init)
            default: [Double](repeating: .nan, count: count)
            }
        guard let nulls else { return numbers }
        return zip(numbers, nulls).map { $1 ? .nan : $0 }
    }
}
