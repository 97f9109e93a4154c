internal import Market
internal import Studies

/// What a period is held against, where it is named by half: "March 2024 vs April", "than usual", "vs the week before".
extension Line {
    mutating func joinSecondPeriods() {
        let compares = pieces.contains { $0.sense == .mark(.vs) || $0.sense == .task(.compare) }
        for joiner in pieces.indices.reversed() {
            guard isMark(joiner, .vs) || compares && (isMark(joiner, .and) || prep(joiner + 1) == .to),
                let left = datesBefore(joiner)
            else { continue }
            let place = isMark(joiner, .vs) || isMark(joiner, .and) ? joiner + 1 : joiner
            if let other = sibling(place, of: left) {
                pieces[place].sense = .dates(other)
            } else if let last = earlier(place, left), let before = left.period.before(left.shape) {
                join(place...last, as: .dates(Dates(period: before, shape: left.shape)))
            }
        }
    }

    private func datesBefore(_ joiner: Int) -> Dates? {
        for place in [joiner - 1, joiner - 2] {
            if case .dates(let dates)? = self[place] { return dates }
            guard isQuantity(place) else { return nil }
        }
        return nil
    }

    /// A month, quarter or half of the year that the first one is of.
    private func sibling(_ index: Int, of left: Dates) -> Dates? {
        guard left.shape == .month || left.shape == .quarter || left.shape == .half, let range = left.period.dateRange,
            let first = range.first, first.year == range.last?.year,
            let own = self[index]
        else { return nil }
        if case .ordinal(let place) = own, unit(index + 1) == nil, !isQuantity(index + 1) {
            // "the first half of 2025 against the second".
            switch left.shape {
            case .half where place < 3:
                let months = place == 1 ? 1...6 : 7...12
                return Dates(period: .monthList(Array(months), of: first.year), shape: .half)
            case .quarter where place < 5: return Dates(period: .quarter(place, of: first.year), shape: .quarter)
            default: return nil
            }
        }
        guard case .condition(let fact) = own else { return nil }
        switch fact.condition {
        case .calendar(.month, let months): return Dates(period: .monthList(months, of: first.year), shape: left.shape)
        case .calendar(.quarter, let quarters) where quarters.count == 1:
            return Dates(period: .quarter(quarters[0], of: first.year), shape: left.shape)
        default: return nil
        }
    }

    /// "the week before", "позапрошлой": the period before the first; where its words end.
    private func earlier(_ index: Int, _ left: Dates) -> Int? {
        if self[index] == .relative(.beforelast) {
            return unit(index + 1) == nil || !isUnit(index + 1, of: left.shape) ? index : index + 1
        }
        if isUnit(index, of: left.shape), isMark(index + 1, .before) || isMark(index + 1, .previous) {
            return index + 1
        }
        if isMark(index, .previous), isUnit(index + 1, of: left.shape) { return index + 1 }
        return nil
    }

    private func isUnit(_ index: Int, of shape: Dates.Shape) -> Bool {
        switch (unit(index), shape) {
        case (.week, .week), (.month, .month), (.quarter, .quarter), (.year, .year): true
        default: false
        }
    }

    /// "last week was more volatile than usual", "range in 2022 vs average": against all that is loaded. Of one day it
    /// asks how usual that is.
    mutating func settleThanUsual() {
        let dated = pieces.indices.filter { if case .dates? = self[$0] { true } else { isToday($0) } }
        guard dated.count == 1, let when = dated.first,
            pieces.count(where: { if case .quantity = $0.sense { true } else { false } }) <= 1,
            !pieces.contains(where: { if case .condition = $0.sense { true } else { false } }),
            !pieces.contains(where: {
                $0.sense == .task(.count) || $0.sense == .task(.share) || $0.sense == .task(.top)
            }),
            let usual = pieces.indices.last(where: { isUsual($0) })
        else { return }
        // "average green day vs average red day", "median vs mean": another figure, and not the usual one.
        switch self[usual + 1] {
        case .colour?, .rise?, .win?, .way?: return
        default: break
        }
        if pieces[..<usual].contains(where: { if case .statistic = $0.sense { $0.sense != self[usual] } else { false } }
        ) {
            return
        }
        let isLed = isMark(usual - 1, .vs) || self[usual - 1] == .task(.compare)
        guard isLed || prep(usual) == .than || usual > 0 && has(.comparative, in: pieces[usual - 1]) else { return }
        // "against the average of the year": of the one that the period lies in.
        let within: Dates? = if case .dates(let dates) = pieces[when].sense { around(dates, usual + 1) } else { nil }
        if let within {
            join(usual...(usual + 1), as: .dates(within))
            pieces[usual].prep = nil
            if !isLed { pieces.insert(Piece(sense: .mark(.vs), tokens: []), at: usual) }
            return
        }
        let isDay: Bool
        switch pieces[when].sense {
        case .dates(let dates): isDay = dates.shape == .day
        default: isDay = true
        }
        // "yesterday's range vs the average of the year": not that of all days.
        if isDay, [.year, .quarter, .month].contains(unit(usual + 1)) { return }
        // "this week's range against the average week": of whole weeks; elsewhere "the average day".
        if !isDay, case .dates(let dates)? = self[when], let bars = Self.bars(unit(usual + 1), dates.shape),
            pieces.contains(where: { if case .quantity(let quantity) = $0.sense { quantity.isOfBars } else { false } })
        {
            pieces[usual + 1].sense = .barUnit(bars)
        } else if unit(usual + 1) != nil {
            drop(usual + 1)
        }
        if usual + 1 < count, case .quantity? = self[usual + 1] { return }
        if isDay {
            // "yesterday's range vs average": both are told.
            if isLed, isQuantity(usual - 2) { return }
            join((isLed ? usual - 1 : usual)...usual, as: .task(.standing))
            if let how = pieces.firstIndex(where: { $0.sense == .task(.howmuch) }) { drop(how) }
        } else {
            pieces[usual].sense = .dates(Dates(period: .all, shape: .other))
            pieces[usual].prep = nil
            if !isLed { pieces.insert(Piece(sense: .mark(.vs), tokens: []), at: usual) }
        }
    }

