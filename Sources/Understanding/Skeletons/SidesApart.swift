internal import Market
internal import Studies

extension Frame {
    /// What stands on one side of a joint, where each side names several things for itself: "up days in 2023" of "up days
    /// in 2023 vs down days in 2024".
    struct OwnSide {
        /// A thing that both sides must name if one does.
        enum Slot: Hashable { case figure, period, days, calendar, span }

        var places: Range<Int>
        var dates: [Dates] = []
        var days: [Fact] = []
        var calendar: [Fact] = []
        var spans: [Span] = []
        var quantities: [Quantity] = []
        var statistics: [Statistic] = []

        fileprivate var named: Set<Slot> {
            var slots: Set<Slot> = []
            if !dates.isEmpty { slots.insert(.period) }
            if !days.isEmpty { slots.insert(.days) }
            if !calendar.isEmpty { slots.insert(.calendar) }
            if !spans.isEmpty { slots.insert(.span) }
            return slots
        }

        fileprivate var condition: Condition? {
            Condition.every(days.map(\.condition) + Frame.chosenDays(calendar.map(\.condition)))
        }
    }

    /// A question whose sides each name several kinds of things for themselves.
    struct OwnSides {
        var sides: [OwnSide]
        /// What every side names, and otherwise than another: at least one.
        var differing: Set<OwnSide.Slot>
        /// Places of the calendar, dates, windows and days that are of all sides: said before the first or behind the last.
        var shared: Set<Int>
        /// What a side names besides is of all sides.
        var isClear: Bool
    }

    /// The sides of a question of which each names two kinds of things or more; nil where one thing is held against another.
    func ownSides() -> OwnSides? {
        guard dates.count > 1 || spans.count > 1 || calendarFacts.count > 1 else { return nil }
        let isTask = task(.compare) != nil
        let compared = indices.filter {
            line.isMark($0, .vs) || line.prep($0) == .than || isTask && line.isMark($0, .given)
        }
        for joints in [compared, indices.filter { line.joinsHeads($0) || line[$0] == .stop(",") }] where !joints.isEmpty
        {
            let cut = sides(at: joints)
            guard cut.count > 1, let first = cut.first, let last = cut.last else { continue }
            // A quantity that only one side names is that of all.
            let isOfFigures = cut.allSatisfy { $0.quantities.count == 1 } && Set(cut.map { $0.quantities[0] }).count > 1
            guard isOfFigures || Set(quantities.map(\.value)).count <= 1 else { continue }
            let common = cut.dropFirst().reduce(first.named) { $0.intersection($1.named) }
            var differing = common.filter { slot in cut.contains { !$0.isAlike(first, in: slot) } }
            if isOfFigures { differing.insert(.figure) }
            guard common.count + (isOfFigures ? 1 : 0) > 1, !differing.isEmpty else { continue }
            let (before, behind) = (places(of: first), places(of: last))
            let heading = before.filter { !common.contains($0.slot) }.map(\.index)
            let trailing = behind.filter { !common.contains($0.slot) }.map(\.index)
            let isClear =
                cut.dropFirst().dropLast().allSatisfy { $0.named == common }
                && heading.allSatisfy { place in before.allSatisfy { !common.contains($0.slot) || place < $0.index } }
                && trailing.allSatisfy { place in behind.allSatisfy { !common.contains($0.slot) || place > $0.index } }
            return OwnSides(
                sides: cut.map { $0.only(common) },
                differing: differing,
                shared: Set(heading + trailing),
                isClear: isClear
            )
        }
        return nil
    }

    /// "NQ first hour range vs MGC day range", "NQ's gap and MGC's overnight change": two figures, each of its own instrument.
    var hasFiguresApart: Bool {
        let symbols = indices.filter { if case .symbol? = line[$0] { true } else { false } }
        guard symbols.count == 2, symbols[0] < symbols[1] else { return false }
        let sides = [symbols[0]..<symbols[1], symbols[1]..<line.count]
        let figures = sides.map { side in quantities.filter { side.contains($0.index) }.map(\.value) }
        guard figures.allSatisfy({ $0.count == 1 }) else { return false }
        let windows = sides.map { side in Set(spans.filter { side.contains($0.index) }.map(\.value)) }
        return figures[0] != figures[1] || windows[0] != windows[1]
    }

    private func places(of side: OwnSide) -> [(slot: OwnSide.Slot, index: Int)] {
        side.places.compactMap { index in
            if dates.contains(where: { $0.index == index }) { return (.period, index) }
            if dayFacts.contains(where: { $0.index == index }) { return (.days, index) }
            if calendarFacts.contains(where: { $0.index == index }) { return (.calendar, index) }
            if spans.contains(where: { $0.index == index }) { return (.span, index) }
            return nil
        }
    }

