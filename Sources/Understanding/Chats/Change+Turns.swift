internal import Market
internal import Studies

/// Turns of a chat that their few words give away, whatever was asked before. Each is nil where it is not that turn,
/// and false where the study has no place for it.
extension Change {
    mutating func turn() -> Bool? {
        if let done = horizon() ?? length() ?? countOfRows() ?? countBeyond() ?? endOfFigure()
            ?? besideEvent() ?? eitherWay() ?? wholePeriod() ?? bareYear() ?? fragment()
        {
            return done
        }
        if let done = allOfThem() ?? filled() ?? inShare() { return done }
        if let done = countOfChosen() ?? meanOfListed() { return done }
        if let done = ofListed() ?? figureOfListed() ?? amountOfListed() ?? timesOfListed() ?? pickGroup() ?? pick()
            ?? column()
        {
            return done
        }
        if let done = rankAgain() ?? allGroups() ?? bothEnds() ?? fillTimes() ?? figureToo() { return done }
        if let done = whichIsMore() ?? variant() ?? heldAgainst() { return done }
        return anotherRun()
    }

    /// Every piece is one of these or says nothing of its own; those that say something are used.
    mutating func consists(of isWanted: (Sense, Int) -> Bool) -> Bool {
        let said = frame.indices.filter { !quiet.contains($0) || isWanted(frame.line.pieces[$0].sense, $0) }
        guard said.allSatisfy({ isWanted(frame.line.pieces[$0].sense, $0) || isPointer($0) }) else { return false }
        guard said.contains(where: { isWanted(frame.line.pieces[$0].sense, $0) }) else { return false }
        use(said)
        return true
    }

    /// "из них", "it", "those days".
    func isPointer(_ index: Int) -> Bool {
        switch frame.line.pieces[index].sense {
        case .mark(.those), .mark(.it), .mark(.each), .relative(.this): true
        default: false
        }
    }

    /// "а за 60 минут?", "half-hours instead of hours": another length of the opening, or of the slots.
    private mutating func length() -> Bool? {
        guard let wanted = minutes else { return nil }
        if let changed = study.replacingOpening(wanted.count) {
            study = changed
        } else if wanted.ofRange {
            return nil
        } else if !cutSlots(wanted.count) {
            return nil
        }
        use(frame.indices)
        return true
    }

    /// The length that is said, and not the one "instead of" which it comes.
    private var minutes: (count: Int, place: Int, ofRange: Bool)? {
        var found: (count: Int, place: Int)?
        var ofRange = false
        var index = frame.indices.lowerBound
        while index < frame.indices.upperBound {
            defer { index += 1 }
            let isOld = frame.line.isMark(index - 1, .insteadof)
            switch frame.line.pieces[index].sense {
            case _ where quiet.contains(index) || isPointer(index): continue
            case .mark(.insteadof): continue
            case .openingRange, .quantity(Quantity(.range)): ofRange = true
            case .quantity(let quantity):
                // "with a 60 minute opening range".
                guard quantity.base == .metric(.range), case .opening(let length)? = quantity.span, found == nil else {
                    return nil
                }
                (found, ofRange) = ((length, index), true)
            case .slots, .barUnit, .unit, .key:
                guard let one = Self.minutes(frame.line.pieces[index].sense) else { return nil }
                if isOld { continue }
                guard found == nil else { return nil }
                found = (one, index)
            case .number:
                guard let number = frame.line.whole(index), let unit = frame.line.unit(index + 1), found == nil,
                    let one = Self.minutes(.unit(unit)), (1...720).contains(number * one)
                else { return nil }
                found = (number * one, index)
                index += 1
            default: return nil
            }
        }
        return found.map { ($0.count, $0.place, ofRange) }
    }

