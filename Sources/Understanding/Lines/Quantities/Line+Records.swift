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
        // "without a new high": one above every earlier one.
        if isMark(before(index), .except), self[index] == .verb(.break) || self[index] == .unknown,
            has(.newword, in: pieces[index]),
            let up = end(index + 1)
        {
            let isClose = closes(index + 2)
            return FoundRecord(range: index...(isClose ? index + 2 : index + 1), up: up, isMany: true, byClose: isClose)
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
        let opened = before(opening(of: range.lowerBound))
        if plural || isMark(previous, .after) || isMark(opened, .except) || unit(previous) == .day && !isOneDay
            || unit(next) == .day
        {
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
