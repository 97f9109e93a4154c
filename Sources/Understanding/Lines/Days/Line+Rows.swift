internal import Market
internal import Studies

extension Line {
    /// "after a losing week how often is the next week up", "weeks that closed above the previous week's high", "доля
    /// зелёных месяцев по годам": where every bar that is spoken of is a week (month, quarter), it takes the day's place
    /// in all that follows, and the study's rows are such bars.
    mutating func settleRows() {
        settleRowsOfRelation()
        guard !speaksOfDays else { return }
        var found: UnitWord?
        var subjects: [Int] = []
        var neighbours: [Int] = []
        var levels: [Int] = []
        let afters = pieces.count { $0.sense == .mark(.after) }
        for index in pieces.indices {
            guard let unit = unit(index), !isKey(index) else { continue }
            // "in 2024", "за год": only years may be spoken of besides.
            guard [.week, .month, .quarter].contains(unit) else {
                if unit == .year { continue }
                return
            }
            guard found == nil || found == unit else { return }
            found = unit
            if isMark(index - 1, .next) {
                neighbours.append(index)
            } else if isEarlier(index - 1) {
                guard isLevel(index + 1) || isLevel(index - 2) else { return }
                levels.append(index)
            } else if isMark(index + 1, .after) && !isTold(index - 1) || isMark(index - 1, .after) && afters > 1 {
                // "через неделю после": how much later; "a green week after" is the next.
                return
            } else if prep(index) == .in && !isAsked(index - 1) || isDate(index + 1)
                || whole(index - 1) != nil && !isCountOfRun(index)
            {
                return
            } else {
                subjects.append(index)
            }
        }
        guard let found, !subjects.isEmpty, saysHowItWent else { return }
        let isShare = pieces.contains { piece in
            switch piece.sense {
            case .often, .task(.share): true
            default: false
            }
        }
        let follows = pieces.contains { $0.sense == .mark(.after) }
        // "green weeks vs red weeks by year"
        let compares = subjects.count > 1 && pieces.contains { $0.sense == .mark(.vs) }
        guard !levels.isEmpty || !neighbours.isEmpty || isShare || follows || countsRun || compares else { return }
        for index in levels where !isMark(index - 1, .previous) { pieces[index - 1].sense = .mark(.previous) }
        for index in subjects + neighbours + levels { pieces[index].sense = .unit(.day) }
        rows = found == .week ? .week : found == .month ? .month : .quarter
    }

    /// "correlation of monthly returns and volume": both are of months.
    private mutating func settleRowsOfRelation() {
        guard pieces.contains(where: { $0.sense == .task(.correlation) }) else { return }
        let places = pieces.indices.filter { index in
            guard let unit = unit(index), [.week, .month, .quarter].contains(unit) else { return false }
            // "weekly correlation of NQ and MGC": of their weekly moves.
            let isOfTwo =
                pieces.count(where: { isSymbol($0.sense) }) == 2 || pieces.indices.count(where: { isQuantity($0) }) == 2
            let isOfTask = self[index + 1] == .task(.correlation) && isOfTwo
            // "by week": their days are too few for one of each week's own.
            if unit == .week, prep(index) == .by, isOfTwo { return true }
            return (isQuantity(index + 1) || isOfTask) && prep(index) != .by && prep(index + 1) == nil
                && !pieces[index].each && plainNumber(index - 1) == nil
        }
        let named = Set(places.compactMap { unit($0) })
        guard named.count == 1, let unit = named.first,
            !pieces.indices.contains(where: { self.unit($0) != nil && !places.contains($0) && prep($0) != .by })
        else { return }
        rows = unit == .week ? .week : unit == .month ? .month : .quarter
        for place in places.reversed() { drop(place) }
    }

    private func isSymbol(_ sense: Sense) -> Bool {
        switch sense {
        case .symbol, .instruments: true
        default: false
        }
    }

