internal import Market
internal import Studies

/// Turns of one or two words that only the study before gives a meaning.
extension Change {
    mutating func fragment() -> Bool? {
        dayCount() ?? beforeLast() ?? sameElsewhere() ?? dayOfExtreme() ?? daysOfRun() ?? shownAgain() ?? otherEnd()
            ?? nextInRank()
            ?? otherBar()
    }

    /// What the turn says, without words that only lead it in or point back.
    private var said: [Int] { frame.indices.filter { !quiet.contains($0) && !isPointer($0) } }

    /// "а за 50?", "5 дней", "за последние 5" after so many last days; "за месяц": back from today.
    private mutating func dayCount() -> Bool? {
        guard study.unit == .day, frame.facts.isEmpty, frame.quantities.isEmpty, frame.statistics.isEmpty,
            frame.dates.isEmpty
        else { return nil }
        let isTrailing = said.contains { frame.line[$0] == .relative(.last) || frame.line[$0] == .relative(.past) }
        let counts: Bool
        if case .lastDays = study.period { counts = true } else { counts = false }
        guard counts || isTrailing else { return nil }
        var number: Int?
        var unit: UnitWord?
        for index in frame.indices {
            switch frame.line.pieces[index].sense {
            case .relative(.last), .relative(.past): continue
            case .unit(let one) where unit == nil: unit = one
            case _ where frame.line.whole(index) != nil && number == nil: number = frame.line.whole(index)
            case _ where quiet.contains(index) || isPointer(index): continue
            default: return nil
            }
        }
        let today = context.today
        switch (number, unit) {
        case (let count?, nil), (let count?, .day?):
            guard (1...5000).contains(count) else { return nil }
            place(.lastDays(count: count, upTo: today))
        case (nil, .week?): place(.range(today.adding(days: -6), today))
        case (nil, .month?): place(.range(today.adding(months: -1).adding(days: 1), today))
        case (nil, .year?): place(.range(today.adding(months: -12).adding(days: 1), today))
        default: return nil
        }
        use(frame.indices)
        return true
    }

    /// "а за позапрошлую" after the last week: the one before it.
    private mutating func beforeLast() -> Bool? {
        guard said.count == 1, let index = said.first,
            frame.line[index] == .relative(.beforelast)
                || frame.line.isMark(index, .previous) && frame.line.prep(index) == .in && study.period.singleDay == nil
        else { return nil }
        let shapes: [Dates.Shape] = [.week, .month, .quarter, .year]
        let period = study.period
        guard let before = shapes.lazy.compactMap({ period.before($0) }).first else { return false }
        use(frame.indices)
        place(before)
        return true
    }

    /// "same month in 2023", "тот же период прошлого года": the same part of another year.
    private mutating func sameElsewhere() -> Bool? {
        let units = frame.units(.week, .month, .quarter, .day)
        guard frame.dates.count == 1, let other = frame.dates.first, units.count <= 1,
            let year = other.value.period.dateRange?.first?.year,
            other.value.isSame || frame.has(.same) && other.value.period == .year(year),
            let range = study.period.dateRange, let first = range.first, let last = range.last,
            first.year == last.year, study.period != .year(first.year)
        else { return nil }
        let isSame = said.allSatisfy { index in
            switch frame.line.pieces[index].sense {
            case .mark(.same), .dates: true
            case .unknown: frame.line.has(.timespan, in: frame.line.pieces[index])
            default: units.contains { $0.index == index }
            }
        }
        guard isSame, other.value.isSame || units.count == 1 || said.contains(where: { frame.line[$0] == .unknown })
        else { return nil }
        let period = Period.range(
            first.adding(months: 12 * (year - first.year)),
            last.adding(months: 12 * (year - last.year))
        )
        let isMonths = study.period == .months(first.month...last.month, of: first.year)
        place(isMonths ? .months(first.month...last.month, of: year) : period)
        use(frame.indices)
        return true
    }

