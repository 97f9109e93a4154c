internal import Market
internal import Studies

extension Frame {
    /// "How long does it take to fill", "median time of the low", "how many minutes after the open is the high made": the
    /// time of an event as a number, by the clock and in minutes from the session's open.
    func delays() -> [Candidate] {
        guard task(.runs, .share, .correlation, .compare) == nil else { return [] }
        if let between = timeBetween { return [between] }
        guard let asked = askedDelay, let event = timed() else { return [] }
        var used = event.used.union(asked.used).union(statistics.map(\.index)).union(often)
        let facts = dayFacts.filter { !event.used.contains($0.index) }
        used.formUnion(facts.map(\.index))
        let fromOpen = openWords()
        used.formUnion(fromOpen)
        var from: Int?
        var bounds: Set<Int> = []
        for index in indices {
            switch line.pieces[index].sense {
            case .clock(let minute), .timeBound(_, let minute):
                from = minute
                used.insert(index)
                bounds.insert(index)
            case .unit(.minute), .unit(.hour), .unit(.hourofday), .verb(.form), .task(.time): used.insert(index)
            case .ordinal(1): used.insert(index)
            case .mark(.before)
            where event.used.contains(index + 1) || line[index + 1] == .ordinal(1) && event.used.contains(index + 2):
                used.insert(index)
            case .quantity(let quantity) where quantity.isGap: used.insert(index)
            default: continue
            }
        }
        let isSession = event.ofSession || !fromOpen.isEmpty || asked.isLength || facts.contains { $0.value.ofSession }
        let filled = event.series.contains(.time(event: .gapFill, of: .own))
        let grouping = keys.filter { !isDateKey($0.value) }
        used.formUnion(grouping.map(\.index))
        var base = study(
            .summary(summary: Summary(measures: [], keys: grouping.map(\.value))),
            condition: Condition.every((filled ? [.gapFilled] : []) + facts.map(\.value.condition)),
            span: event.span,
            without: event.without.union(bounds),
            sessionEvent: isSession
        )
        let start = from ?? waitStart(base.study.span, event.prices)
        let statistics = statistics.isEmpty ? [Statistic.mean, .median] : statistics.map(\.value)
        var measures: [Measure] = []
        for series in event.series {
            let wait = start.map {
                Series.arithmetic(left: series, operation: .minus, right: .number(value: Double($0)))
            }
            for one in asked.isLength || !grouping.isEmpty ? [wait, series] : [series, wait] {
                guard let one else { continue }
                measures += statistics.map { .statistic(statistic: $0, of: one, where: nil) }
            }
        }
        base.study.result = .summary(
            summary: Summary(measures: measures + [.count(where: nil)], keys: grouping.map(\.value))
        )
        return [
            Candidate(
                name: "time until",
                study: base.study,
                used: used.union(base.used),
                fit: 31,
                assumptions: base.assumptions
            )
        ]
    }

    /// "время между хаем и лоем", "how many minutes lie between the high and the low": how far apart the two are.
    private var timeBetween: Candidate? {
        let both = indices.first {
            line[$0] == .highLow && line.isMark(line.isSpan($0 - 1) ? $0 - 2 : $0 - 1, .between)
        }
        var asked = Set(all { $0 == .task(.time) || $0 == .task(.length) ? true : nil }.map(\.index))
        let units = units(.minute, .hour, .hourofday).filter { line.plainNumber($0.index - 1) == nil }
        asked.formUnion(units.map(\.index))
        guard let both, !asked.isEmpty else { return nil }
        if let count = task(.count, .howmuch) { asked.insert(count) }
        let facts = dayFacts
        let grouping = keys.filter { !isDateKey($0.value) }
        let apart = Series.absolute(
            of: .arithmetic(
                left: .time(event: .high, of: .own),
                operation: .minus,
                right: .time(event: .low, of: .own)
            )
        )
        let told = statistics.isEmpty ? [Statistic.mean, .median] : statistics.map(\.value)
        let measures = told.map { Measure.statistic(statistic: $0, of: apart, where: nil) }
        let base = study(
            .summary(summary: Summary(measures: measures + [.count(where: nil)], keys: grouping.map(\.value))),
            condition: Condition.every(facts.map(\.value.condition)),
            sessionEvent: facts.contains { $0.value.ofSession }
        )
        let used = asked.union([both, line.isSpan(both - 1) ? both - 2 : both - 1]).union(statistics.map(\.index))
            .union(often)
            .union(facts.map(\.index)).union(grouping.map(\.index))
        return Candidate(
            name: "time between",
            study: base.study,
            used: used.union(base.used),
            fit: 31,
            assumptions: base.assumptions
        )
    }

    /// Whether a length of time is asked for, or a time of the clock as a number.
    private var askedDelay: (isLength: Bool, used: Set<Int>)? {
        // A gap fills on its own day or not at all: in days there is no length.
        if let length = task(.length) { return line.unit(length + 1) == .day ? nil : (true, [length]) }
        if let count = task(.count), let unit = units(.minute, .hour).first(where: { $0.index == count + 1 }) {
            return (true, [count, unit.index])
        }
        guard !statistics.isEmpty else { return nil }
        if let time = task(.time) { return (false, [time]) }
        if let time = units(.hourofday).first(where: { line.has(.time, in: line.pieces[$0.index]) }) {
            return (false, [time.index])
        }
        if let hour = units(.hour).first(where: {
            line.plainNumber($0.index - 1) == nil && line.prep($0.index) != .by && !line.pieces[$0.index].each
        }), superlatives.isEmpty, isStatistic(before: hour.index) {
            return (false, [hour.index])
        }
        // "minute with the highest average volume": the minute is what is asked for.
        guard superlatives.isEmpty else { return nil }
        return units(.minute).first { line.plainNumber($0.index - 1) == nil && line.prep($0.index) != .by }
            .map { (true, [$0.index]) }
    }

    /// "средний час хая": the mean is of the hour.
    private func isStatistic(before index: Int) -> Bool { statistics.contains { $0.index == index - 1 } }

    /// "after the open", "от открытия".
    private func openWords() -> Set<Int> {
        for index in indices where line[index] == .quantity(Quantity(.open)) || line[index] == .verb(.open) {
            if line.isMark(index - 1, .after) || line[index - 1] == .relation(.greater) { return [index - 1, index] }
            if line.prep(index) == .from || line.prep(index) == .since { return [index] }
        }
        return []
    }

    /// The first minute of the window that the event lies in; nil for the whole day, which nobody counts from.
    private func waitStart(_ span: Span, _ prices: [Series]) -> Int? {
        var span = span
        if case .metric(_, let bar)? = prices.first, let own = bar.span { span = own }
        return span == .wholeDay ? nil : surroundings.window(of: span)?.from
    }
}
