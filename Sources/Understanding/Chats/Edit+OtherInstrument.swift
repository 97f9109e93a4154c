internal import Studies

extension Attempt {
    /// "share of gap downs that fill", then "when NQ is red": the days of the other instrument choose, and what was asked
    /// stays of its own. Nil where nothing is said to be chosen so.
    func onDaysOfOther(_ last: Study, _ frame: Frame) -> Reading? {
        guard frame.named.count == 1, let other = frame.named.first, last.symbols.count == 1, other != last.symbols[0],
            !frame.dayFacts.isEmpty, frame.quantities.isEmpty, frame.statistics.isEmpty, frame.dates.isEmpty,
            frame.keys.isEmpty, frame.spans.isEmpty, marksDays(frame),
            let place = frame.indices.first(where: { frame.line[$0] == .symbol(other) }),
            let nearest = frame.dayFacts.map(\.index).min(), nearest > place
        else { return nil }
        // The other's days are whole ones, whatever hours were asked about.
        let chosen = frame.facts.compactMap { fact -> Condition? in
            if fact.value.isCalendar { return fact.value.condition }
            let whole = last.span == frame.defaultSpan ? nil : fact.value.condition.within(frame.defaultSpan)
            return (whole ?? fact.value.condition).of(other)
        }
        guard chosen.count == frame.facts.count else { return nil }
        var study = last
        study.symbols.append(other)
        study.condition = Condition.every([study.condition].compactMap(\.self) + chosen)
        study = study.withBases
        guard study.isSound else { return nil }
        return edited(unavailable(study, frame) ?? .study(study: study), frame)
    }

    /// "when", "only on days" before anything else, and nothing that is asked.
    private func marksDays(_ frame: Frame) -> Bool {
        guard let first = frame.indices.first(where: { !frame.line.isMark($0, .and) && !frame.line.isMark($0, .but) })
        else { return false }
        let asks = frame.indices.contains { index in
            switch frame.line.pieces[index].sense {
            case .task(.days): false
            case .task(.time): index != first
            case .task, .often, .which, .superlative, .best: true
            default: false
            }
        }
        if asks { return false }
        switch frame.line[first] {
        case .mark(.given)?, .when?, .task(.days)?, .task(.time)?, .mark(.only)?: return true
        default: return false
        }
    }
}