    /// "when was that?", "в какой день?" after the largest or smallest: its day.
    private mutating func dayOfExtreme() -> Bool? {
        guard study.unit == .day else { return nil }
        if case .list(let list) = study.result, list.limit == 1, asksWhen {
            use(frame.indices)
            return true
        }
        guard case .summary(let summary) = study.result, summary.keys.isEmpty, asksWhen,
            case .statistic(let statistic, let series, nil)? = summary.measures.first,
            statistic == .max || statistic == .min
        else { return nil }
        var columns = [series]
        for case .statistic(_, let other, nil) in summary.measures.dropFirst() where !columns.contains(other) {
            columns.append(other)
        }
        study.result = .list(
            list: Listing(columns: columns, order: [Order(by: series, descending: statistic == .max)], limit: 1)
        )
        use(frame.indices)
        return true
    }

    /// "when did it start", "когда это было" after a run: its first day and its last; of runs that were counted, each one's.
    private mutating func daysOfRun() -> Bool? {
        guard case .runs(var runs) = study.result else { return nil }
        var asks = false
        for index in frame.indices {
            switch frame.line.pieces[index].sense {
            case .when, .task(.time), .which(.day), .task(.days): asks = true
            case .verb(.open), .verb(.close), .unit(.day): continue
            case _ where quiet.contains(index) || isPointer(index): continue
            default: return nil
            }
        }
        guard asks else { return nil }
        if runs.show == .totals { runs.show = .list(limit: nil) }
        study.result = .runs(runs: runs)
        use(frame.indices)
        return true
    }

    /// "red days in June", then "show them": they are.
    private mutating func shownAgain() -> Bool? {
        guard case .list = study.result, frame.line.has(.shown), frame.has(.those) || frame.has(.it) else { return nil }
        let isAll = frame.indices.allSatisfy { index in
            switch frame.line.pieces[index].sense {
            case .unit(.day), .task(.days): true
            case .mark(.only), .mark(.not): false
            default: quiet.contains(index) || isPointer(index)
            }
        }
        guard isAll else { return nil }
        use(frame.indices)
        return true
    }

    private var asksWhen: Bool {
        var asks = frame.indices.contains { frame.line[$0] == .task(.days) && frame.line.has(.which) }
        for index in said {
            switch frame.line.pieces[index].sense {
            case .when, .task(.time), .which(.day): asks = true
            case .unit(.day): continue
            default: return false
            }
        }
        return asks
    }

    /// "а второй?" after the first of a rank.
    private mutating func nextInRank() -> Bool? {
        guard case .list(var list) = study.result, list.limit == 1, !list.order.isEmpty else { return nil }
        var place: Int?
        for index in said {
            switch frame.line.pieces[index].sense {
            case .ordinal(let number) where place == nil: place = number
            case .unit(.day), .number(1, nil), .superlative, .best: continue
            default: return nil
            }
        }
        guard let place, (2...100).contains(place) else { return nil }
        list.skip = place - 1
        study.result = .list(list: list)
        use(frame.indices)
        return true
    }

    /// "а outside?" after inside days: the bar that is known by the other of the two words.
    private mutating func otherBar() -> Bool? {
        guard said.count == 1, let index = said.first else { return nil }
        let wanted: (old: String, new: String)
        switch frame.line.pieces[index].sense {
        case .mark(.outside): wanted = ("insideBar", "outsideBar")
        case .mark(.inside): wanted = ("outsideBar", "insideBar")
        default: return nil
        }
        var places = 0
        let changed = study.changingLeaves { leaf in
            guard case .pattern(wanted.old, let bar) = leaf else { return leaf }
            places += 1
            return .pattern(name: wanted.new, of: bar)
        }
        guard places > 0 else { return nil }
        study = changed
        use(frame.indices)
        return true
    }

    /// "closes above last week's high", then "and below the low"; "in the upper quarter", then "in the lower": the same of
    /// the other end.
    private mutating func otherEnd() -> Bool? {
        var end: Bool?
        var relation: Relation?
        for index in said {
            switch frame.line.pieces[index].sense {
            case .edge(let up) where end == nil: end = up
            case .quantity(let quantity) where end == nil && quantity.shift == 0 && quantity.span == nil:
                guard let extreme = quantity.extreme else { return nil }
                end = extreme == .high
            case .relation(let one) where relation == nil: relation = one
            default: return nil
            }
        }
        guard let end, let other = mirrored() else { return nil }
        let (old, new) = (study.ends, other.ends)
        guard new.contains(end), !old.contains(end), !new.contains(!end), relation.map({ $0.isUp == end }) ?? true
        else {
            return nil
        }
        study = other
        use(frame.indices)
        return true
    }

