internal import Market
internal import Studies

/// Bars longer than a day, where the words name them beside a quantity.
extension Line {
    /// "RSI on weekly": of weekly bars, and not the days' values by week.
    mutating func settleLongTimeframes() {
        for index in pieces.indices {
            guard case .quantity(let quantity)? = self[index], quantity.isOfIndicator,
                case .key(.calendar(let field))? = self[index + 1], prep(index + 1) == .in,
                has(.candlelength, in: pieces[index + 1])
            else { continue }
            switch field {
            case .weekStart: pieces[index + 1].sense = .barUnit(.week)
            case .month, .monthStart: pieces[index + 1].sense = .barUnit(.month)
            default: continue
            }
            (pieces[index + 1].prep, pieces[index + 1].prepTokens) = (nil, [])
        }
    }

    /// "average range of OPEX weeks", "средний диапазон недели экспирации": of such weeks' own bars; "in OPEX week" is of its
    /// days, and so is what is said to be daily.
    mutating func settleWeeksOfEvents() {
        guard !has(.daily), !pieces.contains(where: { $0.sense == .unit(.day) || $0.sense.isBarUnit }) else { return }
        for index in pieces.indices {
            guard case .condition(let fact)? = self[index], case .holdsEvent(_, .week) = fact.condition else {
                continue
            }
            let isOf =
                prep(index) == nil
                || pieces[index].prepTokens.contains { forms.contains(tokens[$0].text, .partitive) }
            // "thanksgiving week avg range".
            var behind = index + 1
            if case .statistic? = self[behind] { behind += 1 }
            let place = isOwn(index - 1) && isOf ? index - 1 : isOwn(behind) && prep(behind) == nil ? behind : nil
            guard let place, !pieces[max(place, index)].afterStop else { continue }
            pieces.insert(Piece(sense: .barUnit(.week), tokens: pieces[index].tokens), at: place)
            return
        }
    }

    /// A bar of any length has its own.
    private func isOwn(_ index: Int) -> Bool {
        guard case .quantity(let quantity)? = self[index], quantity.span == nil, quantity.shift == 0 else {
            return false
        }
        return [
            .metric(.range), .metric(.rangePct), .metric(.change), .metric(.changePct), .metric(.body), .move,
            .performance,
        ]
        .contains(quantity.base)
    }

    /// "average range of the last 10 weeks": weeks have one of their own; "over the last 10 weeks" is when.
    private func isOfWeeks(_ index: Int) -> Bool {
        guard case .dates(let dates)? = self[index], let range = dates.period.dateRange, let first = range.first,
            let last = range.last, let number = self.number(in: pieces[index]), number > 1,
            Self.bars(ofDays: last.dayNumber - first.dayNumber + 1, number) == .week,
            self[index - 1] == .quantity(Quantity(.range)), !has(.daily),
            self[index - 2] == .statistic(.mean), !pieces[index].afterStop
        else { return false }
        let words = pieces[index].prepTokens.isEmpty ? Array(pieces[index].tokens.prefix(1)) : pieces[index].prepTokens
        return words.contains {
            forms.contains(tokens[$0].text, .lastof)
                || !pieces[index].prepTokens.isEmpty
                    && forms.contains(tokens[$0].text, .partitive)
        }
    }

    /// "how many of the last 5 weeks were green", "сколько из последних 6 месяцев": weeks are counted, not the days in them.
    private func isTallied(_ index: Int) -> Bool {
        guard self[index - 1] == .task(.count) || self[index - 1] == .task(.share), self[index + 1] != nil,
            case .dates(let dates)? = self[index], let range = dates.period.dateRange, let first = range.first,
            let last = range.last, let number = self.number(in: pieces[index]), number > 1,
            Self.bars(ofDays: last.dayNumber - first.dayNumber + 1, number) != nil,
            !pieces.contains(where: { $0.sense == .unit(.day) })
        else { return false }
        return (pieces[index - 1].tokens + pieces[index].prepTokens).contains {
            forms.contains(tokens[$0].text, .partitive)
        }
    }

