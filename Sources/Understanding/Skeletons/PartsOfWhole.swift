internal import Market
internal import Studies

extension Frame {
    /// "What share of red days are Mondays", "доля понедельников среди красных дней", "of the gap downs how many were
    /// Mondays": of days of one kind those that are also of another. What the share is of is said by the words between,
    /// and not by which of the two is of the calendar: "what share of Mondays are red" is the other way round.
    func partsOfWhole() -> [Candidate] {
        guard let asked = task(.share, .count) ?? often.first, quantities.allSatisfy({ $0.value.isGap }),
            statistics.isEmpty,
            slots.isEmpty, superlatives.isEmpty, bests.isEmpty, !has(.vs), !has(.or), !has(.next),
            // "% of days the gap fills and the day closes green": both of all days.
            !(dayFacts.count == 2 && asked < dayFacts[0].index && areJoined(dayFacts.map(\.index))),
            otherUnit() == nil || !keys.isEmpty, let split = onDays(asked) ?? inGroups(split(asked))
        else { return [] }
        // "how often did dojis happen in 2024": of that year's days, and not how many of all dojis were in it.
        let isDated = split.part.allSatisfy { said in dates.contains { $0.index == said.index } }
        guard !isDated || line.has(.partword, in: line.pieces[asked]) || task(.count) == asked else { return [] }
        var used: Set<Int> = [asked]
        used.formUnion((split.whole + split.part).map(\.index))
        used.formUnion(marks(.after).filter { split.afters.contains($0) })
        used.formUnion(marks(.given))
        for index in indices where isShareFiller(index) || line[index] == .verb(.fill) { used.insert(index) }
        guard let whole = Condition.every(Self.chosenDays(split.whole.map(\.condition))),
            var part = Condition.every(Self.chosenDays(split.part.map(\.condition)))
        else { return [] }
        let isOfSession = (split.whole + split.part).contains { $0.fact?.ofSession ?? false }
        if split.whole.contains(where: { $0.fact?.ofSession ?? false && $0.condition != .gapFilled }) {
            // After an event of the session, up and down are against that session's open.
            for up in [true, false] where part == .sign(.change, up: up) { part = .sign(.body, up: up) }
        }
        let isCounted = task(.count) == asked
        // Beside a share of Mondays, that of all days says nothing.
        let withBase = !isCounted && split.whole.contains { $0.fact != nil }
        var measures: [Measure] = [.share(of: part, where: nil, withBase: withBase)]
        if isCounted { measures.insert(.count(where: part), at: 0) }
        let (key, unit) = grouping(&used, returns: false)
        let base = study(
            .summary(summary: Summary(measures: measures, keys: key)),
            condition: whole,
            unit: unit,
            without: Set((split.whole + split.part).map(\.index)),
            sessionEvent: isOfSession,
            ofOneDay: false
        )
        return [
            Candidate(
                name: "part of a whole",
                study: base.study,
                used: used.union(base.used),
                // "Mondays that come after a red day": nothing is asked of what follows.
                fit: split.afters.isEmpty ? 26 : 28,
                assumptions: base.assumptions
            )
        ]
    }

    /// "share of red days where the range is over 2% by weekday": groups that are named as such, and times of the calendar
    /// that are none of the two.
    private func inGroups(_ split: Split?) -> Split? {
        guard let split, !keys.isEmpty else { return split }
        let isApart = (split.whole + split.part).allSatisfy { $0.fact != nil }
        return isApart && keys.allSatisfy { line.prep($0.index) == .by } ? split : nil
    }

    /// Something said of days.
    private struct Said {
        var index: Int
        var condition: Condition
        /// Nil: a time of the calendar.
        var fact: Fact?
    }

    private struct Split {
        var whole: [Said]
        var part: [Said]
        var afters: Set<Int> = []
    }