    /// "and the other side?": highs for lows, rises for falls, each of them throughout; nil where nothing has a side.
    func mirrored() -> Study? {
        var isWhole = true
        var made = study.changingLeaves { leaf in
            switch leaf {
            case .compare(let left, let relation, let right):
                guard let other = leaf.mirrored else {
                    isWhole = isWhole && !left.hasSide && !right.hasSide
                    return .compare(left: left, relation: relation, right: right)
                }
                return other
            case .pattern, .eventCalendar: isWhole = false
            default: break
            }
            return leaf
        }
        func turned(_ series: Series) -> Series { series.mirrored ?? series }
        switch made.result {
        case .distribution(var distribution):
            distribution.of = distribution.of.map(turned)
            made.result = .distribution(distribution: distribution)
        case .summary(var summary):
            summary.measures = summary.measures.map { measure in
                guard case .statistic(let statistic, let of, let condition) = measure else { return measure }
                return .statistic(statistic: statistic, of: turned(of), where: condition)
            }
            made.result = .summary(summary: summary)
        case .runs, .comparison: break
        case .list, .correlation, .standing: return nil
        }
        return isWhole && made != study ? made : nil
    }
}

extension Study {
    /// The ends of bars that its conditions speak of; true is the upper one.
    fileprivate var ends: Set<Bool> {
        var ends: Set<Bool> = []
        visit { element in
            switch element {
            case .series(.metric(.high, _)): ends.insert(true)
            case .series(.metric(.low, _)): ends.insert(false)
            case .condition(.compare(.metric(.closePosition, _), let relation, .number)): ends.insert(relation.isUp)
            default: break
            }
        }
        return ends
    }
}

extension Series {
    /// It is of one end of a bar, or of a way.
    fileprivate var hasSide: Bool {
        switch self {
        case .metric(let metric, _): metric == .high || metric == .low || metric.hasSign
        case .time(let event, _): event == .high || event == .low
        case .shifted(let of, _), .absolute(let of), .rolling(_, let of, _), .soFar(_, let of), .aggregate(_, let of),
            .containing(_, _, let of):
            of.hasSide
        case .arithmetic(let left, _, let right): left.hasSide || right.hasSide
        case .number, .calendar, .indicator, .move, .drawdown, .peakDay: false
        }
    }

    /// The other end; nil where there is none.
    fileprivate var mirrored: Series? {
        switch self {
        case .metric(.high, let bar): return .metric(metric: .low, of: bar)
        case .metric(.low, let bar): return .metric(metric: .high, of: bar)
        case .time(let event, let bar): return event.mirrored.map { .time(event: $0, of: bar) }
        case .shifted(let of, let by): return of.mirrored.map { .shifted(of: $0, by: by) }
        default: return nil
        }
    }
}

extension MinuteEvent {
    fileprivate var mirrored: MinuteEvent? {
        switch self {
        case .high: .low
        case .low: .high
        case .above(let level): level.mirrored.map { .below(level: $0) }
        case .below(let level): level.mirrored.map { .above(level: $0) }
        case .touch(let level): level.mirrored.map { .touch(level: $0) }
        case .largestVolume, .firstBar, .lastBar, .gapFill, .shareOfRange: nil
        }
    }
}

extension Condition {
    /// A claim of one side, of the other.
    fileprivate var mirrored: Condition? {
        guard case .compare(let left, let relation, let right) = self else { return nil }
        switch (left, right) {
        case (.metric(let metric, _), .number(let value)) where metric.hasSign:
            return .compare(left: left, relation: relation.mirrored, right: .number(value: value == 0 ? 0 : -value))
        case (.metric(.closePosition, _), .number(let value)):
            return .compare(left: left, relation: relation.mirrored, right: .number(value: 1 - value))
        case (.time, .number):
            return left.mirrored.map { .compare(left: $0, relation: relation, right: right) }
        case (.time, .time):
            guard let first = left.mirrored, let second = right.mirrored else { return nil }
            return .compare(left: first, relation: relation, right: second)
        default:
            // A price beyond a level: the other price beyond the other one, the other way.
            let (first, second) = (left.mirrored, right.mirrored)
            guard first != nil || second != nil else { return nil }
            return .compare(left: first ?? left, relation: relation.mirrored, right: second ?? right)
        }
    }
}
