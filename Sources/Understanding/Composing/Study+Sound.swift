internal import Market
internal import Studies

extension Study {
    /// Whether an answer could tell anything: no condition that contradicts itself, no outcome that its condition settles,
    /// no period without days, no weekday that the only day is not.
    var isSound: Bool {
        guard periods.allSatisfy(\.isSound) else { return false }
        // Two quantities of one day are not related.
        if case .correlation = result, period.singleDay != nil || period.isOfOneDay { return false }
        // A gap is a day's, and no hour's.
        if case .minutes = unit, case .summary(let summary) = result, summary.measures.contains(where: \.isOfGapFill) {
            return false
        }
        if hasIndicatorWithoutLength || isLongWithWeekday { return false }
        let given = Premises(condition)
        if given.isImpossible || disagrees || isIdle || comparesWithItself || comparesEndsOfOneBar || breaksItself
            || comparesUnlike
        {
            return false
        }
        switch result {
        case .summary(let summary):
            // The first of each group, where an edit has left but one kind of groups.
            if summary.limitInEach != nil, summary.keys.count < 2 { return false }
            return summary.measures.allSatisfy { isOpen($0, given) }
        case .comparison(let variants, let measures):
            return variants.allSatisfy { variant in
                let within = Premises(Condition.both(condition, variant.condition))
                return !within.isImpossible && measures.allSatisfy { isOpen($0, within) }
            }
        default: return true
        }
    }

    /// Without the shares that its condition settles, where nobody asked for them: all of the green days are green.
    var withoutSettledShares: Study {
        guard case .summary(var summary) = result else { return self }
        let given = Premises(condition)
        summary.measures.removeAll { measure in
            if case .share = measure { !isOpen(measure, given) } else { false }
        }
        var study = self
        study.result = .summary(summary: summary)
        return study
    }

    private func isOpen(_ measure: Measure, _ given: Premises) -> Bool {
        switch measure {
        case .share(let of, let limit, _):
            if let limit {
                let narrowed = Premises(Condition.both(condition, limit))
                return !narrowed.isImpossible && !narrowed.imply(of) && !narrowed.exclude(of)
            }
            return !given.imply(of) && !given.exclude(of) && !isReached(of)
        case .count(let limit?), .statistic(_, _, let limit?), .ratio(_, _, let limit?),
            .correlation(_, _, let limit?):
            return !given.exclude(limit)
        default: return true
        }
    }

    /// Who closed above a level has traded above it.
    private func isReached(_ outcome: Condition) -> Bool {
        guard case .compare(.metric(let metric, let bar), let relation, let level) = outcome,
            metric == .high && relation == .greater || metric == .low && relation == .less
        else { return false }
        let closed = Condition.holds(.metric(metric: .close, of: bar), relation, level)
        let parts = if case .all(let parts)? = condition { parts } else { [condition].compactMap(\.self) }
        return parts.contains(closed)
    }

    /// A week or month has no weekday of its own.
    private var isLongWithWeekday: Bool {
        guard unit.isLong else { return false }
        var found = false
        visit { element in
            if case .condition(.calendar(.weekday, _)) = element { found = true }
        }
        return found
    }

    /// "SMA" alone: of how many days is not said.
    private var hasIndicatorWithoutLength: Bool {
        var found = false
        visit { element in
            switch element {
            case .series(.indicator(.sma(0))), .series(.indicator(.ema(0))), .series(.indicator(.rsi(0))),
                .series(.indicator(.atr(0))):
                found = true
            default: break
            }
        }
        return found
    }

    /// A quantity is held against itself.
    private var comparesWithItself: Bool {
        var found = false
        visit { element in
            if case .condition(.compare(let left, _, let right)) = element, left == right { found = true }
        }
        return found
    }

    /// Percent against points or prices.
    private var comparesUnlike: Bool {
        var found = false
        visit { element in
            guard case .condition(.compare(let left, _, let right)) = element else { return }
            if case .number = right { return }
            let units = Set([left.unit, right.unit])
            if units.contains(.percent), units.contains(.points) || units.contains(.price) { found = true }
            if units.contains(.points), units.contains(.price) { found = true }
        }
        return found
    }

