internal import Market
internal import Studies

extension Change {
    /// "все дни", "back to all days", "убери фильтр", "без группировки": what chose or grouped goes. Nil where nothing is said of it.
    mutating func reset() -> Bool? {
        if let mark = frame.marks(.grouping).first {
            guard frame.has(.except) || frame.has(.not), case .summary(var summary) = study.result,
                !summary.keys.isEmpty
            else { return false }
            use([mark] + frame.marks(.except) + frame.marks(.not))
            (summary.keys, summary.order, summary.limit, summary.limitInEach) = ([], nil, nil, nil)
            study.result = .summary(summary: summary)
            return true
        }
        let filters = frame.marks(.filter)
        let days = frame.indices.filter { frame.line.unit($0) == .day || frame.line[$0] == .task(.days) }
        let isAll = frame.line.has(.whole) && days.count == 1 && frame.facts.isEmpty
        guard isAll || !filters.isEmpty else { return nil }
        guard study.condition != nil, isAll || frame.has(.except) || frame.has(.not) else { return false }
        use(filters + days + frame.marks(.except) + frame.marks(.not))
        study.condition = nil
        return true
    }

    /// "больше 3%", "а до 10?": another bound of what the study compares with a number.
    mutating func threshold() -> Bool? {
        guard frame.facts.isEmpty,
            let place = frame.indices.first(where: { if case .number? = frame.line[$0] { true } else { false } }),
            case .number(let value, let scale)? = frame.line[place], scale != nil || frame.line.unit(place + 1) == nil
        else { return nil }
        // "and after 3 days?": so many days later, and no bound.
        if scale == nil, frame.line.unit(place + 1) != nil, frame.has(.after) || frame.has(.next) { return nil }
        var said: Relation?
        if case .relation(let relation)? = frame.line[place - 1] { said = relation }
        // A number alone takes the place of the only one.
        guard said != nil || frame.indices.allSatisfy({ $0 == place || used.contains($0) }) else { return nil }
        guard scale == nil || scale == .percent || scale == .points else { return false }
        use(said == nil ? [place] : [place - 1, place])
        var places = 0
        let changed = study.changingLeaves { leaf in
            guard let new = Self.bounded(leaf, said, value, scale) else { return leaf }
            places += 1
            return new
        }
        if places == 1 {
            study = changed
            return true
        }
        guard places == 0, frame.quantities.isEmpty, let relation = said else { return false }
        return limitSize(relation, value, scale)
    }

    /// A comparison with a number that is no zero, of the same unit, with another number.
    private static func bounded(_ leaf: Condition, _ said: Relation?, _ value: Double, _ scale: Scale?) -> Condition? {
        guard case .compare(let left, let old, .number(let bound)) = leaf, bound != 0, left.unit != .time,
            scale == nil || (left.unit == .percent) == (scale == .percent), old != .equal, old != .notEqual
        else { return nil }
        // A fall of more than 3% is a change below -3%.
        let isFall = bound < 0 && value > 0
        let relation = said.map { isFall ? $0.mirrored : $0 } ?? old
        return .compare(
            left: left,
            relation: relation,
            right: .number(value: isFall ? -value : value)
        )
    }

    /// "в дни больше 300 пунктов": the quantity that the study is about.
    private mutating func limitSize(_ relation: Relation, _ value: Double, _ scale: Scale?) -> Bool {
        var signed: [(Metric, Bool)] = []
        for case .compare(.metric(let metric, .own), let way, .number(value: 0)) in study.condition?.parts ?? [] {
            signed.append((metric, way.isUp))
        }
        if signed.count == 1, let (metric, up) = signed.first, let quantity = metric.inUnit(percent: scale != .points) {
            // "гэп вверх ... больше 1%": the same way.
            let bound = Condition.holds(
                .metric(metric: quantity, of: .own),
                up ? relation : relation.mirrored,
                .number(value: up ? value : -value)
            )
            study.condition = Condition.both(study.condition, bound)
            return true
        }
        if signed.isEmpty, study.fillsGaps, scale != nil {
            let gap = Series.absolute(of: .metric(metric: scale == .percent ? .gapPct : .gap, of: .own))
            study.condition = Condition.both(study.condition, .holds(gap, relation, .number(value: value)))
            return true
        }
        if case .distribution(let distribution) = study.result, distribution.of.count == 1,
            let series = distribution.of.first, scale == nil || (series.unit == .percent) == (scale == .percent)
        {
            study.condition = Condition.both(study.condition, .holds(series, relation, .number(value: value)))
            return true
        }
        guard signed.isEmpty, case .summary(let summary) = study.result else { return false }
        let metrics = Set(
            summary.measures.compactMap { measure -> Metric? in
                if case .statistic(_, let series, _) = measure { series.metric } else { nil }
            }
        )
        guard let metric = metrics.first(where: { ($0.unit == .percent) == (scale == .percent) && scale != nil }),
            Set(metrics.map(\.family)).count == 1
        else { return false }
        study.condition = Condition.both(
            study.condition,
            .holds(.metric(metric: metric, of: .own), relation, .number(value: value))
        )
        return true
    }

