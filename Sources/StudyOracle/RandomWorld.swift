package import Market

/// How much is made up.
package struct WorldShape: Sendable {
    /// First date of the clock.
    package var first: CivilDate
    /// Dates of the clock.
    package var dates: Int
    /// About how many minutes a day.
    package var density: Int

    package init(first: CivilDate, dates: Int, density: Int) {
        self.first = first
        self.dates = dates
        self.density = density
    }
}

extension World {
    /// A future with RTH, another with other hours, a stock and a coin, with everything that data do to people: missing
    /// minutes and days, holidays, half days, days without RTH, ties, minutes outside any trading day, no volume.
    package static func random(_ shape: WorldShape, _ catalogue: Catalogue, _ random: inout RandomSource) -> World {
        var world = World(catalogue: catalogue, instruments: [:], bars: [:])
        let silent = random.pick(["", "MGC", "SPY"])
        for symbol in ["NQ", "MGC", "SPY", "BTCUSD"] {
            guard let instrument = catalogue.instrument(symbol) else { continue }
            world.instruments[symbol] = instrument
            world.bars[symbol] = bars(of: instrument, shape, catalogue, hasVolume: symbol != silent, &random)
        }
        return world
    }

    private static func bars(
        of instrument: Instrument,
        _ shape: WorldShape,
        _ catalogue: Catalogue,
        hasVolume: Bool,
        _ random: inout RandomSource
    ) -> [MinuteBar] {
        let calendar = catalogue.tradingCalendar(for: instrument)
        let isStock = instrument.instrumentClass == .stock
        let trades24Hours = instrument.instrumentClass == .crypto
        var bars: [MinuteBar] = []
        var price = Double(random.integer(80...400))
        for offset in 0..<shape.dates {
            let date = shape.first.adding(days: offset)
            if random.chance(0.03) { continue }
            let isClosed = calendar.holidays?.isClosed(date) == true
            let isHalf = calendar.holidays?.isEarlyClose(date) == true
            let hasNoRegularHours = random.chance(0.03)
            let isFlat = random.chance(0.04)
            if isStock, isClosed, random.chance(0.6) { continue }
            for minute in minutes(shape.density, &random) {
                if isStock, minute < 240 || minute >= 1200 || (date.weekday > 5 && random.chance(0.95)) { continue }
                if !isStock, !trades24Hours {
                    if minute >= 1020, minute < 1080 { continue }
                    if date.weekday == 6 || (date.weekday == 7 && minute < 1080)
                        || (date.weekday == 5 && minute >= 1080)
                    {
                        continue
                    }
                }
                if (isClosed || isHalf) && !trades24Hours && minute >= 780 && minute < 1080 { continue }
                if hasNoRegularHours, minute >= 500, minute < 960 { continue }
                if minute == 1080 || minute == 570, random.chance(0.3) { price += Double(random.integer(-12...12)) / 4 }
                let day = calendar.tradingDay(of: date, minute: minute)
                bars.append(
                    bar(
                        at: date,
                        minute,
                        day,
                        &price,
                        isFlat: isFlat,
                        hasVolume: hasVolume,
                        isWhole: !trades24Hours,
                        &random
                    )
                )
            }
        }
        return bars
    }

    /// Minutes of a date in order, more of them where sessions begin and end.
    private static func minutes(_ density: Int, _ random: inout RandomSource) -> [Int] {
        var found: Set<Int> = []
        for _ in 0..<density { found.insert(random.integer(0...1439)) }
        for edge in [180, 500, 510, 570, 571, 599, 600, 630, 720, 809, 810, 900, 959, 960, 1080]
        where random.chance(0.4) {
            found.insert(edge)
        }
        return found.sorted()
    }

    private static func bar(
        at date: CivilDate,
        _ minute: Int,
        _ day: CivilDate?,
        _ price: inout Double,
        isFlat: Bool,
        hasVolume: Bool,
        isWhole: Bool,
        _ random: inout RandomSource
    ) -> MinuteBar {
        func ticks(_ most: Int, _ random: inout RandomSource) -> Double {
            isFlat ? 0 : Double(random.integer(0...most)) / 4
        }
        let open = max(price + (isFlat ? 0 : Double(random.integer(-2...2)) / 4), 5)
        let close = max(open + (isFlat ? 0 : Double(random.integer(-4...4)) / 4), 5)
        let high = max(open, close) + ticks(2, &random)
        let low = max(min(open, close) - ticks(2, &random), 1)
        price = close
        let volume = Double(random.integer(0...40)) * (isWhole ? 5 : 0.125)
        let timestamp = date.dayNumber * 1440 + minute
        return MinuteBar(
            timestamp: timestamp,
            day: day,
            minute: day.map { timestamp - $0.dayNumber * 1440 } ?? minute,
            open: open,
            high: high,
            low: low,
            close: close,
            volume: hasVolume ? volume : nil
        )
    }
}
