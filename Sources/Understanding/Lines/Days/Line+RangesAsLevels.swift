internal import Market
internal import Studies

extension Line {
    /// "closes above the opening range", "RTH close outside the overnight range", "закрытие внутри диапазона первого часа":
    /// a range of earlier hours is its two ends, and a price lies above, below, between or beyond them.
    mutating func joinClosesAtRanges(_ frame: Surroundings) {
        for index in pieces.indices.reversed() {
            guard let side = sideOfRange(index),
                let level = earlierRange(index + 1, frame) ?? openingEnd(index + 1, side)
            else { continue }
            var first = index - 1
            while self[first] == .verb(.form) || unit(first) == .day && prep(first) == .in { first -= 1 }
            let metric: Metric
            switch self[first] {
            case .verb(.close)?: metric = .close
            case .quantity(let price)? where price == Quantity(.close): metric = .close
            default: continue
            }
            var span = Span.session(name: .rth)
            if case .span(let named)? = self[first - 1] {
                guard let window = frame.window(of: named), let own = frame.window(of: level.span),
                    window.to > own.to
                else { continue }
                span = named
                first -= 1
            } else if unit(first - 1) == .day {
                // The day closes where its session does.
                first -= 1
            }
            let price = Series.metric(metric: metric, of: Bar(span: span))
            let high = Series.metric(metric: .high, of: Bar(span: level.span))
            let low = Series.metric(metric: .low, of: Bar(span: level.span))
            let condition: Condition =
                switch side {
                case .above: .holds(price, .greater, high)
                case .below: .holds(price, .less, low)
                case .inside: .all(of: [.holds(price, .lessOrEqual, high), .holds(price, .greaterOrEqual, low)])
                case .outside: .any(of: [.holds(price, .greater, high), .holds(price, .less, low)])
                }
            join(
                first...level.last,
                as: .condition(Fact(condition: condition, ofSession: true, isOutcome: true))
            )
            return
        }
    }

    private enum Place { case above, below, inside, outside }

    private func sideOfRange(_ index: Int) -> Place? {
        switch self[index] {
        case .relation(.greater)?: .above
        case .relation(.less)?: has(.within, in: pieces[index]) ? .inside : .below
        case .mark(.inside)?: .inside
        case .mark(.outside)?: .outside
        default: nil
        }
    }

    /// "above the first hour high", "ниже лоя первых 30 минут": that end of the range.
    private func openingEnd(_ index: Int, _ side: Place) -> (span: Span, last: Int)? {
        for (place, window) in [(index, index + 1), (index + 1, index)] {
            guard case .quantity(let end)? = self[place], end.shift == 0, let extreme = end.extreme,
                case .span(let span)? = self[window], case .opening = span, !pieces[index + 1].afterStop
            else { continue }
            switch (side, extreme) {
            case (.above, .high), (.below, .low): return (span, index + 1)
            default: return nil
            }
        }
        return nil
    }

    /// A range of hours before the session's end.
    private func earlierRange(_ index: Int, _ frame: Surroundings) -> (span: Span, last: Int)? {
        var found: (span: Span, last: Int)?
        if case .quantity(let range)? = self[index], range.base == .metric(.range), range.shift == 0 {
            if let span = range.span {
                found = (span, index)
            } else if case .span(let span)? = self[index + 1], prep(index + 1) == .in || prep(index + 1) == nil {
                found = (span, index + 1)
            }
        } else if case .span(let span)? = self[index], isRange(index + 1), prep(index + 1) == nil {
            found = (span, index + 1)
        }
        guard let found, let own = frame.window(of: found.span), let rth = frame.window(of: .session(name: .rth)),
            own.to < rth.to, found.span.isPartOfDay
        else { return nil }
        return found
    }
}