    private static func minutes(_ sense: Sense) -> Int? {
        switch sense {
        case .slots(let minutes), .barUnit(.minutes(let minutes)): minutes
        case .unit(.hour), .unit(.hourofday): 60
        case .unit(.slot(let minutes)): minutes
        case .unit(.minute), .unit(.minuteofday): 1
        default: nil
        }
    }

    /// Other slots of the clock: of the times that are counted, or of the bars that are summed up.
    private mutating func cutSlots(_ minutes: Int) -> Bool {
        switch study.result {
        case .distribution(var distribution):
            guard distribution.of.allSatisfy({ $0.unit == .time }) else { return false }
            distribution.buckets = .minutes(count: minutes)
            study.result = .distribution(distribution: distribution)
        case .summary(var summary):
            guard case .minutes = study.unit, 1440 % minutes == 0,
                let place = summary.keys.firstIndex(where: \.isOfClock)
            else { return false }
            study.unit = .minutes(count: minutes)
            summary.keys[place] = .calendar(field: minutes == 60 ? .hour : .slot(minutes: minutes))
            study.result = .summary(summary: summary)
        default: return false
        }
        return true
    }

    /// "а сколько это в процентах?", "and in percent of the days?": the count's share.
    private mutating func inShare() -> Bool? {
        guard
            frame.indices.contains(where: {
                frame.line[$0] == .measure(.percent) || frame.line[$0] == .task(.share)
            }), let share = shareOfCounted
        else { return nil }
        let isOfPeriod = study.period.dateRange != nil
        let line = frame.line
        let isShare = consists { sense, index in
            switch sense {
            case .measure(.percent), .task(.share), .task(.count), .task(.howmuch), .unit(.day), .task(.days): true
            // "of all days that year".
            case .relative(.all), .task(.explain): true
            case .relation: line.has(.from, in: line.pieces[index])
            case .unit(.year), .unit(.month), .unit(.week): isOfPeriod
            default: false
            }
        }
        guard isShare else { return nil }
        study = share
        return true
    }

    /// The study with the share of what it counts or lists.
    private var shareOfCounted: Study? {
        var changed = study
        var parts = study.condition?.parts ?? []
        switch study.result {
        case .summary(var summary):
            let counts = summary.measures.filter { if case .count = $0 { true } else { false } }
            guard counts.count == summary.measures.count else { return nil }
            if let first = counts.lazy.compactMap(\.counted).first {
                summary.measures = [.share(of: first, where: nil, withBase: false)]
                changed.result = .summary(summary: summary)
                return changed
            }
            guard summary.keys.isEmpty else { return nil }
        case .list(let list): guard list.limit == nil else { return nil }
        default: return nil
        }
        let counted = parts.filter { !$0.isOfCalendar }
        parts.removeAll { !$0.isOfCalendar }
        guard let outcome = Condition.every(counted) else { return nil }
        changed.condition = Condition.every(parts)
        changed.result = .summary(summary: Summary(measures: [.share(of: outcome, where: nil, withBase: false)]))
        return changed
    }

    /// "и сколько это дней?", "how many such days were there": the days that the figures are of.
    private mutating func countOfChosen() -> Bool? {
        guard case .summary(var summary) = study.result, frame.task(.count, .howmuch) != nil else { return nil }
        // "share of green days by month", then "how many days is that": those that the share is of.
        let outcomes = summary.measures.compactMap { if case .share(let of, nil, _) = $0 { of } else { nil } }
        let isOfShares = study.condition == nil && !outcomes.isEmpty && outcomes.count == summary.measures.count
        guard study.condition != nil || isOfShares else { return nil }
        let isCount = consists { sense, _ in
            switch sense {
            case .task(.count), .task(.howmuch), .unit(.day), .task(.days): true
            default: false
            }
        }
        guard isCount else { return nil }
        summary.measures = isOfShares ? outcomes.map { .count(where: $0) } : [.count(where: nil)]
        (summary.order, summary.limit, summary.limitInEach) = (nil, nil, nil)
        study.result = .summary(summary: summary)
        return true
    }

