internal import Market
internal import Studies

extension Series {
    /// The metric it is, through sign and offset.
    var metric: Metric? {
        switch self {
        case .metric(let metric, _): metric
        case .absolute(let series), .shifted(let series, _): series.metric
        default: nil
        }
    }
}

extension Order {
    /// It tells rises from falls; by size the largest of either stand first, whichever are kept.
    var hasSign: Bool { if case .metric(let metric, _) = by { metric.hasSign } else { false } }
}
