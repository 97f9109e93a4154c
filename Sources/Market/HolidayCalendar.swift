/// The full closures and early closes of one exchange calendar.
///
/// Built once from rules into one entry a day, so that a look-up costs an array access.
package struct HolidayCalendar: Sendable {
    /// `nyse`, `cme`.
    package let name: String
    /// The years for which the rules have been checked against the exchange's history. Outside them the rules go on
    /// as they stand, from 1970 to 2069; beyond that no day is a holiday.
    package let coveredYears: ClosedRange<Int>
    /// What the rules of this calendar are called, in the file's order.
    package let holidays: [Holiday]

    /// One rule's days as people call them.
    package struct Holiday: Sendable, Hashable {
        /// Stable: `memorialDay`.
        package var name: String
        /// By language code.
        package var title: [String: String]
        package var isEarlyClose: Bool

        package init(name: String, title: [String: String], isEarlyClose: Bool) {
            self.name = name
            self.title = title
            self.isEarlyClose = isEarlyClose
        }
    }

    /// Per day number from 1970-01-01: 0, or 1 + index into `holidays`.
    private let entries: [UInt8]

    package static let years = 1970...2069

    /// - Parameter rules: at most 255; of two that name one day, a full closure wins, else the first.
    package init(name: String, coveredYears: ClosedRange<Int>, rules: [HolidayRule]) {
        self.name = name
        self.coveredYears = coveredYears
        holidays = rules.map(\.holiday)
        let days = (CivilDate(year: Self.years.upperBound, month: 12, day: 31)?.dayNumber ?? 0) + 1
        var entries = [UInt8](repeating: 0, count: days)
        for closures in [true, false] {
            for (index, rule) in rules.enumerated() where rule.holiday.isEarlyClose != closures {
                for date in rule.dates(in: Self.years) where entries.indices.contains(date.dayNumber) {
                    guard entries[date.dayNumber] == 0 else { continue }
                    entries[date.dayNumber] = UInt8(index + 1)
                }
            }
        }
        self.entries = entries
    }

    /// The entry of a date that is a holiday or closes early.
    package func holiday(on date: CivilDate) -> Holiday? {
        guard entries.indices.contains(date.dayNumber), entries[date.dayNumber] > 0 else { return nil }
        return holidays[Int(entries[date.dayNumber]) - 1]
    }

    /// A full closure. Weekends are not holidays.
    package func isClosed(_ date: CivilDate) -> Bool {
        holiday(on: date).map { !$0.isEarlyClose } ?? false
    }

    package func isEarlyClose(_ date: CivilDate) -> Bool {
        holiday(on: date)?.isEarlyClose ?? false
    }

    /// The stable name of a closure or early close (`memorialDay`); nil on any other day.
    package func name(of date: CivilDate) -> String? { holiday(on: date)?.name }

    /// The full closures of a year, in order.
    package func closures(in year: Int) -> [CivilDate] { dates(in: year, where: isClosed) }

    package func earlyCloses(in year: Int) -> [CivilDate] { dates(in: year, where: isEarlyClose) }

    private func dates(in year: Int, where condition: (CivilDate) -> Bool) -> [CivilDate] {
        guard let first = CivilDate(year: year, month: 1, day: 1), let last = CivilDate(year: year, month: 12, day: 31)
        else { return [] }
        return (first.dayNumber...last.dayNumber).map { CivilDate(dayNumber: $0) }.filter(condition)
    }
}
