public import Market

/// What may hold of a row. A comparison with a null does not hold, and neither does its negation.
public indirect enum Condition: Hashable, Codable, Sendable {
    case compare(left: Series, relation: Relation, right: Series)
    /// The calendar field has one of these values.
    case calendar(field: CalendarField, oneOf: [Int])
    /// The day on which an event within the row happened has one of the field's values: "the week's high is of a Friday".
    case eventCalendar(event: MinuteEvent, field: CalendarField, oneOf: [Int])
    /// The pattern ends at this row's bar.
    case pattern(name: String, of: Bar)
    /// The row's trading day lies `offset` trading days after the event's (before, if negative).
    case event(event: CalendarEvent, offset: Int)
    /// The row's week (month …) holds a day of the event.
    case holdsEvent(event: CalendarEvent, unit: BarUnit)
    /// The gap was filled in the same session; false for a gap that was not, null without one.
    case gapFilled
    /// It held on this row and the rows before, `count` in all; exactly so many or at least.
    case run(of: Condition, count: Int, exactly: Bool)
    /// It holds `by` rows later (earlier, if negative).
    case shifted(of: Condition, by: Int)
    /// It holds of the day, week or longer unit that the row lies in, its bar built over `span`; see `Series.containing`.
    case containing(unit: BarUnit, span: Span, of: Condition)
    /// The row is one of the `count` largest (smallest) by the series among the period's rows that meet `among`; per value
    /// of `within` if given. Ties go to the earlier row.
    case extreme(of: Series, largest: Bool, count: Int, within: CalendarField?, among: Condition?)
    case all(of: [Condition])
    case any(of: [Condition])
    case not(of: Condition)
}

public enum Relation: String, Hashable, Codable, Sendable, CaseIterable {
    case less, lessOrEqual, equal, notEqual, greaterOrEqual, greater
}
