internal import Market
internal import Studies

extension Line {
    /// A record: a high above (a low below) every earlier one of the loaded data, the first loaded day being none; "on
    /// close", a close above every earlier close.
    static func record(up: Bool, byClose: Bool = false) -> Fact {
        let price = Series.metric(metric: byClose ? .close : up ? .high : .low, of: .own)
        return Fact(
            condition: .holds(price, up ? .greater : .less, .soFar(statistic: up ? .max : .min, of: price)),
            isOutcome: true
        )
    }

    /// "после исторического максимума", "how many all time highs": something that happens to a day. Where nothing is
    /// counted and nothing follows it, "the all time high" is a price.
    mutating func settleRecords() {
        var index = 0
        while index < count {
            defer { index += 1 }
            guard let found = record(at: index) else { continue }
            if happens(found.range, plural: found.isMany) {
                let first = found.isBroken ? opening(of: found.range.lowerBound) : found.range.lowerBound
                let last = closing(behind: found.range.upperBound)
                let byClose =
                    found.byClose || last > found.range.upperBound
                    || (first..<found.range.lowerBound).contains { closes($0) }
                join(first...last, as: .condition(Self.record(up: found.up, byClose: byClose)))
                index = first
                if let said = closeSaid(behind: index) {
                    pieces[index].sense = .condition(Self.record(up: found.up, byClose: true))
                    pieces[index].tokens = (pieces[index].tokens + pieces[said].tokens).sorted()
                    pieces.remove(at: said)
                }
            } else if isOneDay(before(found.range.lowerBound)), !found.isNamed,
                pieces.indices.allSatisfy({ found.range.contains($0) || !isQuantity($0) })
            {
                // "дата исторического максимума": of the highest price.
                pieces[before(found.range.lowerBound)].sense = .task(.days)
                if let end = found.range.first(where: { isExtremum($0) }) {
                    pieces[end].sense = .quantity(Quantity(found.up ? .high : .low))
                }
            } else if found.isNamed {
                // "what is the ATH", "date of the ATH": the highest there was.
                if isOneDay(before(index)) { pieces[before(index)].sense = .task(.days) }
                var price = pieces[index]
                price.sense = .quantity(Quantity(found.up ? .high : .low))
                pieces[index].sense = .relative(.all)
                pieces.insert(price, at: index + 1)
                index += 1
            }
        }
    }

    /// "max drawdown on a closing basis", "просадка по ценам закрытия": it is told by closes anyway.
    private mutating func dropClosesOfDrawdown() {
        guard pieces.contains(where: { $0.sense == .quantity(Quantity(.series(.drawdown(from: .period)))) }) else {
            return
        }
        for index in pieces.indices.reversed() where self[index] == .quantity(Quantity(.close)) {
            if prep(index) == .by || prep(index) == .in, !isStatistic(index - 1) { drop(index) }
        }
    }

    /// "макс просадка за 2022 от пика": it is from the peak anyway; "how far below the ATH did it end 2022": on its last day.
    private mutating func settleDrawdownsNamed() {
        let drawdown = Sense.quantity(Quantity(.series(.drawdown(from: .period))))
        guard let place = pieces.firstIndex(where: { $0.sense == drawdown }) else { return }
        for index in pieces.indices.reversed() where self[index] == .quantity(Quantity(.high)) && index > place {
            let isLinked = isRelation(index - 1) && isForm(index - 1, .from)
            guard isLinked || prep(index) == .from, index + 1 == count || isStop(index + 1) else { continue }
            let said = pieces[(isLinked ? index - 1 : index)...index].flatMap(\.tokens)
            pieces[place].tokens = (pieces[place].tokens + said).sorted()
            pieces.removeSubrange((isLinked ? index - 1 : index)...index)
        }
        for index in pieces.indices.reversed() where self[index] == .verb(.close) {
            guard case .dates(var dates)? = self[index + 1], dates.shape == .year || dates.shape == .month,
                let last = dates.period.dateRange?.last, has(.alltime, in: pieces[place])
            else { continue }
            dates.period = .lastDays(count: 1, upTo: last)
            dates.shape = .day
            pieces[index].sense = .dates(dates)
            pieces[index].tokens = (pieces[index].tokens + pieces[index + 1].tokens).sorted()
            pieces.remove(at: index + 1)
        }
    }

