internal import Market
internal import Studies

extension Change {
    /// "sort by volume", "по убыванию", "худшие", "самые тихие", "bottom 5", "наоборот". Nil where nothing is said of an order.
    mutating func reorder() -> Bool? {
        if let mark = frame.marks(.opposite).first {
            use([mark])
            // "the opposite: gap down": what it comes to is said, and nothing else turns.
            if ranks.isEmpty, frame.dayFacts.contains(where: { study.condition?.isOpposed(by: $0.value) ?? false }) {
                return nil
            }
            // "а наоборот, самые тихие": what it comes to is said as well.
            if ranks.isEmpty { return oppose() }
        }
        if let sort = frame.indices.first(where: { frame.line.pieces[$0].sense == .order }) ?? orderWay?.index {
            use([sort])
            if case .list(var list) = study.result, let order = list.order.first, frame.line.has(.inplace),
                let quantity = frame.quantities.first, frame.quantities.count == 1
            {
                // "rank by volume instead": other days than those that were told.
                use([quantity.index])
                list.columns = quantity.value.columns
                let isFall = order.by.metric?.hasSign ?? false && list.columns[0].metric?.hasSign == false
                list.order = [Order(by: list.columns[0], descending: isFall || order.descending)]
                study.result = .list(list: list)
                return true
            }
            return sorted()
        }
        return ranks.isEmpty ? nil : ranked()
    }

    /// "sort those by volume": the rows that were told, by something else.
    mutating func orderedAnew() -> Bool? {
        guard orderWay != nil || frame.indices.contains(where: { frame.line.pieces[$0].sense == .order }) else {
            return nil
        }
        use(frame.marks(.those) + frame.marks(.it))
        guard reorder() == true else { return false }
        return rest()
    }

    private var orderWay: (isDown: Bool, index: Int)? {
        frame.all { if case .orderWay(let descending) = $0 { descending } else { nil } }.first.map {
            ($0.value, $0.index)
        }
    }

    private var ranks: [Int] {
        frame.indices.filter { index in
            switch frame.line.pieces[index].sense {
            case .superlative: true
            case .best: !frame.isPreference(index)
            default: false
            }
        }
    }

    private mutating func oppose() -> Bool {
        switch study.result {
        case .list(var list):
            guard let order = list.order.first else { return false }
            list.order = [Order(by: order.by, descending: !order.descending)]
            list.skip = 0
            study.result = .list(list: list)
            turnSign(of: order.by.metric)
            return true
        case .summary(var summary):
            if let order = summary.order {
                summary.order = MeasureOrder(measure: order.measure, descending: !order.descending)
                study.result = .summary(summary: summary)
                return true
            }
            // What is asked and what it is asked of are turned together.
            let measured = summary.measures.contains { if case .share = $0 { true } else { false } }
            if !measured || study.condition == nil, turn(up: true, unless: study) || turn(up: false, unless: study) {
                return true
            }
        default: break
        }
        guard let other = mirrored() else { return false }
        study = other
        return true
    }

    private mutating func turn(up: Bool, unless old: Study) -> Bool {
        var copy = self
        guard copy.turn(up: up), copy.study != old else { return false }
        self = copy
        return true
    }

    /// The largest falls' opposite are the largest rises: the sign that the days were chosen by turns too.
    private mutating func turnSign(of metric: Metric?) {
        study.condition = study.condition?.changingLeaves { leaf in
            guard case .compare(.metric(let own, let bar), let relation, .number(let value)) = leaf,
                own.family == metric?.family, relation != .equal, relation != .notEqual
            else { return leaf }
            return .compare(
                left: .metric(metric: own, of: bar),
                relation: relation.mirrored,
                right: .number(value: value == 0 ? 0 : -value)
            )
        }
    }

