internal import Market
internal import Studies

extension Frame {
    /// Pieces that structure a sentence and say nothing of their own.
    var structural: Set<Int> {
        Set(
            indices.filter { index in
                switch line.pieces[index].sense {
                case .unit(.session): line.prep(index) != .by
                case .mark(.or): joinsDates(index)
                // "..., in percent": the witness looks for the unit.
                case .measure(.percent), .measure(.points):
                    isUnitOfAll(index)
                        && (line.prep(index) == .in || line.pieces[index].tokens.count > 1 || endsClause(index + 1))
                // "which weekday closes worst".
                case .verb(.close): !bests.isEmpty && !line.isRelation(index + 1)
                case .stop, .unit(.day), .task(.days), .mark(.given), .mark(.and), .mark(.it),
                    .mark(.those), .mark(.only), .bars, .empty:
                    true
                default: false
                }
            }
        )
    }

    /// Behind a stop, or of several windows' figures: what they are told in.
    private func isUnitOfAll(_ index: Int) -> Bool {
        line.pieces[index].afterStop || line[index - 1] == .stop("(")
            || Set(spans.map(\.value)).count > 1 && quantities.count > 1 && dayFacts.isEmpty
    }

    private func endsClause(_ index: Int) -> Bool { if case .stop? = line[index] { true } else { line[index] == nil } }

    /// "March or April": periods and calendar days that are added to one another anyway.
    private func joinsDates(_ index: Int) -> Bool {
        switch (line[index - 1], line[index + 1]) {
        case (.dates?, .dates?): true
        case (.condition(let left)?, .condition(let right)?): left.isCalendar && right.isCalendar
        default: false
        }
    }

    /// A study with what applies to the whole question: instrument, period, window, days chosen.
    ///
    /// - Parameters:
    ///   - condition: what chooses rows besides the calendar
    ///   - without: pieces that the caller gives another place
    func study(
        _ result: StudyResult,
        condition: Condition? = nil,
        span: Span? = nil,
        unit: BarUnit = .day,
        without: Set<Int> = [],
        sessionEvent: Bool = false,
        ofOneDay: Bool = true
    ) -> (study: Study, used: Set<Int>, assumptions: [Assumption.Kind]) {
        let unit = unit == .day ? line.rows ?? .day : unit
        var used = structural
        var assumptions: [Assumption.Kind] = []
        let chosenDates = dates.filter { !without.contains($0.index) }
        let together = period(chosenDates.map(\.value))
        // Dates that cannot be one period stay unread.
        if together != nil { used.formUnion(chosenDates.map(\.index)) }
        var period = (together ?? .all).upTo(context.today)
        if chosenDates.isEmpty, ofOneDay, let relative = relativeDay(without) {
            period = relative.period
            used.insert(relative.index)
        } else if chosenDates.isEmpty {
            assumptions.append(.wholePeriod)
        } else if chosenDates.contains(where: { $0.value.assumed }) {
            assumptions.append(.period(period: period))
        }
        var conditions: [Condition] = []
        let calendar = compatible(calendarFacts.filter { !without.contains($0.index) })
        conditions += Self.chosenDays(calendar.map(\.value.condition))
        used.formUnion(calendar.map(\.index))
        if let condition { conditions.append(condition) }
        let named = spans.filter { !without.contains($0.index) }
        var chosen = span
        if chosen == nil, named.count == 1 || Set(named.map(\.value)).count == 1 {
            chosen = named.first?.value
            used.formUnion(named.map(\.index))
        }
        if let span, named.count == 1, named[0].value == span { used.insert(named[0].index) }
        let final = chosen ?? (sessionEvent && hasRegularHours ? .session(name: .rth) : defaultSpan)
        if chosen == nil { assumptions.insert(.span(span: final), at: 0) }
        for (index, piece) in line.pieces.enumerated() {
            if case .symbol(let symbol) = piece.sense, symbol == self.symbol { used.insert(index) }
        }
        var result = result
        var apart: [Variant] = []
        if case .summary(let summary) = result, summary.keys.isEmpty {
            apart = severalPeriods(chosenDates.map(\.value))
        }
        if case .summary(var summary) = result {
            var unique: [Measure] = []
            for measure in summary.measures where !unique.contains(measure) { unique.append(measure) }
            if summary.order == nil || unique.count == summary.measures.count { summary.measures = unique }
            result =
                apart.isEmpty
                ? .summary(summary: summary) : .comparison(variants: apart, measures: summary.measures)
        }
        if result.isByClock, barUnits.isEmpty {
            // "range by hour on red days": the day is red, and not its hours.
            conditions = conditions.map { $0.ofDay(over: final.isPartOfDay ? defaultSpan : final) }
        }
        var study = Study(
            symbols: [symbol],
            unit: unit,
            span: final,
            period: period,
            condition: Condition.every(
                final == .session(name: .rth) ? Self.measuredInSession(conditions) : conditions
            ),
            result: result
        )
        if unit == .day, let day = dayOf(final) { study = study.withEarlierPrices(of: day) }
        if unit == .day || unit.isOfMinutes, !line.comparesCloses { study = study.withMovesInside() }
        return (study.withCountsOfKinds(), used, assumptions)
    }

