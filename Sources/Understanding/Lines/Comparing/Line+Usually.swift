internal import Market
internal import Studies

/// What is asked of days of a kind, or of one size, without a quantity: which way they go, whether that is normal.
extension Line {
    /// "are Fridays usually up", "дни FOMC чаще вверх или вниз": how often such days rise, or rise and fall.
    mutating func settleUsuallyUp() {
        settleRisesOrFalls()
        settleWeeksThatHoldEvents()
        guard
            pieces.allSatisfy({ piece in
                switch piece.sense {
                case .often, .way, .mark(.absolute), .symbol, .dates, .stop, .empty, .span, .window, .event: true
                case .condition(let fact): fact.isCalendar && !fact.isOfWeek
                default: false
                }
            }),
            // "OPEX Monday to Friday": of which days is not clear.
            pieces.count(where: { $0.sense.isWhichDays }) == 1, pieces.count(where: { $0.sense == .often }) == 1,
            let often = pieces.firstIndex(where: { $0.sense == .often })
        else { return }
        for place in [often + 1, often - 1] {
            switch self[place] {
            case .way(let up)? where pieces.count(where: { $0.sense.isSaidWay }) == 1:
                pieces[place].sense = .rise(up: up)
                return
            case .mark(.absolute)? where has(.or, in: pieces[place]):
                let said = pieces[place].tokens
                pieces[place].sense = .rise(up: true)
                pieces.insert(
                    contentsOf: [
                        Piece(sense: .mark(.or), tokens: said), Piece(sense: .rise(up: false), tokens: said),
                    ],
                    at: place + 1
                )
                if place < often {
                    let asked = pieces.remove(at: often + 2)
                    pieces.insert(asked, at: place)
                }
                return
            default: continue
            }
        }
    }

    /// "золото в дни ФОМС растет или падает?": how often the one and the other.
    private mutating func settleRisesOrFalls() {
        tellWaysOfYears()
        guard let joint = pieces.indices.first(where: { isMark($0, .or) }), case .rise(let one)? = self[joint - 1],
            case .rise(let other)? = self[joint + 1], one != other, pieces.last?.sense == .stop("?"),
            pieces.indices.allSatisfy({ index in
                switch self[index] {
                case .rise?, .stop?, .symbol?, .unit(.day)?, .dates?, .span?, .empty?, .mark(.given)?: true
                case .condition(let fact)?: fact.isCalendar
                default: index == joint
                }
            }),
            pieces.contains(where: { piece in
                if case .condition = piece.sense { true } else { false }
            })
        else { return }
        pieces.insert(Piece(sense: .often, tokens: []), at: joint - 1)
    }

    /// "27-31 декабря каждый год, рост или падение": what each year brought.
    private mutating func tellWaysOfYears() {
        guard let joint = pieces.indices.first(where: { isMark($0, .or) }), case .rise(let one)? = self[joint - 1],
            case .rise(let other)? = self[joint + 1], one != other, joint + 2 == count || isStop(joint + 2),
            pieces.contains(where: { if case .key(.calendar) = $0.sense { true } else { false } }),
            !pieces.contains(where: { piece in
                switch piece.sense {
                case .task, .often, .quantity, .mark(.after), .mark(.given), .which, .superlative: true
                default: false
                }
            })
        else { return }
        join((joint - 1)...(joint + 1), as: .task(.performance))
    }

    /// "how does NQ do the week of Thanksgiving", "thanksgiving week stats": those weeks, and not their days.
    private mutating func settleWeeksThatHoldEvents() {
        guard rows == nil,
            pieces.contains(where: { $0.sense == .task(.performance) || $0.sense == .task(.statistics) }),
            pieces.allSatisfy({ piece in
                switch piece.sense {
                case .task(.performance), .task(.statistics), .span, .window, .stop, .symbol, .empty, .often, .dates:
                    true
                case .condition(let fact): fact.isOfWeek
                default: false
                }
            }),
            pieces.contains(where: { if case .condition = $0.sense { true } else { false } })
        else { return }
        rows = .week
    }