    /// The unit whose bars are named, where the period is one of them.
    private static func bars(_ unit: UnitWord?, _ shape: Dates.Shape) -> BarUnit? {
        switch (unit, shape) {
        case (.week, .week): .week
        case (.month, .month): .month
        case (.quarter, .quarter): .quarter
        case (.year, .year): .year
        default: nil
        }
    }

    /// The year, quarter or month that a shorter period ends in.
    private func around(_ dates: Dates, _ index: Int) -> Dates? {
        guard let range = dates.period.dateRange, let first = range.first, let last = range.last else { return nil }
        switch (unit(index), dates.shape) {
        case (.year, .other) where first.year != last.year, (.month, .other) where first.month != last.month: return nil
        case (.year, .month), (.year, .quarter), (.year, .half), (.year, .week), (.year, .other):
            return Dates(period: .year(last.year), shape: .year)
        case (.quarter, .month), (.quarter, .week):
            return Dates(period: .quarter(last.quarter, of: last.year), shape: .quarter)
        case (.month, .week), (.month, .other):
            return Dates(period: .months(last.month...last.month, of: last.year), shape: .month)
        default: return nil
        }
    }

    private func isToday(_ index: Int) -> Bool {
        switch self[index] {
        case .relative(.today)?, .relative(.yesterday)?, .relative(.beforeyesterday)?: true
        default: false
        }
    }

    private func isUsual(_ index: Int) -> Bool {
        switch self[index] {
        case .statistic(.mean)?, .often?, .mark(.rest)?: true
        default: false
        }
    }

    /// "is Monday the quietest day", "правда ли что сентябрь худший месяц": which of them is it.
    mutating func settleClaims() {
        guard !has(.shown),
            !pieces.contains(where: { piece in
                switch piece.sense {
                case .task, .number, .key, .mark(.vs), .mark(.or), .mark(.after), .which: true
                default: false
                }
            })
        else { return }
        let places = pieces.indices.filter {
            switch self[$0] {
            case .superlative?, .best?: true
            default: false
            }
        }
        guard places.count == 1, let rank = places.first else { return }
        // "the most volatile", "the highest volume": of nothing else.
        let quantities = pieces.indices.filter { isQuantity($0) }
        guard
            quantities.isEmpty
                || quantities == [rank + 1] && self[rank] != .best(up: true) && self[rank] != .best(up: false)
        else { return }
        let end = quantities.last ?? rank
        // "the worst month is September"
        let unitAt = unit(end + 1) == nil ? nil : end + 1
        let behind = unitAt.map { $0 + 1 }
        let subject = claimed(rank - 1) != nil ? rank - 1 : behind.flatMap { claimed($0) == nil ? nil : $0 }
        guard let subject, let wanted = claimed(subject), !isOfList(subject),
            !isMark(subject - 1, .and)
        else { return }
        // "which Monday had the largest range": one of them, and not whether it is Monday.
        if let token = pieces[subject].tokens.first, token > 0, forms.contains(tokens[token - 1].text, .which) {
            return
        }
        let last = max(unitAt ?? end, subject)
        guard isStop(last + 1) || isDates(last + 1) || last + 1 == count else { return }
        if let unitAt {
            switch (wanted, unit(unitAt)) {
            case (.weekday, .weekday?), (.month, .month?), (.month, .monthofyear?), (.hour, .hour?),
                (.session, .session?):
                break
            case (.weekday, .day?) where !has(.plural) || has(.whether) || has(.asks): break
            default: return
            }
        }
        pieces[subject].sense = .which(wanted)
        if let unitAt { drop(unitAt) }
    }

    /// What a claim speaks of one of: weekdays, months, sessions, hours.
    private func claimed(_ index: Int) -> UnitWord? {
        guard prep(index) == nil else { return nil }
        switch self[index] {
        case .condition(let fact)?:
            switch fact.condition {
            case .calendar(.weekday, let days) where days.count == 1: return .weekday
            case .calendar(.month, let months) where months.count == 1: return .month
            default: return nil
            }
        case .span(.session(.asia))?, .span(.session(.europe))?, .span(.session(.rth))?: return .session
        case .span(.opening(60))?, .span(.closing(60))?: return .hour
        default: return nil
        }
    }

    /// "утром и днём": beside the morning the day is the afternoon.
    mutating func settleAfternoon() {
        for index in pieces.indices where unit(index) == .day && isForm(index, .daytime) {
            let near = [index - 2, index + 2].filter {
                self[$0] == .span(.session(name: .morning)) && isJoined(min($0, index) + 1)
            }
            if !near.isEmpty { pieces[index].sense = .span(.session(name: .afternoon)) }
        }
    }

    private func isJoined(_ index: Int) -> Bool {
        isMark(index, .and) || isMark(index, .or) || isMark(index, .vs) || self[index] == .stop(",")
    }
}

extension Quantity {
    /// A bar of any length has its own, which is no mean of its days.
    fileprivate var isOfBars: Bool {
        span == nil && [.metric(.range), .metric(.body), .metric(.volume)].contains(base)
    }
}
