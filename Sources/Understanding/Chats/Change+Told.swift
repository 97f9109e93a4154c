internal import Market
internal import Studies

/// Turns that ask one thing more of what was just told, and change nothing else of it.
extension Change {
    /// "где больше?", "which one is higher", "ratio", "by what percent" after figures that were held against each other: they
    /// are told with their ratio and difference.
    mutating func whichIsMore() -> Bool? {
        guard case .comparison = study.result, frame.dates.isEmpty, frame.facts.isEmpty, frame.spans.isEmpty,
            frame.quantities.count < 2
        else { return nil }
        var asks = false
        for index in frame.indices {
            switch frame.line.pieces[index].sense {
            case .relation, .superlative(.max), .superlative(.min), .task(.ratio), .task(.howmuch), .size,
                .measure(.times), .measure(.percent), .task(.share), .way, .task(.compare):
                asks = true
            case .task(.time), .task(.days), .which, .number(1, nil), .mark(.and), .mark(.those),
                .mark(.it), .mark(.vs), .stop, .empty, .prep, .task(.explain):
                continue
            case .quantity(let quantity) where study.tellsFigure(of: quantity):
                asks = asks || frame.line.has(.comparative, in: frame.line.pieces[index])
            case _ where frame.line.has(.whereabouts, in: frame.line.pieces[index]): asks = true
            case _ where quiet.contains(index): continue
            default: return nil
            }
        }
        guard asks else { return nil }
        use(frame.indices)
        return true
    }

    /// "max and min month", "максимум и минимум" after groups: all of them, of which the highest and the lowest are told.
    mutating func bothEnds() -> Bool? {
        guard case .summary(var summary) = study.result, !summary.keys.isEmpty, frame.dates.isEmpty else { return nil }
        var ends: Set<Bool> = []
        for index in frame.indices {
            switch frame.line.pieces[index].sense {
            case .superlative(.max), .statistic(.max), .extremum(largest: true): ends.insert(true)
            case .superlative(.min), .statistic(.min), .extremum(largest: false): ends.insert(false)
            case .highLow where frame.line.has(.extremum, in: frame.line.pieces[index]): ends = [true, false]
            case .quantity(let quantity)
            where quantity.extreme != nil && frame.line.has(.extremum, in: frame.line.pieces[index]):
                ends.insert(quantity.extreme == .high)
            case .unit(let unit), .which(let unit):
                guard case .key(let key)? = Line.key(unit), summary.keys == [key] else { return nil }
            case .mark(.and), .number(1, nil): continue
            case _ where quiet.contains(index) || isPointer(index): continue
            default: return nil
            }
        }
        guard ends.count == 2 else { return nil }
        (summary.order, summary.limit, summary.limitInEach) = (nil, nil, nil)
        study.result = .summary(summary: summary)
        use(frame.indices)
        return true
    }

    /// "за сколько минут?", "how long did it take" after gaps that were filled: from the session's open.
    mutating func fillTimes() -> Bool? {
        guard study.fillsGaps, study.unit == .day, frame.facts.isEmpty, frame.quantities.isEmpty, frame.dates.isEmpty,
            let open = frame.surroundings.window(of: .session(name: .rth))?.from,
            let asked = frame.task(.length) ?? frame.task(.howmuch, .count),
            frame.task(.length) != nil
                || frame.units(.minute).first?.index == asked + 1
        else { return nil }
        let isTime = consists { sense, index in
            switch sense {
            case .task(.length), .task(.howmuch), .task(.count), .unit(.minute), .verb(.close), .verb(.fill),
                .verb(.form), .statistic(.mean), .statistic(.median):
                true
            default: false
            }
        }
        guard isTime else { return nil }
        switch study.result {
        case .list(let list): guard list.limit == nil else { return false }
        case .summary(let summary): guard summary.keys.isEmpty else { return false }
        default: return nil
        }
        var parts = (study.condition?.parts ?? []).filter { $0 != .gapFilled && $0 != .not(of: .gapFilled) }
        parts.append(.gapFilled)
        study.condition = Condition.every(parts)
        let time = Series.time(event: .gapFill, of: .own)
        let wait = Series.arithmetic(left: time, operation: .minus, right: .number(value: Double(open)))
        let statistics = frame.statistics.isEmpty ? [Statistic.mean, .median] : frame.statistics.map(\.value)
        let measures = [wait, time].flatMap { series in
            statistics.map { Measure.statistic(statistic: $0, of: series, where: nil) }
        }
        study.result = .summary(summary: Summary(measures: measures + [.count(where: nil)]))
        return true
    }