    /// "does November rise every year", "рост в ноябре бывает каждый год?": how many of the Novembers rose.
    mutating func settleEveryYear() {
        guard
            let year = pieces.indices.first(where: {
                self[$0] == .key(.calendar(field: .year)) && pieces[$0].each && prep($0) == nil
            }),
            let part = pieces.indices.first(where: { isPartOfYear($0) }),
            pieces.count(where: { $0.sense.isWayOrColour }) == 1,
            pieces.allSatisfy({ piece in
                switch piece.sense {
                case .key, .rise, .way, .win, .colour, .stop, .often, .verb(.form), .symbol, .empty: true
                case .condition(let fact): fact.isCalendar
                default: false
                }
            })
        else { return }
        for index in pieces.indices {
            if case .way(let up)? = self[index] { pieces[index].sense = .rise(up: up) }
        }
        (pieces[part].prep, pieces[part].afterStop) = (nil, false)
        drop(year)
        if !pieces.contains(where: { $0.sense == .often }) {
            pieces.insert(Piece(sense: .often, tokens: []), at: 0)
        }
    }

    /// "is dec 24 usually green", "how often does dec 26 close green": that date of every year, where no year is said.
    mutating func settleDateOfYears() {
        let asks = has(.usual) || pieces.contains { $0.sense == .often || $0.sense == .task(.share) }
        let places = pieces.indices.filter { isDates($0) }
        guard asks, places.count == 1, case .dates(let dates)? = self[places[0]], dates.shape == .day, dates.assumed,
            let day = dates.period.singleDay,
            !pieces.contains(where: { if case .key = $0.sense { true } else { false } })
        else { return }
        let condition = Condition.all(of: [
            .calendar(field: .month, oneOf: [day.month]), .calendar(field: .dayOfMonth, oneOf: [day.day]),
        ])
        pieces[places[0]].sense = .condition(Fact(condition: condition, isCalendar: true))
    }

    /// "зелёных дней больше чем красных?", "more green weeks than red weeks?": how often the one and the other.
    mutating func settleMoreOfOne() {
        let states = pieces.indices.filter { self[$0]?.isWayOrColour ?? false }
        guard states.count == 2, pieces.last?.sense == .stop("?") || has(.whether), self[states[0]] != self[states[1]],
            pieces.count(where: { $0.sense == .relation(.greater) || $0.sense == .mark(.more) }) == 1,
            let more = pieces.indices.first(where: { self[$0] == .relation(.greater) || isMark($0, .more) }),
            more < states[1],
            pieces.indices.allSatisfy({ index in
                switch self[index] {
                case .colour?, .rise?, .win?, .unit(.day)?, .unit(.week)?, .unit(.month)?, .stop("?")?, .symbol?,
                    .dates?, .verb(.form)?:
                    true
                default: index == more
                }
            })
        else { return }
        let units = pieces.indices.filter { unit($0) != nil }
        guard let noun = units.first, Set(units.compactMap { unit($0) }).count == 1 else { return }
        var (first, second, named) = (pieces[states[0]], pieces[states[1]], pieces[noun])
        named.tokens = units.flatMap { pieces[$0].prepTokens + pieces[$0].tokens }.sorted()
        named.prep = nil
        (first.prep, second.prep, first.afterStop, second.afterStop) = (nil, nil, false, false)
        let said = Set(states + units + [more])
        let others = pieces.indices.filter { !said.contains($0) }.map { pieces[$0] }
        pieces =
            [
                Piece(sense: .often, tokens: pieces[more].tokens), first, Piece(sense: .mark(.or), tokens: []), second,
                named,
            ]
            + others
    }

    private func isPartOfYear(_ index: Int) -> Bool {
        guard case .condition(let fact)? = self[index], case .calendar(let field, let values) = fact.condition else {
            return false
        }
        return (field == .month || field == .quarter) && values.count == 1
    }

    /// "обед 12-13 самое тухлое?", "is lunch the quietest hour?": one hour of the clock held against the others.
    mutating func settleHourHeldAgainstAll() {
        doubtPartHeldAgainstOthers()
        guard
            let window = pieces.indices.first(where: { place in
                if case .window(let window)? = self[place] {
                    window.length == 60 && window.from % 60 == 0
                } else {
                    false
                }
            }),
            let end = pieces.indices.first(where: {
                self[$0] == .superlative(.calm) || self[$0] == .superlative(.volatile)
            }),
            pieces.indices.allSatisfy({ place in
                switch self[place] {
                case .stop?, .symbol?, .unit(.hour)?, .dates?, .empty?: true
                default: place == window || place == end
                }
            }), pieces.last?.sense == .stop("?")
        else { return }
        for place in pieces.indices.reversed() where unit(place) == .hour { drop(place) }
        pieces[window].sense = .task(.timehour)
        (pieces[window].prep, pieces[window].prepTokens) = (nil, [])
    }

