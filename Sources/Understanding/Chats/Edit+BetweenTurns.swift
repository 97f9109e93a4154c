internal import Market
internal import Studies

/// What was asked turn by turn, held against each other.
extension Attempt {
    /// "range of Asia", "and of London", then "which is wider", "ratio"; "std of 2022", then "and 2024, which is calmer": the
    /// same figures of the periods, windows, instruments or kinds of days that the turns before differ by. Nil where they ask
    /// different things.
    func betweenTurns(_ last: Study, _ frame: Frame) -> Reading? {
        guard asksBetween(last, frame) else { return nil }
        var turns = [last]
        if let dates = frame.dates.first {
            var other = last
            other.period = dates.value.period
            turns.append(other)
        } else if let before = context.earlier.dropLast().last, let way = Apart(before, last) {
            for study in context.earlier.dropLast().reversed() {
                guard Apart(study, last) == way, !turns.contains(study) else { break }
                turns.insert(study, at: 0)
            }
        }
        guard turns.count > 1, let way = Apart(turns[0], turns[1]), let measures = change(last, frame).heldMeasures
        else {
            return nil
        }
        let variants = turns.map { way.variant(of: $0) }
        var study = last
        switch way {
        case .period: study.period = .all
        case .condition: study.condition = nil
        case .symbol: study.symbols = turns.flatMap(\.symbols)
        case .span: break
        }
        study.result = .comparison(variants: variants, measures: measures.map(\.withoutBase))
        guard study.isSound else { return nil }
        return edited(unavailable(study, frame) ?? .study(study: study), frame)
    }

    /// Whether it asks nothing but which of them is more, or how much.
    private func asksBetween(_ last: Study, _ frame: Frame) -> Bool {
        guard frame.facts.isEmpty, frame.spans.isEmpty, frame.statistics.isEmpty, frame.dates.count < 2 else {
            return false
        }
        let line = frame.line
        var asks = false
        for index in frame.indices {
            switch line.pieces[index].sense {
            case .task(.ratio), .task(.compare), .mark(.vs): asks = true
            case .relation(.greater), .relation(.less):
                asks = asks || line.has(.which) || line.has(.whereabouts) || line.has(.what)
            case .way:
                guard line.isForm(index, .comparative) else { return false }
                asks = true
            case .quantity(let quantity):
                guard frame.quantities.count == 1, last.tellsFigure(of: quantity) else { return false }
                asks = asks || line.has(.comparative, in: line.pieces[index])
            case .dates, .task(.explain), .which, .mark(.and), .mark(.those), .mark(.it), .number(1, nil), .stop,
                .empty,
                .prep, .verb(.form):
                continue
            default:
                guard line.has(.whereabouts, in: line.pieces[index]) || line.has(.what, in: line.pieces[index]) else {
                    return false
                }
            }
        }
        return asks
    }
}

/// The one thing by which two studies differ that ask the same.
private enum Apart: Equatable {
    case period, span, symbol, condition

    init?(_ one: Study, _ other: Study) {
        guard one.unit == other.unit, one.result == other.result else { return nil }
        let ways: [(Apart, Bool)] = [
            (.period, one.period != other.period), (.span, one.span != other.span),
            (.symbol, one.symbols != other.symbols), (.condition, one.condition != other.condition),
        ]
        let apart = ways.filter(\.1).map(\.0)
        guard apart.count == 1 else { return nil }
        if apart[0] == .condition, one.condition == nil || other.condition == nil { return nil }
        if apart[0] == .symbol, one.symbols.count > 1 || other.symbols.count > 1 { return nil }
        self = apart[0]
    }

    func variant(of study: Study) -> Variant {
        switch self {
        case .period: Variant(name: .period(period: study.period), period: study.period)
        case .span: Variant(name: .span(span: study.span), span: study.span)
        case .symbol: Variant(name: .symbol(symbol: study.symbols[0]), symbol: study.symbols[0])
        case .condition: Variant(name: study.condition.map(Frame.name) ?? .rest, condition: study.condition)
        }
    }
}

extension Study {
    /// One of its figures is of the kind that is named; how far closes scatter is how volatile the days are.
    func tellsFigure(of quantity: Quantity) -> Bool {
        guard let family = quantity.columns.first?.metric?.family else { return false }
        let measures: [Measure]
        switch result {
        case .summary(let summary): measures = summary.measures
        case .list(let list): measures = list.columns.map { .statistic(statistic: .mean, of: $0, where: nil) }
        case .comparison(_, let told): measures = told
        default: return false
        }
        return measures.contains { measure in
            switch measure {
            case .statistic(.deviation, _, _): quantity.base == .volatility
            case .statistic(_, let series, _): series.metric?.family == family
            default: false
            }
        }
    }
}

extension Measure {
    fileprivate var withoutBase: Measure {
        if case .share(let of, let limit, _) = self { .share(of: of, where: limit, withBase: false) } else { self }
    }
}
