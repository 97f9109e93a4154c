internal import Market
internal import Studies

extension Frame {
    /// "How long does it take to fill": minutes from the open to an event.
    func delays() -> [Candidate] {
        guard let asked = task(.length) ?? (statistics.isEmpty ? nil : task(.time)), task(.runs) == nil,
            let fill = dayFacts.first(where: { $0.value.condition == .gapFilled })
        else { return [] }
        var used: Set<Int> = [asked, fill.index]
        let open = (instrument.window(of: .rth)?.from ?? instrument.dayStart)
        var from = open
        for index in indices {
            switch line.pieces[index].sense {
            case .clock(let minute): (from, used) = (minute, used.union([index]))
            case .timeBound(_, let minute): (from, used) = (minute, used.union([index]))
            case .unit(.minute), .unit(.hour), .verb(.form): used.insert(index)
            case .quantity(let quantity) where quantity.isGap: used.insert(index)
            default: continue
            }
        }
        let wait = Series.arithmetic(
            left: .time(event: .gapFill, of: .own),
            operation: .minus,
            right: .number(value: Double(from))
        )
        let asks = statistics.isEmpty ? [.mean, .median] : statistics.map(\.value)
        used.formUnion(statistics.map(\.index))
        let measures: [Measure] =
            asks.map { Measure.statistic(statistic: $0, of: wait, where: nil) } + [.count(where: nil)]
        let base = study(
            .summary(summary: Summary(measures: measures, keys: [])),
            condition: .gapFilled,
            without: Set(spans.map(\.index)),
            sessionEvent: true
        )
        return [
            Candidate(
                name: "time until",
                study: base.study,
                used: used.union(base.used),
                fit: 30,
                assumptions: base.assumptions
            )
        ]
    }
}
