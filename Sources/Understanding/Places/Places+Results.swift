internal import Market
internal import Studies

extension Places {
    /// What is asked and what is given back: a share is no list of days, and a way to close no mean price.
    func results() -> [Int] { unaskedLists() + meanPrices() + earlierDays() + causes() }

    /// "Is Monday bullish" is not answered by the Mondays that were.
    private func unaskedLists() -> [Int] {
        guard case .list(let list) = study.result, list.limit == nil, list.order.isEmpty, frame.isYesNo,
            !frame.singleDay, !frame.dayFacts.isEmpty, frame.task(.days, .time) == nil, !frame.asksForDays,
            frame.units(.day).isEmpty, !line.has(.day)
        else { return [] }
        return frame.dayFacts.map(\.index)
    }

    /// "The previous red day" is one of the red days, not the day after each.
    private func earlierDays() -> [Int] {
        guard case .list = study.result, case .shifted(_, -1)? = study.condition, frame.dayFacts.count == 1,
            frame.calendarFacts.isEmpty, let first = words.pieces.indices.first, words.isMark(first, .previous)
        else { return [] }
        return frame.dayFacts.map(\.index)
    }

    /// "What moves the market the most" asks for causes.
    private func causes() -> [Int] {
        guard case .list = study.result, frame.task(.days) == nil, frame.units(.day).isEmpty else { return [] }
        return frame.quantities.filter { quantity in
            guard quantity.value.base == .move, let token = line.pieces[quantity.index].tokens.first, token > 0 else {
                return false
            }
            return line.forms.contains(line.tokens[token - 1].text, .what)
        }
        .map(\.index)
    }

    /// "How did March close": a mean of prices is told only where a mean is asked for.
    private func meanPrices() -> [Int] {
        guard frame.statistics.isEmpty, frame.task(.performance) != nil || !frame.keys.isEmpty,
            case .summary(let summary) = study.result,
            summary.measures.contains(where: \.isMeanPrice)
        else { return [] }
        return frame.quantities.filter { $0.value.isPrice }.map(\.index)
    }
}

extension Measure {
    fileprivate var isMeanPrice: Bool {
        if case .statistic(.mean, .metric(let metric, _), _) = self { metric.unit == .price } else { false }
    }
}