    /// "the last 8 weekly closes", "последние 5 недельных диапазонов": so many bars of that unit, and not the days of that time;
    /// "current monthly streak" is of months.
    mutating func settleLastLongBars() {
        for index in pieces.indices {
            guard case .dates(let dates)? = self[index],
                has(.candlelength, in: pieces[index]) || isOfWeeks(index) || isTallied(index)
            else { continue }
            if self[index + 1] == .task(.runs), let unit = unitOfPeriod(index) {
                pieces[index].sense = .unit(unit)
                return
            }
            guard dates.shape == .other,
                isQuantity(index + 1) || self[index + 1] == .bars || isOfWeeks(index) || isTallied(index),
                let range = dates.period.dateRange, let first = range.first, let last = range.last,
                let number = self.number(in: pieces[index]), number > 0,
                let bars = Self.bars(ofDays: last.dayNumber - first.dayNumber + 1, number)
            else { continue }
            let start =
                bars == .week
                ? last.startOfWeek.adding(days: -7 * (number - 1))
                : CivilDate(year: last.year, month: last.month, day: 1)?.adding(months: -(number - 1))
            guard let start else { continue }
            let (isBehind, isTallied) = (isOfWeeks(index), isTallied(index))
            pieces[index].sense = .dates(Dates(period: .range(start, last), shape: .other))
            if isTallied {
                let unit = Piece(sense: .unit(bars == .week ? .week : .month), tokens: pieces[index].tokens)
                (pieces[index].prep, pieces[index].prepTokens) = (.in, pieces[index].prepTokens)
                pieces.insert(unit, at: index)
                return
            }
            if isBehind {
                pieces.insert(Piece(sense: .barUnit(bars), tokens: pieces[index].tokens), at: index)
                return
            }
            let dated = pieces.remove(at: index)
            pieces.insert(dated, at: index + 1)
            pieces.insert(Piece(sense: .barUnit(bars), tokens: dated.tokens), at: index)
            (pieces[index + 1].prep, pieces[index + 1].prepTokens) = (nil, [])
            return
        }
    }

    /// "weekly change last 4 weeks", "how many green weeks in the last 8 weeks": so many whole rows, the one that lasts being
    /// the last.
    mutating func alignLastLongBars() {
        let rows: Set<BarUnit> = Set(
            pieces.compactMap { piece in
                switch piece.sense {
                case .barUnit(let unit): unit
                case .quantity(let quantity): quantity.unit
                case .condition(let fact): fact.unit
                case .unit(.week): .week
                case .unit(.month): .month
                default: nil
                }
            }
        )
        for index in pieces.indices {
            guard case .dates(let dates)? = self[index], dates.shape == .other, let range = dates.period.dateRange,
                let first = range.first, let last = range.last, let number = self.number(in: pieces[index]), number > 1,
                first != first.startOfWeek, first.day != 1,
                let bars = Self.bars(ofDays: last.dayNumber - first.dayNumber + 1, number), rows == [bars]
            else { continue }
            let start =
                bars == .week
                ? last.startOfWeek.adding(days: -7 * (number - 1))
                : CivilDate(year: last.year, month: last.month, day: 1)?.adding(months: -(number - 1))
            guard let start else { continue }
            pieces[index].sense = .dates(Dates(period: .range(start, last), shape: .other))
        }
    }

    /// "range per month" is of its days, as by month.
    private func saysPer(_ index: Int) -> Bool {
        if has(.per, in: pieces[index]) { return true }
        guard let first = pieces[index].tokens.first, first > 0 else { return false }
        return forms.contains(tokens[first - 1].text, .per)
    }

    private func number(in piece: Piece) -> Int? { piece.tokens.compactMap { Int(tokens[$0].text) }.first }

    /// What so many bars of so many days are; weeks and months.
    private static func bars(ofDays days: Int, _ number: Int) -> BarUnit? {
        switch Double(days) / Double(number) {
        case 6.5...7.5: .week
        case 27.5...31.5: .month
        default: nil
        }
    }