    /// "is the morning the most volatile?", "обед 12-13:30 самый тухлый?": of which parts of the day it would be so is not
    /// said, and no day is asked for. "Самое волатильное утро?" is one.
    private mutating func doubtPartHeldAgainstOthers() {
        guard let part = pieces.indices.first(where: { isPartOfSession($0) || isWindow($0) }),
            !isWholeHour(part), let end = pieces.indices.last(where: { $0 > part && isSuperlative($0) }),
            pieces.indices.allSatisfy({ place in
                switch self[place] {
                case .stop?, .symbol?, .empty?: true
                case .quantity(let quantity)?: place == end + 1 && quantity.base == .volatility
                default: place == part || place == end
                }
            }), pieces.last?.sense == .stop("?") || asksWhether
        else { return }
        pieces[end].sense = .unknown
    }

    /// Asia, Europe and the session are held against each other.
    private func isPartOfSession(_ index: Int) -> Bool {
        switch self[index] {
        case .span(.session(.morning))?, .span(.session(.afternoon))?, .span(.session(.openingHour))?,
            .span(.session(.closingHour))?, .span(.opening)?, .span(.closing)?:
            true
        default: false
        }
    }

    private func isSuperlative(_ index: Int) -> Bool { if case .superlative? = self[index] { true } else { false } }
    private func isWindow(_ index: Int) -> Bool { if case .window? = self[index] { true } else { false } }

    private func isWholeHour(_ index: Int) -> Bool {
        if case .window(let window)? = self[index] { window.length == 60 && window.from % 60 == 0 } else { false }
    }

    /// "is a 400 point day normal", "is 1% a big day", "300 пунктов за день это много или норм": how usual that size is.
    mutating func settleNormalSizes() {
        let sizes = pieces.indices.filter { index in
            if case .number(_, let scale?) = pieces[index].sense {
                scale == .points || scale == .percent
            } else {
                false
            }
        }
        let asked = pieces.indices.filter { pieces[$0].sense.asksIfNormal }
        guard sizes.count == 1, let size = sizes.first, let first = asked.first,
            asked.contains(where: { self[$0] == .task(.standing) })
                || tokens.first.map({ forms.contains($0.text, .asks) }) ?? false,
            pieces.indices.allSatisfy({ index in
                switch self[index] {
                case .unit(.day)?, .quantity(Quantity(.range))?, .stop?, .empty?, .symbol?: true
                case .mark(.or)?: first < index
                default: index == size || asked.contains(index)
                }
            })
        else { return }
        var standing = pieces[first]
        standing.sense = .task(.standing)
        standing.tokens = pieces[first...].filter { $0.sense.asksIfNormal || $0.sense == .mark(.or) }
            .flatMap(\.tokens).sorted()
        (standing.prep, standing.prepTokens) = (nil, [])
        let days = pieces.filter { $0.sense == .unit(.day) }
        pieces.removeAll { $0.sense.asksIfNormal || $0.sense == .mark(.or) || $0.sense == .unit(.day) }
        let end = (pieces.indices.last { !isStop($0) && self[$0] != .empty } ?? -1) + 1
        pieces.insert(contentsOf: [standing] + days.prefix(1), at: end)
        if let day = days.dropFirst().first { empty.formUnion(day.tokens) }
    }

    /// "biggest drop in 5 minutes", "самое большое падение за час": of bars that long.
    mutating func settleSwingsWithin() {
        for index in pieces.indices {
            guard case .superlative? = self[index], case .rise? = self[index + 1], !pieces[index + 1].afterStop,
                pieces.indices.contains(index + 2), !pieces[index + 2].afterStop, !pieces[index + 2].each,
                let within = length(index + 2), prep(index + 2) != nil, prep(index + 2) != .by,
                isStop(within.last + 1) || isDates(within.last + 1) || isRelative(within.last + 1)
                    || within.last + 1 == count
            else { continue }
            var bars = pieces[index + 2]
            bars.sense = .barUnit(.minutes(count: within.minutes))
            bars.tokens = pieces[(index + 2)...within.last].flatMap(\.tokens).sorted()
            empty.formUnion(bars.prepTokens)
            (bars.prep, bars.prepTokens) = (nil, [])
            pieces.removeSubrange((index + 2)...within.last)
            pieces.insert(bars, at: index + 1)
            return
        }
    }

