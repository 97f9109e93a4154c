import Market
import Studies

extension Rows {
    func distribution(_ distribution: Distribution) throws(CompileError) -> ResultSQL {
        guard let first = distribution.of.first else { throw .unsupported(what: "a distribution of nothing") }
        let unit = first.unit
        guard distribution.of.allSatisfy({ $0.unit == unit }) else {
            throw .unsupported(what: "a distribution of series of several units")
        }
        var parts: [String] = []
        for (index, series) in distribution.of.enumerated() {
            let value = try self.series(series).sql
            parts.append("SELECT \(value) AS value, \(index) AS which FROM chosen WHERE \(value) IS NOT NULL")
        }
        var result = ResultSQL(
            ctes: [("observed", parts.joined(separator: "\nUNION ALL\n"))],
            select: "",
            columns: []
        )
        let bucket = try self.bucket(distribution.buckets, unit, &result)
        var selection = Selection()
        selection.add(
            unit == .time ? "TIME '00:00:00' + to_minutes(bucket)" : "bucket",
            unit == .time ? "time" : "bucket",
            .bucket,
            unit
        )
        var counts: [String] = []
        for (index, series) in distribution.of.enumerated() {
            let count = distribution.of.count == 1 ? "count(*)" : "count(*) FILTER (WHERE which = \(index))"
            let prefix = distribution.of.count == 1 ? "" : series.columnName + "_"
            let name = selection.add(count, prefix + "n", .bucketCount(of: series), .count)
            let total = distribution.of.count == 1 ? "sum(count(*)) OVER ()" : "sum(\(count)) OVER ()"
            selection.add("100.0 * \(count) / nullif(\(total), 0)", prefix + "pct", .bucketShare(of: series), .percent)
            counts.append(count)
            let value = try self.series(series).sql
            // Another pass over minutes would cost as much as the question itself.
            if !base.readsMinutes {
                result.checks.append((.countsSum(column: name), "SELECT count(\(value)) FROM chosen"))
            }
        }
        let byBucket = unit == .time ? "min(place)" : "bucket"
        result.ctes.append(
            ("bucketed", "SELECT *, \(bucket)\nFROM observed\(usesWidth(distribution, unit) ? ", width" : "")")
        )
        result.select =
            "SELECT \(selection.sql)\nFROM bucketed\nGROUP BY bucket\nORDER BY "
            + (distribution.mostFrequentFirst ? counts.joined(separator: " + ") + " DESC, " : "") + byBucket
        if let limit = distribution.limit { result.select += "\nLIMIT \(max(0, limit))" }
        result.columns = selection.columns
        if distribution.limit != nil { result.checks = [] }
        return result
    }

    private func usesWidth(_ distribution: Distribution, _ unit: Unit) -> Bool {
        distribution.buckets == .automatic && unit != .time
    }

    private func bucket(
        _ buckets: Distribution.Buckets,
        _ unit: Unit,
        _ result: inout ResultSQL
    ) throws(CompileError) -> String {
        if unit == .time {
            // Buckets stand on the clock; in the order of the trading day, whose evening comes first.
            let clock = "((CAST(floor(value) AS BIGINT) % 1440 + 1440) % 1440)"
            let place = "(\(clock) - \(base.instrument.dayStart) + 1440) % 1440 AS place"
            switch buckets {
            case .exact: return "\(clock) AS bucket, \(place)"
            case .automatic: return "\(clock) // 30 * 30 AS bucket, \(place)"
            case .minutes(let count):
                guard count > 0, count <= 1440 else { throw .unsupported(what: "buckets of \(count) minutes") }
                return "\(clock) // \(count) * \(count) AS bucket, \(place)"
            case .width(let width):
                guard width >= 1, width <= 1440 else { throw .unsupported(what: "buckets of \(width) minutes") }
                return "\(clock) // \(Int(width)) * \(Int(width)) AS bucket, \(place)"
            }
        }
        switch buckets {
        case .exact: return "value AS bucket"
        case .minutes: throw .unsupported(what: "buckets of minutes for values that are no times")
        case .width(let width):
            guard width > 0 else { throw .unsupported(what: "buckets of no width") }
            return Self.floor(value: "value", width: parameters(.double(width)))
        case .automatic:
            // 1, 2 or 5 times a power of ten, so that the range of values falls into 8 to 20 buckets.
            result.ctes.append(("spread", "SELECT nullif(max(value) - min(value), 0) / 12.0 AS step\nFROM observed"))
            let width = """
                SELECT CASE WHEN step IS NULL THEN 1.0
                    WHEN step / power(10, floor(log10(step))) < 1.5 THEN 1
                    WHEN step / power(10, floor(log10(step))) < 3.1 THEN 2
                    WHEN step / power(10, floor(log10(step))) < 7.5 THEN 5
                    ELSE 10 END * power(10, coalesce(floor(log10(step)), 0)) AS width
                FROM spread
                """
            result.ctes.append(("width", width))
            return Self.floor(value: "value", width: "width")
        }
    }

    private static func floor(value: String, width: String) -> String {
        "round(floor(\(value) / \(width)) * \(width), 9) AS bucket"
    }
}