    /// Which of what is said makes the whole, and which the part that is asked for; nil where the words do not tell.
    private func split(_ asked: Int) -> Split? {
        guard marks(.given).allSatisfy({ line.has(.having, in: line.pieces[$0]) }) else { return nil }
        let said = said
        let before = said.filter { $0.index < asked }, behind = said.filter { $0.index > asked }
        let isCounted = task(.count) == asked
        if let first = behind.first {
            if let last = before.last {
                guard before.count == 1 || isPreposed(before[0], .among, .partitive) else { return nil }
                if isPreposed(before[0], .among, .partitive), behind.count == 1, let fact = first.fact,
                    line.isMark(first.index - 1, .after)
                {
                    // "of all gap downs, what percent come after a red day".
                    let earlier = Said(index: first.index, condition: fact.shifted(-1).condition, fact: fact)
                    return Split(whole: before, part: [earlier], afters: [first.index - 1])
                }
                if isPreposed(before[0], .among, .partitive), isCounted || behind.allSatisfy({ $0.fact == nil }) {
                    // "of all gap ups, what percent are on Mondays".
                    return has(.after) ? nil : Split(whole: before, part: behind)
                }
                if !isCounted, last.fact != nil, last.index == asked - 1, line.prep(last.index) == nil,
                    !line.isStop(asked - 1), line.has(.partword, in: line.pieces[asked]), line.prep(first.index) == .in,
                    !line.has(.day, in: line.pieces[last.index]) || last.condition.boundsTime, !has(.after)
                {
                    // "red share on gap fill days".
                    return Split(whole: behind, part: before)
                }
                return nil
            }
            if let place = behind.firstIndex(where: { isPreposed($0, .among) }), place > 0, !has(.after) {
                // "share of Mondays among red days".
                return Split(whole: Array(behind[place...]), part: Array(behind[..<place]))
            }
            if first.fact == nil, let place = behind.firstIndex(where: { $0.fact != nil }), !has(.after),
                line.prep(behind[place].index) == .in
                    || line[behind[place].index - 1] == .task(.days)
                        && line.prep(behind[place].index - 1) == .in
            {
                // "proportion of Fridays in days with range over 2%".
                return Split(whole: Array(behind[place...]), part: Array(behind[..<place]))
            }
        }
        if behind.isEmpty, !isCounted, !before.isEmpty, isPreposed(before[0], .among, .partitive),
            let date = dated(behind: asked)
        {
            // "of all inside days, what percent are in 2024".
            return Split(whole: before, part: [date])
        }
        guard before.isEmpty, behind.contains(where: { $0.fact != nil }) else { return nil }
        if !isCounted, let found = ofDays(behind, asked) { return found }
        guard often.isEmpty || behind.first.map({ isSubject($0.index) }) ?? false else { return nil }
        let last = line.pieces[asked].tokens.last ?? 0
        let isOfAll = line.tokens[last...].prefix(2).contains { line.forms.contains($0.text, .partitive) }
        guard !isCounted || isOfAll else { return nil }
        if let found = predicated(behind) { return found }
        // "number of inside days and outside days": each is counted by itself.
        guard isCounted, behind.count > 1, !has(.after), !has(.and), let told = behind.last,
            told.fact.map({ $0.isOutcome || $0.condition == .gapFilled || isFillTime($0.condition) }) ?? true
        else { return nil }
        // "how many of the gap ups over 1% were filled", "сколько из понедельников закрылись красными".
        return Split(whole: Array(behind.dropLast()), part: [told])
    }

    /// All that is said of days, in its order.
    private var said: [Said] {
        (dayFacts.map { Said(index: $0.index, condition: $0.value.condition, fact: $0.value) }
            + calendarFacts.map { Said(index: $0.index, condition: $0.value.condition) })
            .sorted { $0.index < $1.index }
    }

