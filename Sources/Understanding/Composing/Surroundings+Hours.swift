internal import Market
internal import Studies

extension Surroundings {
    /// A time of the clock as minute of the trading day: one at which the day has ended, or midnight, is of the evening
    /// before.
    func minute(_ clock: Int) -> Int {
        clock >= instrument.dayEnd + (instrument.dayEnd < 1440 ? 1 : 0) ? clock - 1440 : clock
    }

    /// Whether what a study asks of times holds of every day: "the high between 9:30 and 16:00" of a bar of those hours.
    func isAlways(_ study: Study) -> Bool {
        var conditions = [study.condition].compactMap(\.self)
        if case .summary(let summary) = study.result {
            for case .share(let of, _, _) in summary.measures { conditions.append(of) }
        }
        return conditions.contains { condition in
            let parts = if case .all(let parts) = condition { parts } else { [condition] }
            let times = parts.filter(\.isOfTime)
            return !times.isEmpty && times.allSatisfy { isAlways($0, study.span) }
        }
    }

    private func isAlways(_ condition: Condition, _ span: Span) -> Bool {
        guard case .compare(.time(let event, let bar), let relation, .number(let minute)) = condition,
            event == .high || event == .low, let window = window(of: bar.span ?? span)
        else { return false }
        return switch relation {
        case .greater, .greaterOrEqual: minute <= Double(window.from)
        case .less, .lessOrEqual: minute >= Double(window.to)
        case .equal, .notEqual: false
        }
    }
}

extension Condition {
    fileprivate var isOfTime: Bool {
        if case .compare(.time, _, .number) = self { true } else { false }
    }
}

extension Surroundings {
    /// Whether a part is set against a whole that it only overlaps: "volume before noon" of the session's.
    func exceedsWhole(_ study: Study) -> Bool {
        guard case .summary(let summary) = study.result else { return false }
        return summary.measures.contains { measure in
            guard case .ratio(.metric(.volume, let part), .metric(.volume, let whole), _) = measure,
                let inner = window(of: part.span ?? study.span),
                let outer = window(of: whole.span ?? study.span)
            else { return false }
            let isApart = inner.to <= outer.from || outer.to <= inner.from
            return !isApart && (inner.from < outer.from || inner.to > outer.to)
                && !(inner.from <= outer.from && inner.to >= outer.to)
        }
    }
}
