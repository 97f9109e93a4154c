internal import Market
internal import Studies

extension Frame {
    /// "максимум 2024 года", "all time high", "when was the low of last week": the one extreme of all these days.
    func extremes() -> [Candidate] {
        if let dated = datedExtreme() ?? datedEnds() { return dated }
        // "low on 7 April and on 8 April": of each.
        guard dates.count(where: { $0.value.shape == .day }) < 2 else { return [] }
        guard !dates.isEmpty, !singleDay, often.isEmpty, statistics.isEmpty, keys.isEmpty, slots.isEmpty,
            superlatives.isEmpty,
            task(.share, .count, .distribution, .correlation, .compare, .timehour, .standing) == nil,
            task(.statistics, .performance) == nil,
            dayFacts.isEmpty, !has(.after), !has(.vs)
        else { return [] }
        var used: Set<Int> = []
        for index in indices {
            switch line.pieces[index].sense {
            case .task(.time), .task(.days), .task(.howmuch): used.insert(index)
            case .verb(.form) where !(dayAsked?.contains(index) ?? false):
                guard index == madeOnce else { return [] }
                used.insert(index)
                used.formUnion(marks(.it))
            default: continue
            }
        }
        if let both = indices.first(where: { line.pieces[$0].sense == .highLow }) {
            guard quantities.isEmpty, task(.time, .days) == nil, isExtremum(both), units(.day).isEmpty,
                !saysDaily(both)
            else {
                return []
            }
            let measures: [Measure] = [
                .statistic(statistic: .max, of: .metric(metric: .high, of: .own), where: nil),
                .statistic(statistic: .min, of: .metric(metric: .low, of: .own), where: nil),
            ]
            let base = study(.summary(summary: Summary(measures: measures)))
            return [
                Candidate(
                    name: "both extremes",
                    study: base.study,
                    used: used.union(base.used).union([both]),
                    fit: 31,
                    assumptions: base.assumptions
                )
            ]
        }
        guard quantities.count == 1, let event = quantities[0].value.extreme, quantities[0].value.shift == 0 else {
            return []
        }
        // "... and when", "... and the date": of that one.
        let asksWhen = dayAsked != nil
        guard task(.time) == nil || isPast || isWholeHistory || asksWhen else { return [] }
        // "daily high", "во сколько были лои": of each day.
        guard !line.has(.plural, in: line.pieces[quantities[0].index]) else { return [] }
        guard units(.day).isEmpty || task(.days) != nil || asksWhen, !saysDaily(quantities[0].index) else { return [] }
        used.formUnion(dayAsked ?? [])
        used.insert(quantities[0].index)
        let price = quantities[0].value.series()
        let listing = Listing(
            columns: [price, .time(event: event, of: Bar(span: quantities[0].value.span))],
            order: [Order(by: price, descending: event == .high)],
            limit: 1
        )
        let base = study(.list(list: listing))
        return [
            Candidate(
                name: "extreme of a period",
                study: base.study,
                used: used.union(base.used),
                fit: 31,
                assumptions: base.assumptions
            )
        ]
    }

    /// "max close of 2025 and its date", "high of 2025 and the day it was made", "самый большой объём 2024 и когда": the
    /// largest of all these days with its day.
    private func datedExtreme() -> [Candidate]? {
        guard !singleDay, keys.isEmpty, slots.isEmpty, dayFacts.isEmpty, quantities.count == 1, often.isEmpty,
            let value = quantities.first, value.value.shift == 0, !has(.after), !has(.vs),
            let tail = marks(.and).first(where: { $0 > value.index && !dateLeads }) ?? (dateLeads ? line.count : nil)
        else { return nil }
        var names = dateLeads
        var asked: Set<Int> = names ? Set(leadOfDate) : []
        for index in min(tail + 1, line.count)..<line.count where !line.isStop(index) {
            switch line.pieces[index].sense {
            case .unit(.day), .task(.time), .task(.days), .when, .mark(.given): names = true
            case .mark(.it), .mark(.those), .verb(.form): continue
            // "and when then"; "results in" says more.
            case .mark(.then) where line.pieces[index].tokens.count == 1: continue
            default: return nil
            }
        }
        let ends = indices.filter { $0 < tail }.compactMap { index -> (index: Int, isLargest: Bool)? in
            switch line.pieces[index].sense {
            case .statistic(.max), .superlative(.max), .extremum(largest: true): (index, true)
            case .statistic(.min), .superlative(.min), .extremum(largest: false): (index, false)
            default: nil
            }
        }
        let extreme = ends.isEmpty ? value.value.extreme.map { $0 == .high } : nil
        guard names, ends.count <= 1, let isLargest = ends.first?.isLargest ?? extreme,
            statistics.count + superlatives.count <= 1
        else { return nil }
        asked.insert(value.index)
        var columns = value.value.columns
        if let event = value.value.extreme { columns.append(.time(event: event, of: Bar(span: value.value.span))) }
        let listing = Listing(columns: columns, order: [Order(by: columns[0], descending: isLargest)], limit: 1)
        let base = study(.list(list: listing))
        return [
            Candidate(
                name: "extreme with its day",
                study: base.study,
                used: base.used.union(asked).union(ends.map(\.index)).union(tail..<line.count),
                fit: 33,
                assumptions: base.assumptions
            )
        ]
    }