    /// "share of days with a gap down on red days", "share of green first hours on inside days", «доля дней с гэпом в дни
    /// падения больше 1%»: of the days said last.
    private func onDays(_ asked: Int) -> Split? {
        let all = said
        // "excluding 2023, share of green days on inside days": what leads the question is of the whole.
        let lead = all.prefix { $0.index < asked && $0.fact == nil }
        let said = Array(all.dropFirst(lead.count))
        guard line[asked] == .task(.share), let first = said.first, !has(.after),
            isOfAllDays(asked, first.index)
                || first.index == asked + 1 && line.has(.partword, in: line.pieces[asked]),
            let place = said.indices.dropFirst().first(where: { isOn(said[$0].index) })
        else { return nil }
        let headed = Set(said[place...].flatMap { heads($0.index) })
        guard
            marks(.given).allSatisfy({ line.has(.having, in: line.pieces[$0]) || headed.contains($0) }),
            !said[place...].contains(where: { !isOn($0.index) && !line.isMark($0.index - 1, .and) })
        else { return nil }
        // "какая доля закрытых гэпов закрывается до 11:00 в дни ...": what is named first is of the whole too.
        let named = isOfAllDays(asked, first.index) || place == 1 ? 0 : 1
        return Split(
            whole: Array(lead) + Array(said[..<named]) + Array(said[place...]),
            part: Array(said[named..<place])
        )
    }

    /// "on red days", "on days that fell": the words say that these days are chosen.
    func isOn(_ index: Int) -> Bool {
        line.prep(index) == .in && isOfDays(index) || heads(index).contains { line.has(.day, in: line.pieces[$0]) }
    }

    /// The words of condition that stand before something said.
    private func heads(_ index: Int) -> [Int] {
        Array((0..<index).reversed().prefix { line.isMark($0, .given) })
    }

    /// "what percent of red days have a range over 2%", "how often does a day with a gap over 1% close red", "как часто в
    /// красные дни лой после 14:00": the days named first are the whole, whatever is said of them.
    private func ofDays(_ said: [Said], _ asked: Int) -> Split? {
        if said.count == 2, line[asked] == .task(.share), said[0].index == asked + 1, said[0].fact != nil,
            isPreposed(said[1], .partitive), isOfDays(said[1].index), !isOfDays(said[0].index), !has(.after)
        {
            // "% green of gap up days".
            return Split(whole: [said[1]], part: [said[0]])
        }
        if said.count == 2, said[0].index == asked + 1, !has(.after), let named = said[0].fact,
            named.condition.atoms == [.gapFilled], said[1].fact.map({ $0.ofSession && !$0.isOutcome }) ?? false,
            isVerb(between: said[0].index, and: said[1].index)
        {
            // "what share of filled gaps were gap ups".
            return Split(whole: [said[0]], part: [said[1]])
        }
        if said.count == 2, said[0].index == asked + 1, !has(.after), let noun = said[1].fact, !noun.settled,
            isAdjective(said), isOnlyAdjective(said[0]), noun.ofSession || noun.isComplete,
            !isVerb(between: said[0].index, and: said[1].index)
        {
            // "share of unfilled gap ups", "доля зелёных гэпов вверх": of those that the noun names.
            return Split(whole: [said[1]], part: [said[0]])
        }
        // "what percent of red Mondays ...", "of filled gap ups ...": all of them are the days named first.
        let isAdjective = said.count > 2 && isAdjective(said)
        guard said.count > 1, let first = said.first, let named = first.fact, !has(.after),
            !isFill(named.condition) || isAdjective
                || first.index == asked + 1 && said[1].fact?.settled ?? false,
            said.enumerated().allSatisfy({ $1.fact != nil || $0 == 1 && isAdjective }), !has(.both),
            let told = said.last, !isFill(told.condition) || !isFill(named.condition),
            // "share of green Mondays with a gap down": of the Mondays that gapped, or of the green ones.
            !(isAdjective && said[1].fact == nil && isWith(before: told.index))
        else { return nil }
        let isAdjacent =
            first.index == asked + 1 && line[asked] == .task(.share)
            && line.has(.partword, in: line.pieces[asked])
        let isGivenDay =
            line.prep(first.index) == .in || line[first.index - 1] == .task(.days)
            || line.unit(first.index - 1) == .day || line.isMark(first.index - 1, .given) || isSubject(first.index)
        guard
            isOfDays(first.index) || line.isMark(first.index - 1, .given)
                ? line.has(.partword, in: line.pieces[asked]) || isGivenDay
                : isAdjacent || isAdjective && isSubject(first.index)
        else { return nil }
        // "days are red and ...": nothing is said of days but what is asked.
        guard !isVerb(before: first.index) else { return nil }
        // "share of green days when ...": the days are what is asked.
        guard !hasWord(.whenever, between: first.index, and: said[1].index) else { return nil }
        let joined = said.dropFirst().prefix { line.isMark($0.index - 1, .and) || line.isMark($0.index - 1, .but) }
        guard joined.count < said.count - 1 else { return nil }
        // "share of red days with volume below average and a gap up": both are asked of the red days.
        var start = said.count - 1
        while start > 1, line.isMark(said[start].index - 1, .and) || line.isMark(said[start].index - 1, .but) {
            start -= 1
        }
        guard start < said.count - 1, start == 1 else { return Split(whole: Array(said.dropLast()), part: [told]) }
        return Split(whole: [first], part: Array(said.dropFirst()))
    }