    /// "3 red weeks in a row": so many of them, one after the other.
    private var countsRun: Bool {
        pieces.contains { $0.sense == .mark(.consecutive) }
            && pieces.indices.contains { index in
                guard let count = whole(index), (2...60).contains(count) else { return false }
                return [index + 1, index + 2].contains { unit($0) != nil }
            }
    }

    /// "after 5 weeks of growth", "3 weeks up in a row": so many bars that went that way.
    private func isCountOfRun(_ index: Int) -> Bool {
        // "for 5 weeks up" is no count of them.
        guard prep(index - 1) == nil || isMark(index - 2, .after) else { return false }
        switch self[index + 1] {
        case .rise?, .way?, .colour?, .win?: return countsRun || isMark(index - 2, .after)
        default: return false
        }
    }

    /// "percent of weeks", "number of months".
    private func isAsked(_ index: Int) -> Bool {
        switch self[index] {
        case .task(.share)?, .task(.count)?, .often?: true
        default: false
        }
    }

    private var speaksOfDays: Bool {
        pieces.contains { piece in
            switch piece.sense {
            case .unit(.day), .unit(.calendarday), .unit(.weekday), .unit(.hour), .unit(.minute), .unit(.session),
                .weekdays, .task(.days), .event, .span, .window, .openingRange, .clock, .relative(.today),
                .relative(.yesterday), .relative(.tomorrow):
                true
            // Streaks are told by their own unit; of so many in a row each is a bar that the row has.
            case .task(.runs): true
            case .mark(.consecutive): !countsRun
            case .quantity(let quantity): quantity.isGap
            default: false
            }
        }
    }

    /// How a bar went, said of it.
    private func isTold(_ index: Int) -> Bool {
        switch self[index] {
        case .colour?, .win?: true
        default: false
        }
    }

    private func isKey(_ index: Int) -> Bool {
        prep(index) == .by || isMark(index - 1, .each) || pieces[index].each
            || isForm(index, .periodic) && !isOfPattern(index)
    }

    private func isEarlier(_ index: Int) -> Bool {
        switch self[index] {
        case .relative(.last)?, .relative(.previous)?, .mark(.previous)?: true
        default: false
        }
    }

    /// A price that a close may lie beyond.
    private func isLevel(_ index: Int) -> Bool {
        switch self[index] {
        case .quantity(let quantity)?: quantity.isPrice && quantity.shift == 0
        // "выше максимума прошлой недели".
        case .extremum?: isRelation(index - 1)
        default: false
        }
    }

    /// "inside week", "неделя внутри предыдущей": a bar that lies within the one before, or around it.
    mutating func settleInsideUnits() {
        for index in pieces.indices.reversed() where isMark(index, .inside) || isMark(index, .outside) {
            let pattern = Sense.pattern([isMark(index, .inside) ? "insideBar" : "outsideBar"])
            if Self.isLong(unit(index + 1)), isBehind(index) {
                pieces[index].sense = pattern
            } else if isMark(index, .inside), index > 0, isEarlier(index + 1), Self.isLong(unit(index + 2)) {
                join(index...(index + 2), as: pattern)
            }
        }
    }

    /// The next piece's word follows at once, and no date behind it.
    private func isBehind(_ index: Int) -> Bool {
        guard let last = pieces[index].tokens.last, pieces[index + 1].tokens.first == last + 1 else { return false }
        return !isMonths(index - 1) && whole(index + 2).map { $0 > 53 } ?? true
    }

    private static func isLong(_ unit: UnitWord?) -> Bool { unit == .week || unit == .month || unit == .quarter }

    private func isDate(_ index: Int) -> Bool {
        guard !(pieces.indices.contains(index) && pieces[index].afterStop) else { return false }
        switch self[index] {
        case .months?, .relative?: return true
        case .number?: return year(index) == nil
        default: return false
        }
    }

    /// A colour, a way, a close or a comparison.
    private var saysHowItWent: Bool {
        pieces.contains { piece in
            switch piece.sense {
            case .colour, .win, .rise, .way, .verb(.close), .relation, .pattern: true
            default: false
            }
        }
    }
}
