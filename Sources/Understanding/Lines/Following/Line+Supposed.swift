internal import Market
internal import Studies

extension Line {
    /// "What is the probability that tomorrow is green after a red day", "что будет если гэп вниз - как часто закрылись в
    /// плюс": asked of a condition and told by how often, it is a question about what has been; tomorrow is the day after.
    mutating func settleSupposed() {
        if pieces.contains(where: { $0.sense == .mark(.after) }), pieces.contains(where: { $0.sense.tellsOfDays }) {
            // "after three red days, what next": what came then.
            for index in pieces.indices where self[index] == .task(.forecast) && has(.ensuing, in: pieces[index]) {
                pieces[index].sense = .task(.performance)
            }
        }
        let asksHowOften = pieces.contains { $0.sense == .task(.share) || $0.sense == .task(.count) }
        guard asksHowOften,
            pieces.contains(where: { $0.sense == .mark(.given) || $0.sense == .mark(.after) }),
            pieces.contains(where: { $0.sense.tellsOfDays })
        else { return }
        for index in pieces.indices where pieces[index].sense == .relative(.yesterday) {
            // "if yesterday was green": the day before each; "if today and yesterday were" names both.
            if isMark(index - 1, .and), self[index - 2] == .relative(.today) { continue }
            let next = pieces[(index + 1)...].first { $0.sense != .empty }
            let isGiven = pieces[..<index].contains { $0.sense == .mark(.given) || $0.sense == .mark(.after) }
            switch next?.sense {
            case .unit(.day)? where isGiven, .colour? where isGiven, .pattern? where isGiven:
                pieces[index].sense = .mark(.previous)
            default: continue
            }
        }
        let hasTomorrow = pieces.contains { $0.sense == .relative(.tomorrow) }
        for index in pieces.indices {
            switch pieces[index].sense {
            case .relative(.tomorrow): pieces[index].sense = .mark(.next)
            case .relative(.today)
            where hasTomorrow && !(isMark(index + 1, .and) && self[index + 2] == .relative(.yesterday)):
                pieces[index].sense = .empty
            case .task(.forecast) where pieces[index].tokens.allSatisfy({ forms.contains(tokens[$0].text, .supposes) }):
                pieces[index].sense = .empty
            default: continue
            }
        }
        for piece in pieces where piece.sense == .empty { empty.formUnion(piece.tokens) }
    }

    /// "if down 1% by noon, what happens by the close": the move up to that time, from the close before; what follows runs
    /// from that time on.
    mutating func joinMovesByTimes(_ frame: Surroundings) {
        joinMovesBesideOutcomes(frame)
        guard isMark(0, .given), let end = pieces.firstIndex(where: { $0.sense == .stop(",") }), end == 3,
            let place = [1, 2].first(where: { if case .timeBound(false, _)? = self[$0] { true } else { false } }),
            case .timeBound(_, let minute)? = self[place], case .condition(var fact)? = self[3 - place],
            case .compare(.metric(.changePct, .own), let relation, let bound) = fact.condition
        else { return }
        let time = frame.minute(minute)
        guard let moved = Self.moved(by: time, frame) else { return }
        fact.condition = .compare(left: moved, relation: relation, right: bound)
        (fact.rank, fact.plain, fact.settled) = (nil, nil, false)
        join(1...2, as: .condition(fact))
        let rest = pieces[3...]
        guard
            rest.allSatisfy({ piece in
                switch piece.sense {
                case .stop, .task(.performance), .verb(.close), .quantity(Quantity(.close)), .unit(.day), .mark(.it),
                    .mark(.next), .mark(.then), .mark(.rest), .span(.wholeDay):
                    true
                default: false
                }
            })
        else { return }
        for piece in rest { empty.formUnion(piece.tokens) }
        fact.ofSession = true
        var given = pieces[1]
        (given.sense, given.afterStop) = (.condition(fact), false)
        let later = Span.clock(window: Window(from: time, to: frame.instrument.dayEnd))
        empty.formUnion(pieces[0].tokens)
        pieces = [
            Piece(sense: .task(.performance), tokens: []), Piece(sense: .span(later), tokens: given.tokens),
            Piece(sense: .mark(.after), tokens: []), given,
        ]
    }

