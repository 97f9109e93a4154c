internal import Market
internal import Studies

extension Line {
    /// Keys ("by weekday"), candles ("5-минутки"), parts of the session ("first 30 minutes").
    mutating func joinUnits(_ frame: Surroundings) {
        settleWeeksOfMonth()
        joinOpenings()
        settleLengths()
        joinOffsets(frame)
        joinCandleTimes()
        joinCandles()
        joinCandleApart()
        settleMinutesOfWindow()
        shareBy()
        joinKeys()
    }

    /// "by year and quarter": by both.
    private mutating func shareBy() {
        for index in pieces.indices where prep(index) == .by && unit(index) == .week && unit(index + 1) == .month {
            // "по неделям месяца": its first, second ... week, by which no study groups.
            if prep(index + 1) == nil, !pieces[index + 1].afterStop { pieces[index].sense = .unknown }
        }
        for index in pieces.indices where prep(index) == .by && isMark(index + 1, .and) && prep(index + 2) == nil {
            guard let one = unit(index), let other = unit(index + 2), one != other, one != .day, other != .day,
                Self.key(one) != nil, Self.key(other) != nil
            else { continue }
            pieces[index + 2].prep = .by
        }
    }

    private func minutes(_ index: Int) -> (count: Int, end: Int)? {
        guard let number = whole(index), number > 0, let unit = unit(index + 1) else { return nil }
        // "top 3 hourly candles": so many of them.
        if isForm(index + 1, .periodic), self[index - 1] == .task(.top) { return nil }
        switch unit {
        case .minute where number <= 720: return (number, index + 1)
        case .hour, .hourofday: return number <= 12 ? (number * 60, index + 1) : nil
        default: return nil
        }
    }

    /// "first 30 minutes", "первые 30 мин", "15 min opening range".
    private mutating func joinOpenings() {
        var index = 0
        while index < count {
            defer { index += 1 }
            if case .openingRange? = self[index] {
                if let found = minutes(index + 1) {
                    openingRange(index...found.end, found.count)
                } else if self[index + 1] == .ordinal(1), let found = minutes(index + 2) {
                    // "opening range, the first 15 min".
                    openingRange(index...found.end, found.count)
                } else if let found = minutes(index - 2) {
                    openingRange((index - 2)...index, found.count)
                    index -= 2
                } else if let open = pieces.indices.first(where: { $0 > index && self[$0] == .stop("(") }),
                    let found = minutes(open + 1), self[found.end + 1] == .stop(")")
                {
                    // "opening range high (15 min)".
                    let length = pieces[open...(found.end + 1)].flatMap(\.tokens)
                    pieces.removeSubrange(open...(found.end + 1))
                    pieces[index].tokens = (pieces[index].tokens + length).sorted()
                    openingRange(index...index, found.count)
                } else if has(.initial, in: pieces[index]) {
                    openingRange(index...index, 60)
                } else {
                    openingRange(index...index, 30)
                    pieces[index].isAssumed = true
                }
                continue
            }
            if let found = minutes(index), breaksOpening(index, found.count, behind: found.end) {
                join(index...found.end, as: .span(.opening(minutes: found.count)))
                continue
            }
            if self[index] == .ordinal(1) {
                if let found = minutes(index + 1) {
                    // "the range of the first 5 minute candle"; what "was the high" is a candle.
                    let makes = pieces.contains {
                        if case .quantity(let quantity) = $0.sense { quantity.extreme != nil } else { false }
                    }
                    let last = self[found.end + 1] == .bars && !makes ? found.end + 1 : found.end
                    join(index...last, as: .span(.opening(minutes: found.count)))
                } else if case .slot(let minutes)? = unit(index + 1) {
                    join(index...(index + 1), as: .span(.opening(minutes: minutes)))
                } else if case .barUnit(.minutes(let minutes))? = self[index + 1], self[index + 2] != .bars {
                    join(index...(index + 1), as: .span(.opening(minutes: minutes)))
                } else if unit(index + 1) == .minute {
                    join(index...(index + 1), as: .span(.opening(minutes: 1)))
                }
            } else if case .relative(let relative)? = self[index], relative == .last || relative == .past {
                if let found = minutes(index + 1) {
                    join(index...found.end, as: .span(.closing(minutes: found.count)))
                } else if case .slot(let minutes)? = unit(index + 1) {
                    join(index...(index + 1), as: .span(.closing(minutes: minutes)))
                }
            }
        }
    }

