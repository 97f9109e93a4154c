import Market
import Studies

extension Frame {
    /// A metric of each bar of the frame, over its own relation.
    func metric(_ metric: Metric) -> Expression {
        switch metric {
        case .open: column("open")
        case .high: column("high")
        case .low: column("low")
        case .close: column("close")
        case .volume: column("volume")
        case .bars: column("bars")
        case .change: .join([column("close"), previousClose()]) { "(\($0[0]) - \($0[1]))" }
        case .changePct: .join([column("close"), previousClose()]) { "(100.0 * (\($0[0]) / \($0[1]) - 1))" }
        case .body: .join([column("close"), column("open")]) { "(\($0[0]) - \($0[1]))" }
        case .bodyPct: .join([column("close"), column("open")]) { "(100.0 * (\($0[0]) / \($0[1]) - 1))" }
        case .range: .join([column("high"), column("low")]) { "(\($0[0]) - \($0[1]))" }
        case .rangePct:
            .join([column("high"), column("low"), column("open")]) { "(100.0 * (\($0[0]) - \($0[1])) / \($0[2]))" }
        case .gap: .join([column("open"), before("close", 1)]) { "(\($0[0]) - \($0[1]))" }
        case .gapPct: .join([column("open"), before("close", 1)]) { "(100.0 * (\($0[0]) / \($0[1]) - 1))" }
        case .trueRange:
            .join([column("high"), column("low"), before("close", 1)]) {
                "(greatest(\($0[0]), coalesce(\($0[2]), \($0[0]))) - least(\($0[1]), coalesce(\($0[2]), \($0[1]))))"
            }
        case .relativeVolume:
            .join([column("volume"), rolling("avg", of: column("volume"), count: 20, name: "mean_volume_20")]) {
                "(\($0[0]) / nullif(\($0[1]), 0))"
            }
        case .closePosition:
            .join([column("close"), column("low"), column("high")]) {
                "((\($0[0]) - \($0[1])) / nullif(\($0[2]) - \($0[1]), 0))"
            }
        case .upperShadow:
            .join([column("high"), column("open"), column("close")]) { "(\($0[0]) - greatest(\($0[1]), \($0[2])))" }
        case .lowerShadow:
            .join([column("low"), column("open"), column("close")]) { "(least(\($0[1]), \($0[2])) - \($0[0]))" }
        case .typicalPrice:
            .join([column("high"), column("low"), column("close")]) { "((\($0[0]) + \($0[1]) + \($0[2])) / 3)" }
        }
    }

    /// The close before: of a unit longer than a day the first loaded one is measured from its own open.
    private func previousClose() -> Expression {
        let previous = before("close", 1)
        guard unit.isLongerThanDay else { return previous }
        return .join([previous, column("open")]) { "coalesce(\($0[0]), \($0[1]))" }
    }

    /// A column of the bar `count` places back.
    func before(_ name: String, _ count: Int) -> Expression {
        let own = column(name)
        if count == 0 { return own }
        let shift = count == 1 ? own.sql : "\(own.sql), \(count)"
        return relation.window(
            "lag(\(shift)) OVER (ORDER BY \(relation.ordering))",
            over: own.layer,
            name: count == 1 ? "prev_\(name)" : "prev\(count)_\(name)"
        )
    }

    /// An aggregate over the `count` rows before; null while there are fewer.
    func rolling(_ function: String, of value: Expression, count: Int, name: String) -> Expression {
        relation.rolling({ "\(function)(\($0)) \($1)" }, of: value, count: count, name: name)
    }
}

extension LayeredRows {
    /// An aggregate over the `count` rows before this one, where so many have a value.
    func rolling(
        _ aggregate: (_ value: String, _ frame: String) -> String,
        of value: Expression,
        count: Int,
        name: String
    ) -> Expression {
        let frame = "OVER (ORDER BY \(ordering) ROWS BETWEEN \(count) PRECEDING AND 1 PRECEDING)"
        return window(
            "CASE WHEN count(\(value.sql)) \(frame) = \(count) THEN \(aggregate(value.sql, frame)) END",
            over: value.layer,
            name: name
        )
    }

    /// A value `by` rows later (earlier, if negative).
    func shifted(_ value: Expression, by: Int, name: String) -> Expression {
        if by == 0 { return value }
        let function = by > 0 ? "lead" : "lag"
        let places = abs(by) == 1 ? "" : ", \(abs(by))"
        return window("\(function)(\(value.sql)\(places)) OVER (ORDER BY \(ordering))", over: value.layer, name: name)
    }
}
