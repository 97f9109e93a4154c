internal import Market
internal import Studies

extension Attempt {
    /// "FOMC days 2024", then "average range": a figure that names no days of its own is of the days that the chat speaks
    /// of; "how many in each month" counts those. Nil where the question says which days it is about, or the last study has
    /// none to hand on.
    func inherited(_ last: Study, _ frame: Frame, _ own: Study) -> Study? {
        guard own.period == .all, own.unit == last.unit, own.symbols == last.symbols,
            case .summary(var figures) = own.result,
            frame.dates.isEmpty, frame.calendarFacts.isEmpty, frame.named.isEmpty, !frame.line.has(.whole),
            frame.line.pieces.count(where: { Self.isSaid($0.sense) }) <= (frame.line.isMark(0, .and) ? 8 : 4)
        else { return nil }
        let countsGroups =
            !figures.keys.isEmpty && own.condition == nil
            && figures.measures.allSatisfy { $0 == .count(where: nil) }
        guard figures.keys.isEmpty || countsGroups else { return nil }
        var change = change(last, frame)
        var counted: Condition?
        switch last.result {
        case .list(let list):
            guard last.condition != nil || last.period != .all || list.limit != nil else { return nil }
            guard countsGroups || !change.asksOfAll(list, figures) else { break }
            guard change.chooseListed(list) else { return nil }
        case .summary(let asked):
            if asked.measures.contains(where: \.looksAhead) {
                // What is told of the day after a day stays that day's.
                guard let ahead = asked.ahead, !countsGroups, own.condition == nil else { return nil }
                let later = figures.measures.compactMap { $0.shifted(by: ahead) }
                if later.count == figures.measures.count {
                    figures.measures = later
                } else {
                    change.study.condition = change.study.condition.map { .shifted(of: $0, by: -ahead) }
                }
            } else {
                counted = asked.chosenAlike
            }
            if countsGroups, counted == nil { return nil }
            if !countsGroups { figures.keys = asked.keys }
        case .distribution: if countsGroups { return nil }
        case .comparison(let variants, _):
            // "Mondays against Fridays by volume", then "gap fill rate": of either.
            guard !countsGroups, own.condition == nil, variants.allSatisfy({ $0.span == nil }) else { return nil }
            if last.span == frame.defaultSpan { change.study.span = own.span }
            change.study.result = .comparison(variants: variants, measures: figures.measures)
            return change.study.isSound ? change.study : nil
        case .runs, .correlation:
            // Of the same period, if of other days.
            guard !countsGroups, !lacksSubject(last, frame) else { return nil }
            var study = own
            study.period = last.period
            study.condition = Condition.every(
                [last.condition].compactMap(\.self).filter(\.isOfCalendar) + [own.condition].compactMap(\.self)
            )
            return study.isSound ? study : nil
        case .standing: return nil
        }
        guard
            last.condition != nil || last.period != .all || counted != nil || change.study.condition != nil
                || !countsGroups && !figures.keys.isEmpty,
            own.condition == nil || frame.task(.count) != nil || isFigureOfCount(last, frame)
        else { return nil }
        var study = change.study
        study.result = .summary(summary: figures)
        let chosen = [study.condition, counted].compactMap(\.self)
        // "red days in 2023", then "the average drop on those": of all of them, they fell.
        let isTold = own.condition?.way.map { way in chosen.flatMap(\.parts).contains { $0.way == way } } ?? false
        study.condition = Condition.every(chosen + (isTold ? [] : [own.condition].compactMap(\.self)))
        if !frame.spans.isEmpty, own.span != study.span {
            // "how often green when yesterday's high breaks", "range of the first hour": the days are those of before.
            if study.span == frame.defaultSpan, let kept = study.condition?.within(study.span) {
                study.condition = kept
            }
            study.span = own.span
        }
        return study.isSound ? study : nil
    }

    /// An edit of the last study that has not begun.
    func change(_ last: Study, _ frame: Frame) -> Change {
        var change = Change(study: last, frame: frame, context: context)
        let isCut = if case .list(let list) = last.result { list.limit != nil } else { false }
        guard isCut || last.span == .session(name: .rth), let question = context.question else { return change }
        let line = reader.phrases(of: question, context, frame.surroundings)
        change.saysWindow = line.pieces.contains { piece in
            switch piece.sense {
            case .span, .window, .timeBound: true
            case .quantity(let quantity): quantity.span != nil
            default: false
            }
        }
        if isCut {
            change.listsSoMany = line.pieces.indices.contains { place in
                line[place] == .task(.top) || line.whole(place) != nil && line.year(place) == nil
            }
        }
        return change
    }

    /// "how many days fell over 1%", then "average drop": of the days that were counted.
    func isFigureOfCount(_ last: Study, _ frame: Frame) -> Bool {
        guard case .summary(let summary) = last.result, summary.isCount else { return false }
        return frame.statistics.count == 1 && frame.task(.count, .share) == nil && frame.keys.isEmpty
    }

    private static func isSaid(_ sense: Sense) -> Bool {
        switch sense {
        case .stop, .prep, .empty, .mark, .verb(.form): false
        default: true
        }
    }
}

extension Summary {
    /// How many rows later all its figures are.
    fileprivate var ahead: Int? {
        let shifts = measures.filter { $0 != .count(where: nil) }.map { measure -> Int? in
            switch measure {
            case .statistic(_, .shifted(_, let by), _), .share(.shifted(_, let by), _, _): by
            case .statistic(_, .metric, _), .share, .count, .ratio, .correlation, .statistic: nil
            }
        }
        return shifts.allSatisfy { $0 == shifts.first } ? shifts.first ?? nil : nil
    }

    /// The days that all its figures are of, where the study does not choose them.
    fileprivate var chosenAlike: Condition? {
        if keys.isEmpty, measures.count == 1, case .count(let condition) = measures[0] { return condition }
        let chosen = measures.map { measure -> Condition? in
            switch measure {
            case .share(_, let condition, _), .statistic(_, _, let condition), .count(let condition): condition
            case .ratio, .correlation: nil
            }
        }
        return chosen.allSatisfy { $0 == chosen.first } ? chosen.first ?? nil : nil
    }

    /// It counts days and tells nothing else.
    var isCount: Bool {
        if keys.isEmpty, measures.count == 1, case .count = measures[0] { true } else { false }
    }
}

extension Condition {
    /// Up or down: what a day that meets it did.
    fileprivate var way: Bool? {
        guard case .compare(.metric(let metric, _), let relation, .number(let bound)) = self, metric.isMove,
            relation != .equal, relation != .notEqual
        else { return nil }
        return relation.isUp ? (bound >= 0 ? true : nil) : (bound <= 0 ? false : nil)
    }
}

extension Measure {
    /// The statistic of so many rows later; nil of what is none.
    fileprivate func shifted(by rows: Int) -> Measure? {
        guard case .statistic(let statistic, let series, nil) = self else { return nil }
        return .statistic(statistic: statistic, of: .shifted(of: series, by: rows), where: nil)
    }
}
