internal import Market
package import Studies
package import StudySQL

extension Wording {
    /// `mean range`, `days where …`, `share: green`.
    package func phrase(_ measure: Measure) -> String {
        switch measure {
        case .count(let condition):
            guard let condition else { return say("measure.count." + unitKey) }
            return say("measure.countWhere", ["what": .text(phrase(condition))])
        case .statistic(.perUnit(let unit), .number(value: 1), let condition):
            let per = ["per": .text(per(unit))] as [String: Sentences.Value]
            guard let condition else { return say("measure.perUnit.days", per) }
            return say("measure.perUnit", per.merging(["what": .text(phrase(condition))]) { $1 })
        case .statistic(let statistic, let of, let condition):
            return filtered(apply(statistic, to: noun(of)).nominative, condition)
        case .share(let of, let condition, _):
            return filtered(say("measure.share", ["what": .text(phrase(of))]), condition)
        case .ratio(let of, let to, let condition):
            return filtered(ratio(noun(of), to: noun(to)).nominative, condition)
        case .correlation(let of, let with, let condition):
            return filtered(
                say("measure.correlation", ["left": .text(phrase(of)), "right": .text(phrase(with))]),
                condition
            )
        }
    }

    private func filtered(_ text: String, _ condition: Condition?) -> String {
        condition.map { text + " (" + phrase($0) + ")" } ?? text
    }

    /// A column's heading.
    package func title(_ column: ResultColumn) -> String {
        let text = Self.capitalised(heading(column))
        switch column.unit {
        case .percent where !text.contains("%"): return text + ", %"
        case .points where isPlainPoints(column): return text + ", " + say("unit.points")
        default: return text
        }
    }

    /// A series with its unit: `range, %`.
    package func labelled(_ series: Series) -> String {
        withUnit(phrase(series), unit(of: series))
    }

    /// A measure with its unit: `mean range, points`.
    package func labelled(_ measure: Measure) -> String {
        guard case .statistic(let statistic, let of, _) = measure, statistic != .count else { return phrase(measure) }
        return withUnit(phrase(measure), unit(of: of))
    }

    private func withUnit(_ text: String, _ unit: Unit) -> String {
        switch unit {
        case .percent: text + ", %"
        case .points: text + ", " + say("unit.points")
        default: text
        }
    }

    private func isPlainPoints(_ column: ResultColumn) -> Bool {
        switch column.meaning {
        case .series, .measure(_, .value): true
        default: false
        }
    }

    private func heading(_ column: ResultColumn) -> String {
        switch column.meaning {
        case .date: unitKey == "day" || unitKey == "bar" ? say("column.date") : say("column.date.\(unitKey)")
        case .timestamp: say("column.timestamp")
        case .symbol: say("column.symbol")
        case .key(let key): phrase(key)
        case .bucket: column.unit == .time ? say("column.bucketTime") : say("column.bucket")
        case .variant: say("column.variant")
        case .rows: say("measure.count." + unitKey)
        case .measure(let measure, let part): heading(measure, part)
        case .series(let series): phrase(series)
        case .bucketCount(let series):
            say("column.bucketCount." + unitKey, ["what": .text(Self.capitalised(short(series)))])
        case .bucketShare(let series): say("column.bucketShare", ["what": .text(Self.capitalised(short(series)))])
        case .runFirst: say("column.runFirst")
        case .runLast: say("column.runLast")
        case .runLength: say("column.runLength." + unitKey)
        case .runCount: say("column.runCount")
        case .runMeanLength: say("column.runMeanLength")
        case .runLongest: say("column.runLongest")
        case .pearson: say("column.pearson")
        case .spearman: say("column.spearman")
        case .pairs: say("measure.count." + unitKey)
        case .standing(let series): say("column.standing", ["what": .text(phrase(series))])
        }
    }

    private func heading(_ measure: Measure, _ part: ResultColumn.MeasurePart) -> String {
        guard case .share(let of, _, _) = measure else { return phrase(measure) }
        return switch part {
        case .value: phrase(measure)
        case .hits: say("column.hits." + unitKey, ["what": .text(phrase(of))])
        case .rows: say("column.among." + unitKey)
        case .low: say("column.low")
        case .high: say("column.high")
        case .base: say("column.base." + unitKey)
        }
    }
}