    /// "red Mondays", "filled gap ups": two words for one kind of days.
    private func isAdjective(_ said: [Said]) -> Bool {
        guard said.count > 1, said[0].fact != nil, said[1].fact.map({ !$0.settled }) ?? true,
            let end = line.pieces[said[0].index].tokens.last, let next = line.pieces[said[1].index].tokens.first
        else { return false }
        return next == end + 1
    }

    private func isWith(before index: Int) -> Bool {
        line.isMark(index - 1, .given) && line.has(.withword, in: line.pieces[index - 1])
            || line.pieces[index].prepTokens.contains { line.forms.contains(line.tokens[$0].text, .withword) }
    }

    /// "green", "unfilled": a word that needs a noun, and names no days of its own.
    private func isOnlyAdjective(_ said: Said) -> Bool {
        guard let fact = said.fact, !line.has(.day, in: line.pieces[said.index]) else { return false }
        if fact.condition == .gapFilled || fact.condition == .not(of: .gapFilled) { return true }
        guard fact.settled, line.pieces[said.index].tokens.count == 1 else { return false }
        switch fact.condition {
        case .compare(.metric(let metric, _), _, .number(value: 0)): return metric.family == .body
        default: return false
        }
    }

    /// "how often do red days ...": they are what something is said of.
    private func isSubject(_ index: Int) -> Bool {
        var head = index
        // "how often do days with a gap ...".
        while line.isMark(head - 1, .given) || [.unit(.day), .task(.days)].contains(line[head - 1]) { head -= 1 }
        guard let first = line.pieces[head].tokens.first, first > 0 else { return false }
        return line.forms.contains(line.tokens[first - 1].text, .auxiliary)
    }

    private func isFill(_ condition: Condition) -> Bool { condition == .gapFilled || isFillTime(condition) }

    /// "days that are", "дней был": a verb stands between the days and what is said of them.
    private func isVerb(before index: Int) -> Bool {
        guard let first = line.pieces[index].tokens.first, first > 0 else { return false }
        return line.forms.contains(line.tokens[first - 1].text, .falls)
    }

