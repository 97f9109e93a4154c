internal import Market
internal import Studies

extension Attempt {
    /// A follow-up: what the question says changed in the chat's last study. Nil where it stands by itself.
    func edit(_ last: Study, _ frame: Frame, _ candidates: [Candidate]) -> Reading? {
        let explains = frame.task(.why) != nil || frame.task(.sql) != nil
        let edits = isEdit(frame, candidates) || isOfRows(frame, last) || explains
        let alone = standsAlone(frame, candidates)
        let goes = goesOn(frame) || isCircumstance(last, frame)
        guard frame.line.pieces.count <= Self.longestEdit else { return nil }
        // "share of gap ups that fill", then "next day green?": the day after which of them, is not said.
        if let next = nextDay(last, frame) { return next }
        if frame.isNextDayAlone || asksThen(last, frame) { return leftOpen(frame) }
        if !explains, let held = betweenTurns(last, frame) { return held }
        // "std of returns 2022", then "and 2024, which is calmer", "calmer than usual?": held against what was told, by what it
        // was told of, which no other quantity takes the place of.
        if holdsByAdjective(last, frame) { return leftOpen(frame) }
        // "top 5 days of 2024", then "average volume too": of those rows, or of the period.
        if case .list = last.result, frame.line.has(.also), !frame.statistics.isEmpty { return leftOpen(frame) }
        // What it changes was asked back about, and never read.
        if !explains, context.isOpen, edits || !alone { return leftOpen(frame) }
        // "longest red streak", then "how many of them were Mondays": a run is no rows.
        if case .runs = last.result, pointsAtRows(frame), frame.task(.count, .share) != nil { return leftOpen(frame) }
        if !explains, let counted = countedOfFigure(last, frame) ?? countedInPeriod(last, frame, candidates) {
            return counted
        }
        if !explains, let chosen = onDaysOfOther(last, frame) { return chosen }
        if !explains, let going = continued(last, frame) { return going }
        if !explains, speaksOfAnswer(last, frame) { return leftOpen(frame) }
        if !explains, saysNothing(frame) { return withoutStudy(frame) }
        if !explains, let others = ofSameDays(last, frame, candidates) { return others }
        var turned = change(last, frame)
        let isTurned = !explains && turned.turn() == true
        if turned.isDoubtful || isTurned && context.isOpen || asksOfRows(last, frame) {
            return leftOpen(frame)
        }
        turned.study = turned.study.withDaysByClock(after: last).tellingFigures(after: last)
        if isTurned, turned.unread.isEmpty, turned.study.isSound {
            // Where a whole question says the same, it stands beside the edit.
            if let whole = restatement(frame).flatMap({ only($0.questions, unlike: last) }),
                whole.reading.intent == .study(study: turned.study)
            {
                return edited(whole.reading, whole.text, frame)
            }
            let made = reading(
                unavailable(turned.study, frame) ?? .study(study: turned.study),
                frame,
                used: Set(frame.indices),
                quiet: turned.quiet
            )
            return edited(made, nil, frame)
        }
        if alone, !edits || addsFigure(frame) || namesOnlyFigure(frame) || isFigureOfCount(last, frame),
            !goes,
            let own = candidates.first?.study,
            let study = inherited(last, frame, own)
        {
            let intent = unavailable(study, frame) ?? .study(study: study)
            return edited(reading(intent, frame, used: Set(frame.indices)), nil, frame)
        }
        if alone, !edits, !goes, namesOnlyFigure(frame), let questions = restatement(frame)?.questions,
            let whole = only(questions, unlike: last)
        {
            // "average change after a red day", then "average volume": in the place of the figure before.
            return edited(whole.reading, whole.text, frame)
        }
        guard edits || !alone || goes else { return lacksSubject(last, frame) ? leftOpen(frame) : nil }
        if !explains, alone, !edits, lacksSubject(last, frame) { return leftOpen(frame) }
        // "P(green | gap up)", then "when Asia was red": what is told stays of the hours that it was told of.
        let restated = explains || frame.givesWindow ? nil : restatement(frame)
        if let restated, let whole = only(restated.questions, unlike: last) {
            return edited(whole.reading, whole.text, frame)
        }
        // What follows a session's event is measured in that session: the whole sentence tells.
        if let restated, frame.dayFacts.contains(where: \.value.ofSession), let longer = restated.longer,
            let whole = only([longer], unlike: last)
        {
            return edited(whole.reading, whole.text, frame)
        }
        var change = change(last, frame)
        let applied = change.apply()
        change.study = change.study.withDaysByClock(after: last).withCountsOfKinds().tellingFigures(after: last)
        if frame.givesWindow { change.study = change.study.withBases }
        let left = change.unread
        let silent = change.quiet.union(change.replaced)
        let lost =
            applied
            ? frame.lost(in: change.study).filter { !silent.contains($0) && !isOfEdits(frame.line.pieces[$0].sense) }
            : []
        // "is volatility rising", year by year, then "over the last 3 months": of one year nothing rises.
        if applied, change.study.isOneYear(after: last), !isByYear { return leftOpen(frame) }
        if applied, left.isEmpty, lost.isEmpty, change.study.isSound {
            let missing = unavailable(change.study, frame)
            var made = reading(missing ?? .study(study: change.study), frame, used: Set(frame.indices), quiet: silent)
            made.wanted = change.wanted
            return edited(made, explains ? context.question : nil, frame)
        }
        if let restated, let longer = restated.longer, let whole = only([longer], unlike: last) {
            return edited(whole.reading, whole.text, frame)
        }
        // "а если первый пробой вниз?": what it supposes is of the question before.
        let supposes = frame.line.isMark(frame.line.isMark(0, .and) ? 1 : 0, .given)
        // "gap fill rate", then "in the first hour on Mondays": a circumstance is no question.
        let isLeft = isCircumstance(last, frame)
        if alone, !isPointing(frame) || !edits && !supposes, !isLeft {
            guard leavesDaysOpen(last, frame) || lacksSubject(last, frame) else { return nil }
            return leftOpen(frame)
        }
        guard edits || supposes || isLeft else { return nil }
        if applied, !left.isEmpty || !lost.isEmpty {
            return nothingFits(frame.line.words(Array(frame.line.tokens.indices)), frame, left + lost)
        }
        return withoutStudy(frame)
    }

