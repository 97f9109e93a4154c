internal import Market

/// The trading day of every bar, by the instrument's calendar.
///
/// A future's holiday session joins the next trading day, where the bars have one of that day's own; else it belongs
/// to none.
func tradingDays(of bars: BarColumns, instrument: Instrument, calendar: TradingCalendar) -> BarDays {
    let early = max(0, -instrument.dayStart)
    var result = BarDays(day: [], at: [])
    result.day.reserveCapacity(bars.count)
    result.at.reserveCapacity(bars.count)
    var ownDays: Set<Int32> = []
    var joined: [Range<Int>] = []
    var (own, assigned) = (Int32.min, BarDays.none)
    for index in 0..<bars.count {
        let minute = Int(bars.minute[index])
        let date = Int32(floorDivide(minute + early, 1440))
        if date != own {
            own = date
            let civil = CivilDate(dayNumber: floorDivide(minute, 1440))
            let day = calendar.tradingDay(of: civil, minute: minute - civil.dayNumber * 1440)
            assigned = day.map { Int32($0.dayNumber) } ?? BarDays.none
            if assigned == own { ownDays.insert(own) }
        }
        if assigned != BarDays.none, assigned != own {
            if let last = joined.last, last.upperBound == index {
                joined[joined.count - 1] = last.lowerBound..<(index + 1)
            } else {
                joined.append(index..<(index + 1))
            }
        }
        result.day.append(assigned)
        result.at.append(Int32(minute) - (assigned == BarDays.none ? own : assigned) * 1440)
    }
    for index in joined.joined() where !ownDays.contains(result.day[index]) {
        result.day[index] = BarDays.none
        result.at[index] = bars.minute[index] - Int32(floorDivide(Int(bars.minute[index]) + early, 1440)) * 1440
    }
    return result
}

/// Division rounding towards minus infinity.
func floorDivide(_ value: Int, _ divisor: Int) -> Int {
    let quotient = value / divisor
    return value % divisor < 0 ? quotient - 1 : quotient
}