    /// "2022, 2023 and 2024": years, months and the like that are named one by one are told one by one.
    private func severalPeriods(_ dates: [Dates]) -> [Variant] {
        guard dates.count > 1, dates.count <= 12, marks(.together).isEmpty, let first = dates.first,
            first.shape != .day, first.shape != .other,
            zip(dates, dates.dropFirst()).allSatisfy({ Self.isBeside($0, $1) && $0.period != $1.period }),
            Set(dates.map(\.period)).count == dates.count
        else { return [] }
        return Self.variants(of: dates)
    }

    /// The day that a part of it is of: the session for its own parts, else the whole trading day; nil for days.
    private func dayOf(_ span: Span) -> Span? { surroundings.day(of: span) }

    /// "red days", "days with a gap": days that something is said of.
    func isOfDays(_ index: Int) -> Bool {
        line.has(.day, in: line.pieces[index]) || line.unit(index + 1) == .day && !isAmong(index + 1)
            || line.unit(index - 1) == .day
            || line[index - 1] == .task(.days)
    }

    /// "share of closes up among days with a gap": the days are of what stands behind them.
    private func isAmong(_ index: Int) -> Bool {
        guard let first = line.pieces[index].tokens.first, first > 0 else { return false }
        return line.forms.contains(line.tokens[first - 1].text, .among)
    }

    /// What follows a session's gap is measured in that session: "gapped down but closed up" is against the session's open.
    private static func measuredInSession(_ conditions: [Condition]) -> [Condition] {
        let parts = conditions.flatMap { if case .all(let parts) = $0 { parts } else { [$0] } }
        guard parts.contains(where: { $0.isOfGap }) else { return conditions }
        return parts.map { part in
            guard case .compare(.metric(let metric, .own), let relation, .number(value: 0)) = part,
                metric.family == .change
            else { return part }
            return .compare(left: .metric(metric: .body, of: .own), relation: relation, right: .number(value: 0))
        }
    }

    /// Calendar facts without those that name the same field elsewhere in the sentence: "понедельник после красной пятницы".
    private func compatible(_ facts: [(value: Fact, index: Int)]) -> [(value: Fact, index: Int)] {
        var kept: [(value: Fact, index: Int)] = []
        for fact in facts {
            let rival = kept.last { Self.sameField($0.value.condition, fact.value.condition) }
            if let rival, (rival.index + 1..<fact.index).contains(where: { !isJoint($0) }) { continue }
            kept.append(fact)
        }
        return kept
    }

    private func isJoint(_ index: Int) -> Bool {
        switch line.pieces[index].sense {
        case .mark(.and), .mark(.or), .stop(","), .stop("/"), .stop("-"): true
        case .condition(let fact): fact.isCalendar
        default: false
        }
    }

    private static func sameField(_ left: Condition, _ right: Condition) -> Bool {
        if case .calendar(let a, _) = left, case .calendar(let b, _) = right { return a == b }
        return false
    }