    /// "days that were down 1% by 11am and still closed green", "if it is up 1% by noon, how often does the day close red": the
    /// hours are of that move alone, and the day's outcome is the day's.
    private mutating func joinMovesBesideOutcomes(_ frame: Surroundings) {
        let bounds = pieces.indices.filter { if case .timeBound(false, _)? = self[$0] { true } else { false } }
        guard bounds.count == 1, let place = bounds.first, case .timeBound(_, let minute)? = self[place],
            case .condition(var fact)? = self[place - 1], !pieces[place].afterStop,
            case .compare(.metric(.changePct, .own), let relation, let bound) = fact.condition,
            !pieces.contains(where: { if case .quantity = $0.sense { true } else { false } }),
            pieces.indices.contains(where: { index in
                guard index != place - 1, case .condition(let other)? = self[index] else { return false }
                return other.settled && !other.isCalendar && other.span == nil
            }), let moved = Self.moved(by: frame.minute(minute), frame)
        else { return }
        fact.condition = .compare(left: moved, relation: relation, right: bound)
        (fact.rank, fact.plain, fact.settled, fact.isOutcome) = (nil, nil, false, false)
        join((place - 1)...place, as: .condition(fact))
    }

    /// Percent from the close of the day before to the price at a time.
    private static func moved(by time: Int, _ frame: Surroundings) -> Series? {
        guard frame.instrument.dayStart < time, time < frame.instrument.dayEnd else { return nil }
        let until = Span.clock(window: Window(from: frame.instrument.dayStart, to: time))
        let before = Series.shifted(of: .metric(metric: .close, of: Bar(span: .wholeDay)), by: -1)
        return .arithmetic(
            left: .percent(of: .metric(metric: .close, of: Bar(span: until)), in: before),
            operation: .minus,
            right: .number(value: 100)
        )
    }

    /// "does the Santa rally work", "sell in may по годам", "разворотный вторник работает?": a saying about the calendar that the
    /// bars can tell of is read as what it says; what it is alone is explained.
    mutating func settleNamedEffects() {
        guard let place = pieces.firstIndex(where: { $0.sense.isTerm }), case .term(let name)? = self[place] else {
            return
        }
        let said = definitionOfSanta(name, behind: place)
        if name == "sellInMay", isStop(place + 1), pieces[place...].contains(where: { $0.sense == .mark(.vs) }) {
            // "sell in may: may to october vs november to april": what it says is said behind it.
            pieces[place].sense = .empty
            return
        }
        let asked = pieces.indices.filter { index in
            guard !said.contains(index) else { return false }
            return switch self[index] {
            case .task(.performance)?, .task(.statistics)?, .task(.share)?, .task(.count)?, .often?, .verb(.form)?,
                .unit(.year)?, .mark(.each)?, .win?, .rise?, .colour?, .quantity(Quantity(.performance))?,
                .quantity(Quantity(.change))?, .mark(.absolute)?:
                true
            default: false
            }
        }
        guard !asked.isEmpty,
            pieces.indices.allSatisfy({ index in
                switch self[index] {
                case .empty?, .stop?, .symbol?, .instruments?, .prep?, .dates?, .relative?, .termWord?: true
                case .number?: year(index) != nil || said.contains(index)
                default: index == place || asked.contains(index) || said.contains(index)
                }
            })
        else { return }
        for index in said { pieces[index].sense = .empty }
        let isShare = asked.contains { index in
            switch self[index] {
            case .task(.share)?, .task(.count)?, .often?, .win?, .rise?, .colour?, .mark(.absolute)?: true
            default: false
            }
        }
        let isByYear = pieces.contains { $0.sense == .unit(.year) }
        var senses: [Sense]
        switch name {
        case "sellInMay" where !isShare:
            senses = [.months(Array(5...10)), .mark(.vs), .months([11, 12, 1, 2, 3, 4])]
        case "turnaroundTuesday" where !isByYear:
            senses = [.task(.performance), .weekdays([2]), .mark(.after), .colour(up: false), .weekdays([1])]
        case "santaRally":
            // From the close before the last five trading days of a year to that of the second of the next.
            let move = Series.move(rows: -7)
            let end = Condition.all(of: [
                .calendar(field: .month, oneOf: [1]),
                .calendar(field: .ordinal(within: .month, fromEnd: false), oneOf: [2]),
            ])
            let rose = Fact(condition: .holds(move, .greater, .number(value: 0)), isOutcome: true)
            senses = [
                isByYear && !isShare || asked.contains { self[$0] == .task(.statistics) }
                    ? .quantity(Quantity(.series(move))) : .condition(rose),
                .condition(Fact(condition: end, isCalendar: true)),
            ]
            if case .condition? = senses.first { senses.insert(.task(.share), at: 0) }
        default: return
        }
        var made = senses.map { Piece(sense: $0, tokens: []) }
        made[made.count > 1 && made[0].sense == .task(.share) ? 1 : 0].tokens = pieces[place].tokens
        let lost = Set(asked.filter { self[$0] != .unit(.year) && self[$0] != .mark(.each) })
        for index in lost { empty.formUnion(pieces[index].tokens) }
        pieces = pieces.indices.flatMap { index in
            index == place ? made : lost.contains(index) ? [] : [pieces[index]]
        }
    }

