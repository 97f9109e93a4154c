internal import Market
internal import Studies

extension Frame {
    /// "Какой процент", "how often", "probability": an outcome among the days of a condition.
    func shares() -> [Candidate] {
        let askedDirectly = task(.share) ?? percentAsked
        let yesNo =
            isYesNo && task(.count, .performance, .days) == nil
                && (dayFacts.count > 1
                    ? has(.after) || has(.given) || followsUnsaid : isOfKind || isOfTime || isOfPart)
                || isSupposed || asksWhatFollows || isPredicate || isOfLevel
            ? -1 : nil
        let asked = askedDirectly ?? (often.first.flatMap { dayFacts.isEmpty ? nil : $0 }) ?? yesNo
        guard let asked, task(.time, .timehour) == nil || askedDirectly != nil else { return [] }
        guard !asksTwoShares else { return [] }
        var facts = dayFacts
        if facts.isEmpty {
            // "how often does NFP fall on Friday", "какой процент понедельников": nothing to measure.
            return []
        }
        let roles = outcomeAndConditions(&facts, asked)
        guard var outcome = roles.outcome else { return [] }
        // "green days with the low after 14:00 share": of all days, or of the green ones; which is not said.
        if askedDirectly == asked, asked == indices.last(where: { !line.isStop($0) }), facts.count > 1,
            line.has(.partword, in: line.pieces[asked]), roles.others.isEmpty, !has(.after),
            isOfDays(facts[0].index) || line[facts[0].index + 1] == .task(.days),
            (facts[0].index + 1..<facts[1].index).contains(where: { line.has(.withword, in: line.pieces[$0]) })
        {
            return []
        }
        // "opening range breakout success rate": what a success is, is not said.
        if line.has(.successword), case .any(let sides) = outcome.value.condition, sides.count == 2 { return [] }
        // "The next day" of nothing: what it follows has another place.
        guard !has(.next) || !roles.conditions.isEmpty else { return [] }
        // After an event of the session, up and down are against that session's open.
        let opened = roles.conditions.contains { $0.ofSession && $0.condition != .gapFilled }
        for up in [true, false] where opened && outcome.value.condition == .sign(.change, up: up) {
            outcome.value.condition = .sign(.body, up: up)
        }
        // "if the first hour is green, how often does RTH close up": behind an event of the same session as well.
        if let span = outcome.value.condition.spanOfChange, let whole = surroundings.window(of: span),
            !roles.conditions.isEmpty, let up = outcome.value.up,
            roles.conditions.allSatisfy({ $0.condition.isWithin(whole, surroundings) })
        {
            outcome.value.condition = .sign(.body, up: up, of: Bar(span: span))
        }
        var used: Set<Int> = Set(facts.map(\.index)).union(asked < 0 ? [] : [asked]).union(often)
        used.formUnion(roles.used.union(roles.calendar))
        if !roles.others.isEmpty { used.formUnion(marks(.or)) }
        used.formUnion(marks(.both).filter { joinsFacts($0, facts.map(\.index)) })
        for index in indices where isShareFiller(index) { used.insert(index) }
        // "both the high and the low on one day": a day has both anyway.
        if named.count < 2, case .all = outcome.value.condition { used.formUnion(marks(.together)) }
        let session = outcome.value.ofSession || roles.conditions.contains { $0.ofSession }
        var measures: [Measure] = []
        let given = Condition.every(roles.conditions.map(\.condition))
        let hasGiven = given != nil
        for (fact, _) in [outcome] + roles.others {
            measures += apart(fact.condition).map { .share(of: $0, where: whereTold(fact), withBase: hasGiven) }
            if let beside = fact.beside {
                measures += apart(beside).map { .share(of: $0, where: nil, withBase: hasGiven) }
            }
            if let other = fact.plain, fact.run == nil, other != fact.condition, isOrder(other) {
                measures.append(.share(of: other, where: nil, withBase: false))
            }
        }
        if !hasGiven, case .run(let of, let count, false) = outcome.value.condition {
            // "How often 3 in a row": also how many such streaks there were, each on the day that it came to be one.
            measures.append(.count(where: .run(of: of, count: count, exactly: true)))
        }
        let beside = meansBesideShare(given: given, session: session)
        measures += beside.measures
        used.formUnion(beside.used)
        let grouping = keys.filter { !isDateKey($0.value) }
        if !grouping.isEmpty, let compare = task(.compare), variants() == nil { used.insert(compare) }
        var summary = Summary(measures: measures, keys: grouping.map(\.value))
        summary.keys = grouping.map(\.value)
        used.formUnion(grouping.map(\.index))
        var span = outcome.value.span
        if span == nil, spans.count == 1 { span = nil }
        let longer = otherUnit()
        for bars in barUnits where bars.value == outcome.value.unit { used.insert(bars.index) }
        if let longer {
            used.insert(longer.index)
            // "A green week after a red week": the unit is that of both.
            used.formUnion(
                units(.week, .month, .quarter, .year).filter { $0.value == line.unit(longer.index) }.map(\.index)
            )
        }
        let base = study(
            .summary(summary: summary),
            condition: given,
            span: span,
            unit: longer?.unit ?? outcome.value.unit ?? .day,
            without: roles.calendar,
            sessionEvent: session,
            ofOneDay: false
        )
        var fit = 25
        if askedDirectly == nil { fit = 15 }
        return [
            Candidate(
                name: "share",
                study: has(.next) ? base.study.withOutcomeAhead : base.study,
                used: used.union(base.used),
                fit: fit,
                assumptions: base.assumptions
            )
        ]
    }

