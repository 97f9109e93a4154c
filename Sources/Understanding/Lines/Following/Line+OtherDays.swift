internal import Market
internal import Studies

extension Line {
    /// "previous day red", "вчера был красный, а сегодня ...", "красный накануне".
    mutating func joinShiftedFacts() {
        var index = 0
        while index < count {
            defer { index += 1 }
            guard case .condition(let fact)? = self[index], !fact.isCalendar else { continue }
            let (first, last) = (index, index)
            var start = first
            if unit(start - 1) == .day,
                isMark(start - 2, .previous) || isMark(start - 2, .next) || self[start - 2] == .relative(.previous)
                    || self[start - 2] == .relative(.yesterday) && isConditional
            {
                start -= 1
            }
            switch self[start - 1] {
            case .relative(.yesterday)?
            where isConditional && isMark(start - 2, .and)
                && (self[start - 3] == .relative(.today) || isMark(start - 3, .given)):
                // "if today and yesterday are red".
                var both = fact
                both.condition = .all(of: [fact.condition, .shifted(of: fact.condition, by: -1)])
                join((start - 3)...last, as: .condition(both))
                index = start - 3
            case .mark(.previous)?, .relative(.previous)?, .relative(.yesterday)?:
                if self[start - 1] == .relative(.yesterday), isMark(start - 2, .after) {
                    // "после того как вчера вырос": "after" says so already.
                    join((start - 1)...last, as: .condition(fact))
                    index = start - 1
                    continue
                }
                if self[start - 1] == .relative(.yesterday), !isConditional { continue }
                if let part = part(before: start - 1, fact) {
                    join((start - 2)...last, as: .condition(part.shifted(-1)))
                    index = start - 2
                    continue
                }
                join((start - 1)...last, as: .condition(fact.shifted(-1)))
                index = start - 1
            case .relative(.today)?:
                if isConditional {
                    join((start - 1)...last, as: .condition(fact))
                    index = start - 1
                }
            default:
                if isMark(last + 1, .previous) || self[last + 1] == .relative(.previous) || isEveBehind(last + 1) {
                    let end = unit(last + 2) == .day ? last + 2 : last + 1
                    // "a higher low than the day before": held against it, as the fact is already.
                    join(first...end, as: .condition(prep(last + 1) == .than ? fact : fact.shifted(-1)))
                } else if self[last + 1] == .relative(.yesterday), prep(last + 1) == .than {
                    join(first...(last + 1), as: .condition(fact))
                } else if self[last + 1] == .relative(.today), isConditional,
                    fact.settled || fact.ofSession && fact.rank?.isGap ?? false
                {
                    // "what is the chance of green today": of any day that is spoken of.
                    join(first...(last + 1), as: .condition(fact))
                } else if self[last + 1] == .relative(.yesterday), isConditional,
                    fact.settled || fact.isComplete || isGiven(first)
                {
                    join(first...(last + 1), as: .condition(fact.shifted(-1)))
                }
            }
        }
    }

    /// "if gold rose more than 1% yesterday": what is given, and no single day.
    private func isGiven(_ index: Int) -> Bool {
        if case .symbol? = self[index - 1] { return isMark(index - 2, .given) }
        return isMark(index - 1, .given)
    }

    /// "the last hour of the previous day was green": that part of it, and not the day.
    private func part(before index: Int, _ fact: Fact) -> Fact? {
        guard fact.settled, fact.span == nil, case .span(let span)? = self[index - 1], span.isPartOfDay,
            !pieces[index].afterStop, let inner = fact.condition.within(span)
        else { return nil }
        var fact = fact
        fact.condition = inner
        fact.plain = fact.plain.flatMap { $0.within(span) }
        return fact
    }

    /// "... after falling the day before": no eve of anything that follows.
    private func isEveBehind(_ index: Int) -> Bool {
        guard isMark(index, .eve) else { return false }
        switch self[index + 1] {
        case nil, .stop?, .dates?, .relation?: return true
        default: return false
        }
    }

    /// The question speaks of days in general, so "yesterday" is the day before any of them.
    var isConditional: Bool {
        pieces.contains {
            switch $0.sense {
            case .mark(.given), .task(.share): true
            default: false
            }
        }
    }

    /// "after a red Friday": the weekday is the event's.
    mutating func joinEventDays() {
        var index = 0
        while index < count {
            defer { index += 1 }
            guard case .condition(let left)? = self[index], case .condition(let right)? = self[index + 1],
                left.isCalendar != right.isCalendar,
                isMark(index - 1, .after), !pieces[index + 1].afterStop
            else { continue }
            var made = left.isCalendar ? right : left
            made.condition = .all(of: [made.condition, left.isCalendar ? left.condition : right.condition])
            made.settled = false
            join(index...(index + 1), as: .condition(made))
        }
    }

    mutating func joinNegations() {
        var index = 0
        while index < count {
            defer { index += 1 }
            let isNeither = isMark(index, .neither)
            guard isMark(index, .not) || isMark(index, .except) || isNeither else { continue }
            // "не в дни FOMC".
            if isMark(index + 1, .given), case .condition(let fact)? = self[index + 2], fact.isCalendar {
                join((index + 1)...(index + 2), as: .condition(fact))
            }
            guard case .condition(var fact)? = self[index + 1] else {
                if isMark(index, .except), unit(index + 1) == .day { continue }
                continue
            }
            // On a full holiday nothing trades; "without holidays" leaves out the days that are cut short for one.
            let isHoliday = fact.condition == .event(event: .holiday(name: nil), offset: 0)
            fact.condition = .not(of: isHoliday ? .event(event: .earlyClose, offset: 0) : fact.condition)
            fact.up = fact.up.map { !$0 }
            fact.rank = nil
            join(index...(index + 1), as: .condition(fact))
            if isNeither, isMark(index + 1, .neither) {
                pieces.insert(Piece(sense: .mark(.and), tokens: []), at: index + 1)
            }
            // "кроме понедельников и пятниц": both are left out.
            while (isMark(index + 1, .and) || isMark(index + 1, .or) || self[index + 1] == .stop(",")),
                case .condition(let other)? = self[index + 2], other.isCalendar, fact.isCalendar
            {
                fact.condition = .all(of: [fact.condition, .not(of: other.condition)])
                join(index...(index + 2), as: .condition(fact))
            }
            // "... и не в дни NFP": denied once more.
            let again = isMark(index + 1, .and) || self[index + 1] == .stop(",") ? index + 2 : index + 1
            let place = isMark(again + 1, .given) ? again + 2 : again + 1
            if isMark(again, .not), fact.isCalendar, case .condition(let other)? = self[place], other.isCalendar {
                fact.condition = .all(of: [fact.condition, .not(of: other.condition)])
                join(index...place, as: .condition(fact))
            }
        }
    }
}