    /// "opening range, first 15 min": its length stands beside it.
    private mutating func settleLengths() {
        guard
            let assumed = pieces.firstIndex(where: {
                if case .quantity(let quantity) = $0.sense {
                    quantity.span != nil && $0.isAssumed
                } else {
                    false
                }
            }), case .quantity(var range)? = self[assumed],
            let length = pieces.firstIndex(where: { if case .span(.opening) = $0.sense { true } else { false } }),
            case .span(let span)? = self[length]
        else { return }
        range.span = span
        pieces[assumed].sense = .quantity(range)
        pieces[assumed].text = ""
        pieces[assumed].tokens = (pieces[assumed].tokens + pieces[length].tokens).sorted()
        pieces.remove(at: length)
    }

    private mutating func openingRange(_ range: ClosedRange<Int>, _ minutes: Int) {
        var quantity = Quantity(.range)
        quantity.span = .opening(minutes: minutes)
        join(range, as: .quantity(quantity))
    }

    /// "5-минутки", "15 min candles", "hourly bars", "минутки".
    private mutating func joinCandles() {
        var index = 0
        while index < count {
            defer { index += 1 }
            if case .barUnit(.minutes(let count))? = self[index], prep(index) == .by {
                pieces[index].sense = .slots(count)
                continue
            }
            guard let found = minutes(index), 1440 % found.count == 0 else {
                if let unit = barUnit(index), case .bars? = self[index + 1] {
                    // "how many weekly candles closed red": of weeks.
                    let word: Sense = isCounted(unit) ? pieces[index].sense : .barUnit(unit)
                    join(index...(index + 1), as: word)
                } else if let unit = barUnit(index), case .minutes = unit, isForm(index, .periodic), isOfData(index) {
                    pieces[index].sense = .barUnit(unit)
                } else if unit(index) == .minute,
                    forms.contains(pieces[index].text, .minutes),
                    plainNumber(index - 1) == nil
                {
                    pieces[index].sense = prep(index) == .by ? .slots(1) : .barUnit(.minutes(count: 1))
                }
                continue
            }
            let text = pieces[found.end].text
            var end = found.end
            let candles: Bool
            if case .bars? = self[end + 1] {
                end += 1
                candles = true
            } else {
                // "15-минутной свечи": one word with what it is of.
                candles =
                    forms.contains(text, .minutes) || isRankedCandle(index, found.end)
                    || unit(found.end) == .minute && pieces[found.end].tokens.count > 1
            }
            let isEach = isMark(index - 1, .each)
            let bucket = prep(index) == .by || isEach || prep(index) == .in && unit(found.end) == .minute && !candles
            if bucket {
                join((isEach ? index - 1 : index)...end, as: .slots(found.count))
                // "per 15 min".
                if isEach { index -= 1 }
            } else if candles {
                join(index...end, as: .barUnit(.minutes(count: found.count)))
            }
        }
    }

    /// Candles of a day and longer are counted as the days, weeks and months that they are.
    private func isCounted(_ unit: BarUnit) -> Bool {
        if case .minutes = unit { return false }
        return pieces.contains { $0.sense == .task(.count) || $0.sense == .task(.share) || $0.sense == .often }
    }

    /// "hourly data": the word right behind stands for the bars.
    private func isOfData(_ index: Int) -> Bool {
        guard let last = pieces[index].tokens.last, tokens.indices.contains(last + 1), empty.contains(last + 1) else {
            return false
        }
        return forms.contains(tokens[last + 1].text, .data) && !pieces.indices.contains(where: isQuantity)
    }

