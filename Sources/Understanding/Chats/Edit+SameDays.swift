internal import Market
internal import Studies

extension Attempt {
    /// "how often is the day green when it gaps up", "and how often does the gap fill?": another share of the same days, in
    /// the same groups. Nil where the follow-up says which days it is about, or is none.
    func ofSameDays(_ last: Study, _ frame: Frame, _ candidates: [Candidate]) -> Reading? {
        guard goesOnInSpeech(frame) || frame.line.has(.thenword), isContext(last), namesNoDays(frame),
            frame.task(.share) != nil || !frame.often.isEmpty, !frame.dayFacts.isEmpty, frame.quantities.isEmpty,
            frame.statistics.isEmpty, case .summary(let asked) = last.result, let best = candidates.first,
            frame.unread(best).isEmpty, frame.lost(in: best.study).isEmpty, best.study.isSound
        else { return nil }
        let own = best.study
        guard own.period == .all, own.unit == last.unit, own.symbols == last.symbols, own.condition == nil,
            case .summary(var figures) = own.result, figures.keys.isEmpty
        else { return nil }
        // Which day is meant behind what the next one did, is not said.
        if asked.measures.contains(where: \.looksAhead) || isOfNextDay {
            return leftOpen(frame)
        }
        var study = last
        if own.span != last.span, own.span != frame.defaultSpan || last.span != .session(name: .rth) {
            if last.span != frame.defaultSpan || !frame.hasRegularHours || own.span != .session(name: .rth) {
                let kept = last.condition?.within(last.span)
                guard kept != nil || last.condition == nil else { return leftOpen(frame) }
                study.condition = kept
            }
            study.span = own.span
        }
        figures.keys = asked.keys
        study.result = .summary(summary: figures)
        study = study.withBases
        guard study.isSound else { return leftOpen(frame) }
        return edited(unavailable(study, frame) ?? .study(study: study), frame)
    }

    /// "average range on Fridays", then "how many of them were green": of the days that the figure is of.
    func countedOfFigure(_ last: Study, _ frame: Frame) -> Reading? {
        guard pointsAtRows(frame), let asked = frame.task(.count, .share), !frame.facts.isEmpty,
            case .summary(let summary) = last.result, summary.keys.isEmpty, !summary.measures.isEmpty,
            summary.measures.allSatisfy({ if case .statistic(_, _, nil) = $0 { true } else { false } })
        else { return nil }
        var change = change(last, frame)
        guard change.count(asked), change.study.isSound else { return leftOpen(frame) }
        return edited(unavailable(change.study, frame) ?? .study(study: change.study), frame)
    }

    /// "volatility in 2024", then "how many Mondays": in that year.
    func countedInPeriod(_ last: Study, _ frame: Frame, _ candidates: [Candidate]) -> Reading? {
        guard last.period != .all, last.condition == nil, last.period.singleDay == nil, !pointsAtRows(frame),
            var study = candidates.first?.study, study.period == .all, study.symbols == last.symbols,
            case .summary(let own) = study.result, own.isCount, standsAlone(frame, candidates), namesNoPeriod(frame),
            frame.dayFacts.isEmpty, !frame.calendarFacts.isEmpty
        else { return nil }
        study.period = last.period
        guard study.isSound else { return nil }
        return edited(unavailable(study, frame) ?? .study(study: study), frame)
    }

    private func namesNoPeriod(_ frame: Frame) -> Bool {
        frame.dates.isEmpty && frame.named.isEmpty && frame.keys.isEmpty && !frame.line.has(.whole)
    }

    /// "how often does the gap fill on Mondays", "and is the day green then": when it fills, or on Mondays, is not said.
    func asksThen(_ last: Study, _ frame: Frame) -> Bool {
        guard frame.line.has(.thenword), frame.dates.isEmpty, frame.calendarFacts.isEmpty, frame.named.isEmpty,
            frame.keys.isEmpty, !frame.has(.given), !frame.dayFacts.isEmpty, frame.quantities.isEmpty,
            case .summary(let asked) = last.result
        else { return false }
        return asked.measures.contains { if case .share = $0 { true } else { false } }
    }

    /// "and the total volume?" behind a question about certain days, where nothing could be taken from it.
    func leavesDaysOpen(_ last: Study, _ frame: Frame) -> Bool {
        goesOnInSpeech(frame) && isContext(last) && namesNoDays(frame)
    }

    /// "and", "what about" before anything else.
    private func goesOnInSpeech(_ frame: Frame) -> Bool {
        if frame.line.isMark(0, .and) || frame.line.isMark(0, .but) { return true }
        return frame.line.tokens.indices.prefix(3).contains { index in
            frame.line.forms.contains(frame.line.tokens[index].text, .aboutword)
        }
    }

    /// "and how often does the gap fill?", "how many of them were red" behind a question that was asked back about: of which
    /// days, was never read.
    func goesOnFromOpen(_ frame: Frame) -> Bool {
        context.isOpen
            && ((goesOnInSpeech(frame) || frame.line.has(.also)) && namesNoDays(frame) || pointsAtRows(frame))
    }

    /// "how many of them were red": rows that nothing said here names.
    func pointsAtRows(_ frame: Frame) -> Bool {
        // "which one, Asia or Europe": of those that are named.
        guard let those = frame.marks(.those).first, !frame.has(.or), !frame.has(.vs) else { return false }
        switch frame.line[those + 1] {
        // "on those days when".
        case .mark(.given)?, .unit?, .task(.days)?: return false
        default: break
        }
        return frame.line.pieces[..<those].allSatisfy { piece in
            switch piece.sense {
            case .task(.count), .task(.share), .task(.howmuch), .task(.days), .which, .often, .mark(.and), .stop,
                .empty:
                true
            default: false
            }
        }
    }

    /// It chose days, a period or groups.
    private func isContext(_ last: Study) -> Bool {
        if last.condition != nil || last.period != .all { return true }
        guard case .summary(let summary) = last.result else { return false }
        return !summary.keys.isEmpty
    }

    private func namesNoDays(_ frame: Frame) -> Bool {
        frame.dates.isEmpty && frame.calendarFacts.isEmpty && frame.named.isEmpty && frame.keys.isEmpty
            && !frame.line.has(.whole)
            && ![Mark.given, .after, .only, .not, .except].contains(where: { frame.has($0) })
    }

    /// The question before asks of the day after.
    private var isOfNextDay: Bool {
        guard let question = context.asked.last else { return false }
        return reader.atoms(of: question).pieces.contains {
            $0.sense == .mark(.next) || $0.sense == .relative(.tomorrow)
        }
    }
}

extension Study {
    /// Shares of days that are chosen, beside those of all days.
    var withBases: Study {
        guard let condition, !condition.isOfCalendar, case .summary(var summary) = result, summary.keys.isEmpty else {
            return self
        }
        summary.measures = summary.measures.map { measure in
            guard case .share(let of, let condition, _) = measure else { return measure }
            return .share(of: of, where: condition, withBase: true)
        }
        var study = self
        study.result = .summary(summary: summary)
        return study
    }
}
