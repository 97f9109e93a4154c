/// When and how bars came, for telling the class of a symbol that the catalogue does not know.
package struct DataShape: Sendable, Hashable {
    /// Share of the weeks that have a bar in each hour of the week, 168 values from Monday 00:00 of New York's clock.
    package var hoursOfWeek: [Double]
    /// Whether any volume has a fraction.
    package var hasFractionalVolume: Bool
    /// Whether the bars have a volume at all.
    package var hasVolume: Bool

    package init(hoursOfWeek: [Double], hasFractionalVolume: Bool, hasVolume: Bool) {
        self.hoursOfWeek = hoursOfWeek
        self.hasFractionalVolume = hasFractionalVolume
        self.hasVolume = hasVolume
    }

    /// Counts bars into hours of the week.
    /// - Parameter newYorkMinutes: minutes since 1970-01-01 00:00 of New York's clock, ascending; a sample of a few
    ///   weeks is enough
    package init(newYorkMinutes: some Sequence<Int64>, hasFractionalVolume: Bool, hasVolume: Bool) {
        var seen = [Set<Int64>](repeating: [], count: 168)
        var weeks: Set<Int64> = []
        for minute in newYorkMinutes {
            // 1970-01-01 was a Thursday: three days after a Monday.
            let hours = (minute + 3 * 1440).dividedDown(by: 60)
            let week = hours.dividedDown(by: 168)
            weeks.insert(week)
            seen[Int(hours - week * 168)].insert(week)
        }
        let count = Double(max(1, weeks.count))
        self.init(
            hoursOfWeek: seen.map { Double($0.count) / count },
            hasFractionalVolume: hasFractionalVolume,
            hasVolume: hasVolume
        )
    }

    /// Mean share of weeks over some hours of the day on some ISO weekdays.
    func share(weekdays: ClosedRange<Int>, hours: Range<Int>) -> Double {
        guard hoursOfWeek.count == 168, !hours.isEmpty else { return 0 }
        let values = weekdays.flatMap { day in hours.map { hoursOfWeek[(day - 1) * 24 + $0] } }
        return values.reduce(0, +) / Double(values.count)
    }
}

extension Int64 {
    fileprivate func dividedDown(by divisor: Int64) -> Int64 {
        self >= 0 ? self / divisor : -((-self + divisor - 1) / divisor)
    }
}