    private func holdsByAdjective(_ last: Study, _ frame: Frame) -> Bool {
        guard case .summary(let summary) = last.result, summary.keys.isEmpty, frame.quantities.count == 1,
            let quantity = frame.quantities.first, quantity.value.base == .volatility,
            frame.line.has(.comparative, in: frame.line.pieces[quantity.index])
        else { return false }
        let isOfVolatility = summary.plainColumns?.contains { $0.metric?.family == .range } ?? false
        return !isOfVolatility || frame.indices.contains { frame.line.prep($0) == .than }
    }

    /// It changes nothing that was asked.
    private func withoutStudy(_ frame: Frame) -> Reading {
        reading(
            .clarify(question: .editWithoutStudy, options: offers("default", count: 3)),
            frame,
            used: Set(frame.indices)
        )
    }

    /// A figure, and neither days nor a period nor groups that it is of.
    private func namesOnlyFigure(_ frame: Frame) -> Bool {
        frame.dates.isEmpty && frame.calendarFacts.isEmpty && frame.named.isEmpty && frame.keys.isEmpty
            && frame.spans.isEmpty && !frame.line.has(.whole)
            && frame.statistics.count + frame.line.pieces.count { $0.sense == .task(.share) } == 1
            && frame.indices.allSatisfy { index in
                switch frame.line.pieces[index].sense {
                case .stop, .mark(.and), .mark(.but), .statistic, .quantity, .task(.share), .unit(.day): true
                case .condition(let fact): !fact.isCalendar
                default: false
                }
            }
    }

    /// "and the share of green days?": a figure of its own behind a word that goes on.
    private func addsFigure(_ frame: Frame) -> Bool {
        guard frame.line.isMark(0, .and) || frame.line.isMark(0, .but), frame.spans.isEmpty else { return false }
        return !frame.facts.isEmpty && frame.task(.share, .count) != nil
    }

    /// Pieces; a longer text says what it wants by itself.
    private static var longestEdit: Int { 14 }

    private func restatement(_ frame: Frame) -> Restatement? {
        guard let question = context.question else { return nil }
        return Restatement(
            line: reader.phrases(of: question, context, frame.surroundings),
            edit: phrases(frame.surroundings)
        )
    }

    /// The question before names the years that it is told by.
    private var isByYear: Bool {
        guard let question = context.question else { return true }
        return reader.atoms(of: question).pieces.contains {
            switch $0.sense {
            case .unit(.year), .which(.year), .key, .number: true
            default: false
            }
        }
    }

    /// The one question among several that is a study and not the last one again.
    func only(_ questions: [String], unlike last: Study) -> (text: String, reading: Reading)? {
        var inner = context
        inner.earlier = []
        inner.asked = []
        inner.question = nil
        var found: [(text: String, reading: Reading)] = []
        for question in questions {
            let reading = reader.short(question, inner)
            switch reading.intent {
            case .study(let study) where study != last: break
            case .noData, .cannot(.noVolume): break
            default: continue
            }
            if !found.contains(where: { $0.reading.intent == reading.intent }) { found.append((question, reading)) }
        }
        return found.count == 1 ? found[0] : nil
    }

