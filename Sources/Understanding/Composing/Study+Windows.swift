internal import Market
internal import Studies

/// What a change is told by within hours of the day.
///
/// "Change from 10 to 11", "the night's return" go from the window's first price to its last. Only of whole days and of the
/// regular session is a change against the close before; nobody means 11:00 against 11:00 of the day before.
struct MovesInside {
    /// The span of the rows; of a comparison of spans one that is a part of the day: like is told beside like, of the
    /// session beside the night its own move as well.
    private let own: Span
    /// "The night up and the session down": of the session its own move, for the same reason.
    private let isOfSessions: Bool
    /// Rows of minutes within hours of the day: the first of them would reach back to the day before.
    private let isOfMinutes: Bool

    init(_ study: Study) {
        isOfMinutes = study.unit.isOfMinutes && study.span != .wholeDay && study.span != .session(name: .eth)
        var spans: Set<Span> = []
        study.visit { element in
            if case .series(.metric(_, let bar)) = element, let span = bar.span { spans.insert(span) }
        }
        isOfSessions = spans.contains { if case .session = $0 { $0.isPartOfDay } else { false } }
        if case .comparison(let variants, _) = study.result {
            own = variants.lazy.compactMap(\.span).first(where: \.isPartOfDay) ?? study.span
        } else {
            own = study.span
        }
    }

    /// What a series becomes; nil for any but such a change.
    func callAsFunction(_ series: Series) -> Series? {
        guard case .metric(let metric, let bar) = series, metric.family == .change,
            isOfMinutes && bar == .own || (bar.span ?? own).isPartOfDay
                || isOfSessions && bar.span == .session(name: .rth)
        else { return nil }
        return .metric(metric: metric == .change ? .body : .bodyPct, of: bar)
    }
}

extension Study {
    func withMovesInside() -> Study {
        let inside = MovesInside(self)
        var study = rewriting { inside($0) }
        if study != self { study.result = study.result.withoutRepeats }
        return study
    }

    /// "In the last hour above yesterday's high": earlier prices are those of the day that the window is a part of.
    func withEarlierPrices(of day: Span) -> Study {
        rewriting { series in
            guard case .shifted(.metric(let metric, let bar), let by) = series, bar.span == nil, metric.isPrice, by < 0
            else { return nil }
            return .shifted(of: .metric(metric: metric, of: Bar(span: day, symbol: bar.symbol)), by: by)
        }
    }
}

extension StudyResult {
    /// Without measures and columns that stand there twice.
    fileprivate var withoutRepeats: StudyResult {
        switch self {
        case .summary(var summary):
            let ranked = summary.order.map { summary.measures[$0.measure] }
            summary.measures = summary.measures.distinct
            if let ranked, let place = summary.measures.firstIndex(of: ranked) { summary.order?.measure = place }
            return .summary(summary: summary)
        case .comparison(let variants, let measures):
            return .comparison(variants: variants, measures: measures.distinct)
        case .list(var list):
            list.columns = list.columns.distinct
            return .list(list: list)
        case .distribution, .runs, .correlation, .standing: return self
        }
    }
}

extension Span {
    /// Hours of the day; the whole trading day and the regular session are days of their own.
    var isPartOfDay: Bool {
        switch self {
        case .wholeDay, .session(.rth), .session(.eth): false
        case .session, .clock, .opening, .closing, .afterOpening: true
        }
    }
}

extension Metric {
    var isPrice: Bool { self == .open || self == .high || self == .low || self == .close }
}

extension Array where Element: Hashable {
    /// Each element once, where it first stands.
    fileprivate var distinct: [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