    /// "what percent of 2% drops happened on a Monday", "... were in 2020", "... came after a red day".
    private func predicated(_ said: [Said]) -> Split? {
        // What is named first is the whole, a weekday too.
        let first = said.indices.dropFirst(isAdjective(said) ? 2 : 1).first {
            said[$0].fact == nil || line.isMark(said[$0].index - 1, .after)
        }
        let whole = Array(said[..<(first ?? said.endIndex)])
        let part = Array(said[(first ?? said.endIndex)...])
        guard let last = whole.last else { return nil }
        if let next = part.first {
            // "какой процент понедельников после красного дня": a weekday is no day that something is done on.
            let isOfCalendar = whole.allSatisfy { $0.fact == nil } && next.fact != nil
            guard isOfCalendar || isVerb(between: last.index, and: next.index) else { return nil }
            if part.count == 1, let fact = next.fact {
                // "chance that it closes red after the first hour is red": of what it comes after.
                guard asksPart || isSubject(whole[0].index) else { return nil }
                return Split(
                    whole: whole,
                    part: [Said(index: next.index, condition: before(fact, whole), fact: fact)],
                    afters: [next.index - 1]
                )
            }
            return !has(.after) && part.allSatisfy { $0.fact == nil } ? Split(whole: whole, part: part) : nil
        }
        guard task(.count) == nil, said[0].fact != nil, let date = dated(behind: last.index) else { return nil }
        return Split(whole: whole, part: [date])
    }

    /// "What share of drops came after a red day" the day before; "... after a gap up" in the same session.
    private func before(_ fact: Fact, _ whole: [Said]) -> Condition {
        let isOfSession = fact.ofSession && whole.allSatisfy { !($0.fact?.ofSession ?? false) }
        return isOfSession ? fact.condition : fact.shifted(-1).condition
    }

    /// "... were in 2020", "... пришлось на март 2024": the only date, where a verb says that what is named before lay in it.
    private func dated(behind place: Int) -> Said? {
        guard dates.count == 1, let date = dates.first, date.index > place, !has(.after),
            let condition = date.value.asCondition, isVerb(between: place, and: date.index)
        else { return nil }
        return Said(index: date.index, condition: condition)
    }

    /// A number of days or a share of them, and no chance.
    private var asksPart: Bool {
        task(.count) != nil || task(.share).map { line.has(.partword, in: line.pieces[$0]) } ?? false
    }

    /// Whether the words before a piece's first say so.
    private func isPreposed(_ said: Said, _ kinds: Forms.Kind...) -> Bool {
        let piece = line.pieces[said.index]
        guard let first = (piece.prepTokens + piece.tokens).min() else { return false }
        var places = piece.prepTokens + (max(0, first - 2)..<first)
        if [.unit(.day), .task(.days)].contains(line[said.index - 1]) {
            // "of the days that gapped down".
            places += line.pieces[said.index - 1].prepTokens
        }
        return kinds.contains { kind in
            places.contains { line.forms.contains(line.tokens[$0].text, kind) }
        }
    }

    private func isVerb(between first: Int, and last: Int) -> Bool { hasWord(.falls, between: first, and: last) }

    private func hasWord(_ kind: Forms.Kind, between first: Int, and last: Int) -> Bool {
        // Words said last may have been added to the first, words of its head to the last.
        guard let end = line.pieces[last].tokens.lastRun?.lowerBound,
            let start = line.pieces[first].tokens.last(where: { $0 < end })
        else { return false }
        return (start + 1..<end).contains { line.forms.contains(line.tokens[$0].text, kind) }
    }
}

extension [Int] {
    /// Rising numbers that follow one another without a hole, up to the last.
    fileprivate var lastRun: ClosedRange<Int>? {
        guard let last else { return nil }
        return (zip(self, dropFirst()).reversed().first { $1 != $0 + 1 }?.1 ?? self[0])...last
    }
}

extension Dates {
    /// Days of a year, or of a month of one; nil for other dates.
    fileprivate var asCondition: Condition? {
        guard let first = period.dateRange?.first else { return nil }
        let year = Condition.calendar(field: .year, oneOf: [first.year])
        return switch shape {
        case .year: year
        case .month: .all(of: [year, .calendar(field: .month, oneOf: [first.month])])
        case .quarter: .all(of: [year, .calendar(field: .quarter, oneOf: [(first.month + 2) / 3])])
        case .day, .week, .half, .other: nil
        }
    }
}