    /// "the range of each month of 2024", "диапазон каждой недели": each one's own, where no mean is asked for.
    mutating func settleOwnOfEach() {
        guard
            !pieces.contains(where: { piece in
                switch piece.sense {
                case .statistic, .superlative, .task, .best, .condition, .barUnit, .extremum: true
                default: false
                }
            })
        else { return }
        for index in pieces.indices.dropFirst() {
            guard pieces[index].each || pieces[index].tokens.count > 1, !saysPer(index),
                prep(index) == .in || prep(index) == nil,
                case .quantity(let quantity)? = self[index - 1],
                quantity == Quantity(.range) || quantity == Quantity(.body),
                case .key(.calendar(let field))? = self[index]
            else { continue }
            switch field {
            case .weekStart: pieces[index].sense = .barUnit(.week)
            case .month, .monthStart: pieces[index].sense = .barUnit(.month)
            case .quarter, .quarterStart: pieces[index].sense = .barUnit(.quarter)
            case .year, .yearStart: pieces[index].sense = .barUnit(.year)
            default: continue
            }
            (pieces[index].prep, pieces[index].prepTokens, pieces[index].each) = (nil, [], false)
            return
        }
    }

    /// "by week of the month", "какая неделя месяца": seven days of the month each, the last what is left.
    mutating func settleWeeksOfMonth() {
        for index in pieces.indices.dropLast() {
            guard unit(index + 1) == .month, !pieces[index + 1].afterStop, pieces[index + 1].tokens.count == 1,
                prep(index + 1) == nil || prep(index + 1) == .in
            else { continue }
            switch self[index - 1] {
            case .ordinal?, .number?, .relative?, .mark(.each)?, .mark(.next)?, .mark(.previous)?, .event?: continue
            default: break
            }
            switch self[index] {
            case .which(.week)?: join(index...(index + 1), as: .which(.weekofmonth))
            case .unit(.week)? where prep(index) == .by: join(index...(index + 1), as: .unit(.weekofmonth))
            default: continue
            }
            return
        }
    }

    /// "which weeks had days with a range over 500": how many such days each of them had.
    mutating func settleWeeksWithDays() {
        guard let asked = pieces.firstIndex(where: { if case .which = $0.sense { true } else { false } }),
            case .which(let unit)? = self[asked], let key = Self.startKey(unit),
            let days = pieces.indices.first(where: { $0 > asked && (self[$0] == .task(.days) || self.unit($0) == .day) }
            ),
            case .condition(let fact)? = self[isMark(days + 1, .given) ? days + 2 : days + 1], !fact.isCalendar,
            pieces[asked..<days].dropFirst().allSatisfy({ $0.sense == .empty || $0.sense == .verb(.form) })
        else { return }
        pieces[days].sense = .task(.count)
        if isMark(days + 1, .given) {
            pieces[days].tokens += pieces[days + 1].tokens
            pieces.remove(at: days + 1)
        }
        pieces[asked].sense = key
        pieces[asked].prep = .by
    }

    private static func startKey(_ unit: UnitWord) -> Sense? {
        switch unit {
        case .week: .key(.calendar(field: .weekStart))
        case .month: .key(.calendar(field: .monthStart))
        default: nil
        }
    }

    /// "is 2025 the best year": which of them is, so that its place among them is seen.
    mutating func settlePlaceAmongUnits() {
        guard let best = pieces.firstIndex(where: { if case .best = $0.sense { true } else { false } }),
            let word = unit(best + 1), [.week, .month, .quarter, .year].contains(word),
            let when = pieces[..<best].firstIndex(where: { if case .dates = $0.sense { true } else { false } }),
            case .dates(let dates)? = self[when], dates.shape == .year && word == .year,
            pieces.indices.allSatisfy({ index in
                switch pieces[index].sense {
                case .stop, .symbol, .empty, .mark(.it), .task(.explain): true
                default: [best, best + 1, when].contains(index)
                }
            })
        else { return }
        pieces[best].tokens = (pieces[when].tokens + pieces[best].tokens).sorted()
        pieces.remove(at: when)
    }

