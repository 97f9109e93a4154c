internal import Market

/// In which order a date with separators is written. A first part of four digits is always a year.
package enum DateOrder: String, Codable, Sendable {
    case yearFirst, monthFirst, dayFirst
}

/// A moment as a file writes it.
struct Stamp: Equatable {
    /// Milliseconds from 1970-01-01 00:00 on the clock that it is written in. A part below a millisecond counts as one.
    var milliseconds: Int64
    /// Minutes east of UTC, where the stamp itself says.
    var offset: Int32?
    var hasDate = true
    var hasTime = true

    static let dayLength: Int64 = 86_400_000
}

/// Reads dates, times of day and both, in the many ways that vendors write them. One pass, no allocation.
struct StampParser {
    var order: DateOrder

    /// A date, a time of day or both that fill the whole stretch, spaces and quotes around them aside.
    func parse(_ bytes: Bytes, _ start: Int, _ end: Int) -> Stamp? {
        var cursor = Cursor(bytes: bytes, index: start, end: end)
        cursor.skipSpaces()
        guard cursor.index < end else { return nil }
        if cursor.looksLikeTime { return time(&cursor, day: nil) }
        guard let (day, attached) = date(&cursor) else { return nil }
        if let attached {
            guard cursor.atEnd else { return zoned(&cursor, day: day, time: attached) }
            return Stamp(milliseconds: day * Stamp.dayLength + attached)
        }
        let separated = cursor.skipSeparators()
        if cursor.atEnd { return Stamp(milliseconds: day * Stamp.dayLength, hasTime: false) }
        return separated ? time(&cursor, day: day) : nil
    }

    /// A time of day written as bare digits: `180000`, `1800`, `930`.
    func parseBareTime(_ bytes: Bytes, _ start: Int, _ end: Int) -> Stamp? {
        var cursor = Cursor(bytes: bytes, index: start, end: end)
        cursor.skipSpaces()
        return time(&cursor, day: nil)
    }

    private func time(_ cursor: inout Cursor, day: Int64?) -> Stamp? {
        guard let milliseconds = timeOfDay(&cursor) else { return nil }
        guard var stamp = zoned(&cursor, day: day ?? 0, time: milliseconds) else { return nil }
        stamp.hasDate = day != nil
        return stamp
    }

    /// What follows a time: nothing, AM or PM, an offset.
    private func zoned(_ cursor: inout Cursor, day: Int64, time: Int64) -> Stamp? {
        var time = time
        cursor.skipSpaces()
        if let afternoon = cursor.takeMeridiem() {
            let hour = time / 3_600_000
            guard (1...12).contains(hour) else { return nil }
            time += (afternoon ? (hour == 12 ? 0 : 12) : (hour == 12 ? -12 : 0)) * 3_600_000
            cursor.skipSpaces()
        }
        var offset: Int32?
        if !cursor.atEnd {
            guard let taken = cursor.takeOffset(), cursor.atEnd else { return nil }
            offset = taken
        }
        return Stamp(milliseconds: day * Stamp.dayLength + time, offset: offset)
    }

    private func timeOfDay(_ cursor: inout Cursor) -> Int64? {
        let begin = cursor.index
        guard let first = cursor.takeNumber() else { return nil }
        let length = cursor.index - begin
        var (hour, minute, second) = (Int64(first), Int64(0), Int64(0))
        if cursor.take(0x3a) {
            guard length <= 2, let minutes = cursor.takeNumber() else { return nil }
            minute = Int64(minutes)
            if cursor.take(0x3a) {
                guard let seconds = cursor.takeNumber() else { return nil }
                second = Int64(seconds)
            }
        } else {
            switch length {
            case 5, 6: (hour, minute, second) = (hour / 10_000, hour / 100 % 100, hour % 100)
            case 1...4: (hour, minute) = (hour / 100, hour % 100)
            default: return nil
            }
        }
        guard hour <= 24, minute < 60, second <= 60, hour < 24 || minute + second == 0 else { return nil }
        var milliseconds = ((hour * 60 + minute) * 60 + second) * 1000
        if cursor.take(0x2e) || cursor.takeIfDigitFollows(0x2c) { milliseconds += cursor.takeFraction() }
        return milliseconds
    }

    /// A date's day number, and the time of day where it is attached without a separator (`20231119180000`).
    private func date(_ cursor: inout Cursor) -> (day: Int64, attached: Int64?)? {
        let begin = cursor.index
        if let month = cursor.takeMonthName() {  // Nov 19, 2023
            cursor.skipDateSeparators()
            guard let day = cursor.takeNumber() else { return nil }
            cursor.skipDateSeparators()
            guard let year = cursor.takeNumber() else { return nil }
            return dayNumber(year, month, day).map { ($0, nil) }
        }
        guard let first = cursor.takeNumber() else { return nil }
        let length = cursor.index - begin
        if length >= 6 { return compactDate(first, length: length) }
        guard cursor.takeDateSeparator() else { return nil }
        let named = cursor.takeMonthName()
        guard let second = named ?? cursor.takeNumber(), cursor.takeDateSeparator(), let third = cursor.takeNumber()
        else { return nil }
        let number =
            if length == 4 {
                dayNumber(first, second, third)
            } else if named != nil || order == .dayFirst {
                dayNumber(third, second, first)
            } else if order == .monthFirst {
                dayNumber(third, first, second)
            } else {
                dayNumber(first, second, third)
            }
        return number.map { ($0, nil) }
    }

    private func compactDate(_ value: Int, length: Int) -> (day: Int64, attached: Int64?)? {
        var (date, attached): (Int, Int64?) = (value, nil)
        switch length {
        case 14:
            guard let time = Self.clock(hour: value / 10_000 % 100, value / 100 % 100, value % 100) else { return nil }
            (date, attached) = (value / 1_000_000, time)
        case 12:
            guard let time = Self.clock(hour: value / 100 % 100, value % 100, 0) else { return nil }
            (date, attached) = (value / 10_000, time)
        case 8, 6: break
        default: return nil
        }
        return dayNumber(date / 10_000, date / 100 % 100, date % 100).map { ($0, attached) }
    }

    private static func clock(hour: Int, _ minute: Int, _ second: Int) -> Int64? {
        guard hour < 24, minute < 60, second < 60 else { return nil }
        return Int64((hour * 60 + minute) * 60 + second) * 1000
    }

    /// Years of two digits are 1950 to 2049.
    private func dayNumber(_ year: Int, _ month: Int, _ day: Int) -> Int64? {
        let full = year < 50 ? year + 2000 : year < 100 ? year + 1900 : year
        guard (1900...2200).contains(full) else { return nil }
        return CivilDate(year: full, month: month, day: day).map { Int64($0.dayNumber) }
    }
}
