import Market
import Studies
import StudyOracle
import StudySQL
import Testing

/// Rows worked out by hand from MARKET's definitions: what the oracle says, and DuckDB with it.
@Suite struct HandWorkedTests {
    /// Days from Monday 2024-03-04 on, minutes of the trading day with open, high, low, close.
    private func world(_ days: [[(minute: Int, prices: [Double])]]) throws -> World {
        let catalogue = try Shipped.catalogue.get()
        let instrument = try #require(catalogue.instrument("NQ"))
        let monday = try #require(CivilDate("2024-03-04"))
        var bars: [MinuteBar] = []
        for (index, minutes) in days.enumerated() {
            let day = monday.adding(days: index)
            for (minute, prices) in minutes {
                bars.append(
                    MinuteBar(
                        timestamp: day.dayNumber * 1440 + minute,
                        day: day,
                        minute: minute,
                        open: prices[0],
                        high: prices[1],
                        low: prices[2],
                        close: prices[3],
                        volume: 10
                    )
                )
            }
        }
        return World(catalogue: catalogue, instruments: ["NQ": instrument], bars: ["NQ": bars])
    }

    /// The rows, which both must give, without the dates.
    private func rows(_ columns: [Series], _ world: World, _ span: Span = .wholeDay) async throws -> [[Cell]] {
        let study = Study(symbols: ["NQ"], span: span, result: .list(list: Listing(columns: columns)))
        let query = try compile(study, world.context)
        let found = try await cells(query.sql, query.bindings, world.open())
        #expect(whereTheyDiffer(try answer(study, world).rows, found) == nil)
        return found.map { Array($0.dropFirst()) }
    }

    private func closes(_ closes: [Double]) throws -> World {
        try world(closes.map { [(minute: 600, prices: [$0, $0, $0, $0])] })
    }

    @Test func `the gap is of regular hours, and is filled where they trade back to the close before`() async throws {
        let world = try world([
            [(600, [100, 101, 99, 100]), (1000, [104, 104, 104, 104])],
            [(-300, [90, 90, 90, 90]), (570, [102, 103, 101, 102]), (580, [102, 102, 100, 101])],
            [(570, [99, 99, 98, 98]), (965, [101, 101, 101, 101])],
        ])
        let found = try await rows([.metric(metric: .gap, of: .own), .time(event: .gapFill, of: .own)], world)
        // The minute of 16:40 lies after regular hours, so the close before is 100; day three falls away and never returns.
        #expect(found == [[.null, .null], [.number(2), .time(580)], [.number(-2), .null]])
    }

    @Test func `of equal highs the first minute counts, and the evening comes before the morning`() async throws {
        let world = try world([[(-60, [1, 5, 1, 2]), (30, [2, 6, 2, 3]), (700, [3, 6, 1, 3])]])
        let found = try await rows([.time(event: .high, of: .own), .time(event: .low, of: .own)], world)
        #expect(found == [[.time(30), .time(1380)]])
    }

    @Test func `a level is touched where two minutes jump over it`() async throws {
        let level = Series.number(value: 10)
        let world = try world([
            [(600, [8, 9, 7, 8]), (601, [12, 13, 11, 12]), (602, [10, 10, 10, 10])],
            [(600, [8, 9, 7, 8]), (601, [9, 10, 9, 9])],
            [(600, [8, 9, 7, 8])],
        ])
        let found = try await rows([.time(event: .touch(level: level), of: .own)], world)
        #expect(found == [[.time(601)], [.time(601)], [.null]])
        let above = try await rows([.time(event: .above(level: level), of: .own)], world)
        #expect(above == [[.time(601)], [.null], [.null]])
    }

    @Test func `RSI begins with the mean of the first changes`() async throws {
        // Changes +2, -1, +1, +1: means of two (2 + 0) / 2 and (0 + 1) / 2, then Wilder's halves.
        let found = try await rows([.indicator(indicator: .rsi(count: 2))], closes([10, 12, 11, 12, 13]))
        #expect(found[0] == [.null])
        #expect(found[1] == [.null])
        #expect(whereTheyDiffer([[.number(100 * 1 / 1.5)]], [found[2]]) == nil)
        #expect(whereTheyDiffer([[.number(100 * 1 / 1.25)]], [found[3]]) == nil)
        #expect(whereTheyDiffer([[.number(100 * 1 / 1.125)]], [found[4]]) == nil)
    }

    @Test func `EMA begins with the simple mean, ATR with the first bar's range`() async throws {
        let ema = try await rows([.indicator(indicator: .ema(count: 3))], closes([1, 2, 3, 7, 5]))
        #expect(ema == [[.null], [.null], [.number(2)], [.number(4.5)], [.number(4.75)]])
        let world = try world([
            [(600, [10, 12, 9, 10])], [(600, [13, 14, 13, 14])], [(600, [14, 15, 12, 13])],
        ])
        // True ranges 3, 14 - 10 = 4, 3.
        let atr = try await rows([.indicator(indicator: .atr(count: 2))], world)
        #expect(atr == [[.null], [.number(3.5)], [.number(3.25)]])
    }

    @Test func `after seven of ten the interval is Wilson's`() async throws {
        let days = (0..<10).map { day -> [(minute: Int, prices: [Double])] in
            [(600, day < 7 ? [1, 2, 1, 2] : [2, 2, 1, 1])]
        }
        let green = Condition.compare(
            left: .metric(metric: .body, of: .own),
            relation: .greater,
            right: .number(value: 0)
        )
        let study = Study(
            symbols: ["NQ"],
            span: .wholeDay,
            result: .summary(summary: Summary(measures: [.share(of: green, where: nil, withBase: false)]))
        )
        let world = try world(days)
        let query = try compile(study, world.context)
        let found = try await cells(query.sql, query.bindings, world.open())
        // Brown, Cai, DasGupta (2001): 0.397 to 0.892.
        let expected: [Cell] = [
            .number(10), .number(7), .number(10), .number(70), .number(39.677_894_7), .number(89.220_869_1),
        ]
        for (cell, wanted) in zip(found[0], expected) {
            guard case .number(let one) = cell, case .number(let other) = wanted else { continue }
            #expect(abs(one - other) < 1e-3)
        }
    }

    @Test func `a look back reaches over weeks without data`() async throws {
        var world = try closes([10, 11])
        for index in 1..<2 {
            guard var bar = world.bars["NQ"]?[index], let day = bar.day else { continue }
            bar.day = day.adding(days: 70)
            bar.timestamp += 70 * 1440
            world.bars["NQ"]?[index] = bar
        }
        let last = try #require(world.coverage["NQ"]?.upperBound)
        // A window without a roll-up, so that minutes are read.
        let study = Study(
            symbols: ["NQ"],
            span: .clock(window: Window(from: 595, to: 610)),
            period: .ranges(ranges: [DateRange(first: last, last: last)]),
            result: .list(list: Listing(columns: [.metric(metric: .change, of: .own)]))
        )
        let query = try compile(study, world.context)
        #expect(try await cells(query.sql, query.bindings, world.open()) == [[.date(last), .number(1)]])
    }
}
