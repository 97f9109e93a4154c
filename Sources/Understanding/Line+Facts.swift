internal import Market
internal import Studies

extension Line {
    /// What is said of a day: comparisons, colours, moves, gaps, patterns, fills.
    mutating func joinFacts(_ frame: Surroundings) {
        orderRelations()
        joinSizes()
        joinGaps(frame)
        joinFills()
        joinComparisons(frame)
        joinMoves(frame)
        joinStates()
        joinPatterns()
        joinEventDays()
        joinShiftedFacts()
        joinNegations()
    }

    // MARK: numbers

    /// "2% or more": the relation moves before its number.
    private mutating func orderRelations() {
        var index = 0
        // "over the 5 days", "over the last year": a preposition.
        while index < count {
            if case .relation(.greater)? = self[index], pieces[index].text == "over" {
                switch self[index + 1] {
                case .number(_, nil)? where unit(index + 2) != nil: drop(index)
                case .number?, .quantity?, .statistic?, .mark?: index += 1
                default: drop(index)
                }
            } else {
                index += 1
            }
        }
        index = 0
        while index < count {
            defer { index += 1 }
            guard case .number? = self[index], case .relation(let relation)? = self[index + 1],
                relation == .greaterOrEqual || relation == .lessOrEqual, pieces[index + 1].tokens.count > 1
            else { continue }
            if case .relation? = self[index - 1] { continue }
            if case .number? = self[index + 2] { continue }
            pieces.swapAt(index, index + 1)
        }
        // "не меньше", "not more than" are in the lexicon; "не выше" before a quantity: the relation negated.
        index = 0
        while index < count {
            defer { index += 1 }
            guard isMark(index, .not), case .relation(let relation)? = self[index + 1] else { continue }
            join(index...(index + 1), as: .relation(relation.negated))
        }
    }

    struct Threshold {
        var relation: Relation
        var value: Double
        var measure: Scale?
        var last: Int
    }

    /// A relation and a number from an index on, past a bracket; without a relation "at least".
    func threshold(_ index: Int, bare: Bool) -> Threshold? {
        var next = index
        if self[next] == .stop("("), case .relation? = self[next + 1] { next += 1 }
        if case .relation(let relation)? = self[next], case .number(let value, let measure)? = self[next + 1] {
            var last = next + 1
            // "5+ days" counts days; "more than twice the average" is a multiple.
            if measure == nil, unit(last + 1) != nil { return nil }
            if case .statistic? = self[last + 1] { return nil }
            if next > index, self[last + 1] == .stop(")") { last += 1 }
            return Threshold(relation: relation, value: value, measure: measure, last: last)
        }
        guard bare, case .number(let value, let measure)? = self[index], let measure,
            measure == .percent || measure == .points || measure == .ticks
        else { return nil }
        return Threshold(relation: .greaterOrEqual, value: value, measure: measure, last: index)
    }

    // MARK: sizes

    /// "high volume", "большой гэп": above the 90th percentile (volume: 1.5 times its mean), unless a number follows.
    private mutating func joinSizes() {
        var index = 0
        while index < count {
            defer { index += 1 }
            var large: Bool
            switch self[index] {
            case .size(let isLarge)?: large = isLarge
            case .quantity(let quantity)?
            where ["high", "low"].contains(pieces[index].text) && quantity.extreme != nil:
                guard case .quantity(let other)? = self[index + 1], other.extreme == nil, pieces[index + 1].prep == nil
                else { continue }
                large = pieces[index].text == "high"
            default: continue
            }
            switch self[index + 1] {
            case .quantity(let quantity)?:
                if threshold(index + 2, bare: true) != nil
                    || isWay(index + 2) && threshold(index + 3, bare: true) != nil
                {
                    join(index...(index + 1), as: .quantity(quantity))
                } else if quantity.isGap, isWay(index + 2) {
                    continue
                } else if quantity.extreme == nil {
                    join(index...(index + 1), as: .condition(Self.size(quantity, large: large)))
                }
            case .rise(let up)?:
                if threshold(index + 2, bare: true) != nil {
                    join(index...(index + 1), as: .rise(up: up))
                } else {
                    join(index...(index + 1), as: .condition(Self.size(up: up, large: large)))
                }
            case .way(let up)?, .win(let up)?:
                if unit(index + 2) == .day, threshold(index + 3, bare: true) == nil {
                    join(index...(index + 1), as: .condition(Self.size(up: up, large: large)))
                }
            default: continue
            }
        }
    }