    /// "does it rise after ...", "растёт ли ...": how often is what answers it.
    var isYesNo: Bool {
        line.forms.contains(line.tokens.first?.text ?? "", .asks) || line.has(.whether) || asksOfHabit
    }

    /// "before holidays does it rise", "по пятницам падаем?": a verb that asks, or of what is done as a rule, behind the
    /// days that it is said of, and no other word that asks.
    private var asksOfHabit: Bool {
        guard dayFacts.count == 1, !calendarFacts.isEmpty,
            let verb = line.tokens.indices.dropFirst().first(where: {
                line.forms.contains(line.tokens[$0].text, .auxiliary)
                    || line.forms.contains(line.tokens[$0].text, .habit)
            })
        else { return false }
        return !line.tokens[..<verb].contains { token in
            [.what, .how, .which, .shown].contains { line.forms.contains(token.text, $0) }
        }
            && !line.pieces.contains {
                switch $0.sense {
                case .which, .when, .task, .often: true
                default: false
                }
            }
    }

    /// "does high volume lead to a green day": the second fact is already the next day's.
    private var followsUnsaid: Bool {
        guard dayFacts.count == 2, quantities.isEmpty, case .shifted(_, let by) = dayFacts[1].value.condition else {
            return false
        }
        return by > 0
    }

    /// "понедельники красные?", "гэпы вниз закрываются?": what is told of the days stands behind them, and a mark asks.
    private var isPredicate: Bool {
        guard line.pieces.last?.sense == .stop("?"), let last = dayFacts.last, last.value.run == nil,
            last.index == line.count - 2, line.prep(last.index) == nil, quantities.allSatisfy(\.value.isGap),
            !line.pieces.contains(where: { if case .task = $0.sense { true } else { false } }), marks(.after).isEmpty,
            marks(.not).isEmpty, !has(.or), !has(.it), !has(.those),
            ![.what, .which, .how, .shown].contains(where: { line.has($0) })
        else { return false }
        if last.value.condition == .gapFilled {
            return dayFacts.dropLast().allSatisfy { $0.value.condition.isOfGap } && statistics.isEmpty
        }
        return last.value.settled && isOfKind && calendarFacts.allSatisfy { $0.index < last.index }
    }

    /// "overnight high broken in the first hour?", "does the gap fill by noon": a thing of each day, where no day is named.
    private var isOfLevel: Bool {
        let isAsked = line.pieces.last?.sense == .stop("?") || line.forms.contains(line.tokens.first?.text ?? "", .asks)
        return isAsked && !dayFacts.isEmpty && !singleDay && context.earlier.isEmpty
            && dayFacts.allSatisfy { fact in
                fact.value.run == nil
                    && fact.value.condition.atoms.allSatisfy { $0 == .gapFilled || $0.boundsTime || $0.comparesPrices }
            }
            && dates.allSatisfy { $0.value.shape != .day } && quantities.allSatisfy(\.value.isGap) && statistics.isEmpty
            && superlatives.isEmpty && bests.isEmpty && keys.isEmpty && marks(.after).isEmpty && marks(.next).isEmpty
            && !asksForDays && !line.has(.past) && ![.what, .which, .how, .shown].contains { line.has($0) }
            && !line.pieces.contains { piece in
                switch piece.sense {
                case .task, .when, .which, .relative, .ordinal: true
                default: false
                }
            }
    }

    /// "is Monday bullish", "does gold fall in March": of all such days.
    private var isOfKind: Bool {
        dayFacts.count == 1 && !calendarFacts.isEmpty && dates.allSatisfy { $0.value.shape == .year }
            && quantities.isEmpty && superlatives.isEmpty && bests.isEmpty && units(.day).isEmpty && !line.has(.day)
    }