    func edited(_ intent: Intent, _ frame: Frame) -> Reading {
        edited(reading(intent, frame, used: Set(frame.indices)), nil, frame)
    }

    func edited(_ reading: Reading, _ whole: String?, _ frame: Frame) -> Reading {
        var reading = reading
        reading.language = language
        reading.mended = mended
        reading.edit = Edit(words: frame.line.words(Array(frame.line.tokens.indices)), whole: whole)
        return reading
    }

    /// A question that says all that it needs.
    func standsAlone(_ frame: Frame, _ candidates: [Candidate]) -> Bool {
        guard openSubject(frame) == nil, let best = candidates.first, frame.unread(best).isEmpty else { return false }
        return best.study.isSound && frame.lost(in: best.study).isEmpty
    }

    /// It begins where a sentence goes on, and asks nothing: "after a rise", "with a gap up", "только зелёные".
    private func goesOn(_ frame: Frame) -> Bool {
        let asks = frame.indices.contains { index in
            switch frame.line.pieces[index].sense {
            case .task(.days), .task(.compare): false
            case .task, .which, .statistic, .often: true
            default: false
            }
        }
        if asks { return false }
        switch frame.line[0] {
        case .mark(.given)?, .mark(.after)?, .mark(.except)?, .mark(.only)?, .mark(.and)?, .mark(.but)?, .relation?:
            return true
        default: break
        }
        let content = frame.indices.filter { index in
            switch frame.line.pieces[index].sense {
            case .stop, .empty, .unit(.day), .bars, .task(.days), .verb(.form): false
            default: true
            }
        }
        guard content.count == 1, frame.dates.isEmpty else { return frame.has(.same) }
        switch frame.line[content[0]] {
        case .superlative?, .best?, .condition?, .win?, .rise?, .way?, .colour?: return true
        default: return frame.has(.same)
        }
    }

    /// "biggest gaps of 2024", then "were they filled"; "how often does the gap fill", then "and is the day green": it asks
    /// one thing more of the same rows, which chooses none of them.
    private func asksOfRows(_ last: Study, _ frame: Frame) -> Bool {
        let isShare =
            if case .summary(let summary) = last.result {
                summary.measures.contains { if case .share = $0 { true } else { false } }
            } else {
                false
            }
        // Of one row it is asked of that row.
        let isList = if case .list(let list) = last.result { list.limit != 1 } else { false }
        guard isShare || isList, frame.dayFacts.count == 1, frame.facts.count == 1, frame.quantities.isEmpty,
            let fact = frame.dayFacts.first, fact.value.isOutcome, fact.value.run == nil,
            frame.task(.share, .count, .howmuch, .days) == nil, frame.often.isEmpty, frame.dates.isEmpty,
            frame.spans.isEmpty, ![Mark.given, .after, .only, .not, .except].contains(where: { frame.has($0) })
        else { return false }
        let asks = frame.line.tokens.prefix(2).contains { token in
            frame.line.forms.contains(token.text, .asks) || frame.line.forms.contains(token.text, .past)
        }
        return asks && (frame.has(.those) || frame.has(.it) || isShare || frame.has(.then))
    }

    /// Where or when, and nothing that is asked: "in RTH on gap down days".
    private func isCircumstance(_ last: Study, _ frame: Frame) -> Bool {
        if case .list = last.result { return false }
        return frame.line.prep(0) == .in && frame.quantities.isEmpty && frame.statistics.isEmpty && frame.dates.isEmpty
            && !frame.spans.isEmpty && !frame.facts.isEmpty && frame.often.isEmpty
            && !frame.line.pieces.contains { if case .task = $0.sense { true } else { false } }
    }

    /// Words that say how to change a study and leave no trace in it.
    private func isOfEdits(_ sense: Sense) -> Bool {
        switch sense {
        case .mark, .task, .unit, .verb, .relation: true
        default: false
        }
    }

    /// "show their range": of the rows that were listed.
    private func isOfRows(_ frame: Frame, _ last: Study) -> Bool {
        guard case .list = last.result, frame.facts.isEmpty, frame.statistics.isEmpty else { return false }
        let asked = frame.task(.count, .howmuch)
        guard frame.has(.it) != (asked != nil) else { return false }
        guard asked == nil || frame.quantities.isEmpty else { return false }
        return frame.indices.allSatisfy { index in
            switch frame.line.pieces[index].sense {
            case .quantity, .stop, .empty, .prep, .mark(.it), .mark(.and), .unit(.day), .task(.count), .task(.howmuch):
                true
            default: false
            }
        }
    }

