extension Catalogue {
    /// The days of an event in a stretch of dates, both ends included, on the trading days of an instrument.
    ///
    /// Option events are the exchange's: for an instrument without holidays they follow the New York calendar. A
    /// release (NFP, FOMC, CPI) that comes on no trading day of the instrument is left out.
    package func dates(
        of event: CalendarEvent,
        in range: ClosedRange<CivilDate>,
        for instrument: Instrument
    ) -> EventDates {
        let own = tradingCalendar(for: instrument)
        switch event {
        case .opex: return monthly(in: range, on: own, source: "third Friday of the month", opex)
        case .quadWitching:
            return monthly(in: range, on: own, source: "third Friday of March, June, September, December") {
                $1 % 3 == 0 ? opex(year: $0, month: $1) : nil
            }
        case .vixExpiry:
            return monthly(in: range, on: own, source: "Wednesday 30 days before the next month's third Friday") {
                opex(year: $1 == 12 ? $0 + 1 : $0, month: $1 % 12 + 1)?.adding(days: -30)
            }
        case .electionDay:
            // 2 U.S. Code § 7.
            return monthly(in: range, on: own, source: "Tuesday after the first Monday in November of even years") {
                $0 % 2 == 0 && $1 == 11 ? CivilDate.nth(1, weekday: 1, month: 11, year: $0)?.adding(days: 1) : nil
            }
        case .nfp, .fomc, .cpi: return listed(event, in: range, on: own)
        case .earlyClose:
            return holidays(in: range, calendar: own.holidays) { $0.isEarlyClose }
        case .holiday(let name):
            return holidays(in: range, calendar: own.holidays) { !$0.isEarlyClose && (name ?? $0.name) == $0.name }
        }
    }

    /// The last trading day before each day of a holiday whose eve lies in the stretch of dates.
    package func eves(
        of event: CalendarEvent,
        in range: ClosedRange<CivilDate>,
        for instrument: Instrument
    ) -> EventDates {
        let own = tradingCalendar(for: instrument)
        var found = dates(
            of: event,
            in: range.lowerBound...range.upperBound.adding(days: 14),
            for: instrument
        )
        let nominal = found.dates + found.leftOut
        found.leftOut = []
        found.dates = nominal.compactMap { day in
            let eve = own.previous(before: day.date)
            return range.contains(eve) ? EventDate(date: eve, nominalDate: day.date, reason: day.reason) : nil
        }
        return found
    }

    private func opex(year: Int, month: Int) -> CivilDate? {
        CivilDate.nth(3, weekday: 5, month: month, year: year)
    }

    /// One date a month by a rule, moved to the trading day before where the exchange is closed.
    private func monthly(
        in range: ClosedRange<CivilDate>,
        on own: TradingCalendar,
        source: String,
        _ nominal: (_ year: Int, _ month: Int) -> CivilDate?
    ) -> EventDates {
        let calendar = own.holidays ?? calendar("nyse")
        var dates: [EventDate] = []
        for index in months(range.lowerBound)...months(range.upperBound.adding(days: 7)) {
            guard let day = nominal(index / 12, index % 12 + 1) else { continue }
            var date = day
            while date.weekday > 5 || calendar?.isClosed(date) == true { date = date.adding(days: -1) }
            guard range.contains(date) else { continue }
            dates.append(
                EventDate(
                    date: date,
                    nominalDate: day,
                    reason: calendar?.name(of: day).flatMap { date == day ? nil : $0 }
                )
            )
        }
        return EventDates(dates: dates, source: source)
    }

    private func months(_ date: CivilDate) -> Int { date.year * 12 + date.month - 1 }

    private func listed(
        _ event: CalendarEvent,
        in range: ClosedRange<CivilDate>,
        on own: TradingCalendar
    ) -> EventDates {
        let years = range.lowerBound.year...range.upperBound.year
        guard let list = eventDates.first(where: { $0.event == event }) else {
            return EventDates(dates: [], source: "", missingYears: Array(years))
        }
        let missing = years.filter { !list.coveredYears.contains($0) }
        var nominal = list.dates
        if event == .nfp {
            nominal += missing.flatMap { year in
                (1...12).compactMap { CivilDate.nth(1, weekday: 5, month: $0, year: year) }
            }
            nominal.sort()
        }
        var found = EventDates(
            dates: [],
            coveredYears: list.coveredYears,
            source: list.source,
            missingYears: missing,
            approximate: event == .nfp && !missing.isEmpty
        )
        for day in nominal where range.contains(day) {
            if own.isTradingDay(day) {
                found.dates.append(EventDate(date: day))
            } else {
                found.leftOut.append(EventDate(date: day, reason: own.holidays?.name(of: day) ?? "weekend"))
            }
        }
        return found
    }

    /// Closures and early closes by the calendar itself; those of an instrument without one are New York's.
    private func holidays(
        in range: ClosedRange<CivilDate>,
        calendar own: HolidayCalendar?,
        where condition: (HolidayCalendar.Holiday) -> Bool
    ) -> EventDates {
        guard let calendar = own ?? calendar("nyse") else { return EventDates(dates: [], source: "") }
        let dates = (range.lowerBound.dayNumber...range.upperBound.dayNumber).compactMap { number -> EventDate? in
            let date = CivilDate(dayNumber: number)
            return calendar.holiday(on: date).flatMap { condition($0) ? EventDate(date: date, reason: $0.name) : nil }
        }
        let missing = (range.lowerBound.year...range.upperBound.year).filter { !calendar.coveredYears.contains($0) }
        return EventDates(
            dates: dates,
            coveredYears: calendar.coveredYears,
            source: "calendar \(calendar.name)",
            missingYears: missing
        )
    }
}