    /// A drawdown by year is each year's own; that of one day, or of now, is from the highest close of the loaded data.
    mutating func settleDrawdowns(today: CivilDate) {
        for index in pieces.indices {
            // "на сколько %": it is one in percent anyway.
            guard case .quantity(var quantity)? = self[index], quantity.base == .series(.drawdown(from: .period)) else {
                continue
            }
            quantity.percent = nil
            pieces[index].sense = .quantity(quantity)
        }
        dropClosesOfDrawdown()
        settleDrawdownsNamed()
        let found = pieces.indices.filter { self[$0] == .quantity(Quantity(.series(.drawdown(from: .period)))) }
        guard !found.isEmpty else { return }
        // "below the ATH in 2022": of all highs until then, and not only of that year's.
        let isFromRecord = found.contains { has(.alltime, in: pieces[$0]) }
        var peak = isFromRecord ? Peak.data : Peak.period
        for piece in pieces where !isFromRecord {
            switch piece.sense {
            case .key(.calendar(.year)), .key(.calendar(.yearStart)): peak = .each(unit: .year)
            case .key(.calendar(.quarter)), .key(.calendar(.quarterStart)): peak = .each(unit: .quarter)
            case .key(.calendar(.month)), .key(.calendar(.monthStart)): peak = .each(unit: .month)
            case .key(.calendar(.weekStart)), .key(.calendar(.isoWeek)): peak = .each(unit: .week)
            case .dates(let dates) where dates.shape == .day: peak = .data
            case .relative(.yesterday), .relative(.today), .relative(.beforeyesterday): peak = .data
            default: continue
            }
        }
        let isBare = pieces.indices.allSatisfy { index in
            switch self[index] {
            case .stop?, .symbol?, .mark(.it)?, .empty?, .task(.howmuch)?, .task(.explain)?, .relative(.this)?,
                .task(.length)?, .task(.count)?, .measure?:
                true
            default: found.contains(index)
            }
        }
        if isBare {
            peak = .data
            pieces.removeAll { $0.sense == .relative(.this) || $0.sense == .task(.count) || $0.sense == .task(.length) }
            let day = Dates(period: .lastDays(count: 1, upTo: today), shape: .day, assumed: true)
            pieces.append(Piece(sense: .dates(day), tokens: [], text: ""))
        }
        if case .each = peak,
            !pieces.contains(where: { piece in
                switch piece.sense {
                case .statistic, .superlative, .extremum, .best: true
                default: false
                }
            }), let place = found.first
        {
            // "drawdown by year": the deepest of each.
            pieces.insert(Piece(sense: .statistic(.max), tokens: pieces[place].tokens), at: place)
        }
        for index in pieces.indices {
            switch self[index] {
            case .quantity(Quantity(.series(.drawdown(from: .period))))?:
                pieces[index].sense = .quantity(Quantity(.series(.drawdown(from: peak))))
            // The deepest is the least number.
            case .statistic(.max)?: pieces[index].sense = .statistic(.min)
            case .statistic(.min)?: pieces[index].sense = .statistic(.max)
            case .superlative(.max)?: pieces[index].sense = .superlative(.min)
            case .superlative(.min)?: pieces[index].sense = .superlative(.max)
            default: continue
            }
        }
    }

    private struct FoundRecord {
        var range: ClosedRange<Int>
        var up: Bool
        var isMany = false
        /// By a name of its own ("ATH"), and not put together of two words.
        var isNamed = false
        /// A verb before it is part of it.
        var isBroken = true
        /// It is told by the close.
        var byClose = false
    }

    /// "how many ATHs in 2024 on close": behind when it was.
    private func closeSaid(behind last: Int) -> Int? {
        guard let close = pieces[(last + 1)...].firstIndex(where: { $0.sense == .quantity(Quantity(.close)) }),
            case .prep? = self[close - 1],
            pieces[(last + 1)..<close].allSatisfy({ piece in
                switch piece.sense {
                case .number, .prep, .months, .relative, .empty, .unit(.year), .quarter, .half: true
                default: false
                }
            }), self[after(close)] == nil || isStop(after(close))
        else { return nil }
        return close
    }

    /// "(on close)", "по закрытию", "on a closing basis", where a record is named before it.
    private func closing(behind last: Int) -> Int {
        let next = after(last)
        let isHeld = self[next] == .stop("(")
        let place = isHeld ? after(next) : next
        guard self[place] == .quantity(Quantity(.close)) || closes(place) && place > next + (isHeld ? 1 : 0) else {
            return last
        }
        return isHeld ? self[after(place)] == .stop(")") ? after(place) : last : place
    }

    /// "all-time high (close)", "максимум за всю историю", "ATH".
    private func record(at index: Int) -> FoundRecord? {
        if case .condition(let fact)? = self[index], let up = fact.condition.isRecord {
            // "a new ATH close".
            let isClose = self[index + 1] == .quantity(Quantity(.close)) || self[index + 1] == .verb(.close)
            return FoundRecord(
                range: index...(isClose ? index + 1 : index),
                up: up,
                isMany: isClose || has(.plural, in: pieces[index]) || has(.recordsaid, in: pieces[index]),
                isNamed: true,
                byClose: isClose || fact.condition == Self.record(up: up, byClose: true).condition
            )
        }
        if self[index] == .relative(.all), let up = end(index + 1) {
            let isClose = self[index + 2] == .quantity(Quantity(.close)) || self[index + 2] == .verb(.close)
            return FoundRecord(
                range: index...(isClose ? index + 2 : index + 1),
                up: up,
                isMany: has(.plural, in: pieces[index + 1]) || isClose,
                byClose: isClose
            )
        }
        let all = after(index)
        if let up = end(index), self[all] == .relative(.all) {
            return FoundRecord(range: index...all, up: up, isMany: has(.plural, in: pieces[index]))
        }
        return nil
    }

