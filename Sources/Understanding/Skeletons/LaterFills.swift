internal import Market
internal import Studies

extension Frame {
    /// "gaps that don't fill the same day: what share fills the next session": of that gap, whose level is the close before
    /// it, and not of the next day's own gap.
    func laterFills() -> [Candidate] {
        guard let asked = task(.share, .count) ?? often.first, asksLaterFill || asksNeitherFill, hasRegularHours,
            quantities.allSatisfy({ $0.value.isGap })
        else { return [] }
        let fills = dayFacts.filter { $0.value.condition.speaksOfFill }
        let others = dayFacts.filter { fact in !fills.contains { $0.index == fact.index } }
        guard others.allSatisfy({ $0.value.ofSession && $0.value.rank?.isGap ?? false }) else { return [] }
        let bar = Bar(span: .session(name: .rth))
        let level = Series.shifted(of: .metric(metric: .close, of: bar), by: -1)
        func next(_ metric: Metric) -> Series { .shifted(of: .metric(metric: metric, of: bar), by: 1) }
        let filled = Condition.any(of: [
            .all(of: [.sign(.gap, up: true), .holds(next(.low), .lessOrEqual, level)]),
            .all(of: [.sign(.gap, up: false), .holds(next(.high), .greaterOrEqual, level)]),
        ])
        let followed = Condition.holds(next(.close), .greater, .number(value: 0))
        var used = Set(dayFacts.map(\.index)).union([asked]).union(often).union(marks(.next)).union(marks(.given))
        used.formUnion(marks(.it) + marks(.those) + marks(.same) + quantities.map(\.index))
        for index in indices {
            switch line.pieces[index].sense {
            case .unit(.day), .unit(.session), .span(.session(.rth)), .measure(.percent), .verb(.form), .task(.share):
                used.insert(index)
            default: continue
            }
        }
        if asksNeitherFill {
            // "stayed unfilled both that day and the next": the days are those of the gaps.
            for index in indices {
                switch line.pieces[index].sense {
                case .mark(.both), .mark(.neither), .mark(.and), .mark(.or), .mark(.not), .mark(.after),
                    .mark(.only):
                    used.insert(index)
                default: continue
                }
            }
        }
        let grouping = keys.filter { !isDateKey($0.value) }
        used.formUnion(grouping.map(\.index))
        let told = asksNeitherFill ? Condition.all(of: [.not(of: .gapFilled), .not(of: filled)]) : filled
        let given = asksNeitherFill ? [followed] : [.not(of: .gapFilled), followed]
        let base = study(
            .summary(
                summary: Summary(
                    measures: [.share(of: told, where: nil, withBase: false)],
                    keys: grouping.map(\.value)
                )
            ),
            condition: Condition.every(given + others.map(\.value.condition)),
            sessionEvent: true
        )
        return [
            Candidate(
                name: "later fill",
                study: base.study,
                used: used.union(base.used),
                fit: 36,
                assumptions: base.assumptions
            )
        ]
    }

    /// "how often is an unfilled gap filled the next day": of that gap.
    var asksLaterFill: Bool {
        guard dayFacts.contains(where: { $0.value.condition == .not(of: .gapFilled) }) else { return false }
        return dayFacts.contains { $0.value.condition == .shifted(of: .gapFilled, by: 1) }
            || dayFacts.contains { $0.value.condition == .gapFilled } && has(.next)
    }

    /// "gaps over 1%: what share was filled neither the same day nor the next", "stayed unfilled both that day and the next".
    var asksNeitherFill: Bool {
        let fills = dayFacts.filter { $0.value.condition.speaksOfFill }
        guard fills.count == 1, let fill = fills.first, task(.share) != nil || !often.isEmpty else { return false }
        let isLater = marks(.next).contains { $0 > fill.index } || endsWithDayAfter
        guard isLater else { return false }
        if line.has(.nor) || has(.neither) { return true }
        return fill.value.condition == .not(of: .gapFilled) && (has(.both) || has(.or) || has(.and))
    }

    /// "... or the day after".
    private var endsWithDayAfter: Bool {
        guard let last = indices.last(where: { !line.isStop($0) }) else { return false }
        return line.isMark(last, .after) && line.unit(last - 1) == .day
    }
}

extension Condition {
    fileprivate var speaksOfFill: Bool {
        switch self {
        case .gapFilled, .not(of: .gapFilled), .shifted(of: .gapFilled, by: 1): true
        default: false
        }
    }
}
