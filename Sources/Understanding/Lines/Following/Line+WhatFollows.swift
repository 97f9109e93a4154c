internal import Market
internal import Studies

extension Line {
    /// "недели после недели с падением больше 3%": the fall of a week, which no day's fall is.
    mutating func doubtWeeksAfterWeeks() {
        for index in pieces.indices where unit(index) == .week && isMark(index + 1, .after) && unit(index + 2) == .week
        {
            guard case .condition(let fact)? = self[index + 3], fact.unit == nil, !fact.isCalendar,
                fact.rank?.base == .metric(.change) || fact.rank?.base == .metric(.changePct)
            else { continue }
            pieces[index + 2].sense = .unknown
        }
    }

    /// "Что будет после FOMC", "what to expect after a 3% drop", "что было после NFP": asked of days of a kind, it is what
    /// has followed them.
    mutating func settleWhatFollowed() {
        guard let marker = pieces.firstIndex(where: { $0.sense == .mark(.after) }),
            pieces[marker...].contains(where: \.sense.isKindOfDay)
        else { return }
        let asked = pieces.indices.filter { index in
            switch pieces[index].sense {
            case .task(.forecast): pieces[index].tokens.allSatisfy { forms.contains(tokens[$0].text, .supposes) }
            case .empty: index < marker && asksWhatWas(index)
            default: false
            }
        }
        guard let place = asked.first, saysNothingElse(besides: asked, marker) else { return }
        pieces[place].sense = .task(.performance)
        empty.subtract(pieces[place].tokens)
        for index in asked.dropFirst() {
            pieces[index].sense = .empty
            empty.formUnion(pieces[index].tokens)
        }
    }

    /// "how often does a 1% drop come right after another one", "сразу после другого": after one more of its kind.
    mutating func settleAfterAnother() {
        guard let mark = pieces.lastIndex(where: { $0.sense == .mark(.after) }),
            pieces.contains(where: { [.task(.share), .task(.count), .often].contains($0.sense) }),
            let word = pieces[mark].tokens.last.map({ $0 + 1 }), word < tokens.count,
            forms.contains(tokens[word].text, .another)
        else { return }
        let isNamed =
            (isMark(mark + 1, .rest) || self[mark + 1] == .unknown) && pieces[mark + 1].tokens.contains(word)
        let next = isNamed ? mark + 2 : mark + 1
        let facts = pieces[..<mark].indices.filter { isFact($0) }
        guard facts.count == 1, next == count || isStop(next) else { return }
        let again = Piece(sense: pieces[facts[0]].sense, tokens: [word], text: tokens[word].text)
        pieces.replaceSubrange((mark + 1)..<next, with: [again])
        empty.remove(word)
    }

    /// "вчера и позавчера красные", "yesterday and the day before yesterday red": so on each of the two days before the one that
    /// is asked about.
    mutating func joinTwoDaysBefore() {
        guard pieces.contains(where: { $0.sense == .task(.share) || $0.sense == .task(.count) || $0.sense == .often }),
            let earlier = pieces.indices.first(where: { self[$0] == .relative(.beforeyesterday) }),
            case .condition(let fact)? = self[earlier + 1], !fact.isCalendar, fact.run == nil,
            pieces[(earlier + 2)...].contains(where: { if case .condition = $0.sense { true } else { false } })
        else { return }
        if isMark(earlier - 1, .and), self[earlier - 2] == .relative(.yesterday) {
            var both = fact
            both.condition = .all(of: [-1, -2].map { .shifted(of: fact.condition, by: $0) })
            (both.rank, both.plain) = (nil, nil)
            join((earlier - 2)...(earlier + 1), as: .condition(both))
        } else {
            join(earlier...(earlier + 1), as: .condition(fact.shifted(-2)))
        }
    }

    /// "Что было", "what was": the verb, straight behind the word that asks.
    private func asksWhatWas(_ index: Int) -> Bool {
        pieces[index].tokens.contains { token in
            forms.contains(tokens[token].text, .past) && token > 0 && forms.contains(tokens[token - 1].text, .what)
        }
    }