    /// A high or a low.
    private func end(_ index: Int) -> Bool? {
        switch self[index] {
        case .quantity(Quantity(.high))?, .extremum(largest: true)?: true
        case .quantity(Quantity(.low))?, .extremum(largest: false)?: false
        default: nil
        }
    }

    private func before(_ index: Int) -> Int {
        pieces[..<max(index, 0)].lastIndex { $0.sense.carries } ?? -1
    }

    private func after(_ index: Int) -> Int {
        pieces[min(index + 1, count)...].firstIndex { $0.sense.carries } ?? count
    }

    private func isVerb(_ index: Int) -> Bool {
        switch self[index] {
        case .verb(.break)?, .verb(.form)?, .verb(.touch)?, .verb(.close)?, .quantity(Quantity(.close))?: true
        default: false
        }
    }

    /// Where "closed at a new" begins before a record.
    private func opening(of index: Int) -> Int {
        let place = before(index)
        return isVerb(place) ? opening(of: place) : index
    }

    /// "The date of", "the day of": of one, where nothing follows it or is counted.
    private func isOneDay(_ index: Int) -> Bool {
        pieces.indices.contains(index) && has(.oneday, in: pieces[index]) && !isMark(before(index), .after)
            && !asksCount
    }

    private func isExtremum(_ index: Int) -> Bool { if case .extremum? = self[index] { true } else { false } }

    private var asksCount: Bool {
        pieces.contains { $0.sense == .task(.count) || $0.sense == .task(.share) || $0.sense == .often }
    }

    /// Whether it happens to days: made, closed at, counted, followed by something.
    private func happens(_ range: ClosedRange<Int>, plural: Bool) -> Bool {
        let previous = before(range.lowerBound), next = after(range.upperBound)
        let isOneDay = isOneDay(previous)
        if plural || isMark(previous, .after) || unit(previous) == .day && !isOneDay || unit(next) == .day {
            return true
        }
        if self[next] == .task(.days) || self[previous] == .task(.days) && !isOneDay || isMark(previous, .not) {
            return true
        }
        let isTimed = pieces.contains { $0.sense == .task(.time) }
        if isVerb(previous), !isTimed { return true }
        // "the last all time high": the latest of them.
        if self[previous] == .relative(.last) || self[previous] == .relative(.past) { return true }
        return pieces.indices.contains { place in
            switch self[place] {
            case .task(.share)?: return true
            case .task(.count)?:
                if case .measure? = self[after(place)] { return false }
                return true
            default: return false
            }
        }
    }

    /// "longest drawdown": how long one lasted is not measured by how deep it is.
    mutating func doubtLongDrawdowns() {
        for index in pieces.indices.reversed() {
            // "average drawdown from the open": how far below it the bar went.
            guard case .quantity(let drawdown)? = self[index], drawdown.isDrawdown, prep(index + 1) == .from,
                case .quantity(let open)? = self[index + 1], open.base == .metric(.open), open.shift == 0
            else { continue }
            let low = Series.metric(metric: .low, of: Bar(span: open.span))
            var below = Quantity(.series(.arithmetic(left: open.series(), operation: .minus, right: low)))
            below.span = open.span
            join(index...(index + 1), as: .quantity(below))
        }
        guard
            pieces.contains(where: {
                if case .quantity(let quantity) = $0.sense, case .series(.drawdown) = quantity.base {
                    true
                } else {
                    false
                }
            })
        else { return }
        // "below 20% from the all-time high" lies deeper; "a drawdown below 20%" may be a small one as well.
        for index in pieces.indices where self[index] == .relation(.less) && has(.level, in: pieces[index]) {
            guard case .number(let value, .percent)? = self[index + 1], value > 0 else { continue }
            if case .quantity(let quantity)? = self[index + 2], quantity.isDrawdown {
                pieces[index].sense = .relation(.greater)
            } else if case .quantity(let quantity)? = self[index - 1], quantity.isDrawdown {
                pieces[index].sense = .unknown
            }
        }
        // "average drawdown": of all days, or of the depths that single ones reached, is not said; "average distance from the
        // all-time high" is of all days.
        let isDistance = pieces.contains { has(.alltime, in: $0) && has(.distance, in: $0) }
        for index in pieces.indices where self[index] == .statistic(.mean) && !isDistance {
            pieces[index].sense = .unknown
        }
        for index in pieces.indices where has(.longlasting, in: pieces[index]) {
            if case .superlative = pieces[index].sense { pieces[index].sense = .unknown }
        }
    }
}

extension Condition {
    /// Whether it speaks of a record close, and of which side.
    var isRecord: Bool? {
        guard case .compare(let left, let relation, .soFar(_, let of)) = self, of == left else { return nil }
        return relation == .greater
    }
}

extension Sense {
    /// It is more than a word between others.
    fileprivate var carries: Bool {
        switch self {
        case .empty, .prep: false
        default: true
        }
    }
}

extension Quantity {
    var isDrawdown: Bool { if case .series(.drawdown) = base { true } else { false } }
}
