internal import Market
internal import Studies

extension Line {
    /// "green", "закрылся в плюс", "up days", "winning".
    mutating func joinStates() {
        joinClosesOfWindows()
        var index = 0
        while index < count {
            defer { index += 1 }
            switch self[index] {
            case .verb(.close)?:
                if isStatistic(index - 1), isOnDays(index + 1) {
                    pieces[index].sense = .quantity(Quantity(.close))
                } else if let fact = state(index + 1, closing: true) ?? againstBefore(index + 1) {
                    join(index...(index + 1), as: .condition(fact))
                } else if let fact = state(index - 1, closing: true), !isRun(index - 1) {
                    join((index - 1)...index, as: .condition(fact))
                    index -= 1
                }
            case .verb(.open)? where gapBehind(index) != nil:
                // "opened with a gap down": every gap is of the open.
                guard let place = gapBehind(index), case .condition(let gap)? = self[place] else { continue }
                join(index...place, as: .condition(gap))
            case .verb(.open)?:
                if case .way(let up)? = self[index + 1] {
                    join(
                        index...(index + 1),
                        as: .condition(Fact(condition: .sign(.gap, up: up), ofSession: true, up: up))
                    )
                }
            case .quantity(let quantity)? where quantity.base == .metric(.close):
                if case .way(let up)? = self[index - 1], quantity.shift == 0, prep(index) == nil {
                    join((index - 1)...index, as: .condition(Self.state(.change, up)))
                    index -= 1
                } else if case .way(let up)? = self[index + 1], prep(index + 1) == nil {
                    join(index...(index + 1), as: .condition(Self.state(.change, up)))
                } else if !isOnDays(index + 1), let fact = state(index + 1, closing: true) {
                    join(index...(index + 1), as: .condition(fact))
                } else if quantity == Quantity(.close), isAdded(index), let fact = againstBefore(index + 1) {
                    // "..., а закрытие выше": than the close before.
                    join(index...(index + 1), as: .condition(fact))
                } else if case .colour? = self[index - 1], let fact = state(index - 1, closing: true) {
                    join((index - 1)...index, as: .condition(fact))
                    index -= 1
                }
            default: continue
            }
        }
        for index in pieces.indices {
            if let fact = state(index, closing: false) { pieces[index].sense = .condition(fact) }
        }
        swallowDays()
    }

    /// "green vs red RTH closes": days whose RTH closed so; the window is of both.
    private mutating func joinClosesOfWindows() {
        for index in pieces.indices.reversed() where self[index] == .quantity(Quantity(.close)) {
            guard case .colour? = self[index - 2], isSpan(index - 1), prep(index - 1) == nil, prep(index) == nil,
                !pieces[index - 1].afterStop, !pieces[index].afterStop
            else { continue }
            // "a green first hour close red": how it closed stands behind.
            switch self[index + 1] {
            case nil, .stop?, .dates?, .mark(.vs)?, .mark(.or)?, .mark(.and)?: break
            default: continue
            }
            pieces[index - 2].tokens += pieces[index].tokens
            pieces.remove(at: index)
            let isJoined = isMark(index - 3, .vs) || isMark(index - 3, .or) || isMark(index - 3, .and)
            guard isJoined, case .colour? = self[index - 4] else { continue }
            var window = pieces.remove(at: index - 1)
            pieces.insert(window, at: index - 2)
            (window.prep, window.prepTokens) = (pieces[index - 4].prep, pieces[index - 4].prepTokens)
            (pieces[index - 4].prep, pieces[index - 4].prepTokens) = (nil, [])
            window.afterStop = pieces[index - 4].afterStop
            pieces[index - 4].afterStop = false
            pieces.insert(window, at: index - 4)
        }
    }

    /// "... close on red days": the price of such days.
    private func isOnDays(_ index: Int) -> Bool {
        guard prep(index) == .in else { return false }
        return unit(index + 1) == .day || has(.day, in: pieces[index])
    }

    /// The gap that a day opened with.
    private func gapBehind(_ index: Int) -> Int? {
        let place = isMark(index + 1, .given) ? index + 2 : index + 1
        guard case .condition(let fact)? = self[place], !pieces[place].afterStop,
            case .compare(.metric(let metric, _), _, _) = fact.condition, metric.family == .gap
        else { return nil }
        return place
    }

