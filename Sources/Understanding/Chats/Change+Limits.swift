internal import Market
internal import Studies

extension Study {
    /// It tells a figure of days that has no sign: their mean range, their volume.
    var tellsFigureOfDays: Bool {
        guard case .summary(let summary) = result, summary.keys.isEmpty, unit == .day else { return false }
        return summary.plainColumns?.first?.metric?.hasSign == false
    }
}

extension Key {
    /// Its groups are rows of that unit, or such rows of several years.
    fileprivate func isOfRow(_ unit: BarUnit) -> Bool {
        switch (self, unit) {
        case (.calendar(.weekStart), .week), (.calendar(.monthStart), .month), (.calendar(.month), .month),
            (.calendar(.quarterStart), .quarter), (.calendar(.quarter), .quarter), (.calendar(.year), .year):
            true
        default: false
        }
    }
}

extension Change {
    /// "а топ 10?": of the groups, of the rows that were listed, of the days that a mean is of.
    mutating func limit(to count: Int) -> Bool {
        if case .summary(var summary) = study.result, !summary.keys.isEmpty {
            summary.order = summary.order ?? MeasureOrder(measure: 0, descending: true)
            if summary.limitInEach == nil { summary.limit = count } else { summary.limitInEach = count }
            study.result = .summary(summary: summary)
            return true
        }
        if case .summary(let summary) = study.result, study.unit == .day, let columns = summary.plainColumns {
            study.result = .list(
                list: Listing(columns: columns, order: [Order(by: columns[0], descending: true)], limit: count)
            )
            return true
        }
        guard case .list(var list) = study.result else { return false }
        if list.order.isEmpty {
            guard let order = naturalOrder else { return false }
            list.order = [order]
            if !list.columns.contains(order.by) { list.columns.insert(order.by, at: 0) }
        }
        list.limit = count
        list.skip = 0
        study.result = .list(list: list)
        return true
    }

    /// "5 штук", "five instead of three", "не 3, а 5": how many rows of a rank, where no other number could be meant.
    mutating func countOfRows() -> Bool? {
        let limit: Int?
        switch study.result {
        case .list(let list): limit = list.limit
        case .summary(let summary): limit = summary.limit
        default: return nil
        }
        guard let limit, study.condition?.hasThreshold != true else { return nil }
        var numbers: [(value: Int, index: Int)] = []
        for index in frame.indices {
            switch frame.line.pieces[index].sense {
            case .number:
                guard let number = frame.line.whole(index), frame.line.year(index) == nil else { return nil }
                numbers.append((number, index))
            case .mark(.insteadof), .mark(.not), .mark(.and), .mark(.but), .unit(.day), .task(.top), .task(.days):
                continue
            case _ where quiet.contains(index): continue
            default: return nil
            }
        }
        guard let first = numbers.first, let last = numbers.last, numbers.count <= 2 else { return nil }
        var count = first.value
        if numbers.count == 2 {
            let isDenied = frame.line.isMark(first.index - 1, .not)
            guard isDenied || frame.line.isMark(last.index - 1, .insteadof) || frame.line.isMark(last.index - 1, .not),
                (isDenied ? first : last).value == limit
            else { return nil }
            if isDenied { count = last.value }
        } else if frame.has(.insteadof) || frame.has(.not) {
            return nil
        }
        guard (1...1000).contains(count), self.limit(to: count) else { return false }
        use(frame.indices)
        return true
    }

    /// "а сколько дней больше 300?" after a mean: of the days that it is the mean of.
    mutating func countBeyond() -> Bool? {
        guard case .summary(let summary) = study.result, summary.keys.isEmpty && study.unit == .day || tellsEachRow,
            let columns = summary.plainColumns ?? rowColumns, frame.task(.count, .howmuch) != nil, frame.facts.isEmpty,
            frame.quantities.isEmpty, frame.dates.isEmpty
        else { return nil }
        var bound: (relation: Relation, value: Double, scale: Scale?)?
        for index in frame.indices {
            switch frame.line.pieces[index].sense {
            case .task(.count), .task(.howmuch), .unit(.day), .task(.days), .relation: continue
            case .number(let value, let scale):
                guard bound == nil, case .relation(let relation)? = frame.line[index - 1],
                    scale == nil || scale == .percent || scale == .points
                else { return nil }
                bound = (relation, value, scale)
            case .mark(.those): continue
            case _ where quiet.contains(index): continue
            default: return nil
            }
        }
        guard let bound else { return nil }
        // A bare number is of the unit that was asked for.
        let series =
            bound.scale.map { scale in columns.first { ($0.unit == .percent) == (scale == .percent) } } ?? columns[0]
        // "how many of them below -3%": a bound of moves says its side.
        guard let series, series.metric?.hasSign == false || tellsEachRow && bound.scale != nil else { return false }
        study.condition = Condition.both(study.condition, .holds(series, bound.relation, .number(value: bound.value)))
        study.result = .summary(summary: Summary(measures: [.count(where: nil)]))
        use(frame.indices)
        return true
    }

    /// A figure of each week or month, which is a row of its own.
    private var tellsEachRow: Bool {
        guard case .summary(let summary) = study.result, study.unit.isLongerThanDays else { return false }
        return summary.keys.count == 1 && summary.keys[0].isOfRow(study.unit)
    }

    /// What the means of one row each are of.
    private var rowColumns: [Series]? {
        guard case .summary(let summary) = study.result else { return nil }
        let columns = summary.measures.compactMap { measure -> Series? in
            if case .statistic(.mean, let of, nil) = measure { of } else { nil }
        }
        return columns.isEmpty ? nil : columns
    }

    /// "а самый маленький?", "which day was the biggest" after a mean: the end of the same days, or the day that has it.
    mutating func endOfFigure() -> Bool? {
        guard case .summary(let summary) = study.result, summary.keys.isEmpty, study.unit == .day,
            let columns = summary.plainColumns, columns[0].metric?.hasSign == false
        else { return nil }
        var isMost: Bool?
        var asksDay = false
        for index in frame.indices {
            switch frame.line.pieces[index].sense {
            case .superlative(let end):
                guard isMost == nil, end == .max || end == .min else { return nil }
                isMost = end == .max
            // "когда был максимум": of the figure, and no day's high.
            case .quantity(let quantity)
            where quantity.extreme != nil && frame.line.has(.extremum, in: frame.line.pieces[index]):
                guard isMost == nil else { return nil }
                isMost = quantity.extreme == .high
            case .unit(.day), .task(.days), .which(.day), .mark(.those), .when, .task(.time): asksDay = true
            case _ where quiet.contains(index): continue
            default: return nil
            }
        }
        guard let isMost else { return nil }
        if asksDay {
            study.result = .list(
                list: Listing(columns: columns, order: [Order(by: columns[0], descending: isMost)], limit: 1)
            )
        } else {
            guard set(isMost ? .max : .min) else { return nil }
        }
        use(frame.indices)
        return true
    }

    /// "days that fell more than 2%", then "top 5": by what chose the days, the farthest first; nil where several did.
    private var naturalOrder: Order? {
        var orders: [Order] = []
        for case .compare(let left, let relation, .number) in study.condition?.parts ?? [] {
            guard left.metric != nil, relation != .equal, relation != .notEqual else { return nil }
            // A red day is ranked by how far it fell.
            let by: Series = left.metric?.family == .body ? .metric(metric: .changePct, of: .own) : left
            orders.append(Order(by: by, descending: relation.isUp))
        }
        return orders.count == 1 ? orders[0] : nil
    }
}