    /// Nothing but the event, its day and its period stands beside what is asked.
    private func saysNothingElse(besides asked: [Int], _ marker: Int) -> Bool {
        pieces.indices.filter { !asked.contains($0) }.allSatisfy { index in
            switch pieces[index].sense {
            case .empty, .prep, .stop, .symbol, .mark(.next), .unit(.day), .verb(.form), .task(.statistics): true
            case .relative(.tomorrow), .relative(.today), .task, .statistic, .superlative, .often: false
            default: index >= marker
            }
        }
    }

    /// "Сегодня NFP, что обычно бывает": of such days, whichever day it is.
    mutating func dropTodayOfEvent() {
        guard has(.usual), let today = pieces.firstIndex(where: { $0.sense == .relative(.today) }),
            let next = pieces[(today + 1)...].first(where: { $0.sense != .empty }), case .event = next.sense
        else { return }
        pieces[today].sense = .empty
        empty.formUnion(pieces[today].tokens)
    }

    /// "... за сколько закрывается гэп, если закрывается", "how long does it take to fill if it fills": said once more.
    mutating func dropIfAtAll() {
        let said = pieces.indices.filter { index in
            switch pieces[index].sense {
            case .empty, .stop, .mark(.it): false
            default: true
            }
        }
        guard let last = said.last, let mark = said.dropLast().last, pieces[mark].sense == .mark(.given),
            case .verb = pieces[last].sense,
            pieces[..<mark].contains(where: { $0.sense == pieces[last].sense })
        else { return }
        for index in mark..<pieces.count where pieces[index].sense != .stop("?") {
            pieces[index].sense = .empty
            empty.formUnion(pieces[index].tokens)
        }
    }

    /// "объём выше 1 млн контрактов": what volume is counted in.
    mutating func dropContracts() {
        for index in pieces.indices {
            guard case .quantity(let volume) = pieces[index].sense, volume.isVolume,
                pieces[..<index].contains(where: { $0.sense == pieces[index].sense })
            else { continue }
            switch self[index - 1] {
            case .number?, .measure(.million)?, .measure(.thousand)?:
                pieces[index].sense = .empty
                empty.formUnion(pieces[index].tokens)
            default: continue
            }
        }
    }

    /// "Doji with a gap", "доджи с гэпом": days that had both.
    mutating func joinGapsOfPatterns() {
        let isAsked = pieces.contains {
            switch $0.sense {
            case .statistic, .superlative, .task(.correlation), .task(.compare), .task(.howmuch): true
            default: false
            }
        }
        guard !isAsked else { return }
        for index in pieces.indices where isPattern(index) {
            let isJoined = isMark(index + 1, .given) || isMark(index + 1, .and)
            let place = isJoined && pieces[index + 1].tokens.count == 1 ? index + 2 : index + 1
            guard place > index + 1 || prep(place) == .from, case .quantity(let gap)? = self[place], gap.isGap,
                gap.shift == 0, pieces[(place + 1)...].allSatisfy(\.sense.endsQuestion)
            else { continue }
            let none = Condition.holds(.metric(metric: .gap, of: .own), .notEqual, .number(value: 0))
            join((index + 1)...place, as: .condition(Fact(condition: none, ofSession: true, rank: Quantity(.gap))))
            return
        }
    }

    /// "Outside day up", "inside day down (closed red)": it closed that way.
    mutating func joinWaysOfBars() {
        for index in pieces.indices.reversed() where isPattern(index) {
            guard case .way(let up)? = self[index + 1], prep(index + 1) == nil, !pieces[index + 1].afterStop,
                case .condition(let fact)? = self[index], case .pattern(let name, _) = fact.condition,
                name == "insideBar" || name == "outsideBar"
            else { continue }
            let isSaid =
                self[index + 2] == .stop("(")
                && pieces[(index + 2)...].contains {
                    if case .condition(let said) = $0.sense { said.up == up } else { false }
                }
            if isSaid { drop(index + 1) } else { pieces[index + 1].sense = .condition(Self.state(.change, up)) }
        }
    }