    /// "Biggest 15 min drop", "largest 30 minute range", "худшие 15 минут": such a candle, and no number of minutes.
    private func isRankedCandle(_ first: Int, _ last: Int) -> Bool {
        guard prep(first) == nil, prep(last) == nil, !pieces[first].afterStop else { return false }
        switch self[first - 1] {
        // "average 5 minute range between 9:30 and 10:30".
        case .statistic?:
            guard case .quantity(let quantity)? = self[last + 1], prep(last + 1) == nil, quantity.span == nil,
                // "average 30 minute range": without hours, perhaps of the first 30 minutes.
                (whole(first) ?? 1) < 15 || pieces.contains(where: \.sense.isOfHours)
            else { return false }
            switch quantity.base {
            case .metric(.range), .metric(.rangePct), .metric(.volume), .metric(.body), .move: return true
            default: return false
            }
        case .superlative?, .best?, .extremum?:
            switch self[last + 1] {
            case .quantity(let quantity)?: return prep(last + 1) == nil && quantity.span == nil
            case .rise?, .way?, .colour?, .none, .stop?, .dates?: return true
            case .number(let year, nil)?: return year >= 1900
            default: return false
            }
        default: return false
        }
    }

    private func barUnit(_ index: Int) -> BarUnit? {
        switch unit(index) {
        case .minute: .minutes(count: 1)
        case .hour: .minutes(count: 60)
        case .slot(let minutes): .minutes(count: minutes)
        case .day: .day
        case .week: .week
        case .month: .month
        case .quarter: .quarter
        case .year: .year
        default: nil
        }
    }

    /// "какой месяц года", "month of the year": the unit in its year.
    private mutating func joinOfYear() {
        var index = 0
        while index < count {
            defer { index += 1 }
            guard case .which(let unit)? = self[index], self.unit(index + 1) == .year, prep(index + 1) != .by else {
                continue
            }
            switch unit {
            case .week: join(index...(index + 1), as: .which(.isoweek))
            case .month, .quarter: join(index...(index + 1), as: .which(unit))
            default: continue
            }
        }
    }

    /// "by weekday", "по часам", "each year", "hourly".
    private mutating func joinKeys() {
        joinOfYear()
        for index in pieces.indices where self[index] == .often && prep(index + 1) == nil {
            // "the most common hour for the high": the hour that is asked for.
            switch unit(index + 1) {
            case .hour?: join(index...(index + 1), as: .task(.timehour))
            case .slot(let minutes)?: join(index...(index + 1), as: .which(.slot(minutes: minutes)))
            default: continue
            }
            pieces.insert(Piece(sense: .often, tokens: pieces[index].tokens, text: pieces[index].text), at: index + 1)
        }
        // "hour with the lowest volume": which hour it is.
        for index in pieces.indices where unit(index) == .hour && (index == 0 || isStop(index - 1)) {
            let having = isMark(index + 1, .given)
            let place = having ? index + 2 : index + 1
            guard case .superlative? = self[place], having || prep(place) == .from, isQuantity(place + 1) else {
                continue
            }
            join(index...(having ? index + 1 : index), as: .task(.timehour))
            break
        }
        // "hourly: which hour": said twice.
        let asksHour = pieces.contains { $0.sense == .task(.timehour) || $0.sense == .which(.hour) }
        if asksHour, let place = pieces.indices.first(where: { unit($0) == .hour && isForm($0, .periodic) }) {
            drop(place)
            if isStop(place) { drop(place) }
        }
        var index = 0
        while index < count {
            defer { index += 1 }
            guard let unit = unit(index) else { continue }
            let each = isMark(index - 1, .each)
            if each, unit == .day, isForm(index - 1, .per) || isOfMeans(index) {
                join((index - 1)...index, as: .unit(.day))
                index -= 1
                continue
            }
            // "last 6 months, weekdays, average change".
            let listed = unit == .weekday && isStop(index - 1) && (index + 1 == count || isStop(index + 1))
            let words = pieces[index].tokens.map { tokens[$0].text }.joined(separator: " ")
            let adverb = forms.contains(words, .periodic) && !isOfChart(index) && !isOfPattern(index) || listed
            if isRanked(index), let bar = barUnit(index), bar != .day {
                pieces[index].sense = .barUnit(bar)
                continue
            }
            if prep(index) != .by, !each, isBreakdown(index + 1), prep(index + 1) == nil,
                plainNumber(index - 1) == nil, let key = Self.key(unit)
            {
                // "with a weekday breakdown".
                join(index...(index + 1), as: key)
                continue
            }
            // "is there a difference between weekdays".
            let isCompared =
                (has(.contrast) && (self[index - 1] == .task(.compare) || isMark(index - 1, .between))
                    || isComparedAlone(index))
                && (unit == .weekday || unit == .month || unit == .quarter || unit == .year || unit == .hour)
            guard
                prep(index) == .by || each || adverb || isCompared || unit == .slot(minutes: 30) && prep(index) == .in,
                let key = Self.key(unit)
            else { continue }
            // "day of the week" after "by" is one unit; "by day" a list of days.
            join((each ? index - 1 : index)...index, as: key)
            if each {
                index -= 1
                pieces[index].each = true
            }
            // "by year, 2020-2024" keeps its dates; "by month of 2024" too.
        }
    }