    func isWay(_ index: Int) -> Bool {
        if case .way? = self[index] { true } else { false }
    }

    private static func size(_ quantity: Quantity, large: Bool) -> Fact {
        var fact: Fact
        if quantity.isVolume, large {
            fact = Fact(
                condition: .holds(
                    .metric(metric: .relativeVolume, of: Bar(span: quantity.span)),
                    .greater,
                    .number(value: 1.5)
                )
            )
        } else {
            var quantity = quantity
            if quantity.isSigned { quantity.absolute = true }
            let series = quantity.series(percent: quantity.isVolume ? nil : true)
            fact = Fact(
                condition: .holds(
                    series,
                    large ? .greater : .less,
                    .aggregate(statistic: .quantile(probability: large ? 0.9 : 0.1), of: series)
                )
            )
            fact.rank = quantity
            fact.rankDescending = large
        }
        fact.ofSession = quantity.isGap
        fact.assumedThreshold = true
        fact.isOutcome = true
        return fact
    }

    private static func size(up: Bool, large: Bool) -> Fact {
        let series = Series.metric(metric: .changePct, of: .own)
        var fact = Fact(
            condition: .holds(
                series,
                up ? .greater : .less,
                .aggregate(statistic: .quantile(probability: up ? 0.9 : 0.1), of: series)
            )
        )
        fact.assumedThreshold = true
        fact.isOutcome = true
        fact.up = up
        return fact
    }

    // MARK: gaps

    /// "gap up", "гэп вниз больше 0.5%", "открылся гэпом вверх".
    private mutating func joinGaps(_ frame: Surroundings) {
        var index = 0
        while index < count {
            defer { index += 1 }
            guard case .quantity(let quantity)? = self[index], quantity.isGap, quantity.shift == 0 else { continue }
            var (first, last) = (index, index)
            var up: Bool?
            if case .way(let way)? = self[last + 1] {
                (up, last) = (way, last + 1)
            } else if case .way(let way)? = self[first - 1], !pieces[first].afterStop {
                (up, first) = (way, first - 1)
            }
            if case .verb(.open)? = self[first - 1] { first -= 1 }
            var large: Bool?
            if case .size(let isLarge)? = self[first - 1] { (large, first) = (isLarge, first - 1) }
            if isMark(last + 1, .absolute), up == nil, let found = threshold(last + 2, bare: true) {
                join(first...found.last, as: .condition(Self.gap(nil, found, frame)))
                index = first
                continue
            }
            guard let up else { continue }
            let found = threshold(last + 1, bare: true)
            var fact = Self.gap(up, found, frame)
            if found == nil, let large {
                let series = Series.metric(metric: .gapPct, of: .own)
                fact.condition = .holds(
                    series,
                    up == large ? .greater : .less,
                    .aggregate(statistic: .quantile(probability: up == large ? 0.9 : 0.1), of: series)
                )
                fact.assumedThreshold = true
            }
            last = found?.last ?? last
            if unit(last + 1) == .day, !pieces[last + 1].afterStop { last += 1 }
            join(first...last, as: .condition(fact))
            index = first
        }
    }

    static func gap(_ up: Bool?, _ found: Threshold?, _ frame: Surroundings) -> Fact {
        var gap = Quantity(.gap)
        gap.absolute = up == nil
        let points = found?.measure == .points || found?.measure == .ticks
        var value = found?.value ?? 0
        if found?.measure == .ticks { value *= frame.tick }
        var relation = found?.relation ?? .greater
        if up == false {
            value = -abs(value)
            relation = relation.mirrored
        }
        let series = gap.series(percent: found != nil && !points)
        var fact = Fact(
            condition: .holds(found == nil ? gap.series(percent: false) : series, relation, .number(value: value))
        )
        // Smaller than: still a gap in that direction.
        if let up, let found, !found.relation.isUp {
            fact.condition = .all(of: [fact.condition, .sign(.gap, up: up)])
        }
        fact.ofSession = true
        fact.up = up
        fact.rank = gap
        fact.rankDescending = up ?? true
        return fact
    }

