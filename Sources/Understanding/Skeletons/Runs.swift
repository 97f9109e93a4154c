internal import Market
internal import Studies

extension Frame {
    /// Streaks: how many, how long, when.
    func runs() -> [Candidate] {
        if let run = dayFacts.first(where: { $0.value.run != nil }), let plain = run.value.plain, marks(.after).isEmpty,
            task(.share) == nil,
            dayFacts.count == 1, marks(.next).isEmpty
        {
            return made(plain, run.value, Set([run.index]).union(marks(.consecutive)))
        }
        guard let streak = task(.runs) ?? marks(.consecutive).first, marks(.after).isEmpty else { return [] }
        if dayFacts.isEmpty, line.has(.present), quantities.isEmpty, statistics.isEmpty, superlatives.isEmpty {
            return current(.sign(.change, up: true), either: true, Set([streak]).union(marks(.consecutive)))
        }
        guard dayFacts.count == 1, let fact = dayFacts.first else { return [] }
        return made(fact.value.condition, nil, Set([streak, fact.index]).union(marks(.consecutive)))
    }

    private func made(_ condition: Condition, _ run: Fact?, _ pieces: Set<Int>) -> [Candidate] {
        if run == nil, lasts { return current(condition, either: false, pieces) }
        var used = pieces
        let length = task(.length)
        let longest = superlatives.first { $0.value == .max }
        // "back to back inside days, how many times": one alone is not in a row.
        let isTallied =
            task(.runs) == nil && task(.length) == nil && task(.count) != nil && longest == nil && statistics.isEmpty
        let minimum = run?.run ?? (isTallied ? 2 : 1)
        var exactly = false
        if case .run(_, _, let isExact)? = run?.condition { exactly = isExact }
        if let streak = task(.runs) { used.insert(streak) }
        let show: Runs.Show
        if let top = ranked(longest?.index), statistics.isEmpty, task(.count) == nil {
            used.formUnion(top.used)
            used.formUnion([longest?.index, length].compactMap(\.self))
            show = .ranked(limit: top.count)
        } else if let longest, statistics.isEmpty {
            used.insert(longest.index)
            if let count = task(.count) { used.insert(count) }
            if let length { used.insert(length) }
            // "... and when": its days are told.
            if let time = task(.time), line.has(.whenever, in: line.pieces[time]) { used.insert(time) }
            show = .longest
        } else if !statistics.isEmpty || longest != nil {
            guard statistics.allSatisfy({ [.mean, .max].contains($0.value) }) else { return [] }
            used.formUnion(statistics.map(\.index))
            if let count = task(.count) { used.insert(count) }
            if let longest { used.insert(longest.index) }
            if let length { used.formUnion([length, task(.count) ?? length, task(.howmuch) ?? length]) }
            show = .totals
        } else if let length, run == nil {
            used.insert(length)
            if let count = task(.count) {
                // "сколько было по 1, 2, 3 дня": the lengths are the groups.
                used.insert(count)
                for index in indices where index > count {
                    if case .number(_, nil) = line.pieces[index].sense { used.insert(index) }
                }
            }
            if let distribution = task(.distribution) { used.insert(distribution) }
            show = .lengths
        } else if let count = task(.count) ?? often.first {
            used.insert(count)
            show = .totals
        } else if let distribution = task(.distribution) {
            used.insert(distribution)
            show = .lengths
        } else {
            if let time = task(.time) { used.insert(time) }
            show = run == nil ? .lengths : .list(limit: nil)
            if run == nil { return [] }
        }
        for index in indices where line.pieces[index].sense == .verb(.form) { used.insert(index) }
        var result = Runs(of: condition, minimum: minimum, exactly: exactly, show: show)
        if let part = part(show) {
            result.by = part.field
            used.insert(part.index)
        }
        let longer = result.by == nil ? otherUnit() : nil
        if let longer { used.insert(longer.index) }
        let base = study(.runs(runs: result), unit: longer?.unit ?? .day)
        return [
            Candidate(
                name: "streaks",
                study: base.study,
                used: used.union(base.used),
                fit: 30,
                assumptions: base.assumptions
            )
        ]
    }

    /// "How many days in a row is it rising": the streak that lasts.
    private var lasts: Bool {
        guard superlatives.isEmpty, statistics.isEmpty, task(.length, .distribution, .time, .top) == nil, often.isEmpty
        else { return false }
        return line.has(.present)
            || task(.count) != nil && task(.runs) == nil && line.has(.rising) && dates.isEmpty && keys.isEmpty
    }

    /// "Top 5 winning streaks", "the 5 longest".
    private func ranked(_ longest: Int?) -> (count: Int, used: [Int])? {
        for index in indices {
            switch line.pieces[index].sense {
            case .top(let count): return (count, [index])
            case .task(.top):
                guard let count = line.whole(index + 1) else { return (10, [index]) }
                return (count, [index, index + 1])
            default: continue
            }
        }
        guard let longest, let count = line.whole(longest - 1), (2...100).contains(count), line.prep(longest - 1) == nil
        else { return nil }
        return (count, [longest - 1])
    }

    /// The streak that the last day ends.
    private func current(_ condition: Condition, either: Bool, _ pieces: Set<Int>) -> [Candidate] {
        var used = pieces
        for index in indices {
            switch line.pieces[index].sense {
            case .relative(.this), .task(.count), .task(.length), .task(.runs), .mark(.consecutive): used.insert(index)
            default: continue
            }
        }
        let longer = otherUnit()
        if let longer { used.insert(longer.index) }
        var base = study(
            .runs(runs: Runs(of: condition, show: .current(either: either))),
            unit: longer?.unit ?? .day
        )
        if base.study.period == .all, context.loaded.contains(where: { $0.days.upperBound > context.today }) {
            base.study.period = .ranges(ranges: [DateRange(first: nil, last: context.today)])
        }
        return [
            Candidate(
                name: "current streak",
                study: base.study,
                used: used.union(base.used),
                fit: 30,
                assumptions: base.assumptions
            )
        ]
    }

    /// "By year": streaks are cut where a year ends. Months and quarters only of one year.
    private func part(_ show: Runs.Show) -> (field: CalendarField, index: Int)? {
        guard show == .totals || show == .longest, keys.count == 1, case .calendar(let field) = keys[0].value else {
            return nil
        }
        switch field {
        case .year: return (field, keys[0].index)
        case .month, .quarter:
            guard dates.count == 1, dates[0].value.shape == .year || dates[0].value.shape == .half else { return nil }
            return (field, keys[0].index)
        default: return nil
        }
    }
}
