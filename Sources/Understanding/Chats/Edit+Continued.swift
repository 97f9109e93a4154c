internal import Market
internal import Studies

extension Attempt {
    /// A short question that could stand by itself, and goes on in the chat with what the question before named: its period
    /// ("how was 2024", then "worst day"), its figure ("average range in 2024", then "green against red days"), the gaps
    /// that it asked of ("how often does the gap fill", then "in the first hour"). Nil where it does not.
    func continued(_ last: Study, _ frame: Frame) -> Reading? {
        guard frame.dates.isEmpty, frame.named.isEmpty, frame.keys.isEmpty, !frame.line.has(.whole),
            let question = context.question
        else { return nil }
        let asked = question.trimmed.trimmedMarks
        let said = frame.line.words(Array(frame.line.tokens.indices)).trimmedMarks
        var whole: [String] = []
        if let same = inThis(question, frame) {
            whole = [same]
        } else if isShareOfWhole(last, frame) {
            whole = ["\(asked) \(withoutLead(frame))"]
        } else if comparesDays(last, frame) {
            whole = ["\(asked), \(said)"]
        } else if isWindowOfFill(last, frame) {
            whole = ["\(asked) \(withoutLead(frame))"]
        } else if ranksUnit(last, frame) || asksTimeOfEnd(last, frame) || wholeOfPeriod(last, frame) == true,
            let period = periodSaid(question, frame)
        {
            whole = ["\(withoutLead(frame)) \(period)"]
        }
        if let first = firstOfRanked(last, frame) { return edited(.study(study: first), frame) }
        guard !whole.isEmpty, let found = only(whole, unlike: last) else { return nil }
        return edited(found.reading, found.text, frame)
    }

    /// "lunch range", then "as % of the RTH range": what share the part has of it.
    private func isShareOfWhole(_ last: Study, _ frame: Frame) -> Bool {
        guard case .summary(let summary) = last.result, summary.keys.isEmpty, last.span.isPartOfDay,
            frame.task(.share) != nil, frame.spans.count == 1, frame.spans[0].value != last.span,
            frame.quantities.count < 2
        else { return false }
        return frame.indices.allSatisfy { index in
            switch frame.line.pieces[index].sense {
            case .stop, .empty, .mark(.and), .mark(.but), .task(.share), .span, .quantity, .measure(.percent),
                .unit(.day):
                true
            default: false
            }
        }
    }

    /// "most volatile hour", then "how volatile is it": the one that came first, with its figure.
    private func firstOfRanked(_ last: Study, _ frame: Frame) -> Study? {
        guard case .summary(var summary) = last.result, summary.keys.count == 1, summary.order != nil,
            summary.limit == nil, frame.has(.it), frame.quantities.count == 1,
            frame.indices.allSatisfy({ index in
                switch frame.line.pieces[index].sense {
                case .stop, .empty, .mark(.it), .mark(.and), .quantity, .task(.howmuch): true
                default: false
                }
            }),
            frame.quantities[0].value.measures(.mean).contains(where: { summary.measures.contains($0) })
        else { return nil }
        summary.limit = 1
        var study = last
        study.result = .summary(summary: summary)
        return study
    }

    /// The words of the one period that a question names.
    private func periodSaid(_ question: String, _ frame: Frame) -> String? {
        let line = reader.phrases(of: question, context, frame.surroundings)
        let dates = line.pieces.filter { piece in
            switch piece.sense {
            case .dates, .relative(.yesterday), .relative(.today): true
            default: false
            }
        }
        guard dates.count == 1 else { return nil }
        return line.words((dates[0].prepTokens + dates[0].tokens).sorted())
    }

    /// Without "and", "а".
    private func withoutLead(_ frame: Frame) -> String {
        let first = frame.indices.first {
            !frame.line.isMark($0, .and) && !frame.line.isMark($0, .but) && !frame.line.isStop($0)
        }
        let tokens = first.map { frame.line.pieces[$0].prepTokens + frame.line.pieces[$0].tokens }?.min() ?? 0
        let lead = frame.line.pieces[..<(first ?? 0)].flatMap(\.tokens)
        return frame.line.words(frame.line.tokens.indices.filter { $0 >= tokens || !lead.contains($0) }).trimmedMarks
    }

    /// "compare green and red days", "gap up vs gap down": by what, the question before said.
    private func comparesDays(_ last: Study, _ frame: Frame) -> Bool {
        guard case .summary(let summary) = last.result, summary.keys.isEmpty,
            frame.task(.compare) != nil || frame.has(.vs), frame.dayFacts.count == 2, frame.facts.count == 2
        else { return false }
        return frame.quantities.isEmpty && frame.statistics.isEmpty && frame.spans.isEmpty && frame.superlatives.isEmpty
    }

    /// "in the first hour", after "how often does the gap fill".
    private func isWindowOfFill(_ last: Study, _ frame: Frame) -> Bool {
        guard last.fillsGaps, frame.spans.count == 1, case .opening? = frame.spans.first?.value else { return false }
        return frame.indices.allSatisfy { index in
            switch frame.line.pieces[index].sense {
            case .span, .stop, .empty, .prep, .mark(.and), .mark(.but): true
            // "within".
            case .relation(.less): true
            default: false
            }
        }
    }

    /// "best day", "which month was the worst".
    private func ranksUnit(_ last: Study, _ frame: Frame) -> Bool {
        guard case .summary(let summary) = last.result, summary.keys.isEmpty, last.condition == nil else {
            return false
        }
        var ranks = 0
        var units = 0
        for index in frame.indices {
            switch frame.line.pieces[index].sense {
            case .stop, .empty, .prep, .mark(.and), .mark(.but), .verb(.form): continue
            case .best where !frame.isPreference(index): ranks += 1
            case .unit, .which, .task(.days): units += 1
            default: return false
            }
        }
        return ranks == 1 && units == 1
    }

    /// "at what time was the high", after a question about one day or one period.
    private func asksTimeOfEnd(_ last: Study, _ frame: Frame) -> Bool {
        let isOneDay = if case .lastDays(1, _) = last.period { true } else { last.period.singleDay != nil }
        // "average range in 2024", then "when was the high": of that year; "the maximum" is the range's.
        let isOfPeriod =
            frame.line.has(.past) && last.period != .all
            && !frame.quantities.contains { frame.line.has(.extremum, in: frame.line.pieces[$0.index]) }
        guard isOneDay || isOfPeriod, frame.quantities.contains(where: { $0.value.extreme != nil }),
            frame.task(.time) != nil || frame.indices.contains(where: { frame.line[$0] == .when })
        else { return false }
        if case .list(let list) = last.result, list.limit != nil { return false }
        return frame.indices.allSatisfy { index in
            switch frame.line.pieces[index].sense {
            case .stop, .empty, .prep, .mark(.and), .mark(.but), .verb(.form), .task(.time), .when: true
            case .quantity(let quantity): quantity.extreme != nil
            default: false
            }
        }
    }
}