    /// "does NQ rise in the last hour": as a rule, where no day is named.
    private var isOfPart: Bool {
        dayFacts.count == 1 && dayFacts[0].value.settled && spans.count == 1 && spans[0].value.isPartOfDay && !singleDay
            && dates.allSatisfy { $0.value.shape == .year } && !line.has(.past)
            && quantities.isEmpty && statistics.isEmpty && superlatives.isEmpty && bests.isEmpty
    }

    /// "does it make its low in the first hour": of all days.
    private var isOfTime: Bool {
        guard dayFacts.count == 1, quantities.isEmpty, statistics.isEmpty, superlatives.isEmpty, bests.isEmpty else {
            return false
        }
        return dayFacts[0].value.condition.atoms.allSatisfy(\.boundsTime)
    }

    /// "чаще хай или лоу": each by itself, where it is asked which of the two is the more frequent, or where one of them
    /// always holds ("before noon or after noon").
    private func apart(_ condition: Condition) -> [Condition] {
        let isOftener = often.contains { line.has(.oftener, in: line.pieces[$0]) }
        guard case .any(let parts) = condition, parts.count == 2,
            isOftener || line.has(.or) && parts[0].isOpposite(of: parts[1])
        else { return [condition] }
        return parts
    }

    /// "if Friday is red is Monday green": a condition first, then how the day went, and nothing else is asked.
    private var isSupposed: Bool {
        guard let first = firstClause, line.isMark(first, .given), dayFacts.count == 2, quantities.isEmpty,
            statistics.isEmpty, keys.isEmpty, marks(.after).isEmpty, marks(.next).isEmpty, superlatives.isEmpty,
            bests.isEmpty, dayFacts[1].value.isOutcome,
            dayFacts[1].value.settled || closesBeyond(dayFacts[1], dayFacts)
        else { return false }
        return !line.pieces.contains { if case .task = $0.sense { true } else { false } }
    }

    /// Where it begins, past the instrument that is named ahead: "у NQ, если утро красное, ...".
    var firstClause: Int? {
        indices.first { index in
            switch line[index] {
            case .symbol?, .instruments?, .stop?: false
            default: true
            }
        }
    }

    /// "after a hammer, do we rise": a second fact that nothing joins to the event, and nothing else is asked.
    var asksWhatFollows: Bool {
        guard quantities.isEmpty, statistics.isEmpty, superlatives.isEmpty, bests.isEmpty, units(.day).isEmpty,
            !line.has(.day), line.pieces.last?.sense == .stop("?"), let marker = marks(.after).first,
            marks(.after).count == 1, let last = dayFacts.last, marker < last.index,
            last.value.settled || closesBeyond(last, dayFacts),
            dayFacts.contains(where: { $0.index > marker && $0.index < last.index }),
            !line.pieces.contains(where: { if case .task = $0.sense { true } else { false } })
        else { return false }
        return leaves(marker, last.index, dayFacts.map(\.index))
    }

    /// "how often is it broken, and how often the other side": the first is not what the second is given.
    private var asksTwoShares: Bool {
        // "what percent of the time" asks once.
        let asked = indices.filter { line[$0] == .task(.share) && line[$0 - 1] != .task(.share) }
        guard asked.count == 2, line.isMark(asked[1] - 1, .and) || line.isMark(asked[1] - 1, .but) else { return false }
        return dayFacts.contains { asked[0] < $0.index && $0.index < asked[1] }
            && dayFacts.contains { $0.index > asked[1] } && marks(.those).isEmpty
    }

    /// "доля дней, когда первый час вверх, а последний вниз": of the same days as what stands before the comma.
    func saysMore(_ index: Int, of facts: [(value: Fact, index: Int)], _ asked: Int) -> Bool {
        guard let first = facts.first, first.index < index, isOfAllDays(asked, first.index), marks(.after).isEmpty,
            line.isMark(first.index - 1, .given)
        else { return false }
        return (line.isMark(index - 1, .and) || line.isMark(index - 1, .but)) && line[index - 2] == .stop(",")
    }

    /// "ночь зелёная, касса красная: какой процент дней": the share of days stands behind all that is said of them.
    func isOfDaysBefore(_ asked: Int) -> Bool {
        guard asked >= 0, dayFacts.allSatisfy({ $0.index < asked }) else { return false }
        return line.has(.day, in: line.pieces[asked]) || line.unit(asked + 1) == .day
    }

    /// "рост или падение": each is asked about.
    func areAlternatives(_ places: [Int]) -> Bool {
        !often.isEmpty
            && zip(places, places.dropFirst()).allSatisfy { left, right in
                (left + 1..<right).contains { line.isMark($0, .or) }
            }
    }