    /// A bar's high against its own low, open or close: always so, or never.
    private var comparesEndsOfOneBar: Bool {
        var found = false
        visit { element in
            guard
                case .condition(.compare(.metric(let left, let own), let relation, .metric(let right, let other))) =
                    element,
                isSameBar(own, other), relation == .less || relation == .greater, left.unit == .price,
                right.unit == .price
            else { return }
            if [left, right].contains(.high) || [left, right].contains(.low) { found = true }
        }
        return found
    }

    /// The first minute above the high of the bar that it is a minute of: there is none.
    private var breaksItself: Bool {
        var found = false
        visit { element in
            switch element {
            case .series(.time(.above(.metric(.high, let level)), let bar)),
                .series(.time(.below(.metric(.low, let level)), let bar)):
                if isSameBar(level, bar) { found = true }
            default: break
            }
        }
        return found
    }

    /// Without a window of its own a bar has the study's.
    private func isSameBar(_ first: Bar, _ second: Bar) -> Bool {
        (first.span ?? span) == (second.span ?? span) && first.symbol == second.symbol
    }

    /// A window of hours in which nothing is measured.
    private var isIdle: Bool {
        switch span {
        case .clock, .opening, .closing, .afterOpening: break
        case .session, .wholeDay: return false
        }
        var (own, others) = (0, 0)
        visit { element in
            switch element {
            // A gap and its fill are of the session, whatever the window.
            case .series(.metric(.gap, let bar)), .series(.metric(.gapPct, let bar)):
                others += bar.span == nil ? 1 : 0
            case .series(.metric(_, let bar)), .series(.time(_, let bar)), .condition(.pattern(_, let bar)):
                if bar.span == nil { own += 1 } else { others += 1 }
            case .condition(.gapFilled): others += 1
            default: break
            }
        }
        return own == 0 && others > 0
    }

    /// The one day of the study is not of its weekday or month.
    private var disagrees: Bool {
        if let condition, case .ranges(let ranges) = period, ranges.allSatisfy({ $0.months != nil }) {
            let months = Set(ranges.flatMap { $0.months ?? [] })
            let given = Premises(condition)
            if months.count < 12,
                months.allSatisfy({ given.exclude(.calendar(field: .month, oneOf: [$0])) })
                    || Set(months.map { ($0 + 2) / 3 }).allSatisfy({
                        given.exclude(.calendar(field: .quarter, oneOf: [$0]))
                    })
            {
                return true
            }
        }
        guard let day = period.singleDay, let condition else { return false }
        return Premises(condition).exclude(.calendar(field: .weekday, oneOf: [day.weekday]))
            || Premises(condition).exclude(.calendar(field: .month, oneOf: [day.month]))
    }
}

extension DateRange {
    /// Months of the year that it touches; nil where it has no end.
    fileprivate var months: Set<Int>? {
        guard let first, let last, first <= last else { return nil }
        let count = (last.year - first.year) * 12 + last.month - first.month
        return Set((0...min(count, 11)).map { (first.month + $0 - 1) % 12 + 1 })
    }
}

extension Period {
    /// The last or the first day alone.
    fileprivate var isOfOneDay: Bool {
        switch self {
        case .lastDays(1, _), .firstDays(1, _): true
        default: false
        }
    }

    /// It holds days, and no end of it is before its beginning.
    fileprivate var isSound: Bool {
        guard case .ranges(let ranges) = self else { return true }
        let isOrdered = ranges.allSatisfy { range in
            guard let first = range.first, let last = range.last else { return true }
            return first <= last
        }
        // Half-lines that point away from one another leave nothing out or a hole that nobody asked for.
        let isOneWay = !(ranges.contains { $0.first == nil } && ranges.contains { $0.last == nil } && ranges.count > 1)
        return isOrdered && isOneWay
    }
}

extension Measure {
    /// It counts filled gaps among rows.
    fileprivate var isOfGapFill: Bool {
        switch self {
        case .count(where: .gapFilled?), .share(of: .gapFilled, _, _): true
        default: false
        }
    }
}
