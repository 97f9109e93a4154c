package import Market
package import Studies

extension Wording {
    package func phrase(_ period: Period) -> String {
        switch period {
        case .all: return say("period.all")
        case .ranges(let ranges):
            guard ranges.count > 4 else { return list(ranges.map(dates.range), last: "and") }
            return ranges.prefix(3).map(dates.range).joined(separator: ", ") + ", … "
                + dates.range(ranges[ranges.count - 1])
        case .lastDays(let count, let upTo):
            return say(
                count == 1 ? "period.last.one" : "period.last",
                ["n": .count(count), "date": .text(dates.day(upTo))]
            )
        case .firstDays(let count, let from):
            guard let from else { return say(count == 1 ? "period.first.one" : "period.first", ["n": .count(count)]) }
            return say(
                count == 1 ? "period.firstFrom.one" : "period.firstFrom",
                ["n": .count(count), "date": .text(dates.day(from))]
            )
        }
    }

    package func phrase(_ span: Span) -> String {
        switch span {
        case .wholeDay: return say("span.wholeDay")
        case .session(let name):
            let title = say("session.\(name.rawValue)")
            guard let window = instrument?.window(of: name) else { return title }
            return title + " " + clock(window)
        case .clock(let window): return clock(window)
        case .opening(let minutes): return say("span.opening", ["n": .count(minutes)])
        case .closing(let minutes): return say("span.closing", ["n": .count(minutes)])
        case .afterOpening(let minutes): return say("span.afterOpening", ["n": .count(minutes)])
        }
    }

    /// `06:00–16:00`.
    package func clock(_ window: Window) -> String {
        Window.clock(window.from) + "–" + Window.clock(window.to)
    }

    package func phrase(_ unit: BarUnit) -> String {
        switch unit {
        case .minutes(1): say("unit.minute")
        case .minutes(let count): say("unit.minutes", ["n": .count(count)])
        case .day: say("unit.day")
        case .week: say("unit.week")
        case .month: say("unit.month")
        case .quarter: say("unit.quarter")
        case .year: say("unit.year")
        }
    }

    /// `up, 2023`: the name of a variant, and what else it varies.
    package func phrase(_ variant: Variant) -> String {
        var parts = [phrase(variant.name)]
        switch variant.name {
        case .condition, .weekday, .span:
            if case .span = variant.name {
                if let condition = variant.condition { parts.append(phrase(condition)) }
            } else if let span = variant.span {
                parts.append(phrase(span))
            }
            if let period = variant.period { parts.append(phrase(period)) }
        case .month where variant.condition != nil, .quarter where variant.condition != nil:
            if let span = variant.span { parts.append(phrase(span)) }
            if let period = variant.period { parts.append(phrase(period)) }
        case .period, .year:
            if let span = variant.span { parts.append(phrase(span)) }
        case .symbol, .month, .quarter, .rest, .text: break
        }
        return parts.joined(separator: ", ")
    }

    package func phrase(_ name: VariantName) -> String {
        switch name {
        case .symbol(let symbol): symbol
        case .span(let span): phrase(span)
        case .period(let period): phrase(period)
        case .weekday(let day): say("weekday.\(day)")
        case .month(let month): say("month.\(month)")
        case .quarter(let quarter): say("quarter.name", ["n": "\(quarter)"])
        case .year(let year): "\(year)"
        case .condition(let condition): phrase(condition)
        case .rest: say("variant.rest")
        case .text(let text): text
        }
    }

    package func phrase(_ key: Key) -> String {
        switch key {
        case .calendar(let field): noun(field).nominative
        case .eventCalendar(let event, let field):
            say("key.event", ["field": .text(noun(field).nominative), "event": .text(noun(event).nominative)])
        case .edges(let of, _): phrase(of)
        case .condition(let condition): phrase(condition)
        }
    }
}
