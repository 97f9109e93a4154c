/// When a holiday or early close falls, year by year.
package struct HolidayRule: Sendable, Hashable {
    package var holiday: HolidayCalendar.Holiday
    package var kind: Kind
    /// Days added to the date that `kind` gives (the day after Thanksgiving: 1).
    package var offset: Int
    /// Years in which the rule holds; nil is without an end.
    package var from: Int?
    package var to: Int?
    /// ISO weekdays on which it counts (1 is Monday); nil is every day but Saturday and Sunday.
    package var weekdays: [Int]?
    /// Dates that the rule names and history did not.
    package var except: [CivilDate]

    package enum Kind: Sendable, Hashable {
        /// The same day each year, moved off a weekend as `observed` says.
        case fixed(month: Int, day: Int, observed: Observed)
        /// The n-th (1-5) given weekday (1-7) of a month.
        case nthWeekday(n: Int, weekday: Int, month: Int)
        case lastWeekday(weekday: Int, month: Int)
        /// Days after Western Easter Sunday.
        case easter(days: Int)
        /// Single dates.
        case dates(list: [CivilDate])
    }

    package enum Observed: String, Codable, Sendable {
        /// Saturday to Friday, Sunday to Monday.
        case nearest
        /// Sunday to Monday; a Saturday is not observed.
        case sundayToMonday
        /// Never moved.
        case never
    }

    package init(
        holiday: HolidayCalendar.Holiday,
        kind: Kind,
        offset: Int = 0,
        from: Int? = nil,
        to: Int? = nil,
        weekdays: [Int]? = nil,
        except: [CivilDate] = []
    ) {
        self.holiday = holiday
        self.kind = kind
        self.offset = offset
        self.from = from
        self.to = to
        self.weekdays = weekdays
        self.except = except
    }

    /// The rule's days in some years, weekends left out.
    package func dates(in years: ClosedRange<Int>) -> [CivilDate] {
        let nominal: [CivilDate] =
            if case .dates(let list) = kind {
                list.filter { years.contains($0.year) }
            } else {
                years.filter { $0 >= from ?? .min && $0 <= to ?? .max }.compactMap(date)
            }
        return nominal.map { $0.adding(days: offset) }.filter { date in
            (weekdays.map { $0.contains(date.weekday) } ?? (date.weekday < 6)) && !except.contains(date)
        }
    }

    private func date(in year: Int) -> CivilDate? {
        switch kind {
        case .fixed(let month, let day, let observed):
            guard let date = CivilDate(year: year, month: month, day: day) else { return nil }
            return switch (date.weekday, observed) {
            case (6, .nearest): date.adding(days: -1)
            case (7, .nearest), (7, .sundayToMonday): date.adding(days: 1)
            default: date
            }
        case .nthWeekday(let n, let weekday, let month):
            return CivilDate.nth(n, weekday: weekday, month: month, year: year)
        case .lastWeekday(let weekday, let month):
            guard let last = CivilDate(year: year, month: month, day: CivilDate.daysIn(month: month, of: year)) else {
                return nil
            }
            return last.adding(days: -((last.weekday - weekday + 7) % 7))
        case .easter(let days):
            return CivilDate.easter(of: year)?.adding(days: days)
        case .dates:
            return nil
        }
    }
}