    /// "breaks yesterday's high and then closes below it": the close is the day's end in any case.
    mutating func settleThenCloses() {
        for index in pieces.indices.reversed() where isMark(index, .then) {
            guard case .condition(let first)? = self[index - 1], case .condition(let then)? = self[index + 1],
                case .compare(let left, _, let level) = first.condition
            else { continue }
            if case .compare(.metric(.close, _), _, let other) = then.condition, level == other {
                pieces[index].sense = .mark(.and)
            } else if case .metric(.open, _) = left, then.settled, has(.closeverb, in: pieces[index + 1]) {
                // "open below yesterday's low then closed green": the same day's close.
                pieces[index].sense = .mark(.and)
            }
        }
    }

    /// "false break of yesterday's high", "ложный пробой хая ночи": beyond a level that is named, and closed back.
    mutating func settleFalseBreaks() {
        guard let term = pieces.firstIndex(where: { $0.sense == .term("falseBreakout") }),
            !pieces.contains(where: { piece in
                [.verb(.break), .stop(":"), .mark(.after), .mark(.next), .mark(.then)].contains(piece.sense)
                    || has(.follows, in: piece) || has(.following, in: piece)
            })
        else { return }
        var last = term
        var (isEnd, isNamed) = (false, false)
        search: while last + 1 < count, !pieces[last + 1].afterStop {
            switch pieces[last + 1].sense {
            case .quantity(let end) where end.extreme != nil && !isEnd:
                isEnd = true
                if end.shift != 0 || end.span != nil { isNamed = true }
            case .mark(.previous), .relative(.yesterday), .relative(.previous), .span: isNamed = true
            case .empty, .prep: break
            case .unit(.day) where isNamed: break
            default: break search
            }
            last += 1
        }
        guard isEnd, isNamed else { return }
        while self[last] == .empty || last > term && isPrep(last) { last -= 1 }
        let tokens = pieces[term].tokens
        pieces[term].sense = .verb(.break)
        pieces.insert(
            contentsOf: [Piece(sense: .mark(.and), tokens: []), Piece(sense: .verb(.reverse), tokens: tokens)],
            at: last + 1
        )
    }

    private func isPrep(_ index: Int) -> Bool { if case .prep? = self[index] { true } else { false } }

    /// "the overnight low swept in RTH and closed above it": the session that an event of it happens in anyway, before what
    /// else is said of the day.
    mutating func dropSessionOfEvent() {
        for index in pieces.indices.dropFirst().reversed() where self[index] == .span(.session(name: .rth)) {
            guard case .condition(let event)? = self[index - 1], event.ofSession, prep(index) == .in,
                isMark(index + 1, .and), case .condition(let other)? = self[index + 2], !other.isCalendar
            else { continue }
            pieces[index - 1].tokens = (pieces[index - 1].tokens + pieces[index].tokens).sorted()
            pieces.remove(at: index)
        }
    }

    /// "swept yesterday's low and reversed", "сняли хай и развернулись": the close lies on the other side of the level again.
    mutating func settleThenReverses() {
        for index in pieces.indices where self[index] == .verb(.reverse) {
            let broken =
                isMark(index - 1, .and) || isMark(index - 1, .then) || isStop(index - 1) ? index - 2 : index - 1
            guard case .condition(let fact)? = self[broken],
                case .compare(.metric(let metric, let bar), let relation, let level) = fact.condition,
                metric == .low && relation == .less || metric == .high && relation == .greater, level.unit == .price
            else { continue }
            let back = Condition.holds(.metric(metric: .close, of: bar), relation.mirrored, level)
            let said = pieces[(index + 1)...].contains { piece in
                if case .condition(let other) = piece.sense { other.condition == back } else { false }
            }
            guard !said else {
                drop(index)
                return
            }
            pieces[index].sense = .condition(Fact(condition: back, ofSession: fact.ofSession, isOutcome: true))
            return
        }
    }
}

extension Sense {
    fileprivate var isBarUnit: Bool { if case .barUnit = self { true } else { false } }
}
