internal import Market
internal import Studies

extension Places {
    /// What is asked and what is given back: a share is no list of days, and a way to close no mean price.
    func results() -> [Int] {
        unaskedLists() + meanPrices() + earlierDays() + causes() + figuresOfNothing() + closesAtEnds() + charts()
            + listedOutcomes() + presentRuns() + premises()
    }

    /// "Is Monday bullish" is not answered by the Mondays that were.
    private func unaskedLists() -> [Int] {
        guard case .list(let list) = study.result, list.limit == nil, list.order.isEmpty, frame.isYesNo,
            !frame.singleDay, !frame.dayFacts.isEmpty, frame.task(.days, .time) == nil, !frame.asksForDays,
            frame.units(.day).isEmpty, !line.has(.day), !asksForExistence
        else { return [] }
        return frame.dayFacts.map(\.index)
    }

    /// "Были ли молоты в 2024", "бывают ли гэпы больше 2%": the days are what answers it.
    private var asksForExistence: Bool {
        frame.calendarFacts.isEmpty && frame.dayFacts.count == 1
            && (frame.dayFacts[0].value.condition.hasThreshold
                || line.tokens.indices.dropFirst().contains {
                    line.forms.contains(line.tokens[$0].text, .whether)
                        && line.forms.contains(line.tokens[$0 - 1].text, .past)
                })
    }

    /// "The previous red day" is one of the red days, not the day after each.
    private func earlierDays() -> [Int] {
        guard case .list = study.result, case .shifted(_, -1)? = study.condition, frame.dayFacts.count == 1,
            frame.calendarFacts.isEmpty, let first = words.pieces.indices.first, words.isMark(first, .previous)
        else { return [] }
        return frame.dayFacts.map(\.index)
    }

    /// "How many in 2025", "the average for 2025": of what is not said.
    private func figuresOfNothing() -> [Int] {
        guard case .summary = study.result, frame.facts.isEmpty, frame.quantities.isEmpty else { return [] }
        if let asked = frame.task(.count), !frame.indices.contains(where: { isNoun($0) }),
            !line.has(.day, in: line.pieces[asked])
        {
            return [asked]
        }
        let says = frame.indices.contains { place in
            switch line.pieces[place].sense {
            case .task, .superlative, .best, .highLow, .openingRange, .percentile, .quartiles: true
            default: false
            }
        }
        return says ? [] : frame.statistics.map(\.index)
    }

    private func isNoun(_ place: Int) -> Bool {
        switch line.pieces[place].sense {
        case .unit, .which, .barUnit, .bars, .slots, .task(.days), .key, .pattern, .event, .highLow: true
        default: false
        }
    }

    /// "Closed at the very high": the close is held against the high.
    private func closesAtEnds() -> [Int] {
        words.pieces.indices.filter { word in
            guard words[word] == .verb(.close) || words[word] == .verb(.open), words.prep(word + 1) == .in else {
                return false
            }
            var place = word + 1
            if case .superlative? = words[place] { place += 1 }
            guard case .quantity(let quantity)? = words[place], quantity.extreme != nil else { return false }
            return fact(of: place) == nil
        }
        .compactMap { piece(of: $0 + 1) }
    }

    /// "Chart of the range of 2025": one number draws none.
    private func charts() -> [Int] {
        guard line.has(.chart), case .summary(let summary) = study.result, summary.keys.isEmpty else { return [] }
        return frame.quantities.map(\.index)
    }

    /// "Last hour green if the first was", "when A, is B": how often, and no list of the days with both.
    private func listedOutcomes() -> [Int] {
        guard case .list(let list) = study.result, list.order.isEmpty, frame.dayFacts.count > 1 else { return [] }
        let facts = frame.dayFacts.map(\.index)
        let isIf = frame.marks(.given).contains { mark in
            line.has(.iff, in: line.pieces[mark]) && facts.contains { $0 < mark } && facts.contains { $0 > mark }
        }
        let isAsked =
            words[0] == .when
            && zip(facts, facts.dropFirst()).contains { left, right in
                guard let last = line.pieces[left].tokens.last, let first = line.pieces[right].tokens.first,
                    last < first
                else { return false }
                return (last..<first).contains { line.forms.contains(line.tokens[$0].text, .asks) }
            }
        return isIf || isAsked ? facts : []
    }

    /// "How many days in a row is it rising now": the streak that lasts, not all there were.
    private func presentRuns() -> [Int] {
        guard case .runs(let runs) = study.result, line.has(.present) else { return [] }
        if case .current = runs.show { return [] }
        return frame.dayFacts.map(\.index)
    }

    /// "We gapped up today, what usually happens": such days are asked about, not how far today went.
    private func premises() -> [Int] {
        guard case .list = study.result, let asked = frame.task(.performance), !frame.dayFacts.isEmpty,
            frame.relativeDay([]) != nil,
            line.has(.usual) || frame.marks(.after).isEmpty && asked > frame.dayFacts[0].index
        else { return [] }
        return [asked]
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