    func isDateKey(_ key: Key) -> Bool { key == .calendar(field: .date) }
    func isOrder(_ condition: Condition) -> Bool {
        switch condition {
        case .compare(.time, _, .time): true
        // Broken, and before the other side of the same bar.
        case .all(let parts):
            parts.contains { if case .any(let ways) = $0 { ways.contains { isOrder($0) } } else { false } }
        default: false
        }
    }

    /// "both red and with a gap": the next fact and another that "and" joins to it.
    private func joinsFacts(_ both: Int, _ facts: [Int]) -> Bool {
        guard let first = facts.first(where: { $0 > both }), let second = facts.first(where: { $0 > first }) else {
            return false
        }
        return first - both <= 3 && (first..<second).contains { line.isMark($0, .and) }
    }

    /// A gap's fill can be told only of days that gapped.
    func whereTold(_ fact: Fact) -> Condition? {
        let text = fact.condition
        if case .any = text, fact.rank?.isGap ?? false {
            return .holds(.metric(metric: .gap, of: .own), .notEqual, .number(value: 0))
        }
        if case .all(let parts) = text, parts.contains(where: { [.gapFilled, .not(of: .gapFilled)].contains($0) }) {
            return .holds(.metric(metric: .gap, of: .own), .notEqual, .number(value: 0))
        }
        return nil
    }

    /// "красные дни 2024, %", "green day % by weekday": a sign that closes the question or stands behind what is said of
    /// days asks for the share.
    private var percentAsked: Int? {
        guard let last = indices.last(where: { if case .stop = line.pieces[$0].sense { false } else { true } }),
            quantities.isEmpty, statistics.isEmpty, task(.count, .distribution, .compare, .top) == nil
        else { return nil }
        return indices.first { index in
            line.pieces[index].sense == .measure(.percent)
                && (index == last || isHeading(index) || index == indices.first
                    || dayFacts.contains { $0.index == index - 1 })
        }
    }

    /// "...: percentage by weekday": after a colon or a comma, with nothing behind it but how to group.
    private func isHeading(_ index: Int) -> Bool {
        line.isStop(index - 1)
            && indices[(index + 1)...].allSatisfy {
                switch line.pieces[$0].sense {
                case .key, .stop, .dates, .slots: true
                default: false
                }
            }
    }

    func isShareFiller(_ index: Int) -> Bool {
        switch line.pieces[index].sense {
        case .verb(.form), .task(.days), .measure(.percent), .mark(.but), .often, .task(.share): return true
        case .task(.performance): return true
        case .number(_, .percent): return false
        case .quantity(let quantity):
            // "закрытие гэпов": the gap is in the fill.
            return quantity.isGap
                && dayFacts.contains { $0.value.condition == .gapFilled || isFillTime($0.value.condition) }
        default: return false
        }
    }

    func isFillTime(_ condition: Condition) -> Bool {
        if case .all(let parts) = condition { parts.first == .gapFilled } else { false }
    }
}

extension Fact {
    /// It can be measured in the session of an event before it.
    var shiftable: Bool { isOutcome }
}

extension Condition {
    /// It says when something came.
    fileprivate var comparesPrices: Bool {
        if case .compare(let left, _, let right) = self { left.unit == .price && right.unit == .price } else { false }
    }

    var boundsTime: Bool { if case .compare(.time, _, .number) = self { true } else { false } }
}

extension Condition {
    /// One of the two bounds of the same quantity always holds.
    func isOpposite(of other: Condition) -> Bool {
        guard case .compare(let left, let relation, let bound) = self, case .compare(left, let back, bound) = other
        else {
            return false
        }
        let isBelow = relation == .less || relation == .lessOrEqual,
            isOtherBelow = back == .less || back == .lessOrEqual
        return isBelow != isOtherBelow && relation != .equal && back != .equal
    }
}

extension Condition {
    /// The part of the day whose close is held against the close before.
    fileprivate var spanOfChange: Span? {
        guard case .compare(.metric(let metric, let bar), _, .number(value: 0)) = self, metric.family == .change else {
            return nil
        }
        return bar.span
    }

    /// It speaks of hours of that window alone.
    fileprivate func isWithin(_ whole: Window, _ frame: Surroundings) -> Bool {
        var windows: [Window?] = []
        visit { element in
            if case .series(.metric(_, let bar)) = element { windows.append(bar.span.flatMap(frame.window)) }
        }
        return !windows.isEmpty
            && windows.allSatisfy { part in
                part.map { whole.from <= $0.from && $0.to <= whole.to && $0 != whole } ?? false
            }
    }
}