    // MARK: fills

    /// "gap fill", "гэпы закрываются", "filled same day".
    private mutating func joinFills() {
        var index = 0
        while index < count {
            defer { index += 1 }
            var (first, last) = (index, index)
            switch self[index] {
            case .verb(.fill)?:
                if case .quantity(let quantity)? = self[index - 1], quantity.isGap { first -= 1 }
                if first == index, case .quantity(let quantity)? = self[index + 1], quantity.isGap,
                    prep(index + 1) != .by
                {
                    last += 1
                }
            case .quantity(let quantity)? where quantity.base == .metric(.close) && quantity.shift == 0:
                // "закрытие гэпов", "gap close".
                if case .quantity(let gap)? = self[index + 1], gap.isGap, prep(index + 1) != .by {
                    last += 1
                } else if isGapFact(index + 1), !isFill(index + 1) {
                    break
                } else if case .quantity(let gap)? = self[index - 1], gap.isGap, !saysOutcome(index + 1) {
                    first -= 1
                } else {
                    continue
                }
            case .verb(.close)?:
                if isGapFact(index + 1), !isFill(index + 1) { break }
                if case .quantity(let quantity)? = self[index - 1], quantity.isGap, !isWay(index + 1) {
                    first -= 1
                } else if case .condition(let fact)? = self[index - 1], fact.ofSession, case .compare = fact.condition,
                    !saysOutcome(index + 1)
                {
                    break
                } else if case .quantity(let quantity)? = self[index + 1], quantity.isGap {
                    last += 1
                } else if pieces.contains(where: { if case .quantity(let q) = $0.sense { q.isGap } else { false } })
                    || gapFact, !saysOutcome(index + 1)
                {
                    break
                } else {
                    continue
                }
            default: continue
            }
            // "in the same day", "same-day".
            if isMark(last + 1, .same) {
                last += unit(last + 2) == .day || unit(last + 2) == .session ? 2 : 1
            } else if isMark(first - 1, .same), unit(first) == .day {
                first -= 1
            }
            join(first...last, as: .condition(Fact(condition: .gapFilled, ofSession: true, isOutcome: true)))
            index = first
        }
    }

    private func isGapFact(_ index: Int) -> Bool {
        guard case .condition(let fact)? = self[index], fact.ofSession else { return false }
        return fact.rank?.isGap ?? false
    }

    private func isFill(_ index: Int) -> Bool {
        if case .condition(let fact)? = self[index] { fact.condition == .gapFilled } else { false }
    }

    private var gapFact: Bool {
        pieces.contains {
            if case .condition(let fact) = $0.sense, fact.ofSession,
                case .compare(.metric(let metric, _), _, _) = fact.condition
            {
                metric == .gap || metric == .gapPct
            } else {
                false
            }
        }
    }

    private func saysOutcome(_ index: Int) -> Bool {
        switch self[index] {
        case .way?, .colour?, .win?, .relation?, .rise?: true
        default: false
        }
    }

    // MARK: states

