/// The trading days of one instrument, by the rules of its class and its holidays.
package struct TradingCalendar: Sendable {
    /// Nil where the instrument has no holidays.
    package let holidays: HolidayCalendar?
    package let tradesWeekends: Bool
    package let holidaySessionJoinsNextDay: Bool
    /// Minutes before midnight at which the next date's trading day begins; 0 where it begins with the date or later.
    private let early: Int

    package init(instrument: Instrument, holidays: HolidayCalendar?) {
        self.holidays = holidays
        tradesWeekends = instrument.tradesWeekends
        holidaySessionJoinsNextDay = instrument.holidaySessionJoinsNextDay
        early = max(0, -instrument.dayStart)
    }

    /// By the calendar; the data may have no bars on it.
    package func isTradingDay(_ date: CivilDate) -> Bool {
        (tradesWeekends || date.weekday < 6) && !(holidays?.isClosed(date) ?? false)
    }

    /// The first trading day after a date.
    package func next(after date: CivilDate) -> CivilDate {
        var day = date.adding(days: 1)
        while !isTradingDay(day) { day = day.adding(days: 1) }
        return day
    }

    /// The last trading day before a date.
    package func previous(before date: CivilDate) -> CivilDate {
        var day = date.adding(days: -1)
        while !isTradingDay(day) { day = day.adding(days: -1) }
        return day
    }

    /// The trading days of a stretch of dates, both ends included.
    package func days(in range: ClosedRange<CivilDate>) -> [CivilDate] {
        (range.lowerBound.dayNumber...range.upperBound.dayNumber)
            .map { CivilDate(dayNumber: $0) }.filter(isTradingDay)
    }

    /// The trading day that a minute of the instrument's wall clock belongs to.
    ///
    /// A minute from the day's start of the evening before belongs to the next date (a future's Sunday evening to
    /// Monday). Nil for weekends, but of crypto, and for holidays, but for futures, whose holiday session belongs to
    /// the next trading day. The break between a day's end and the next start belongs to the day before it.
    /// - Parameters:
    ///   - date: date of the clock
    ///   - minute: minute of that date, 0 to 1439
    package func tradingDay(of date: CivilDate, minute: Int) -> CivilDate? {
        let own = minute + early >= 1440 ? date.adding(days: 1) : date
        if isTradingDay(own) { return own }
        guard holidaySessionJoinsNextDay, tradesWeekends || own.weekday < 6 else { return nil }
        return next(after: own)
    }
}