    /// "A 100 point day", "2% days": of at least that range, or that move.
    mutating func joinSizedDays() {
        for index in pieces.indices.reversed() {
            guard case .number(let value, let measure?)? = self[index], value > 0,
                measure == .percent || measure == .points,
                unit(index + 1) == .day, prep(index + 1) == nil, !pieces[index + 1].afterStop,
                !pieces[index + 1].each, pieces[index].tokens.count <= 2
            else { continue }
            switch self[index - 1] {
            case .quantity? where pieces[index - 1].tokens.last.map { $0 + 1 } != pieces[index].tokens.first:
                // "average range on 2% days": of such days, and no size of the range.
                break
            case .relation?, .top?, .task(.top)?, .superlative?, .number?, .stop("-")?, .edge?, .quantity?, .rise?:
                continue
            default: break
            }
            switch self[index + 2] {
            case .mark(.after)?, .mark(.before)?, .mark(.next)?, .quantity?, .highLow?: continue
            default: break
            }
            let tokens = pieces[index].tokens
            let size = Piece(
                sense: .quantity(Quantity(measure == .percent ? .move : .metric(.range))),
                tokens: tokens,
                prep: pieces[index].prep,
                prepTokens: pieces[index].prepTokens
            )
            (pieces[index].prep, pieces[index].prepTokens) = (nil, [])
            pieces.insert(contentsOf: [size, Piece(sense: .relation(.greaterOrEqual), tokens: tokens)], at: index)
        }
    }

    /// "A red day followed by a second red day", "после зелёного дня ещё зелёный": that it comes again is said by the two
    /// days.
    mutating func dropAgain() {
        guard
            pieces.contains(where: { $0.sense == .mark(.after) || $0.sense == .mark(.then) || $0.sense == .mark(.next) }
            )
        else { return }
        for index in pieces.indices.reversed() where self[index] == .mark(.more) || self[index] == .ordinal(2) {
            guard case .condition(let fact)? = self[index + 1],
                pieces.indices.contains(where: { place in
                    if place != index + 1, case .condition(let other)? = self[place] {
                        other.condition == fact.condition
                    } else {
                        false
                    }
                })
            else { continue }
            drop(index)
        }
    }

    /// "Inside day breakout up", "пробой внутреннего дня": a bar inside the one before does not leave it, so the day after
    /// leaves the inside bar.
    mutating func joinBreaksOfInside() {
        for index in pieces.indices {
            let places = [index + 1, index - 1]
            guard case .condition(let inside)? = self[index], inside.condition == .pattern(name: "insideBar", of: .own),
                let place = places.first(where: { breakout($0) != nil }), let up = breakout(place)
            else { continue }
            let beyond = Condition.holds(
                .metric(metric: up ? .high : .low, of: .own),
                up ? .greater : .less,
                .shifted(of: .metric(metric: up ? .high : .low, of: .own), by: -1)
            )
            let after = Condition.shifted(of: inside.condition, by: -1)
            join(
                min(index, place)...max(index, place),
                as: .condition(Fact(condition: .all(of: [after, beyond]), isOutcome: true, up: up))
            )
            return
        }
    }