    /// "green", "закрылся в плюс", "up days", "winning".
    private mutating func joinStates() {
        var index = 0
        while index < count {
            defer { index += 1 }
            switch self[index] {
            case .verb(.close)?:
                if let fact = state(index + 1, closing: true) {
                    join(index...(index + 1), as: .condition(fact))
                } else if let fact = state(index - 1, closing: true), !isRun(index - 1) {
                    join((index - 1)...index, as: .condition(fact))
                    index -= 1
                }
            case .verb(.open)?:
                if case .way(let up)? = self[index + 1] {
                    join(
                        index...(index + 1),
                        as: .condition(Fact(condition: .sign(.gap, up: up), ofSession: true, up: up))
                    )
                }
            case .quantity(let quantity)? where quantity.base == .metric(.close):
                if case .way(let up)? = self[index - 1], quantity.shift == 0, prep(index) == nil {
                    join((index - 1)...index, as: .condition(Self.state(.change, up)))
                    index -= 1
                } else if case .way(let up)? = self[index + 1], prep(index + 1) == nil {
                    join(index...(index + 1), as: .condition(Self.state(.change, up)))
                } else if let fact = state(index + 1, closing: true) {
                    join(index...(index + 1), as: .condition(fact))
                } else if case .colour? = self[index - 1], let fact = state(index - 1, closing: true) {
                    join((index - 1)...index, as: .condition(fact))
                    index -= 1
                }
            default: continue
            }
        }
        for index in pieces.indices {
            if let fact = state(index, closing: false) { pieces[index].sense = .condition(fact) }
        }
        swallowDays()
    }

    private func isRun(_ index: Int) -> Bool { isMark(index + 1, .consecutive) }

    private func state(_ index: Int, closing: Bool) -> Fact? {
        switch self[index] {
        case .colour(let up)?: Self.state(.body, up)
        case .win(let up)?, .rise(let up)?: Self.state(.change, up)
        case .way(let up)?
        where closing || isMark(index - 1, .it) || unit(index + 1) == .day || isWeekday(index + 1)
            || isMark(index + 1, .consecutive) || pieces[index].text == "плюсовых":
            Self.state(.change, up)
        default: nil
        }
    }

    private func isWeekday(_ index: Int) -> Bool {
        guard case .condition(let fact)? = self[index], case .calendar(.weekday, _) = fact.condition else {
            return false
        }
        return true
    }

    static func state(_ metric: Metric, _ up: Bool) -> Fact {
        var fact = Fact(condition: .sign(metric, up: up), isOutcome: true, settled: true, up: up)
        fact.rank = Quantity(metric == .body ? .body : .change)
        fact.rankDescending = up
        return fact
    }

    /// "green day", "inside days": the day is said by the fact.
    mutating func swallowDays() {
        var index = 0
        while index < count {
            defer { index += 1 }
            guard case .condition(let fact)? = self[index], unit(index + 1) == .day, pieces[index + 1].prep == nil,
                !pieces[index + 1].afterStop, !pieces[index + 1].each
            else { continue }
            _ = fact
            join(index...(index + 1), as: .condition(fact))
        }
    }

    // MARK: patterns

    private mutating func joinPatterns() {
        for index in pieces.indices {
            guard case .pattern(let names) = pieces[index].sense else { continue }
            let conditions = names.map { Condition.pattern(name: $0, of: .own) }
            var fact = Fact(condition: conditions.count == 1 ? conditions[0] : .any(of: conditions))
            fact.isOutcome = true
            pieces[index].sense = .condition(fact)
        }
        var index = 0
        while index < count {
            defer { index += 1 }
            // "паттерн молот", "morning star patterns".
            if case .patternWord? = self[index] {
                if isPattern(index + 1) {
                    pieces[index].sense = self[index + 1] ?? .empty
                    join(index...(index + 1), as: pieces[index].sense)
                } else if isPattern(index - 1) {
                    join((index - 1)...index, as: pieces[index - 1].sense)
                    index -= 1
                }
            }
        }
        swallowDays()
    }

    private func isPattern(_ index: Int) -> Bool {
        if case .condition(let fact)? = self[index], case .pattern = fact.condition { true } else { false }
    }

    // MARK: days before

