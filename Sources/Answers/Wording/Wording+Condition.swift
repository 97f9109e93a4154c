internal import Market
package import Studies

extension Wording {
    package func phrase(_ condition: Condition) -> String {
        switch condition {
        case .compare(let left, let relation, let right): return compare(left, relation, right)
        case .calendar(let field, let values):
            let names = list(values.map { value($0, of: field) }, last: "or")
            switch field {
            case .weekday, .month, .quarter, .year: return names
            default: return noun(field).nominative + " = " + names
            }
        case .eventCalendar(let event, let field, let values):
            let names = list(values.map { value($0, of: field) }, last: "or")
            return say(
                "condition.eventDay",
                [
                    "event": .text(noun(.metric(metric: event == .low ? .low : .high, of: .own)).nominative),
                    "values": .text(names),
                ]
            )
        case .pattern(let name, let bar):
            let text = say.raw("pattern.\(name)") ?? Self.spaced(name)
            return placed(Noun(nominative: text, genitive: text), bar).nominative
        case .event(let event, let offset): return eventDay(event, offset)
        case .holdsEvent(let event, let unit):
            var inner = self
            inner.unit = unit
            return say("condition.holds.\(inner.unitKey)", ["event": .text(phrase(event))])
        case .gapFilled: return say("condition.gapFilled")
        case .run(let of, let count, let exactly):
            return say(
                exactly ? "condition.runExactly" : "condition.run",
                ["what": .text(phrase(of)), "rows": .text(rows(count)), "n": .count(count)]
            )
        case .shifted(let of, let by):
            let key = by == 1 ? "next" : by == -1 ? "previous" : by > 0 ? "later" : "earlier"
            return say(
                "condition.\(key)",
                ["what": .text(phrase(of)), "unit": .text(neighbour(by)), "rows": .text(rows(abs(by)))]
            )
        case .containing(let unit, let span, let of):
            let inner = self.within(unit, span)
            // Of a neighbour of that unit its own words say which.
            if case .shifted = of { return inner.phrase(of) }
            let place = span == self.span ? "" : " (" + phrase(span) + ")"
            return say(
                "condition.containing.\(inner.unitKey)",
                ["span": .text(place), "what": .text(inner.phrase(of))]
            )
        case .extreme(let of, let largest, let count, let within, let among):
            var text = say(
                largest ? "condition.largest" : "condition.smallest",
                ["n": .count(count), "rows": .text(rows(count)), "by": .text(phrase(of))]
            )
            if let within { text += " " + agree("condition.within", enclosing(within)) }
            if let among { text += " " + say("condition.among", ["what": .text(phrase(among))]) }
            return text
        case .all(let parts):
            return weekdayOfMonth(parts) ?? brokenFirst(parts)
                ?? parts.map(bracketed).joined(separator: " " + say("and") + " ")
        case .any(let parts): return parts.map(bracketed).joined(separator: " " + say("or") + " ")
        case .not(let of): return say("condition.not", ["what": .text(phrase(of))])
        }
    }

    /// `Friday no. 3 of the month`.
    private func weekdayOfMonth(_ parts: [Condition]) -> String? {
        guard parts.count == 2, case .calendar(.weekday, let weekdays) = parts[0], weekdays.count == 1,
            case .calendar(.dayOfMonth, let days) = parts[1], days.count == 7, let first = days.first, first % 7 == 1,
            days == Array(first...(first + 6))
        else { return nil }
        let values: [String: Sentences.Value] = [
            "weekday": .text(value(weekdays[0], of: .weekday)), "n": .count(first / 7 + 1),
        ]
        return say("condition.weekdayOfMonth", values)
    }

    /// `break above the first 30 minutes first`: not below them before.
    private func brokenFirst(_ parts: [Condition]) -> String? {
        guard parts.count == 2, case .compare(let left, let relation, let right) = parts[0],
            case .any(let others) = parts[1], others.count == 2,
            case .compare(.time(_, let one), .less, .time(_, let other)) = others[1], one == other,
            case .metric(let metric, let later) = left, later == one
        else { return nil }
        guard broken(left, relation, right) != nil, case .afterOpening(let minutes)? = later.span else {
            return say("condition.brokenFirst", ["what": .text(phrase(right))])
        }
        return say(metric == .high ? "condition.breakUpFirst" : "condition.breakDownFirst", ["n": .count(minutes)])
    }

    private func bracketed(_ condition: Condition) -> String {
        if case .any(let parts) = condition, parts.count > 1 { return "(" + phrase(condition) + ")" }
        return phrase(condition)
    }