    /// The line cut at its joints; what names nothing is of all of them.
    private func sides(at joints: [Int]) -> [OwnSide] {
        var ends = joints.filter { $0 > 0 }
        ends.append(line.count)
        var start = 0
        var made: [OwnSide] = []
        for end in ends {
            let places = start..<max(end, start)
            start = end
            var side = OwnSide(places: places)
            side.dates = dates.filter { places.contains($0.index) }.map(\.value)
            side.days = dayFacts.filter { places.contains($0.index) }.map(\.value)
            side.calendar = calendarFacts.filter { places.contains($0.index) }.map(\.value)
            side.spans = spans.filter { places.contains($0.index) }.map(\.value)
            side.quantities = quantities.filter { places.contains($0.index) }.map(\.value)
            side.statistics = statistics.filter { places.contains($0.index) }.map(\.value)
            if !side.named.isEmpty || !side.quantities.isEmpty { made.append(side) }
        }
        // "..., RTH": of no side alone.
        guard made.count > 2 else { return made }
        for index in made.indices.reversed() where made.count > 2 && made[index].quantities.isEmpty {
            let others = made.indices.filter { $0 != index }.map { made[$0].named }
            guard others.allSatisfy({ $0.isDisjoint(with: made[index].named) }) else { continue }
            let near = index == 0 ? 1 : index - 1
            made[near].take(made[index])
            made.remove(at: index)
        }
        return made
    }

    /// "up days in 2023 vs down days in 2024", "average range in 2023 and total volume in 2024": each side with its own
    /// days, period and window.
    func sidesApart() -> [Candidate] {
        guard let found = ownSides(), found.isClear, named.count < 2, keys.isEmpty, slots.isEmpty, barUnits.isEmpty,
            superlatives.isEmpty, bests.isEmpty, often.isEmpty,
            [Mark.after, .next, .previous, .rest].allSatisfy({ !has($0) }),
            task(.share, .correlation, .distribution, .top, .time, .timehour, .runs, .length, .standing, .explain)
                == nil,
            found.sides.allSatisfy({ $0.spans.count < 2 })
        else { return [] }
        let (sides, differing) = (found.sides, found.differing)
        // Days of two kinds, each with a figure of its own, are told by `figures`.
        guard !differing.contains(.figure) || differing.contains(.period) || differing.contains(.span) else {
            return []
        }
        let periods = sides.map { period($0.dates) }
        guard periods.allSatisfy({ $0 != nil }) else { return [] }
        let shared = dayFacts.filter { found.shared.contains($0.index) }
        let all = Set(dates.map(\.index) + facts.map(\.index) + spans.map(\.index) + quantities.map(\.index))
        var own = all.subtracting(found.shared)
        let result: StudyResult
        if differing.contains(.figure) {
            guard let measures = figures(of: sides) else { return [] }
            result = .summary(summary: Summary(measures: measures))
        } else {
            guard let measures = measures(of: sides) else { return [] }
            result = .comparison(
                variants: zip(sides, periods).map { side, period in
                    Variant(
                        name: side.name,
                        span: side.spans.first,
                        period: side.dates.isEmpty ? nil : period,
                        condition: side.condition
                    )
                },
                measures: measures
            )
        }
        let isOfSession = dayFacts.contains { $0.value.ofSession }
        var base = study(
            result,
            condition: Condition.every(shared.map(\.value.condition)),
            without: own,
            sessionEvent: isOfSession,
            ofOneDay: false
        )
        own.formUnion(shared.map(\.index))
        if !sides[0].dates.isEmpty {
            if case .summary = result, let all = union(periods.compactMap(\.self)) { base.study.period = all }
            base.assumptions.removeAll { $0 == .wholePeriod }
        }
        if differing.contains(.span) {
            base.assumptions.removeAll { if case .span = $0 { true } else { false } }
        }
        own.formUnion(statistics.map(\.index))
        for index in indices {
            switch line.pieces[index].sense {
            case .task(.compare), .task(.count), .task(.performance), .task(.statistics), .mark(.vs), .mark(.and),
                .prep:
                own.insert(index)
            case .task(.howmuch): own.insert(index)
            case .relation where !quantities.isEmpty && comparesWords(index): own.insert(index)
            default: continue
            }
        }
        return [
            Candidate(
                name: "sides apart",
                study: base.study,
                used: base.used.union(own),
                fit: differing.count > 1 ? 33 : 20,
                assumptions: base.assumptions
            )
        ]
    }

