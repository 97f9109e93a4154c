internal import Market
internal import Studies

extension Line {
    /// "Range of the last hour on red days", "первый час после красного дня": the hours are of what is measured, the state is
    /// of the day.
    mutating func keepDaysWhole(_ frame: Surroundings) {
        guard pieces.contains(where: { isPartOfDay($0, frame) }) else { return }
        let states = pieces.indices.filter { isFreeState($0) }
        var ofDays: [Int] = []
        for index in states.reversed()
        where isOfDay(index, frame) || isOfGapped(index, frame) || ofDays.first.map({ isListed(index, $0) }) ?? false {
            ofDays.insert(index, at: 0)
        }
        guard !ofDays.isEmpty, ofDays.count < states.count || pieces.contains(where: { isMeasured($0) }) else { return }
        // A gap is of the regular session, and how such a day closed is told against that session's open.
        let isOfGap = frame.instrument.hasRegularHours && pieces.contains { $0.sense.isGapFact }
        let day =
            isOfGap ? .session(name: .rth) : frame.instrument.defaultSession.map { Span.session(name: $0) } ?? .wholeDay
        for index in ofDays {
            guard case .condition(var fact)? = self[index], let condition = fact.condition.within(day),
                condition != fact.condition
            else { continue }
            (fact.condition, fact.plain) = (condition, nil)
            pieces[index].sense = .condition(fact)
        }
    }

    /// "a gap up that closed red": the day that gapped did.
    private func isOfGapped(_ index: Int, _ frame: Surroundings) -> Bool {
        guard index > 0, pieces[index - 1].sense.isGapFact else { return false }
        return !pieces.indices.contains(index + 1) || !isPartOfDay(pieces[index + 1], frame)
    }

    private func isPartOfDay(_ piece: Piece, _ frame: Surroundings) -> Bool {
        switch piece.sense {
        case .span(let span): span.isPartOfDay && frame.window(of: span) != nil
        case .window, .timeBound: true
        default: false
        }
    }

    /// What is said of a day, of no hours of its own.
    private func isFreeState(_ index: Int) -> Bool {
        guard case .condition(let fact)? = self[index] else { return false }
        return !fact.isCalendar && !fact.ofSession && fact.span == nil
    }

    /// It is said of days: "on red days", "when the day is red", "on days with range over 2%", or of what went before.
    private func isOfDay(_ index: Int, _ frame: Surroundings) -> Bool {
        // "what percent of those days close red": asked, and no condition.
        if let asked = pieces[..<index].lastIndex(where: { $0.sense == .task(.share) || $0.sense == .often }),
            prep(index) == nil, pieces[asked..<index].contains(where: { $0.sense == .mark(.those) })
        {
            return false
        }
        // "first hour red days": the state is of the hours.
        if index > 0, isPartOfDay(pieces[index - 1], frame), prep(index) == nil, !pieces[index].afterStop {
            return false
        }
        let isBesideHours = pieces.indices.contains(index + 1) && isPartOfDay(pieces[index + 1], frame)
        // "days with a green first hour": so it is before them.
        if isBesideHours, isAdjective(index) { return false }
        // "days that fell in the first hour closed green": so are those behind it, where another clause follows.
        if isBesideHours, isOfHours(index) { return false }
        if has(.day, in: pieces[index]) { return true }
        // "on red Mondays": whole days as well.
        if case .condition(let other)? = self[index + 1], case .calendar(.weekday, _) = other.condition,
            prep(index + 1) == nil
        {
            return true
        }
        // "в красные дни с объёмом больше ...": of the same days.
        if index > 0, isFreeState(index - 1), has(.day, in: pieces[index - 1]), isHad(index) { return true }
        var before = index - 1
        // "days with a red first hour and a range over 2%": of the days that were said before.
        if isMark(before, .and), !isBesideHours {
            var place = before - 1
            while isFact(place) || isSpan(place) || isMark(place, .and) { place -= 1 }
            if place < before - 1 { before = place }
        }
        while isMark(before, .given) || isMark(before, .it)
            || self[before] == .stop(",") && isMark(before + 1, .given)
        {
            if has(.day, in: pieces[before]) { return true }
            before -= 1
        }
        if unit(before) == .day || self[before] == .task(.days) { return true }
        return isMark(before, .after) && !isBesideHours
    }

    /// "days that fell in the first hour closed green", "green in the morning but red in the afternoon": what is said goes on
    /// behind the hours.
    func isOfHours(_ index: Int) -> Bool {
        let behind = index + 2
        if prep(index + 1) == .in, isFreeState(behind) || isStop(behind) || isMark(behind, .but) { return true }
        return !pieces[index + 1].afterStop
            && (isMark(behind, .and) || isMark(behind, .but) || isMark(behind, .or))
            && (isFact(behind + 1) || prep(index + 1) == .in)
    }

    /// "On red and green days", "red vs green days": the word is of both.
    private func isListed(_ index: Int, _ other: Int) -> Bool {
        other == index + 2
            && (isMark(index + 1, .and) || isMark(index + 1, .vs) || isMark(index + 1, .or) || isStop(index + 1))
    }

    /// Something that is told of the days besides their state.
    private func isMeasured(_ piece: Piece) -> Bool {
        switch piece.sense {
        case .quantity, .task(.performance), .task(.statistics), .statistic: true
        default: false
        }
    }
}

extension Sense {
    /// A gap up or down, of whatever size.
    fileprivate var isGapFact: Bool {
        if case .condition(let fact) = self {
            fact.ofSession && fact.rank?.isGap ?? fact.condition.isGapSign
        } else {
            false
        }
    }
}

extension Condition {
    fileprivate var isGapSign: Bool {
        if case .compare(.metric(let metric, _), _, .number(value: 0)) = self { metric == .gap } else { false }
    }
}
