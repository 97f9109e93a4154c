internal import Market
internal import Studies

extension Line {
    mutating func joinPatterns() {
        for index in pieces.indices {
            guard case .pattern(let names) = pieces[index].sense else { continue }
            let conditions = names.map { Condition.pattern(name: $0, of: .own) }
            var fact = Fact(condition: conditions.count == 1 ? conditions[0] : .any(of: conditions))
            fact.isOutcome = true
            pieces[index].sense = .condition(fact)
        }
        var index = 0
        while index < count {
            defer { index += 1 }
            // "паттерн молот", "morning star patterns".
            if case .patternWord? = self[index] {
                if isPattern(index + 1) {
                    pieces[index].sense = self[index + 1] ?? .empty
                    join(index...(index + 1), as: pieces[index].sense)
                } else if isPattern(index - 1) {
                    join((index - 1)...index, as: pieces[index - 1].sense)
                    index -= 1
                }
            }
        }
        swallowDays()
    }

    func isPattern(_ index: Int) -> Bool {
        guard case .condition(let fact)? = self[index] else { return false }
        switch fact.condition {
        case .pattern: return true
        case .any(let parts): return parts.allSatisfy { if case .pattern = $0 { true } else { false } }
        default: return false
        }
    }

    /// "закрылись доджи", "closed as a hammer": the day is one.
    mutating func dropCloseOfPattern() {
        for index in pieces.indices.reversed() where self[index] == .verb(.close) {
            guard case .pattern? = self[index + 1], prep(index + 1) == nil || prep(index + 1) == .in,
                !pieces[index + 1].afterStop
            else { continue }
            drop(index)
        }
    }

    /// "days that were inside in 2023", "when yesterday was outside": nothing follows that a day could be inside of.
    private func isSaidOfDay(_ index: Int) -> Bool {
        guard isMark(index, .inside) || isMark(index, .outside), index > 0, self[index - 1] == .empty,
            let day = pieces[..<index].indices.last(where: { self[$0] != .empty && self[$0] != .mark(.those) }),
            unit(day) == .day || self[day] == .relative(.yesterday) || self[day] == .task(.days)
        else { return false }
        guard let next = following(index) else { return true }
        switch self[next] {
        case .stop(let sign)?: return sign != "("
        case .mark(.given)?, .mark(.after)?, .prep(.by)?: return true
        case .prep(.in)?:
            return following(next).map { year($0) != nil || isDates($0) || isRelative($0) } ?? false
        default: return false
        }
    }

    /// "inside NR7 day", "NR7 and inside": a pattern beside a pattern.
    mutating func settleInsidePatterns() {
        // "neither inside nor outside": two kinds of days, where nothing is named that one could be inside of.
        if let inside = pieces.firstIndex(where: { $0.sense == .mark(.inside) }),
            let outside = pieces.firstIndex(where: { $0.sense == .mark(.outside) }),
            [inside, outside].allSatisfy({
                isStop($0 + 1) || joinsHeads($0 + 1) || self[$0 + 1] == nil
                    || isMark($0 + 1, .neither) || unit($0 + 1) == .day || self[$0 + 1] == .task(.days)
            })
        {
            pieces[inside].sense = .pattern(["insideBar"])
            pieces[outside].sense = .pattern(["outsideBar"])
        }
        for index in pieces.indices where isMark(index, .inside) {
            let behind = isMark(index - 1, .and) ? index - 2 : index - 1
            var isBeside = false
            if case .pattern? = self[index + 1] { isBeside = true }
            if case .pattern? = self[behind], self[index + 1] == nil || isStop(index + 1) || unit(index + 1) == .day {
                isBeside = true
            }
            if isBeside { pieces[index].sense = .pattern(["insideBar"]) }
        }
        for index in pieces.indices where isSaidOfDay(index) {
            pieces[index].sense = .pattern([isMark(index, .inside) ? "insideBar" : "outsideBar"])
        }
        for index in pieces.indices.reversed() where isMark(index, .together) || isMark(index, .both) {
            // "который одновременно NR7".
            guard case .pattern? = self[index + 1] else { continue }
            // Past the comma: both are of one day.
            var place = index - 1
            while isStop(place) || self[place] == .empty || self[place] == .mark(.those) { place -= 1 }
            guard place >= 0, case .pattern? = self[place] else { continue }
            for between in ((place + 1)...index).reversed() { drop(between) }
            return
        }
    }
}