    /// Calendar conditions that all hold; two weekdays or months are both meant.
    static func chosenDays(_ conditions: [Condition]) -> [Condition] {
        var made: [Condition] = []
        for condition in conditions {
            if case .calendar(let field, let values) = condition,
                let place = made.firstIndex(where: { if case .calendar(field, _) = $0 { true } else { false } }),
                case .calendar(_, let earlier) = made[place]
            {
                made[place] = .calendar(field: field, oneOf: Array(Set(earlier + values)).sorted())
            } else if condition.isOfEvents, let place = made.firstIndex(where: \.isOfEvents),
                made[place] != condition
            {
                // "FOMC, NFP and CPI days": any of them, as a day is seldom of two.
                made[place] = .any(of: made[place].alternatives + [condition])
            } else if case .event(let event, _) = condition,
                let place = made.firstIndex(where: { $0.isBeside(event) }), made[place] != condition
            {
                // Both sides of an event: no day is of both.
                made[place] = .any(of: (made[place].alternatives) + [condition])
            } else {
                made.append(condition)
            }
        }
        return made
    }

    /// "how many green weeks", "how many 5-minute candles": rows of another unit; nil where days are meant.
    func otherUnit() -> (unit: BarUnit, index: Int)? {
        if let whole = wholeUnits, let place = whole.places.first { return (whole.unit, place) }
        guard slots.isEmpty, !dayFacts.contains(where: { $0.value.ofSession }) else { return nil }
        if barUnits.count == 1, keys.allSatisfy({ !isDateKey($0.value) }), case .minutes = barUnits[0].value {
            return (barUnits[0].value, barUnits[0].index)
        }
        for (word, index) in units(.week, .month, .quarter, .year)
        where line.plainNumber(index - 1) == nil && line.prep(index) != .by && (keys.isEmpty || isWithinYears(word)) {
            switch word {
            case .week: return (.week, index)
            case .month: return (.month, index)
            case .quarter: return (.quarter, index)
            default: return (.year, index)
            }
        }
        return nil
    }

    /// "today", "yesterday" as a day of the calendar.
    func relativeDay(_ without: Set<Int>) -> (period: Period, index: Int)? {
        for index in indices where !without.contains(index) {
            guard case .relative(let relative) = line.pieces[index].sense else { continue }
            switch relative {
            case .today: return (.day(context.today), index)
            case .yesterday: return (.lastDays(count: 1, upTo: context.today.adding(days: -1)), index)
            case .beforeyesterday:
                // Yesterday is the last trading day, and this the one before: of a Monday the Thursday.
                let yesterday = surroundings.calendar.previous(before: context.today)
                return (.lastDays(count: 1, upTo: yesterday.adding(days: -1)), index)
            case .past, .last, .previous:
                // "последний день": the last trading day there is; "the last day when both fell" is one of such days.
                if line.unit(index + 1) == .day, dayFacts.isEmpty {
                    return (.lastDays(count: 1, upTo: context.today), index)
                }
            default: continue
            }
        }
        return nil
    }

    /// Whether the question is about one day.
    var singleDay: Bool {
        if dates.count == 1, keys.isEmpty, slots.isEmpty, dates[0].value.shape == .day { return true }
        return dates.isEmpty && relativeDay([]) != nil
    }
}

extension Period {
    /// "Since June" ends today, also where the data go on.
    func upTo(_ today: CivilDate) -> Period {
        guard case .ranges(let ranges) = self, ranges.count == 1, let first = ranges[0].first, ranges[0].last == nil,
            first <= today
        else { return self }
        return .range(first, today)
    }
}

extension Condition {
    /// It chooses days by their distance from an event.
    fileprivate func isBeside(_ event: CalendarEvent) -> Bool {
        switch self {
        case .event(event, _): true
        case .any(let parts): parts.allSatisfy { $0.isBeside(event) }
        default: false
        }
    }

    /// Days of events, one or several.
    fileprivate var isOfEvents: Bool {
        switch self {
        case .event(.holiday, _): false
        case .event(_, 0): true
        case .any(let parts): parts.allSatisfy(\.isOfEvents)
        default: false
        }
    }

    fileprivate var alternatives: [Condition] { if case .any(let parts) = self { parts } else { [self] } }
}

extension Study {
    /// "95th percentile" in the place of a median and a mean: told once.
    var withoutRepeatedMeasures: Study {
        guard case .summary(var summary) = result, summary.order == nil else { return self }
        var seen: Set<Measure> = []
        summary.measures.removeAll { !seen.insert($0).inserted }
        var study = self
        study.result = .summary(summary: summary)
        return study
    }
}
