internal import Market
internal import Studies

/// A metric written out with the prices it is made of: `100 × (18,400 / 18,000 − 1)`.
struct WorkedMetric {
    let inputs: [Series]
    private let metric: Metric
    private let isAbsolute: Bool

    /// Nil where the series is not made of two or three prices of a day.
    init?(_ series: Series, _ instrument: Instrument?) {
        switch series {
        case .absolute(let of):
            guard let inner = WorkedMetric(of, instrument), !inner.isAbsolute else { return nil }
            (metric, inputs, isAbsolute) = (inner.metric, inner.inputs, true)
        case .shifted(let of, let by):
            guard let inner = WorkedMetric(of, instrument) else { return nil }
            (metric, isAbsolute) = (inner.metric, inner.isAbsolute)
            inputs = inner.inputs.map { .shifted(of: $0, by: by) }
        case .metric(let metric, let bar):
            func of(_ price: Metric) -> Series { .metric(metric: price, of: bar) }
            switch metric {
            case .change, .changePct: inputs = [of(.close), .shifted(of: of(.close), by: -1)]
            case .body, .bodyPct: inputs = [of(.close), of(.open)]
            case .range: inputs = [of(.high), of(.low)]
            case .rangePct: inputs = [of(.high), of(.low), of(.open)]
            case .gap, .gapPct:
                let session = Bar(
                    span: instrument?.hasRegularHours == true ? .session(name: .rth) : .wholeDay,
                    symbol: bar.symbol
                )
                inputs = [
                    .metric(metric: .open, of: session), .shifted(of: .metric(metric: .close, of: session), by: -1),
                ]
            default: return nil
            }
            (self.metric, isAbsolute) = (metric, false)
        default: return nil
        }
    }

    /// The formula with the inputs' values in it.
    func text(_ values: [String]) -> String {
        let text =
            switch metric {
            case .changePct, .bodyPct, .gapPct: "100 × (\(values[0]) / \(values[1]) − 1)"
            case .rangePct: "100 × (\(values[0]) − \(values[1])) / \(values[2])"
            default: "\(values[0]) − \(values[1])"
            }
        return isAbsolute ? "|\(text)|" : text
    }
}
