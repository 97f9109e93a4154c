internal import DuckDB
internal import Foundation

/// A Parquet file of bars: which column holds what, and its rows.
struct ParquetFile {
    private let place: PlainPath
    private var url: URL { place.url }
    let columns: [ColumnRole: String]
    /// The stamp's DuckDB type.
    let stampType: String
    /// The stamps are moments, not times of a wall clock.
    let isUTC: Bool
    /// Prices are whole numbers of 1e-9.
    let hasNanoPrices: Bool

    init(_ url: URL, roles given: [ColumnRole: String] = [:]) async throws {
        place = try PlainPath(url)
        let described = try await Self.query("DESCRIBE SELECT * FROM read_parquet($1)", [.text(place.url.path)], url)
        var (columns, types): ([ColumnRole: String], [ColumnRole: String]) = ([:], [:])
        for row in 0..<described.rowCount {
            guard case .text(let name) = described[row, 0], case .text(let type) = described[row, 1] else { continue }
            let role = given.first { $0.value == name }?.key ?? ColumnRole(header: name)
            guard var role else { continue }
            if role == .date || role == .time, type != "TIME" { role = .stamp }
            if columns[role] == nil { (columns[role], types[role]) = (name, type) }
        }
        guard let stampType = types[.stamp], ColumnRole.prices.allSatisfy({ columns[$0] != nil }) else {
            throw ImportError(
                .notBars,
                "'\(url.lastPathComponent)' has no columns for a time and open, high, low and close; name them with --columns."
            )
        }
        guard stampType != "DATE" else {
            throw ImportError(
                .notOneMinute,
                "'\(url.lastPathComponent)' holds daily bars; one-minute bars are needed."
            )
        }
        self.columns = columns
        self.stampType = stampType
        let name = (columns[.stamp] ?? "").lowercased()
        isUTC =
            stampType.contains("WITH TIME ZONE") || Self.integers.contains(stampType) || name.contains("utc")
            || name.contains("gmt")
        hasNanoPrices = Self.integers.contains(types[.open] ?? "") && columns.values.contains { $0 == "ts_event" }
    }

    /// The symbols in the file; empty where it has no such column.
    func symbols() async throws -> [String] {
        guard let column = columns[.symbol] else { return [] }
        let table = try await Self.query(
            "SELECT DISTINCT \(quoted(column))::VARCHAR AS symbol FROM read_parquet($1) ORDER BY 1",
            [.text(url.path)],
            url
        )
        return (0..<table.rowCount).compactMap { row in
            if case .text(let symbol) = table[row, 0] { symbol } else { nil }
        }
    }

    /// All rows, or those of one symbol, in the file's order. Row numbers count from 1.
    func rows(of symbol: String?) async throws -> RawBars {
        func number(_ role: ColumnRole) -> String {
            columns[role].map { "try_cast(\(quoted($0)) AS DOUBLE)" } ?? "NULL::DOUBLE"
        }
        let scale = hasNanoPrices ? " / 1e9" : ""
        let volume = columns[.volume] ?? columns[.tickVolume]
        let choice = symbol == nil ? "true" : "\(quoted(columns[.symbol] ?? ""))::VARCHAR = $2"
        let sql = """
            SELECT \(stampMilliseconds) AS stamp,
                \(number(.open))\(scale) AS open, \(number(.high))\(scale) AS high,
                \(number(.low))\(scale) AS low, \(number(.close))\(scale) AS close,
                \(volume.map { "try_cast(\(quoted($0)) AS DOUBLE)" } ?? "NULL::DOUBLE") AS volume,
                file_row_number AS row, \(choice) AS chosen
            FROM read_parquet($1, file_row_number = true)
            """
        let bindings = [.text(url.path)] + (symbol.map { [Value.text($0)] } ?? [])
        return Self.raw(try await Self.query(sql, bindings, url), isUTC: isUTC)
    }

    private var stampMilliseconds: String {
        let column = quoted(columns[.stamp] ?? "")
        if Self.integers.contains(stampType) {
            return """
                CASE WHEN abs(\(column)) < 100000000000 THEN \(column)::BIGINT * 1000
                    WHEN abs(\(column)) < 100000000000000 THEN \(column)::BIGINT
                    WHEN abs(\(column)) < 100000000000000000 THEN \(column)::BIGINT // 1000
                    ELSE \(column)::BIGINT // 1000000 END
                """
        }
        if stampType == "VARCHAR" { return "epoch_ms(try_cast(\(column) AS TIMESTAMP))" }
        return "epoch_ms(\(column))"
    }

    private static func raw(_ table: Table, isUTC: Bool) -> RawBars {
        var raw = RawBars()
        raw.isUTC = isUTC
        raw.counts.lines = table.rowCount
        guard case .integers(let stamps) = table.columns[0].values, case .integers(let rows) = table.columns[6].values,
            case .booleans(let chosen) = table.columns[7].values
        else { return raw }
        let prices = (1...4).map { table.columns[$0].doubles }
        let volume = table.columns[5].doubles
        let lines = rows.map { Int32(truncatingIfNeeded: $0 + 1) }
        let isComplete =
            table.columns[0].nulls == nil && !chosen.contains(false) && !prices.contains { $0.contains(where: \.isNaN) }
        if isComplete {
            (raw.stamp, raw.line, raw.volume) = (stamps, lines, volume)
            (raw.open, raw.high, raw.low, raw.close) = (prices[0], prices[1], prices[2], prices[3])
            return raw
        }
        for row in 0..<table.rowCount {
            guard chosen[row], !table.columns[7].isNull(row) else {
                raw.counts.otherSymbols += 1
                continue
            }
            guard !table.columns[0].isNull(row), !prices.contains(where: { $0[row].isNaN }) else {
                raw.counts.reject(.unparsable, line: Int(lines[row]))
                continue
            }
            raw.stamp.append(stamps[row])
            raw.line.append(lines[row])
            raw.open.append(prices[0][row])
            raw.high.append(prices[1][row])
            raw.low.append(prices[2][row])
            raw.close.append(prices[3][row])
            raw.volume.append(volume[row])
        }
        return raw
    }

    private static let integers: Set<String> = ["BIGINT", "UBIGINT", "INTEGER", "UINTEGER", "HUGEINT"]

    private static func query(_ sql: String, _ bindings: [Value], _ url: URL) async throws -> Table {
        do {
            let connection = try Connection(Database(path: nil, settings: .importing))
            return try await connection.query(sql, bindings, limits: .none)
        } catch {
            throw ImportError(
                .unreadable,
                "'\(url.lastPathComponent)' is a damaged Parquet file, or of a kind that is not read.",
                cause: error.message
            )
        }
    }

    private func quoted(_ name: String) -> String { "\"" + name.replacing("\"", with: "\"\"") + "\"" }
}