    /// "santa rally stats, last 5 days of dec + first 2 of jan": what it is, said beside its name.
    private func definitionOfSanta(_ name: String, behind place: Int) -> Range<Int> {
        guard name == "santaRally",
            let start = pieces[place...].firstIndex(where: {
                $0.sense == .relative(.last) || $0.sense == .relative(.past)
            }),
            whole(start + 1) == 5,
            let next = pieces[start...].firstIndex(where: { $0.sense == .ordinal(1) }), whole(next + 1) == 2
        else { return 0..<0 }
        var end = next + 2
        while end < count {
            switch self[end] {
            case .unit(.day)?, .prep?, .months([1])?, .mark(.next)?, .unit(.year)?, .empty?: end += 1
            default: return start..<end
            }
        }
        return start..<end
    }

    /// "Sell in May: ...", "trend days (body over 70% of the range)": a heading, or a name that its brackets define; what
    /// is computed is said beside it.
    mutating func dropDefinedTerms() {
        if let colon = pieces.firstIndex(where: { $0.sense == .stop(":") }), colon > 0,
            // A single word may as well be what is asked about: "delta: average volume".
            pieces[..<colon].contains(where: { $0.sense.isTerm && $0.tokens.count > 1 }),
            pieces[..<colon].allSatisfy({ $0.sense.isOfHeading }),
            pieces[(colon + 1)...].contains(where: { $0.sense.isComputed })
        {
            for index in pieces[...colon].indices { pieces[index].sense = .empty }
        }
        for index in pieces.indices where pieces[index].sense.isTerm {
            guard self[index + 1] == .stop("("),
                let end = pieces[index...].firstIndex(where: { $0.sense == .stop(")") }),
                pieces[index...end].contains(where: { if case .relation = $0.sense { true } else { false } }),
                pieces[index...end].contains(where: { $0.sense.isComputed })
            else { continue }
            for place in [index, index + 1, end] { pieces[place].sense = .empty }
            for place in pieces[index...end].indices where self[place] == .stop("|") { pieces[place].sense = .empty }
        }
        for piece in pieces where piece.sense == .empty { empty.formUnion(piece.tokens) }
    }
}

extension Sense {
    /// It says of days what they were like.
    fileprivate var tellsOfDays: Bool {
        switch self {
        case .colour, .way, .rise, .win, .pattern, .quantity, .verb, .event, .condition: true
        default: false
        }
    }

    fileprivate var isTerm: Bool { if case .term = self { true } else { false } }

    fileprivate var isOfHeading: Bool {
        switch self {
        case .term, .termWord, .empty, .task(.trend), .mark(.or), .mark(.and), .stop(","), .stop("/"): true
        default: false
        }
    }

    fileprivate var isComputed: Bool {
        switch self {
        case .quantity, .task(.count), .task(.share), .statistic, .colour, .rise: true
        default: false
        }
    }
}