    /// "what is the average of these?", "а в среднем?": of what the rows were ranked by.
    private mutating func meanOfListed() -> Bool? {
        guard case .list(let list) = study.result, frame.statistics.count == 1, let statistic = frame.statistics.first,
            let ranked = list.order.first?.by ?? list.columns.first, ranked != .calendar(field: .date)
        else { return nil }
        let isMean = consists { sense, index in index == statistic.index || sense == .task(.explain) }
        guard isMean else { return nil }
        let isOfAll = list.limit != nil && !listsSoMany && !frame.has(.those)
        guard isOfAll || chooseListed(list) else { return false }
        let family = ranked.metric?.family
        let columns = list.columns.filter { $0 != ranked && family != nil && $0.metric?.family == family }
        study.result = .summary(
            summary: Summary(
                measures: ([ranked] + columns).map { .statistic(statistic: statistic.value, of: $0, where: nil) }
            )
        )
        return true
    }

    /// "10 худших", "show the 5 quietest instead": the other end of the rank, of the period that was asked about.
    private mutating func rankAgain() -> Bool? {
        guard case .list(let list) = study.result, list.limit != nil, !list.order.isEmpty,
            let rank = frame.indices.first(where: { index in
                switch frame.line.pieces[index].sense {
                case .best: !frame.isPreference(index)
                case .superlative: true
                default: false
                }
            }), let count = frame.line.whole(rank - 1)
        else { return nil }
        let isRank = frame.indices.allSatisfy { index in
            switch frame.line.pieces[index].sense {
            case .mark(.insteadof): index == frame.line.count - 1
            default:
                index == rank || index == rank - 1 || quiet.contains(index) || isPointer(index)
                    || frame.line.unit(index) == .day
            }
        }
        guard isRank, (1...1000).contains(count), reorder() == true else { return nil }
        use(frame.indices)
        return true
    }

    /// "show all of them", "а остальные?": every group that one was chosen from.
    private mutating func allOfThem() -> Bool? {
        guard frame.line.has(.whole) || frame.has(.rest), case .summary(var summary) = study.result,
            summary.limit != nil || summary.order != nil, !summary.keys.isEmpty
        else { return nil }
        let isAll = frame.indices.allSatisfy { index in
            switch frame.line.pieces[index].sense {
            case .mark(.rest), .mark(.only), .number, .mark(.both): true
            default: quiet.contains(index) || isPointer(index)
            }
        }
        guard isAll else { return nil }
        use(frame.indices)
        (summary.order, summary.limit, summary.limitInEach) = (nil, nil, nil)
        study.result = .summary(summary: summary)
        return true
    }

    /// "покажи все месяцы", "all weekdays": every group, not only the first.
    private mutating func allGroups() -> Bool? {
        guard frame.line.has(.whole), case .summary(var summary) = study.result else { return nil }
        let units = frame.all { if case .unit(let unit) = $0 { unit } else { nil } }
        guard units.count == 1, units[0].value != .day, case .key(let key)? = Line.key(units[0].value) else {
            return nil
        }
        guard consists(of: { _, index in index == units[0].index }) else { return nil }
        if summary.keys.isEmpty {
            guard summary.measures.contains(where: { if case .statistic = $0 { true } else { false } }) else {
                return nil
            }
            summary.keys = [key]
        } else {
            guard summary.keys == [key] else { return false }
        }
        (summary.order, summary.limit, summary.limitInEach) = (nil, nil, nil)
        study.result = .summary(summary: summary)
        return true
    }
}

extension Key {
    /// Hours, half hours and so on.
    var isOfClock: Bool {
        switch self {
        case .calendar(.hour), .calendar(.slot): true
        default: false
        }
    }
}

extension Measure {
    /// What a count counts.
    fileprivate var counted: Condition? { if case .count(let condition) = self { condition } else { nil } }
}
