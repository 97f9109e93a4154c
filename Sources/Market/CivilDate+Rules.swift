extension CivilDate {
    /// The n-th (1-5) given ISO weekday of a month; nil where the month has no n-th one.
    package static func nth(_ n: Int, weekday: Int, month: Int, year: Int) -> CivilDate? {
        guard n >= 1, (1...7).contains(weekday), let first = CivilDate(year: year, month: month, day: 1) else {
            return nil
        }
        let date = first.adding(days: (weekday - first.weekday + 7) % 7 + 7 * (n - 1))
        return date.month == month ? date : nil
    }

    /// Western Easter Sunday (the anonymous Gregorian computus, Meeus/Jones/Butcher).
    package static func easter(of year: Int) -> CivilDate? {
        let a = year % 19
        let (b, c) = (year / 100, year % 100)
        let (d, e) = (b / 4, b % 4)
        let g = (8 * b + 13) / 25
        let h = (19 * a + b - d - g + 15) % 30
        let (i, k) = (c / 4, c % 4)
        let l = (32 + 2 * e + 2 * i - h - k) % 7
        let m = (a + 11 * h + 19 * l) / 433
        let month = (h + l - 7 * m + 90) / 25
        return CivilDate(year: year, month: month, day: (h + l - 7 * m + 33 * month + 19) % 32)
    }
}
