internal import Market
internal import Studies

extension Attempt {
    /// "FOMC days 2024", then "average range": a figure that names no days of its own is of the days that the chat speaks
    /// of. Nil where the question says which days it is about, or the last study has none to hand on.
    func inherited(_ last: Study, _ frame: Frame, _ own: Study) -> Study? {
        guard last.condition != nil || last.period != .all, own.period == .all,
            own.condition == nil || frame.task(.count) != nil, own.unit == last.unit, own.symbols == last.symbols,
            case .summary(let summary) = own.result,
            summary.keys.isEmpty, frame.dates.isEmpty, frame.calendarFacts.isEmpty, frame.named.isEmpty,
            !frame.line.has(.whole), frame.line.pieces.count(where: { Self.isSaid($0.sense) }) <= 4
        else { return nil }
        var change = Change(study: last, frame: frame, context: context)
        switch last.result {
        case .list(let list): guard change.chooseListed(list) else { return nil }
        case .summary, .distribution: break
        case .runs, .correlation, .standing, .comparison: return nil
        }
        var study = change.study
        var figures = summary
        if case .summary(let asked) = last.result {
            // What is told of the day after is another day's.
            guard !asked.measures.contains(where: \.looksAhead) else { return nil }
            figures.keys = asked.keys
        }
        study.result = .summary(summary: figures)
        study.condition = Condition.every([study.condition, own.condition].compactMap(\.self))
        if !frame.spans.isEmpty { study.span = own.span }
        return study.isSound ? study : nil
    }

    private static func isSaid(_ sense: Sense) -> Bool {
        switch sense {
        case .stop, .prep, .empty, .mark, .verb(.form): false
        default: true
        }
    }
}