    /// "а до 10?", "after 14:00": another bound of a time that the study asks about; else the window.
    mutating func timeBound(_ after: Bool, _ minute: Int) -> Bool {
        var places = 0
        let changed = study.changingLeaves { leaf in
            guard case .compare(let left, _, .number) = leaf, left.unit == .time else { return leaf }
            places += 1
            return .compare(
                left: left,
                relation: after ? .greaterOrEqual : .less,
                right: .number(value: Double(minute))
            )
        }
        var fills = 0
        let filled = study.changingLeaves { leaf in
            guard leaf == .gapFilled else { return leaf }
            fills += 1
            let time = Series.time(event: .gapFill, of: .own)
            return .all(of: [
                .gapFilled, .holds(time, after ? .greaterOrEqual : .less, .number(value: Double(minute))),
            ])
        }
        if places == 1 {
            study = changed
        } else if places == 0, fills == 1 {
            study = filled
        } else if places == 0, fills == 0, !study.speaksOfTimes {
            let window =
                after
                ? Window(from: minute, to: frame.instrument.dayEnd)
                : Window(from: frame.instrument.dayStart, to: minute)
            set(.clock(window: window))
        } else {
            return false
        }
        return true
    }

    /// "а после трёх?": another length of the run that the study speaks of.
    mutating func runLength() -> Bool? {
        let marks = frame.marks(.after) + frame.marks(.consecutive)
        guard let mark = marks.first, frame.facts.isEmpty, frame.quantities.isEmpty,
            let place = [mark + 1, mark - 1].first(where: { frame.line.whole($0) != nil }),
            let count = frame.line.whole(place), (1...60).contains(count),
            frame.line.unit(place + 1) == nil || frame.line.unit(place + 1) == .day && frame.has(.consecutive)
        else { return nil }
        var places = 0
        let changed = study.changingLeaves { leaf in
            guard case .run(let of, _, let exactly) = leaf else { return leaf }
            places += 1
            return .run(of: of, count: count, exactly: exactly)
        }
        guard places == 1 else { return false }
        use([place] + marks)
        if frame.line.unit(place + 1) == .day { use([place + 1]) }
        study = changed
        return true
    }

    /// "а не закрылся?": the other outcome of a gap.
    mutating func unfilled() -> Bool? {
        guard let mark = frame.marks(.not).first, frame.facts.isEmpty,
            frame.line[mark + 1] == .verb(.close) || frame.line[mark + 1] == .verb(.fill)
        else { return nil }
        var places = 0
        let changed = study.changingLeaves { leaf in
            guard leaf == .gapFilled else { return leaf }
            places += 1
            return .not(of: .gapFilled)
        }
        guard places == 1 else { return false }
        use([mark, mark + 1])
        study = changed
        return true
    }
}

extension Metric {
    /// The metric in percent, or in points; nil where it has no such twin.
    fileprivate func inUnit(percent: Bool) -> Metric? {
        switch family {
        case .change: percent ? .changePct : .change
        case .body: percent ? .bodyPct : .body
        case .gap: percent ? .gapPct : .gap
        default: nil
        }
    }
}

extension Study {
    /// It asks whether gaps are filled.
    var fillsGaps: Bool {
        var fills = false
        visit { if case .condition(.gapFilled) = $0 { fills = true } }
        return fills
    }

    fileprivate var speaksOfTimes: Bool {
        var speaks = false
        visit { if case .series(.time) = $0 { speaks = true } }
        return speaks
    }
}