    private func length(_ index: Int) -> (minutes: Int, last: Int)? {
        if case .slots(let minutes)? = self[index], minutes < 1440 { return (minutes, index) }
        let (count, last) = whole(index) == 1 ? (1, index + 1) : (1, index)
        switch unit(last) {
        case .hour: return (60 * count, last)
        case .minute: return (count, last)
        default: return nil
        }
    }

    /// "самая длинная серия недель в минус": of weeks that fell.
    mutating func settleRunsOfWays() {
        guard pieces.contains(where: { if case .superlative = $0.sense { true } else { false } }),
            let runs = pieces.firstIndex(where: { $0.sense == .task(.runs) }), unit(runs + 1) != nil,
            case .way(let up)? = self[runs + 2], !pieces[runs + 2].afterStop,
            isStop(runs + 3) || isDates(runs + 3) || runs + 3 == count
        else { return }
        pieces[runs + 2].sense = .rise(up: up)
        pieces.swapAt(runs + 1, runs + 2)
    }

    /// "first half of the year vs second half": of every year, where both are named.
    mutating func dropYearOfHalves() {
        let halves = pieces.indices.filter { isHalf($0) }
        guard halves.count == 2, self[halves[0]] != self[halves[1]],
            pieces[halves[0]..<halves[1]].contains(where: { $0.sense == .mark(.vs) || $0.sense == .mark(.or) })
        else { return }
        for index in halves.reversed() where unit(index + 1) == .year && !pieces[index + 1].each {
            guard prep(index + 1) != .by, !pieces[index + 1].afterStop else { continue }
            pieces[index].tokens += pieces[index + 1].tokens
            pieces.remove(at: index + 1)
        }
    }

    private func isHalf(_ index: Int) -> Bool {
        guard case .condition(let fact)? = self[index], case .calendar(.month, let months) = fact.condition else {
            return false
        }
        return months == Array(1...6) || months == Array(7...12)
    }

    /// "gold on days when NQ rose more than 2%": how it went itself.
    mutating func settleOtherOnDays() {
        guard case .symbol(let own)? = self[0], isMark(1, .given), case .symbol(let other)? = self[2], own != other,
            pieces.indices.allSatisfy({ index in
                switch self[index] {
                case .task?, .quantity?, .statistic?, .often?, .superlative?, .key?, .mark(.vs)?, .mark(.or)?,
                    .barUnit?:
                    false
                default: true
                }
            })
        else { return }
        pieces.insert(Piece(sense: .quantity(Quantity(.change)), tokens: []), at: 0)
    }

    /// "chance that yesterday's low gets taken out today": of any day, held against the one before.
    mutating func dropTodayOfLevels() {
        guard pieces.contains(where: { $0.sense == .task(.share) }),
            let today = pieces.firstIndex(where: { $0.sense == .relative(.today) }),
            pieces.indices.allSatisfy({ index in
                switch self[index] {
                case .task(.share)?, .stop?, .empty?, .symbol?, .often?: true
                case .condition(let fact)?: fact.isOutcome && fact.condition.isHeldAgainstBefore
                default: index == today
                }
            })
        else { return }
        drop(today)
    }
}

extension Fact {
    /// Days of a week that an event lies in.
    fileprivate var isOfWeek: Bool { if case .holdsEvent = condition { true } else { false } }
}

extension Sense {
    fileprivate var isWhichDays: Bool {
        switch self {
        case .condition, .event: true
        default: false
        }
    }

    fileprivate var isWayOrColour: Bool {
        switch self {
        case .way, .rise, .win, .colour: true
        default: false
        }
    }

    fileprivate var isSaidWay: Bool {
        switch self {
        case .way, .mark(.absolute): true
        default: false
        }
    }

    /// "normal", "a lot", "big".
    fileprivate var asksIfNormal: Bool {
        switch self {
        case .task(.standing), .mark(.rest), .size: true
        default: false
        }
    }
}

extension Condition {
    /// A price against one of the day before.
    fileprivate var isHeldAgainstBefore: Bool {
        switch self {
        case .compare(_, _, .shifted): true
        case .all(let parts): !parts.isEmpty && parts.allSatisfy(\.isHeldAgainstBefore)
        default: false
        }
    }
}
