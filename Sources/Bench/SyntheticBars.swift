import DuckDB

/// Six years of minutes, 2020 to 2025, as a Parquet file with stamps in UTC: a walk in quarter points, louder by day.
func makeBars(_ symbol: String, at path: String) async throws {
    let connection = try Connection(Database(path: nil, settings: .importing))
    try await connection.execute(
        """
        COPY (
            WITH steps AS (
                SELECT TIMESTAMP '2020-01-02 05:00:00' + to_minutes(i) AS ts, hash(i) % 9 AS a, hash(i + 1) % 7 AS b,
                    hash(i + 2) % 7 AS c, hash(i + 3) % 900 + 1 AS volume
                FROM range(3156000) AS t(i)
            ), traded AS (
                SELECT * FROM steps
                WHERE isodow(ts - INTERVAL 5 HOUR) < 6 AND hour(ts - INTERVAL 5 HOUR) <> 17 AND volume > 2
            ), walked AS (
                SELECT *, 20000 + sum(CAST(a AS INTEGER) - 4) OVER (ORDER BY ts) * 0.25 AS close FROM traded
            )
            SELECT '\(symbol)' AS symbol, ts AS timestamp, close - (CAST(a AS INTEGER) - 4) * 0.25 AS open,
                greatest(close, close - (CAST(a AS INTEGER) - 4) * 0.25) + b * 0.25 AS high,
                least(close, close - (CAST(a AS INTEGER) - 4) * 0.25) - c * 0.25 AS low, close, volume
            FROM walked ORDER BY ts
        ) TO '\(path)' (FORMAT parquet)
        """
    )
}