    /// "previous day red", "вчера был красный, а сегодня ...", "красный накануне".
    private mutating func joinShiftedFacts() {
        var index = 0
        while index < count {
            defer { index += 1 }
            guard case .condition(let fact)? = self[index], !fact.isCalendar else { continue }
            let (first, last) = (index, index)
            var start = first
            if unit(start - 1) == .day,
                isMark(start - 2, .previous) || isMark(start - 2, .next) || self[start - 2] == .relative(.previous)
            {
                start -= 1
            }
            switch self[start - 1] {
            case .mark(.previous)?, .relative(.previous)?, .relative(.yesterday)?:
                if self[start - 1] == .relative(.yesterday), !isConditional { continue }
                join((start - 1)...last, as: .condition(fact.shifted(-1)))
                index = start - 1
            case .relative(.today)?:
                if isConditional {
                    join((start - 1)...last, as: .condition(fact))
                    index = start - 1
                }
            default:
                if isMark(last + 1, .previous) || self[last + 1] == .relative(.previous) {
                    let end = unit(last + 2) == .day ? last + 2 : last + 1
                    join(first...end, as: .condition(fact.shifted(-1)))
                } else if self[last + 1] == .relative(.yesterday), isConditional, fact.settled {
                    join(first...(last + 1), as: .condition(fact.shifted(-1)))
                }
            }
        }
    }

    /// The question speaks of days in general, so "yesterday" is the day before any of them.
    private var isConditional: Bool {
        pieces.contains {
            switch $0.sense {
            case .mark(.given), .task(.share): true
            default: false
            }
        }
    }

    /// "after a red Friday": the weekday is the event's.
    mutating func joinEventDays() {
        var index = 0
        while index < count {
            defer { index += 1 }
            guard case .condition(let left)? = self[index], case .condition(let right)? = self[index + 1],
                left.isCalendar != right.isCalendar,
                isMark(index - 1, .after), !pieces[index + 1].afterStop
            else { continue }
            var made = left.isCalendar ? right : left
            made.condition = .all(of: [made.condition, left.isCalendar ? left.condition : right.condition])
            made.settled = false
            join(index...(index + 1), as: .condition(made))
        }
    }

    // MARK: negation

    private mutating func joinNegations() {
        var index = 0
        while index < count {
            defer { index += 1 }
            guard isMark(index, .not) || isMark(index, .except) else { continue }
            guard case .condition(var fact)? = self[index + 1] else {
                if isMark(index, .except), unit(index + 1) == .day { continue }
                continue
            }
            fact.condition = .not(of: fact.condition)
            fact.up = fact.up.map { !$0 }
            fact.rank = nil
            join(index...(index + 1), as: .condition(fact))
            // "кроме понедельников и пятниц": both are left out.
            while (isMark(index + 1, .and) || isMark(index + 1, .or) || self[index + 1] == .stop(",")),
                case .condition(let other)? = self[index + 2], other.isCalendar, fact.isCalendar
            {
                fact.condition = .all(of: [fact.condition, .not(of: other.condition)])
                join(index...(index + 2), as: .condition(fact))
            }
        }
    }
}

extension Fact {
    /// The quantity that a comparison with a number speaks of.
    var compared: Series? {
        if case .compare(let left, _, .number) = condition { left } else { nil }
    }

    /// A pattern or run is told by the bar's close.
    var isComplete: Bool {
        switch condition {
        case .pattern, .run: true
        case .any(let parts): parts.allSatisfy { if case .pattern = $0 { true } else { false } }
        default: false
        }
    }

    func shifted(_ by: Int) -> Fact {
        guard by != 0 else { return self }
        if case .shifted = condition { return self }
        var fact = self
        fact.condition = .shifted(of: condition, by: by)
        fact.ofSession = false
        return fact
    }
}

/// What of the instrument rules about facts need.
struct Surroundings {
    var tick: Double
    var instrument: Instrument
    var today: CivilDate

    /// A span in minutes of the trading day; nil where the instrument has no such session.
    func window(of span: Span) -> Window? {
        let rth = instrument.window(of: .rth) ?? Window(from: instrument.dayStart, to: instrument.dayEnd)
        switch span {
        case .wholeDay: return Window(from: instrument.dayStart, to: instrument.dayEnd)
        case .session(let name):
            return name == .eth ? Window(from: instrument.dayStart, to: instrument.dayEnd) : instrument.window(of: name)
        case .clock(let window): return window
        case .opening(let minutes): return Window(from: rth.from, to: rth.from + minutes)
        case .closing(let minutes): return Window(from: rth.to - minutes, to: rth.to)
        case .afterOpening(let minutes): return Window(from: rth.from + minutes, to: rth.to)
        }
    }
}