    /// "red day with range over 2%, is the next day green", "после незакрытого гэпа вверх следующий день зелёный?": how often it
    /// is; all that is said before it is of the day before.
    private mutating func askOfNextDay() {
        guard let place = pieces.firstIndex(where: { $0.sense == .mark(.next) }) else { return }
        let day = unit(place + 1) == .day ? place + 1 : place
        guard case .condition(let told)? = self[day + 1], told.settled, !told.isCalendar, !pieces[day + 1].afterStop,
            pieces[(day + 2)...].allSatisfy({ piece in
                switch piece.sense {
                case .stop, .dates, .symbol, .empty: true
                default: false
                }
            }),
            pieces[..<place].allSatisfy({ piece in
                switch piece.sense {
                case .mark(.after), .mark(.given), .mark(.and), .mark(.but), .mark(.those), .condition, .stop, .dates,
                    .symbol, .unit(.day), .empty:
                    true
                default: false
                }
            }),
            let first = pieces[..<place].firstIndex(where: { if case .condition = $0.sense { true } else { false } })
        else { return }
        let leads = pieces[..<place].indices.filter { isMark($0, .after) || isMark($0, .given) && $0 < first }
        let facts = pieces[..<place].filter { piece in
            if case .condition(let fact) = piece.sense { !fact.isCalendar } else { false }
        }
        guard facts.count > 1, leads.allSatisfy({ $0 < first }), leads.count < 2,
            !leads.isEmpty || has(.asks) || pieces.last?.sense == .stop("?")
        else { return }
        pieces.insert(Piece(sense: .task(.share), tokens: pieces[day + 1].tokens), at: place)
        if leads.isEmpty { pieces.insert(Piece(sense: .mark(.after), tokens: []), at: first) }
    }

    /// "After an evening star does the price fall": how often it did.
    mutating func askOfWhatFollows() {
        askOfNextDay()
        let isAsked = pieces.contains {
            switch $0.sense {
            case .task, .often: true
            default: false
            }
        }
        guard !isAsked, let marker = pieces.firstIndex(where: { $0.sense == .mark(.after) }),
            case .condition(let event)? = self[marker + 1], !event.isCalendar,
            let place = pieces.indices.first(where: { index in
                guard index > marker + 1, case .condition(let fact)? = self[index] else { return false }
                return fact.settled && !fact.isCalendar
            }),
            let last = pieces[marker + 1].tokens.last, let first = pieces[place].tokens.first, last < first,
            (last + 1..<first).contains(where: { forms.contains(tokens[$0].text, .auxiliary) })
        else { return }
        pieces.insert(Piece(sense: .task(.share), tokens: pieces[place].tokens), at: place)
    }

    /// "An inside day is followed by a breakout": of the inside day's own range.
    mutating func settleBreaksAfterInside() {
        let isInside = pieces.contains {
            if case .condition(let fact) = $0.sense {
                fact.condition == .pattern(name: "insideBar", of: .own)
            } else {
                false
            }
        }
        guard isInside,
            pieces.contains(where: { $0.sense == .mark(.after) || $0.sense == .mark(.then) || $0.sense == .mark(.next) }
            )
        else { return }
        for index in pieces.indices.reversed() where self[index] == .verb(.break) {
            // "breaking the high after an inside day".
            guard case .quantity(let end)? = self[index + 1], let extreme = end.extreme, end.shift == 0, end.span == nil
            else { continue }
            join(
                index...(index + 1),
                as: .condition(
                    Fact(
                        condition: .pattern(
                            name: extreme == .high ? "breakoutUp" : "breakoutDown",
                            of: .own
                        )
                    )
                )
            )
        }
        for index in pieces.indices {
            guard let up = breakout(index) else { continue }
            let metric: Metric = up ? .high : .low
            let beyond = Condition.holds(
                .metric(metric: metric, of: .own),
                up ? .greater : .less,
                .shifted(of: .metric(metric: metric, of: .own), by: -1)
            )
            pieces[index].sense = .condition(Fact(condition: beyond, isOutcome: true, settled: true, up: up))
        }
    }

    private func breakout(_ index: Int) -> Bool? {
        guard case .condition(let fact)? = self[index], !pieces[index].afterStop else { return nil }
        switch fact.condition {
        case .pattern("breakoutUp", .own): return true
        case .pattern("breakoutDown", .own): return false
        default: return nil
        }
    }
}

extension Sense {
    /// Nothing that is asked stands here.
    fileprivate var endsQuestion: Bool {
        switch self {
        case .stop, .dates, .symbol, .empty: true
        default: false
        }
    }

    /// Days of a kind, by what happened on them.
    fileprivate var isKindOfDay: Bool {
        switch self {
        case .colour, .way, .rise, .win, .pattern, .quantity, .event, .condition: true
        default: false
        }
    }
}
