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
        guard let streak = task(.runs) ?? marks(.consecutive).first, dayFacts.count == 1, let fact = dayFacts.first,
            marks(.after).isEmpty
        else { return [] }
        return made(fact.value.condition, nil, Set([streak, fact.index]).union(marks(.consecutive)))
    }

    private func made(_ condition: Condition, _ run: Fact?, _ pieces: Set<Int>) -> [Candidate] {
        var used = pieces
        let length = task(.length)
        let longest = superlatives.first { $0.value == .max }
        let minimum = run?.run ?? 1
        var exactly = false
        if case .run(_, _, let isExact)? = run?.condition { exactly = isExact }
        if let streak = task(.runs) { used.insert(streak) }
        let show: Runs.Show
        if let longest, statistics.isEmpty {
            used.insert(longest.index)
            if let count = task(.count) { used.insert(count) }
            if let length { used.insert(length) }
            show = .longest
        } else if !statistics.isEmpty || longest != nil {
            guard statistics.allSatisfy({ [.mean, .max].contains($0.value) }) else { return [] }
            used.formUnion(statistics.map(\.index))
            if let count = task(.count) { used.insert(count) }
            if let longest { used.insert(longest.index) }
            if let length { used.formUnion([length, task(.count) ?? length]) }
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
        let result = Runs(of: condition, minimum: minimum, exactly: exactly, show: show)
        let longer = longerUnit()
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
}