    /// Words that speak of the last answer's rows: nothing can be answered without them.
    private func isPointing(_ frame: Frame) -> Bool {
        frame.has(.those) || frame.has(.more) || frame.has(.same) || frame.has(.only) || frame.has(.add)
            || frame.has(.opposite) || frame.line.isMark(0, .and) || frame.line.isMark(0, .given) || isFragment(frame)
    }

    /// Nothing but periods, days, windows, instruments and words that point back; or such a word with a quantity or fact.
    private func isEdit(_ frame: Frame, _ candidates: [Candidate]) -> Bool {
        var content = 0
        var tasks = 0
        var points = false
        var shapes = 0
        for (index, piece) in frame.line.pieces.enumerated() {
            switch piece.sense {
            case .mark(.only), .mark(.same), .mark(.more), .mark(.those), .task(.why), .task(.sql): points = true
            case .mark(.and) where index == 0: points = true
            case .mark(.not) where index <= 1: points = true
            case .mark(.rest) where index == 0: points = true
            case .mark(.add), .mark(.opposite), .mark(.insteadof): points = true
            case .stop, .empty, .prep, .dates, .span, .window, .timeBound, .symbol, .measure, .relative, .unit, .mark,
                .months, .bars, .task(.days):
                continue
            case .condition(let fact): content += fact.isCalendar ? 0 : 1
            case .best where frame.isPreference(index): points = true
            case .key, .slots, .top:
                tasks += 1
                shapes += 1
            case .task(.top) where frame.line.whole(index + 1) != nil:
                tasks += 1
                shapes += 1
            case .number where frame.line[index - 1] == .task(.top): continue
            case .task, .which: tasks += 1
            case .unknown: tasks += 1
            default: content += 1
            }
        }
        if content == 0, tasks == 0 || tasks == 1 && shapes == 1 { return true }
        if content == 0, frame.task(.compare) != nil, tasks == 1 { return true }
        if frame.asksOfPeriodAlone { return true }
        if content == 0, frame.task(.performance) != nil, tasks == 1, points || frame.singleDay { return true }
        if frame.has(.those), tasks <= 2 { return true }
        if isFragment(frame) { return true }
        return points && tasks <= 1
    }
}

extension Attempt {
    /// Words that can be no question by themselves: another statistic, order, bound, side or circumstance.
    fileprivate func isFragment(_ frame: Frame) -> Bool {
        let line = frame.line
        var facts = 0
        var parts = 0
        for (index, piece) in line.pieces.enumerated() {
            switch piece.sense {
            case .stop, .empty, .prep, .mark, .unit(.day), .task(.days), .bars, .measure, .symbol: continue
            case .dates, .span, .window, .relative, .timeBound: continue
            case .condition(let fact) where !fact.isCalendar: facts += 1
            case .condition: continue
            case .statistic, .order, .orderWay, .superlative, .way, .relation: parts += 1
            case .best: parts += 1
            case .quantity where line.isRelation(index + 1): return false
            case .quantity
            where frame.quantities.count == 1 && frame.dates.isEmpty && frame.facts.isEmpty
                && frame.spans.isEmpty && frame.named.isEmpty && parts == 0:
                parts += 1
            case .quantity:
                let isOrdered = line.pieces.contains { $0.sense == .order }
                guard isOrdered || piece.text.isEmpty == false && line.has(.extremum, in: piece) else { return false }
                parts += 1
            case .number where frame.indices.allSatisfy({ $0 == index || line.isStop($0) }): parts += 1
            case .number: guard parts > 0 || line.isMark(index - 1, .next) else { return false }
            case .key: guard line.pieces.contains(where: { $0.sense == .order }) else { return false }
            default: return false
            }
        }
        if facts == 1, parts == 0 {
            // "при гэпе больше 0.5%", "в красные дни": a circumstance.
            guard let place = frame.dayFacts.first?.index else { return false }
            if case .compare(_, _, .number(value: 0)) = frame.dayFacts[0].value.condition,
                frame.indices.allSatisfy({ $0 == place || line.isStop($0) })
            {
                return true
            }
            return line.isMark(0, .given) || line.prep(place) == .in && place == 0
        }
        return parts > 0 && facts <= 1
    }
}

extension Frame {
    /// "when Asia was red": how a part of the day went, and of no hours anything is asked.
    fileprivate var givesWindow: Bool {
        spans.isEmpty && quantities.isEmpty && statistics.isEmpty && dayFacts.count == 1 && facts.count == 1
            && dayFacts[0].value.condition.parts.allSatisfy(\.isOfPartOfDay)
    }

    /// "лучше", "better": another wish, not a rank.
    func isPreference(_ index: Int) -> Bool {
        guard case .best? = line[index] else { return false }
        return line.has(.rather, in: line.pieces[index])
    }
}