    /// The rows (or groups) that were shown, in another order.
    private mutating func sorted() -> Bool {
        let quantity = frame.quantities.first
        let byDate = frame.keys.first { if case .calendar(.date) = $0.value { true } else { false } }
        guard frame.quantities.count <= 1, frame.keys.count == (byDate == nil ? 0 : 1) else { return false }
        let date = byDate?.index ?? (quantity == nil && frame.keys.isEmpty ? frame.units(.day).first?.index : nil)
        use([quantity?.index, date, orderWay?.index].compactMap { $0 })
        let descending = orderWay?.isDown ?? (date == nil)
        switch study.result {
        case .list(var list):
            let by =
                quantity?.value.columns[0]
                ?? (date != nil ? .calendar(field: .date) : list.order.first?.by ?? list.columns.first)
            guard let by else { return false }
            if by != list.order.first?.by {
                guard chooseListed(list) else { return false }
                list.limit = nil
            }
            if by != .calendar(field: .date), !list.columns.contains(by) { list.columns.append(by) }
            list.order = [Order(by: by, descending: descending)]
            list.skip = 0
            study.result = .list(list: list)
            return true
        case .summary(var summary):
            guard !summary.keys.isEmpty, date == nil else { return false }
            var place = 0
            if let wanted = quantity?.value.measures(nil).first, case .statistic(_, let series, _) = wanted {
                let found = summary.measures.firstIndex {
                    if case .statistic(_, let own, _) = $0 {
                        own.metric?.family == series.metric?.family
                    } else {
                        false
                    }
                }
                guard let found else { return false }
                place = found
            }
            summary.order = MeasureOrder(measure: place, descending: descending)
            study.result = .summary(summary: summary)
            return true
        default: return false
        }
    }

    /// "change by month", then "best one": of the groups, where more is better.
    private mutating func bestGroup() -> Bool? {
        guard case .summary(var summary) = study.result, !summary.keys.isEmpty, let rank = ranks.first,
            ranks.count == 1,
            case .best(let up) = frame.line.pieces[rank].sense, frame.quantities.isEmpty, frame.dayFacts.isEmpty
        else { return nil }
        switch summary.measures.first {
        case .share?: break
        case .statistic(.mean, let series, _)?, .statistic(.median, let series, _)?:
            guard series.metric?.hasSign ?? false else { return nil }
        default: return nil
        }
        use([rank])
        summary.order = MeasureOrder(measure: 0, descending: up)
        summary.limit = 1
        study.result = .summary(summary: summary)
        return true
    }

    /// "а худшие?", "самые тихие", "а самые большие росты?": the other end of the rank.
    private mutating func ranked() -> Bool {
        if let best = bestGroup() { return best }
        guard case .list(var list) = study.result, let rank = ranks.first, ranks.count == 1,
            frame.quantities.count <= 1,
            frame.dayFacts.count <= 1
        else { return false }
        use([rank])
        var descending = true
        var by = list.order.first?.by ?? list.columns.first
        // "the last 5 days", then "which was the biggest": by what, is not said.
        if list.order.isEmpty, by?.metric?.isPrice ?? false { by = nil }
        switch frame.line.pieces[rank].sense {
        case .best(let up): descending = up
        case .superlative(let superlative):
            descending = superlative == .max || superlative == .volatile || superlative == .wide
            switch superlative {
            case .volatile, .calm: by = Quantity(.volatility).columns[0]
            case .wide, .narrow: by = Quantity(.range).columns[0]
            case .max, .min: break
            }
        default: return false
        }
        if let quantity = frame.quantities.first {
            use([quantity.index])
            by = quantity.value.columns[0]
        }
        if let fact = frame.dayFacts.first {
            guard let up = fact.value.up, let metric = by?.metric, metric.hasSign else { return false }
            use([fact.index])
            descending = descending == up
            study.condition = study.condition?.changingLeaves { $0.turned(up: up, metric) }
        } else if let metric = by?.metric, metric.hasSign, let order = list.order.first, order.descending != descending
        {
            turnSign(of: metric)
        }
        if let count = frame.line.whole(rank + 1) ?? frame.line.whole(rank - 1), count > 0 {
            use([frame.line.whole(rank + 1) == nil ? rank - 1 : rank + 1])
            list.limit = count
        }
        guard let by else { return false }
        if !list.columns.contains(by) { list.columns.insert(by, at: 0) }
        list.order = [Order(by: by, descending: descending)]
        list.skip = 0
        study.result = .list(list: list)
        return true
    }
}

extension Condition {
    /// A sign of a metric's family, turned the way that is said.
    fileprivate func turned(up: Bool, _ metric: Metric) -> Condition {
        guard case .compare(.metric(let own, let bar), let relation, .number(let value)) = self,
            own.family == metric.family, relation != .equal, relation != .notEqual, relation.isUp != up
        else { return self }
        return .compare(
            left: .metric(metric: own, of: bar),
            relation: relation.mirrored,
            right: .number(value: value == 0 ? 0 : -value)
        )
    }
}

extension Condition {
    /// One of its parts is the fact the other way: a gap up beside a gap down.
    fileprivate func isOpposed(by fact: Fact) -> Bool {
        parts.contains { part in
            guard case .compare(.metric(let own, _), let relation, _) = part,
                case .compare(.metric(let other, _), let opposed, _)? = fact.condition.parts.first
            else { return false }
            return own.family == other.family && relation.isUp != opposed.isUp
        }
    }
}
