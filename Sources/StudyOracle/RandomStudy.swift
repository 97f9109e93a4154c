package import Market
package import Studies

/// Makes up studies that mean something: every case of every type, over instruments of a world.
package struct StudyMaker {
    package var random: RandomSource
    let world: World
    var unit = BarUnit.day
    var symbols: [String] = []
    var span = Span.wholeDay

    package init(_ world: World, seed: UInt64) {
        self.world = world
        random = RandomSource(seed: seed)
    }

    package mutating func study() -> Study {
        symbols = [random.pick(["NQ", "NQ", "MGC", "SPY", "BTCUSD"])]
        unit = random.pick([.day, .day, .day, .day, .day, .week, .month, .quarter, .year, minutes(), minutes()])
        if !isMinutes, random.chance(0.15) {
            let other = random.pick(["NQ", "MGC", "SPY", "BTCUSD"])
            if other != symbols[0] { symbols.append(other) }
        }
        span = self.span(0.35)
        let period = self.period()
        let condition = random.chance(0.5) ? self.condition(2) : nil
        let result = self.result()
        return Study(symbols: symbols, unit: unit, span: span, period: period, condition: condition, result: result)
    }

    var isMinutes: Bool {
        if case .minutes = unit { true } else { false }
    }

    private mutating func minutes() -> BarUnit {
        .minutes(count: random.pick([1, 1, 5, 15, 30, 60, 90, 240, 1440]))
    }

    /// A span that every instrument of the study has.
    mutating func span(_ wholeDay: Double) -> Span {
        if random.chance(wholeDay) { return random.chance(0.9) ? .wholeDay : .session(name: .eth) }
        let haveRegularHours = symbols.allSatisfy { symbol in
            world.instruments[symbol]?.sessions.contains { $0.name == .rth } == true
        }
        var common = Set(SessionName.allCases)
        for symbol in symbols { common.formIntersection(world.instruments[symbol]?.sessions.map(\.name) ?? []) }
        switch random.integer(0...9) {
        case 0, 1, 2: if haveRegularHours { return .session(name: .rth) }
        case 3, 4:
            if !common.isEmpty { return .session(name: random.pick(SessionName.allCases.filter(common.contains))) }
        case 5: return .opening(minutes: random.pick([1, 5, 15, 30, 60]))
        case 6: return .closing(minutes: random.pick([10, 30, 60]))
        case 7: return .afterOpening(minutes: random.pick([15, 30, 60]))
        default: break
        }
        let from = random.integer(-12...40) * 30
        return .clock(window: Window(from: from, to: min(from + random.integer(1...20) * 30, 1440)))
    }

    mutating func date() -> CivilDate {
        guard let days = world.coverage[symbols[0]] else { return CivilDate(dayNumber: 0) }
        return CivilDate(dayNumber: random.integer((days.lowerBound.dayNumber - 20)...(days.upperBound.dayNumber + 20)))
    }

    mutating func period() -> Period {
        switch random.integer(0...9) {
        case 0...3: return .all
        case 4, 5, 6:
            var ranges: [DateRange] = []
            for _ in 0..<random.pick([1, 1, 1, 2, 3]) {
                let first = date(), last = date()
                ranges.append(
                    DateRange(
                        first: random.chance(0.15) ? nil : min(first, last),
                        last: random.chance(0.15) ? nil : max(first, last)
                    )
                )
            }
            return .ranges(ranges: ranges)
        case 7, 8:
            let far = random.chance(0.1) ? 400 : 0
            return .lastDays(count: random.pick([1, 5, 20, 40]), upTo: date().adding(days: far))
        default: return .firstDays(count: random.pick([1, 5, 20, 40]), from: random.chance(0.4) ? nil : date())
        }
    }

    mutating func bar() -> Bar {
        if isMinutes || random.chance(0.7) { return .own }
        let symbol = random.chance(0.5) ? random.pick(symbols) : nil
        return Bar(span: random.chance(0.7) ? span(0.2) : nil, symbol: symbol)
    }

    package mutating func event() -> CalendarEvent {
        switch random.integer(0...9) {
        case 0: .opex
        case 1: .quadWitching
        case 2: .vixExpiry
        case 3: .nfp
        case 4: .fomc
        case 5: .cpi
        case 6: .earlyClose
        case 7: .electionDay
        case 8: .holiday(name: random.pick(["thanksgiving", "memorialDay", "independenceDay", "christmas", "newYear"]))
        default: .holiday(name: nil)
        }
    }
}
