import DuckDB
import Foundation
import Market
import Testing

@testable import Bars

@Suite struct ParquetTests {
    /// Writes the rows of a query over `bars(timestamp, open, high, low, close, volume)` and gives the path.
    private func parquet(
        _ sql: String,
        _ bars: BarColumns,
        in folder: TestFolder,
        name: String = "NQ.parquet"
    )
        async throws -> String
    {
        let connection = try Connection(Database(path: nil, settings: .importing))
        try await connection.execute(
            "CREATE TABLE bars (timestamp TIMESTAMP, open DOUBLE, high DOUBLE, low DOUBLE, close DOUBLE, volume DOUBLE)"
        )
        try await connection.append(
            to: "bars",
            [
                Column(name: "timestamp", values: .timestamps(bars.minute.map { Int64($0) * 60_000_000 })),
                Column(name: "open", values: .doubles(bars.open)), Column(name: "high", values: .doubles(bars.high)),
                Column(name: "low", values: .doubles(bars.low)), Column(name: "close", values: .doubles(bars.close)),
                Column(name: "volume", values: .doubles(bars.volume)),
            ]
        )
        let path = folder.url.appendingPathComponent(name).path
        try await connection.execute("COPY (\(sql)) TO '\(path)' (FORMAT parquet)")
        return path
    }

    private static let utc = "timestamp + INTERVAL 5 HOUR"  // New York in winter
    private static let rest = "open, high, low, close, volume"

    @Test(arguments: [
        "SELECT 'NQ' AS symbol, * FROM bars",
        "SELECT \(utc) AS timestamp, \(rest) FROM bars",
        "SELECT epoch_ms(\(utc)) AS ts, \(rest) FROM bars",
        "SELECT epoch_ns(\(utc)) AS ts_event, (open * 1e9)::BIGINT AS open, (high * 1e9)::BIGINT AS high, "
            + "(low * 1e9)::BIGINT AS low, (close * 1e9)::BIGINT AS close, volume::UBIGINT AS volume FROM bars",
        "SELECT (\(utc))::TIMESTAMP_NS AS datetime_utc, close, high, low, open, volume::INTEGER AS \"Volume\" FROM bars",
        "SELECT timestamp::VARCHAR AS time, open::DECIMAL(12, 2) AS o, high::FLOAT AS h, low AS l, close AS c, "
            + "volume AS v, 7 AS extra FROM bars ORDER BY timestamp DESC",
    ])
    func `columns are known by name and type`(_ sql: String) async throws {
        let folder = try TestFolder()
        let bars = sampleBars()
        let report = try await folder.load(try await parquet(sql, bars, in: folder))
        #expect(report.files[0].rows.reconciles)
        #expect(try await folder.loaded() == bars, "\(report.files[0].recognition.findings)")
    }

    @Test func `rows that are no bars are counted by row`() async throws {
        let folder = try TestFolder()
        let bars = sampleBars(count: 20)
        let sql = """
            SELECT CASE WHEN rowid = 3 THEN NULL ELSE timestamp END AS timestamp, open, 
                CASE WHEN rowid = 5 THEN low - 1 ELSE high END AS high, low,
                CASE WHEN rowid = 7 THEN NULL ELSE close END AS close, volume
            FROM bars ORDER BY rowid
            """
        let rows = try await folder.load(try await parquet(sql, bars, in: folder)).files[0].rows
        #expect(rows.rejected[.unparsable] == RowCounts.Rejected(count: 2, firstLine: 4))
        #expect(rows.rejected[.highBelowBody] == RowCounts.Rejected(count: 1, firstLine: 6))
        #expect(rows.kept == 17)
        #expect(rows.reconciles)
    }

    @Test func `one of several symbols is chosen by the user`() async throws {
        let folder = try TestFolder()
        let bars = sampleBars(count: 20)
        let sql = "SELECT 'NQ' AS symbol, * FROM bars UNION ALL SELECT 'ES', * FROM bars"
        let path = try await parquet(sql, bars, in: folder)
        let error = await #expect(throws: ImportError.self) { _ = try await folder.load(path) { $0.symbol = nil } }
        #expect(error?.code == .severalSymbols)
        let report = try await folder.load(path)
        #expect(report.files[0].rows.otherSymbols == 20)
        #expect(try await folder.loaded() == bars)
    }

    @Test func `a name with the marks of a pattern is one file`() async throws {
        let folder = try TestFolder()
        let bars = sampleBars(count: 20)
        let plain = try await parquet("FROM bars", bars, in: folder, name: "plain.parquet")
        let path = folder.url.appendingPathComponent("N[Q]*?.parquet").path
        try FileManager.default.moveItem(atPath: plain, toPath: path)
        try await folder.load(path)
        #expect(try await folder.loaded() == bars)
    }

    @Test(arguments: ["SELECT open, high, low, close FROM bars", "SELECT timestamp::DATE AS date, \(rest) FROM bars"])
    func `a table that is not one-minute bars is refused`(_ sql: String) async throws {
        let folder = try TestFolder()
        let path = try await parquet(sql, sampleBars(count: 20), in: folder)
        await #expect(throws: ImportError.self) { _ = try await folder.load(path) }
        #expect(try folder.directory.symbols().isEmpty)
    }
}