    /// Below any value that a quantity has: the condition only asks whether there is one.
    static let lowest = -1e11

    private func compare(_ left: Series, _ relation: Relation, _ right: Series) -> String {
        if case .number(let value) = right, value <= Self.lowest {
            return say("condition.known", ["what": .text(phrase(left))])
        }
        if case .number(0) = right, case .metric(let metric, let bar) = left,
            let word = ordinary(metric, relation)
        {
            return placed(Noun(nominative: word, genitive: word), bar).nominative
        }
        if case .soFar(let statistic, let of) = right, of == left,
            statistic == .max && relation == .greater || statistic == .min && relation == .less
        {
            let key = relation == .greater ? "condition.recordHigh" : "condition.recordLow"
            return say(key, ["what": .text(phrase(left))])
        }
        if let text = timed(left, relation, right) ?? broken(left, relation, right) { return text }
        let unit = noun(left).unit
        let value =
            if case .number(let number) = right { amount(number, unit) } else { phrase(right) }
        return phrase(besideAnother(left, right)) + " " + Self.sign(relation) + " " + value
    }

    /// A quantity of the study's own window says which, where another window's stands on the other side.
    private func besideAnother(_ left: Series, _ right: Series) -> Series {
        guard case .metric(let metric, let bar) = left, bar.span == nil, bar.symbol == nil, let span,
            case .metric(_, let other) = right, other.span != nil
        else { return left }
        return .metric(metric: metric, of: Bar(span: span))
    }

    /// `high before 12:00`.
    private func timed(_ left: Series, _ relation: Relation, _ right: Series) -> String? {
        guard case .time(let event, let bar) = left, case .number(let minute) = right else { return nil }
        let key: String
        switch event {
        case .high: key = "high"
        case .low: key = "low"
        case .gapFill: key = "gapFill"
        case .largestVolume: key = "largestVolume"
        default: return nil
        }
        let name = say("event.minute.\(key)")
        let placed = placed(Noun(nominative: name, genitive: name), bar).nominative
        let values: [String: Sentences.Value] = ["event": .text(placed), "clock": .text(Window.clock(Int(minute)))]
        return switch relation {
        case .greaterOrEqual: say("condition.time.from", values)
        case .less: say("condition.time.before", values)
        default: nil
        }
    }

    /// `break above the first 30 minutes`.
    private func broken(_ left: Series, _ relation: Relation, _ right: Series) -> String? {
        guard case .metric(let metric, let later) = left, case .metric(metric, let opening) = right,
            case .afterOpening(let minutes)? = later.span, opening.span == .opening(minutes: minutes)
        else { return nil }
        return switch (metric, relation) {
        case (.high, .greater): say("condition.breakUp", ["n": .count(minutes)])
        case (.low, .less): say("condition.breakDown", ["n": .count(minutes)])
        default: nil
        }
    }

    /// The traders' word for the sign of a metric: `green (close > open)`.
    private func ordinary(_ metric: Metric, _ relation: Relation) -> String? {
        let side: String
        switch relation {
        case .greater: side = "above"
        case .less: side = "below"
        default: return nil
        }
        return switch metric {
        case .body, .bodyPct: say("condition.body.\(side)")
        case .change, .changePct: say("condition.change.\(side)")
        case .gap, .gapPct: say("condition.gap.\(side)")
        default: nil
        }
    }

    /// A number with the unit of what it is compared with.
    func amount(_ value: Double, _ unit: Unit) -> String {
        switch unit {
        case .percent: numbers.value(value, .percent)
        case .points: say("amount.points", ["n": .text(numbers.value(value, .points))])
        case .time: Window.clock(Int(value))
        case .volume, .price, .ratio, .count, .days, .minutes, .date, .timestamp, .label: numbers.value(value, .ratio)
        }
    }

    static func sign(_ relation: Relation) -> String {
        switch relation {
        case .less: "<"
        case .lessOrEqual: "≤"
        case .equal: "="
        case .notEqual: "≠"
        case .greaterOrEqual: "≥"
        case .greater: ">"
        }
    }

    private func eventDay(_ event: CalendarEvent, _ offset: Int) -> String {
        let what = phrase(event)
        let values: [String: Sentences.Value] = [
            "event": .text(what), "n": .count(abs(offset)), "rows": .text(rows(abs(offset))),
        ]
        return switch offset {
        case 0: say("condition.event", values)
        case 1: say("condition.eventAfter", values)
        case -1: say("condition.eventBefore", values)
        case 2...: say("condition.eventLater", values)
        default: say("condition.eventEarlier", values)
        }
    }
}
