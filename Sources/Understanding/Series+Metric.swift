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
