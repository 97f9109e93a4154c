internal import Market
internal import Studies
internal import StudySQL

/// How many times the second of two compared sides the first is, of the first quantity told.
package struct Multiple {
    /// First over second.
    package let times: Double
    let column: Int

    /// By how much the first exceeds the second, in percent of the second.
    package var percent: Double { 100 * (times - 1) }

    /// Nil where not two sides are compared, or their quantity can be below zero or is told for more than that.
    init?(_ table: AnswerTable, study: Study) {
        guard case .comparison(let variants, _) = study.result, variants.count == 2, study.together == nil,
            table.rows.count == 2, table.figureColumns.count <= 2, let column = table.figureColumns.first,
            table.columns[column].meaning?.isSize ?? false,
            let first = table.number(0, column), let second = table.number(1, column), second > 0
        else { return nil }
        times = first / second
        self.column = column
    }
}

extension ResultColumn.Meaning {
    /// It measures how much there is, so that one can be a multiple of another.
    fileprivate var isSize: Bool {
        switch self {
        case .rows, .measure(.count, .value): true
        case .measure(.statistic(_, let series, _), .value): series.isSize
        default: false
        }
    }
}

extension Series {
    fileprivate var isSize: Bool {
        switch self {
        case .absolute: true
        case .metric(let metric, _): [.volume, .range, .rangePct, .trueRange].contains(metric)
        default: false
        }
    }
}
