internal import Foundation
internal import Market
internal import Studies

/// Turns that speak of what the answer before told, and not only its question.
extension Attempt {
    /// What they mean stands in no question: it is asked about.
    func speaksOfAnswer(_ last: Study, _ frame: Frame) -> Bool {
        asksOfFirstGroup(last, frame) || addsEither(last, frame) || countsOthers(last, frame)
            || averagesMeans(last, frame) || namesUnitsOfRows(last, frame)
            // "range yesterday", then "same day last year".
            || frame.has(.same) && !frame.units(.day).isEmpty && !frame.dates.isEmpty
    }

    /// "when did it start", "сколько плюсовых", "отскочили на следующий день?": verbs and states, and nothing that did so.
    /// Behind rows, a period or groups that were asked about it is of those, in a way that it does not say.
    func lacksSubject(_ last: Study, _ frame: Frame) -> Bool {
        let isChosen =
            switch last.result {
            case .list(let list): list.limit != nil || last.condition != nil || last.period != .all
            case .summary(let summary): !summary.keys.isEmpty || last.condition != nil || last.period != .all
            case .runs: true
            default: false
            }
        let namesDays = frame.line.pieces.contains { piece in
            if case .mark = piece.sense { false } else { frame.line.has(.day, in: piece) }
        }
        guard isChosen, frame.dates.isEmpty, frame.calendarFacts.isEmpty, !namesDays, !frame.line.has(.whole) else {
            return false
        }
        return frame.indices.allSatisfy { index in
            switch frame.line.pieces[index].sense {
            case .stop, .empty, .prep, .mark(.it), .mark(.next), .mark(.after), .mark(.and), .mark(.but), .task(.time),
                .task(.count), .task(.share), .task(.howmuch), .task(.performance), .when, .often, .verb, .way, .rise,
                .win,
                .colour:
                true
            case .condition(let fact): fact.settled && fact.run == nil
            default: false
            }
        }
    }

    /// "monthly returns in 2024", then "average": of each month's days, or of the months.
    private func averagesMeans(_ last: Study, _ frame: Frame) -> Bool {
        guard case .summary(let summary) = last.result, !summary.keys.isEmpty, frame.statistics.count == 1,
            frame.statistics[0].value == .mean, frame.quantities.isEmpty, frame.keys.isEmpty, frame.dates.isEmpty,
            case .statistic(.mean, _, _)? = summary.measures.first
        else { return false }
        return frame.facts.isEmpty
    }

    /// "the worst 3 months", then "in which years": a column of the rows, and no other rows.
    private func namesUnitsOfRows(_ last: Study, _ frame: Frame) -> Bool {
        guard case .list(let list) = last.result, list.limit != nil, frame.line.has(.which) else { return false }
        var named = false
        for index in frame.indices {
            switch frame.line.pieces[index].sense {
            case .stop, .empty, .prep, .mark(.and), .mark(.those), .mark(.it), .verb(.form): continue
            case .unit(.week), .unit(.month), .unit(.quarter), .unit(.year), .which: named = true
            default: return false
            }
        }
        return named
    }

    /// "а на этой": nothing of it has a place.
    func saysNothing(_ frame: Frame) -> Bool {
        frame.line.tokens.contains { $0.kind == .word }
            && frame.line.pieces.allSatisfy { piece in
                switch piece.sense {
                case .stop, .empty, .prep, .mark(.and), .mark(.but): true
                default: false
                }
            }
    }

    /// "which month of 2024 was the worst", then "how many red days did it have", "сколько там красных дней": of the group
    /// that came first.
    private func asksOfFirstGroup(_ last: Study, _ frame: Frame) -> Bool {
        guard case .summary(let summary) = last.result, !summary.keys.isEmpty,
            summary.order != nil || summary.limit != nil, frame.has(.it) || frame.line.has(.thereword)
        else { return false }
        return !frame.dayFacts.isEmpty || frame.task(.count, .share, .time, .days) != nil
            || frame.indices.contains { frame.line.unit($0) == .day }
    }

