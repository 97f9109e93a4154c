internal import Market
internal import Studies

extension Attempt {
    /// The line with the days that an event is followed by in the event's place, where the rules that look for "after" have
    /// none: "which weekday is best after a red day", "days after a doji against the rest". Nil: no such event.
    func takingEventsBefore(_ line: Line) -> Line? {
        var line = line
        return line.joinEventsBefore() ? line : nil
    }
}

extension Line {
    /// "after a red day", "days after two inside days", "if the day is red, ... the next day", "red day: ... of the next day":
    /// days before which it was so.
    fileprivate mutating func joinEventsBefore() -> Bool {
        let lead = pieces.indices.first { isMark($0, .after) || isMark($0, .given) } ?? -1
        guard let event = event(behind: lead), !isEvent(event.last + 1) else { return false }
        // "two reds in a row, next day?": what of that day, is not said.
        guard lead >= 0 || pieces.contains(where: { isFigure($0.sense) || $0.sense == .task(.performance) }) else {
            return false
        }
        // "what share of gap ups after a red day": of the gaps, or of such days.
        let isOfKind = if case .condition(let kind)? = self[lead - 1] { !kind.settled } else { false }
        let ofKind = isOfKind && pieces.contains { $0.sense == .task(.share) && has(.partword, in: $0) }
        // "does it close green then": of what was told before.
        let isInOrder = lead < 0 || (pieces[lead].tokens.max() ?? 0) < (pieces[event.last].tokens.max() ?? 0)
        guard !ofKind, isInOrder else { return false }
        let nexts = pieces.indices.filter { isMark($0, .next) }
        guard nexts.count < 2, nexts.allSatisfy({ $0 > event.last }) else { return false }
        var first = max(lead, 0)
        if isMark(lead, .after) {
            if unit(lead - 1) == .day || self[lead - 1] == .task(.days) { first = lead - 1 }
            let isNamedDay = first < lead || !nexts.isEmpty || has(.day, in: pieces[lead])
            // So many days later is another day; what the session opened with is of the same one.
            guard whole(first - 1) == nil, !isOrdinal(first - 1), !isOrdinal(first - 2),
                pieces.count(where: { $0.sense == .mark(.after) }) == 1, isNamedDay || !event.ofSession
            else { return false }
        } else {
            guard let next = nexts.first, event.last + 1 < count,
                (event.last + 1...next).contains(where: {
                    isStop($0) || pieces[$0].afterStop || isMark($0, .then)
                })
            else { return false }
        }
        if let next = nexts.first { drop(next...(unit(next + 1) == .day ? next + 1 : next)) }
        let before = Sense.condition(Fact(condition: .shifted(of: event.condition, by: -1)))
        if lead >= 0, pieces.contains(where: { [.often, .task(.share), .task(.count)].contains($0.sense) }) {
            // It chooses the days of which a share is asked.
            join((lead + 1)...event.last, as: before)
            pieces[lead].sense = .mark(.given)
            if first < lead { drop(first) }
        } else {
            join(first...event.last, as: before)
        }
        return true
    }

    private func event(behind lead: Int) -> (condition: Condition, last: Int, ofSession: Bool)? {
        var parts: [Fact] = []
        var last = lead
        var place = lead + 1
        // "if the day is red".
        while unit(place) == .day { place += 1 }
        while place < count {
            // "after a red Friday"; "after a quiet day does it rise" has another verb.
            let isJoined = parts.isEmpty || isMark(place - 1, .and) || isMark(place - 1, .but)
            if case .condition(let fact)? = self[place], fact.unit ?? .day == .day,
                parts.isEmpty || !pieces[place].afterStop,
                isJoined || fact.isCalendar != parts[parts.count - 1].isCalendar || fact.condition.atoms == [.gapFilled]
            {
                parts.append(fact)
                last = place
            } else if parts.isEmpty || !isMark(place, .and) && !isMark(place, .but) || !isEvent(place + 1) {
                break
            }
            place += 1
        }
        guard let condition = Condition.every(parts.map(\.condition)),
            !parts.contains(where: { if case .shifted = $0.condition { true } else { false } })
        else { return nil }
        return (condition, last, parts.contains { $0.ofSession })
    }

    private func isEvent(_ index: Int) -> Bool { if case .condition? = self[index] { true } else { false } }

    private func isOrdinal(_ index: Int) -> Bool { if case .ordinal? = self[index] { true } else { false } }

    private mutating func drop(_ range: ClosedRange<Int>) { for index in range.reversed() { drop(index) } }

    /// "after an inside day is the next day an inside day again", "... followed by another 2% drop": that it is the same once more
    /// is said by the fact itself.
    mutating func dropAgainOfFacts() {
        for index in pieces.indices.reversed() where self[index] == .unknown && has(.again, in: pieces[index]) {
            let beside = [index - 1, index + 1].first { isEvent($0) }
            guard let beside, pieces.indices.contains(where: { $0 != beside && self[$0] == self[beside] }) else {
                continue
            }
            drop(index)
        }
    }

    /// "red days and days with a gap down": kinds that are each called days are held apart, and no day is asked to be both.
    mutating func settleKindsApart() {
        for and in pieces.indices where isMark(and, .and) {
            guard case .condition(let left)? = self[and - 1], !left.isCalendar, isNamedDays(and - 1),
                let place = (and + 1...and + 3).first(where: { isEvent($0) }),
                case .condition(let right)? = self[place], !right.isCalendar,
                place == and + 1
                    ? hasDay(place)
                    : unit(and + 1) == .day && has(.plural, in: pieces[and + 1]) || self[and + 1] == .task(.days),
                left.condition != right.condition, !left.isContrary(to: right) || isMark(place - 1, .after)
            else { continue }
            let holdsFigure = pieces.contains { isFigure($0.sense) }
            let isAfter = pieces.contains { $0.sense == .mark(.after) }
            // What such days are followed by is asked of one kind; a list has the days of both.
            pieces[and].sense = holdsFigure ? .mark(.vs) : isAfter ? .unknown : .mark(.or)
            for index in (and + 1..<place).reversed()
            where unit(index) == .day || self[index] == .task(.days)
                || !holdsFigure && !isAfter && self[index] != .unknown
            {
                drop(index)
            }
            return
        }
    }

    private func isFigure(_ sense: Sense) -> Bool {
        switch sense {
        case .quantity, .statistic, .task(.count), .task(.share), .task(.compare), .often: true
        default: false
        }
    }

    private func hasDay(_ index: Int) -> Bool { has(.day, in: pieces[index]) && has(.plural, in: pieces[index]) }

    /// "red days", "days with a gap", "days after a red day".
    private func isNamedDays(_ index: Int) -> Bool {
        if hasDay(index) || self[index - 1] == .task(.days) { return true }
        guard isMark(index - 1, .given) || isMark(index - 1, .after) else { return false }
        return unit(index - 2) == .day || self[index - 2] == .task(.days)
    }
}
