/// The days of a calendar event in a stretch of dates, and what is known about them.
package struct EventDates: Sendable, Hashable {
    /// Days on which the event counts, in order.
    package var dates: [EventDate]
    /// Those that fell on no trading day and are left out.
    package var leftOut: [EventDate]
    /// The years that the list covers; nil where the dates follow from a rule.
    package var coveredYears: ClosedRange<Int>?
    /// What the dates come from, to be shown beside an answer; English.
    package var source: String
    /// Years asked for and not covered. NFP's are answered by its rule (`approximate`), the others' have no dates.
    package var missingYears: [Int]
    /// Whether `dates` hold days by a rule of thumb in the missing years.
    package var approximate: Bool

    package init(
        dates: [EventDate],
        leftOut: [EventDate] = [],
        coveredYears: ClosedRange<Int>? = nil,
        source: String,
        missingYears: [Int] = [],
        approximate: Bool = false
    ) {
        self.dates = dates
        self.leftOut = leftOut
        self.coveredYears = coveredYears
        self.source = source
        self.missingYears = missingYears
        self.approximate = approximate
    }
}

/// One day of an event.
package struct EventDate: Sendable, Hashable {
    package var date: CivilDate
    /// The day by the rule, before it was moved off a holiday.
    package var nominalDate: CivilDate
    /// Why the day was moved or left out: the name of the holiday on the nominal date, or `weekend`.
    package var reason: String?

    package init(date: CivilDate, nominalDate: CivilDate? = nil, reason: String? = nil) {
        self.date = date
        self.nominalDate = nominalDate ?? date
        self.reason = reason
    }
}

/// Dates of an event that no rule gives, from a data file.
package struct EventDateList: Sendable, Hashable {
    package var event: CalendarEvent
    /// Where the dates were published.
    package var source: String
    package var coveredYears: ClosedRange<Int>
    /// In order.
    package var dates: [CivilDate]

    package init(event: CalendarEvent, source: String, coveredYears: ClosedRange<Int>, dates: [CivilDate]) {
        self.event = event
        self.source = source
        self.coveredYears = coveredYears
        self.dates = dates
    }
}