    /// One quantity for every side.
    private func measures(of sides: [OwnSide]) -> [Measure]? {
        var measures: [Measure] = []
        if let quantity = quantities.first {
            guard Set(statistics.map(\.value)).count <= 1, task(.count) == nil else { return nil }
            measures = quantity.value.measures(statistics.first?.value)
        } else if task(.count, .howmuch) != nil {
            guard statistics.isEmpty else { return nil }
            measures = [.count(where: nil)]
        } else if let asked = statistics.first?.value {
            // "average gap up in 2023 vs average gap down in 2024": the facts' own move.
            let ranks = sides.compactMap { $0.days.count == 1 ? $0.days[0].rank : nil }
            guard Set(statistics.map(\.value)).count == 1, ranks.count == sides.count,
                Set(ranks.map(\.base)).count == 1
            else { return nil }
            measures = ranks[0].measures(asked) + [.count(where: nil)]
        } else {
            measures = Bundle.behaviour
        }
        // Green days are green: what the sides settle tells nothing of them.
        let known = sides.map { Premises($0.condition) }
        measures.removeAll { measure in
            guard case .share(let of, nil, _) = measure else { return false }
            return known.contains { $0.imply(of) || $0.exclude(of) }
        }
        return measures
    }

    /// Each side's own quantity, of its own days.
    private func figures(of sides: [OwnSide]) -> [Measure]? {
        guard task(.count, .compare) == nil else { return nil }
        var measures: [Measure] = []
        var statistic: Statistic?
        for side in sides {
            guard var quantity = side.quantities.first, side.statistics.count < 2 else { return nil }
            // "average range in 2023 and volume in 2024": the mean is of both.
            // A volume without one is told by its mean and its sum.
            statistic = side.statistics.first ?? (quantity.isVolume ? nil : statistic)
            if let span = side.spans.first {
                guard quantity.span == nil else { return nil }
                quantity.span = span
            }
            let dated = side.dates.map { $0.period.asCondition }
            guard dated.allSatisfy({ $0 != nil }), dated.count < 2 else { return nil }
            let own = Condition.every(dated.compactMap(\.self) + [side.condition].compactMap(\.self))
            measures += quantity.measures(statistic, where: own)
        }
        return measures
    }

    private func union(_ periods: [Period]) -> Period? {
        guard let first = periods.first else { return nil }
        return periods.dropFirst().reduce(first) { all, next in
            all.flatMap { $0 == next ? $0 : Period.union($0, next) }
        }
    }
}

extension Frame.OwnSide {
    /// What stands beside it belongs to it.
    fileprivate mutating func take(_ other: Self) {
        places = min(places.lowerBound, other.places.lowerBound)..<max(places.upperBound, other.places.upperBound)
        dates += other.dates
        days += other.days
        calendar += other.calendar
        spans += other.spans
        statistics += other.statistics
    }

    /// Without what is of all sides.
    fileprivate func only(_ slots: Set<Slot>) -> Self {
        var side = self
        if !slots.contains(.period) { side.dates = [] }
        if !slots.contains(.days) { side.days = [] }
        if !slots.contains(.calendar) { side.calendar = [] }
        if !slots.contains(.span) { side.spans = [] }
        return side
    }

    fileprivate func isAlike(_ other: Self, in slot: Slot) -> Bool {
        switch slot {
        case .figure: quantities == other.quantities
        case .period: dates.map(\.period) == other.dates.map(\.period)
        case .days: days.map(\.condition) == other.days.map(\.condition)
        case .calendar: calendar.map(\.condition) == other.calendar.map(\.condition)
        case .span: spans == other.spans
        }
    }

    /// Its days, or its window; its period stands beside them.
    fileprivate var name: VariantName {
        if days.isEmpty, calendar.count == 1 { return Frame.name(calendar[0].condition) }
        if let condition { return .condition(condition: condition) }
        if let span = spans.first { return .span(span: span) }
        return dates.first.map { Frame.name($0) } ?? .rest
    }
}

extension Period {
    /// The days of one year, or of a month or quarter of one, as a choice of days; nil for another period.
    fileprivate var asCondition: Condition? {
        guard let range = dateRange, let first = range.first, range.last != nil else { return nil }
        let year = Condition.calendar(field: .year, oneOf: [first.year])
        if self == .year(first.year) { return year }
        if self == .months(first.month...first.month, of: first.year) {
            return .all(of: [year, .calendar(field: .month, oneOf: [first.month])])
        }
        if self == .quarter(first.quarter, of: first.year) {
            return .all(of: [year, .calendar(field: .quarter, oneOf: [first.quarter])])
        }
        return nil
    }
}
