internal import Market
internal import Studies

extension Line {
    /// A record close: above (below) every earlier close of the loaded data; the first loaded day is none. "A new all-time
    /// high" is one however it is said; a high that was only traded through and not held is told by the day's high.
    static func record(up: Bool) -> Fact {
        let close = Series.metric(metric: .close, of: .own)
        return Fact(
            condition: .holds(close, up ? .greater : .less, .soFar(statistic: up ? .max : .min, of: close)),
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
                join(first...found.range.upperBound, as: .condition(Self.record(up: found.up)))
                index = first
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
        let found = pieces.indices.filter { self[$0] == .quantity(Quantity(.series(.drawdown(from: .period)))) }
        guard !found.isEmpty else { return }
        var peak = Peak.period
        for piece in pieces {
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
                isNamed: true
            )
        }
        if self[index] == .relative(.all), let up = end(index + 1) {
            let isClose = self[index + 2] == .quantity(Quantity(.close)) || self[index + 2] == .verb(.close)
            return FoundRecord(
                range: index...(isClose ? index + 2 : index + 1),
                up: up,
                isMany: has(.plural, in: pieces[index + 1]) || isClose
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
        // "average drawdown": of all days, or of the depths that single ones reached, is not said.
        for index in pieces.indices where self[index] == .statistic(.mean) { pieces[index].sense = .unknown }
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