    /// "after an inside day", then "also NR7": those that are both, or either of them; a colour takes no pattern's place.
    private func addsEither(_ last: Study, _ frame: Frame) -> Bool {
        guard frame.line.has(.also), let fact = frame.dayFacts.first,
            !frame.has(.given) || fact.value.condition.isPattern
        else { return false }
        return last.condition?.parts.contains { !$0.isOfCalendar } ?? false
    }

    /// "how many inside days in 2024", then "how many outside days": of that year, of all, or those that are both.
    private func countsOthers(_ last: Study, _ frame: Frame) -> Bool {
        guard countsDays(frame), !frame.dayFacts.isEmpty, let counted = last.counted, !counted.isOfCalendar else {
            return false
        }
        return wholeOfPeriod(last, frame) == nil
    }

    /// "how many days were there in 2024", then "how many Fridays"; "how many green days in 2024", then "how many red days":
    /// of the same period, where a day cannot be both.
    func wholeOfPeriod(_ last: Study, _ frame: Frame) -> Bool? {
        guard countsDays(frame), case .summary(let summary) = last.result, summary.isCount, last.period != .all else {
            return nil
        }
        guard let counted = last.counted else {
            return frame.dayFacts.isEmpty && !frame.calendarFacts.isEmpty ? true : nil
        }
        let given = Premises(counted)
        return frame.dayFacts.count == 1 && frame.calendarFacts.isEmpty
            && given.exclude(frame.dayFacts[0].value.condition)
            ? true : nil
    }

    /// "how many red days": nothing but rows that it names, of no time.
    private func countsDays(_ frame: Frame) -> Bool {
        frame.task(.count) != nil && frame.dates.isEmpty && frame.spans.isEmpty && frame.quantities.isEmpty
            && frame.keys.isEmpty && !frame.line.has(.whole)
            && (frame.line.has(.day) || !frame.units(.day).isEmpty || frame.line.has(.plural)
                || frame.dayFacts.contains { $0.value.condition.isPattern })
            && frame.indices.allSatisfy { index in
                switch frame.line.pieces[index].sense {
                case .stop, .empty, .prep, .task(.count), .condition, .unit(.day), .verb(.form), .task(.days): true
                default: false
                }
            }
    }

    /// "в прошлом году", then "а в этом?": the question again, of the unit of time that lasts.
    func inThis(_ question: String, _ frame: Frame) -> String? {
        let said = frame.line.tokens.filter { frame.line.forms.contains($0.text, .thisword) }
        guard said.count == 1,
            frame.line.pieces.allSatisfy({ piece in
                switch piece.sense {
                case .stop, .empty, .prep, .mark(.and), .mark(.but), .mark(.it), .relative(.this), .number(1, nil): true
                default: false
                }
            })
        else { return nil }
        let line = reader.atoms(of: question)
        let before = line.pieces.filter { piece in
            switch piece.sense {
            case .relative(.past), .relative(.last), .relative(.previous): piece.tokens.count == 1
            default: false
            }
        }
        guard before.count == 1 else { return nil }
        return question.replacingOccurrences(of: line.tokens[before[0].tokens[0]].written, with: said[0].written)
    }
}

extension Study {
    /// The days that it counts.
    fileprivate var counted: Condition? {
        guard case .summary(let summary) = result, summary.isCount, case .count(let own)? = summary.measures.first
        else {
            return nil
        }
        return Condition.both(condition, own)
    }

    /// Years that it was asked to hold against each other, of which but one is left.
    func isOneYear(after last: Study) -> Bool {
        guard case .summary(let summary) = result, summary.keys == [.calendar(field: .year)], last.period != period,
            let range = period.dateRange, let first = range.first, let end = range.last
        else { return false }
        return first.year == end.year
    }
}