    /// "Compare weekdays by volume", "сравни все кварталы 2024": the groups are named without "by".
    private func isComparedAlone(_ index: Int) -> Bool {
        let before = self[index - 1] == .relative(.all) ? index - 2 : index - 1
        return self[before] == .task(.compare) && isGroupedAlone(index)
    }

    /// "Breakdown" behind a unit is no break of a level.
    private func isBreakdown(_ index: Int) -> Bool {
        if self[index] == .task(.distribution) { return true }
        return self[index] == .pattern(["breakoutDown"])
            && pieces.contains {
                if case .statistic = $0.sense { true } else { false }
            }
    }

    /// "average volume each day": a mean over days, not one of each of them.
    private func isOfMeans(_ index: Int) -> Bool {
        let isMean = pieces.contains { $0.sense == .statistic(.mean) || $0.sense == .statistic(.median) }
        let isOfDays = pieces.allSatisfy {
            switch $0.sense {
            case .bars, .barUnit, .slots, .unit(.minute), .unit(.hour): false
            default: true
            }
        }
        return isMean && isOfDays && !has(.shown)
    }

    /// "biggest weekly gain", "топ 5 недельных падений": the move of such a bar is ranked.
    private func isRanked(_ index: Int) -> Bool {
        guard prep(index) == nil, prep(index + 1) == nil, pieces[index].tokens.count == 1 else { return false }
        switch self[index + 1] {
        case .quantity(let quantity)? where quantity.base != .volatility && !quantity.isGap: break
        case .rise?: break
        default: return false
        }
        switch self[index - 1] {
        case .superlative?, .best?, .extremum?, .task(.top)?: return true
        case .number(_, nil)?: return self[index - 2] == .task(.top)
        default: return false
        }
    }

    static func key(_ unit: UnitWord) -> Sense? {
        switch unit {
        case .weekday: .key(.calendar(field: .weekday))
        case .month, .monthofyear: .key(.calendar(field: .month))
        case .quarter: .key(.calendar(field: .quarter))
        case .year: .key(.calendar(field: .year))
        case .week: .key(.calendar(field: .weekStart))
        case .isoweek: .key(.calendar(field: .isoWeek))
        case .weekofmonth: .key(.calendar(field: .weekOfMonth))
        case .dayofmonth: .key(.calendar(field: .dayOfMonth))
        case .day: .key(.calendar(field: .date))
        case .hour, .hourofday: .slots(60)
        case .slot(let minutes): .slots(minutes)
        case .minute, .minuteofday: .slots(1)
        default: nil
        }
    }
}