    /// "дата и время лоя 2025", "date of the 2024 high": of a period's one extreme, and of no day's.
    private var dateLeads: Bool {
        guard let last = leadOfDate.last, !dates.isEmpty else { return false }
        return indices.contains(last + 1) && leadOfDate.contains { line.has(.dated, in: line.pieces[$0]) }
    }

    /// "дата", "дата и время", "время и дата" at the beginning.
    private var leadOfDate: [Int] {
        Array(
            indices.prefix {
                line[$0] == .task(.time) || line.unit($0) == .day || line[$0] == .task(.days) || line.isMark($0, .and)
            }
        )
    }

    /// "yearly high and low with dates", "high and low of 2024 and when": the day of each end, of every year that is named.
    private func datedEnds() -> [Candidate]? {
        guard !singleDay, slots.isEmpty, dayFacts.isEmpty, quantities.isEmpty, often.isEmpty, statistics.isEmpty,
            superlatives.isEmpty, keys.count <= 1, !dates.isEmpty || !keys.isEmpty, !has(.after), !has(.vs),
            let both = indices.first(where: { line.pieces[$0].sense == .highLow })
        else { return nil }
        var within: CalendarField?
        if let key = keys.first {
            guard case .calendar(let field) = key.value, !isDateKey(key.value), field != .weekday else { return nil }
            within = field.ofItsYear
        }
        let asked = indices.filter { index in
            line.unit(index) == .day && line.has(.dated, in: line.pieces[index])
                || line[index] == .task(.time)
                    && (index > both && (line.isMark(index - 1, .and) || line.isStop(index - 1)) || asksOnce(both))
        }
        guard !asked.isEmpty else { return nil }
        let ends = [Metric.high, .low].map {
            Condition.extreme(
                of: .metric(metric: $0, of: .own),
                largest: $0 == .high,
                count: 1,
                within: within,
                among: nil
            )
        }
        let columns: [Series] = [
            .metric(metric: .high, of: .own), .metric(metric: .low, of: .own),
            .time(event: .high, of: .own), .time(event: .low, of: .own),
        ]
        let base = study(.list(list: Listing(columns: columns)), condition: .any(of: ends))
        return [
            Candidate(
                name: "both extremes with their days",
                study: base.study,
                used: base.used.union(asked).union([both]).union(keys.map(\.index)).union(marks(.it)).union(
                    marks(.each)
                ).union(indices.filter { line[$0] == .verb(.form) }),
                fit: 33,
                assumptions: base.assumptions
            )
        ]
    }

    /// "when were the high and low of 2024 made": once in a time of many days, and not of each day.
    private func asksOnce(_ both: Int) -> Bool {
        guard !line.has(.plural, in: line.pieces[both]), !saysDaily(both) else { return false }
        return isWholeHistory
            || isPast && dates.allSatisfy { [.year, .quarter, .month, .half].contains($0.value.shape) }
    }

    private var isWholeHistory: Bool { dates.contains { $0.value.period == .all } }

    private var isPast: Bool { line.has(.past) || madeOnce != nil }

    /// "when did NQ make its low", "when did NQ bottom out": what the instrument itself did once; "when was the 2024 high
    /// made", "когда поставили лоу 2022 года": what was done once.
    private var madeOnce: Int? {
        guard line.has(.once) || line.has(.past) else { return nil }
        return indices.first { index in
            if line.pieces[index].sense == .verb(.form), line.has(.past) || line.has(.once, in: line.pieces[index]) {
                return true
            }
            var owner = index - 1
            while line.isDates(owner) { owner -= 1 }
            guard line.has(.once) else { return false }
            if owner < index - 1, often.isEmpty, case .quantity(let quantity) = line.pieces[index].sense {
                // "when did this month's high print": its own one.
                return quantity.extreme != nil
            }
            guard case .symbol? = line[owner] else { return false }
            switch line.pieces[index].sense {
            case .verb(.form): return true
            case .quantity(let quantity): return quantity.extreme != nil
            default: return false
            }
        }
    }

    private func isExtremum(_ index: Int) -> Bool {
        line.has(.extremum, in: line.pieces[index]) || isWholeHistory || line.has(.farthest, in: line.pieces[index])
    }

    func saysDaily(_ index: Int) -> Bool {
        line.has(.daily, in: line.pieces[index])
    }
}