    /// "сколько дней закрывались выше": than the close before, where no level is named.
    private func againstBefore(_ index: Int) -> Fact? {
        guard case .relation(let relation)? = self[index], relation == .greater || relation == .less,
            levelBefore(index) == nil
        else { return nil }
        switch self[index + 1] {
        case nil, .stop("?")?, .dates?: return Self.state(.change, relation == .greater)
        default: return nil
        }
    }

    /// It is said beside what was said of the same days.
    private func isAdded(_ index: Int) -> Bool {
        let isJoined = isMark(index - 1, .and) || isMark(index - 1, .but) || isStop(index - 1)
        return isJoined && pieces[..<index].contains { if case .condition = $0.sense { true } else { false } }
    }

    func isRun(_ index: Int) -> Bool { isMark(index + 1, .consecutive) }
    func state(_ index: Int, closing: Bool) -> Fact? {
        switch self[index] {
        case .colour(let up)?: Self.state(.body, up)
        case .win(let up)?, .rise(let up)?: Self.state(.change, up)
        case .way(let up)?
        where closing || isMark(index - 1, .it) || unit(index + 1) == .day || isWeekday(index + 1)
            || isMark(index + 1, .consecutive) || isForm(index, .updays) || self[index + 1] == .task(.days)
            || unit(index - 1) == .day && (isMark(index - 2, .next) || isMark(index - 2, .previous))
            || isOfCountedDays(index) || isOfNamed(index) || isOfGivenDays(index):
            Self.state(.change, up)
        default: nil
        }
    }

    /// "on days when NQ was down", "when the market was up": which way such days went.
    private func isOfGivenDays(_ index: Int) -> Bool {
        var place = index - 1
        if case .symbol? = self[place] { place -= 1 }
        // "percent up vs percent down".
        guard isMark(place, .given) || self[index - 1] == .task(.share), prep(index) == nil, !pieces[index].afterStop
        else { return false }
        switch self[index + 1] {
        case nil, .stop?, .dates?, .mark(.and)?, .mark(.vs)?: return true
        default: return false
        }
    }

    /// "how many of those days is MGC up": an instrument that went that way, where days are counted.
    private func isOfNamed(_ index: Int) -> Bool {
        guard case .symbol? = self[index - 1], prep(index) == nil, !pieces[index].afterStop,
            pieces[..<index].contains(where: { $0.sense == .task(.count) || $0.sense == .task(.share) })
        else { return false }
        switch self[index + 1] {
        case nil, .stop("?")?, .stop(".")?, .stop(",")?: return true
        default: return false
        }
    }

    /// "how many days up", "сколько дней в плюсе": days are asked for, and which way they went.
    private func isOfCountedDays(_ index: Int) -> Bool {
        var place = index - 1
        while isDates(place) { place -= 1 }
        let unit = unit(place)
        // "what share of Mondays are up": of those.
        guard
            unit == .day || unit == .week || unit == .month || unit == .quarter || unit == .year
                || (isWeekday(place) || isMonth(place)) && place > 0,
            !pieces[index].afterStop, threshold(index + 1, bare: true) == nil
        else {
            return false
        }
        switch self[place - 1] {
        case .task(.count)?, .task(.share)?: return true
        case nil: return true
        default: return false
        }
    }

    func isWeekday(_ index: Int) -> Bool {
        guard case .condition(let fact)? = self[index], case .calendar(.weekday, _) = fact.condition else {
            return false
        }
        return true
    }

    static func state(_ metric: Metric, _ up: Bool) -> Fact {
        var fact = Fact(condition: .sign(metric, up: up), isOutcome: true, settled: true, up: up)
        fact.rank = Quantity(metric == .body ? .body : .change)
        fact.rankDescending = up
        return fact
    }

    /// "green day", "inside days": the day is said by the fact.
    mutating func swallowDays() {
        var index = 0
        while index < count {
            defer { index += 1 }
            guard case .condition(let fact)? = self[index], unit(index + 1) == .day, pieces[index + 1].prep == nil,
                !pieces[index + 1].afterStop, !pieces[index + 1].each
            else { continue }
            join(index...(index + 1), as: .condition(fact))
        }
    }
}