    /// "average change too", "и средний объём тоже": a figure beside those that were told.
    mutating func figureToo() -> Bool? {
        guard frame.line.has(.also), frame.quantities.count <= 1, frame.facts.isEmpty, frame.dates.isEmpty,
            frame.spans.isEmpty, case .summary(var summary) = study.result
        else { return nil }
        let isFigure = consists { sense, _ in
            switch sense {
            case .statistic, .quantity, .mark(.and), .mark(.but), .measure(.percent), .measure(.points): true
            default: false
            }
        }
        guard isFigure, frame.statistics.count <= 1 else { return nil }
        guard let quantity = frame.quantities.first else {
            // "mean too": of the same.
            guard let statistic = frame.statistics.first?.value, let columns = summary.plainColumns else {
                return false
            }
            let more = columns.map { Measure.statistic(statistic: statistic, of: $0, where: nil) }
            summary.measures += more.filter { !summary.measures.contains($0) }
            study.result = .summary(summary: summary)
            return true
        }
        let new = quantity.value.measures(frame.statistics.first?.value ?? summary.statistic)
        summary.measures += new.filter { !summary.measures.contains($0) }
        study.result = .summary(summary: summary)
        return true
    }
}

extension Attempt {
    /// "hammers in 2023", then "next day green?", "how often was the next day red": of the days that were listed or counted,
    /// beside how often any day is so.
    func nextDay(_ last: Study, _ frame: Frame) -> Reading? {
        guard last.choosesDays, frame.marks(.next).count == 1, frame.dayFacts.count == 1, frame.facts.count == 1,
            let outcome = frame.dayFacts.first?.value, outcome.settled, outcome.run == nil, !outcome.ofSession,
            frame.units(.day).count == 1 || frame.line.has(.day)
        else { return nil }
        let asks = frame.indices.allSatisfy { index in
            switch frame.line.pieces[index].sense {
            case .stop, .empty, .prep, .mark(.and), .mark(.but), .mark(.next), .mark(.it), .mark(.those), .unit(.day),
                .condition, .often, .task(.share), .task(.performance), .verb(.form):
                true
            default: false
            }
        }
        guard asks else { return nil }
        var change = change(last, frame)
        switch last.result {
        case .list(let list): guard change.chooseListed(list) else { return nil }
        case .summary(let summary):
            guard summary.measures.count == 1, case .count(let counted) = summary.measures[0] else { return nil }
            change.study.condition = Condition.both(last.condition, counted)
        default: return nil
        }
        guard change.study.condition != nil else { return nil }
        let next = Condition.shifted(of: outcome.condition, by: 1)
        change.study.result = .summary(
            summary: Summary(measures: [.count(where: next), .share(of: next, where: nil, withBase: true)])
        )
        guard change.study.isSound else { return nil }
        return edited(unavailable(change.study, frame) ?? .study(study: change.study), frame)
    }
}

extension Study {
    /// Its rows are days that something chose, or it counts such days: what they did next can be asked.
    var choosesDays: Bool {
        guard unit == .day else { return false }
        switch result {
        case .list(let list): return condition != nil || list.limit != nil
        case .summary(let summary): return summary.isCount && summary.keys.isEmpty
        default: return false
        }
    }

    /// The same of many days in the place of one: what is listed of the one is told of the others by their means, and a day
    /// as a whole by how that time went.
    func tellingFigures(after last: Study) -> Study {
        guard case .list(let list) = result, case .list = last.result, list.limit == nil, list.order.isEmpty,
            condition == nil, unit == .day, last.isOfOneDay, !isOfOneDay, let range = period.dateRange,
            let first = range.first, let end = range.last, end.dayNumber - first.dayNumber > 8
        else { return self }
        var made = self
        if list.columns.contains(where: { $0.metric?.isPrice ?? false }) {
            guard list.columns.contains(where: { $0.metric == .high }),
                list.columns.contains(where: { $0.metric == .low })
            else { return self }
            made.result = .summary(summary: Summary(measures: Bundle.statistics))
            return made
        }
        let measures = list.columns.compactMap { series -> Measure? in
            guard let metric = series.metric else { return nil }
            let isMove = metric == .changePct
            if metric == .change { return nil }
            return .statistic(statistic: isMove ? .compounded : .mean, of: series, where: nil)
        }
        guard !measures.isEmpty, list.columns.allSatisfy({ $0.metric != nil }) else { return self }
        made.result = .summary(summary: Summary(measures: measures + [.count(where: nil)]))
        return made
    }

    private var isOfOneDay: Bool {
        if case .lastDays(1, _) = period { true } else { period.singleDay != nil }
    }
}
