import Market
import Testing

struct TradingDayTests {
    struct Case: CustomStringConvertible, Sendable {
        var symbol: String
        var date: String
        var clock: String
        var day: String?
        var description: String { "\(symbol) \(date) \(clock)" }

        init(_ symbol: String, _ date: String, _ clock: String, _ day: String?) {
            (self.symbol, self.date, self.clock, self.day) = (symbol, date, clock, day)
        }

        func tradingDay() throws -> CivilDate? {
            let parts = clock.split(separator: ":").compactMap { Int($0) }
            return try Shipped.tradingCalendar(symbol)
                .tradingDay(of: MarketTests.date(date), minute: parts[0] * 60 + parts[1])
        }
    }

    private func check(_ test: Case) throws {
        #expect(try test.tradingDay()?.description == test.day)
    }

    @Test(arguments: [
        Case("NQ", "2024-03-10", "18:00", "2024-03-11"),
        Case("NQ", "2024-03-10", "17:59", nil),
        Case("NQ", "2024-03-08", "16:59", "2024-03-08"),
        Case("NQ", "2024-03-08", "18:00", nil),
        Case("MGC", "2023-12-31", "18:00", "2024-01-02"),
        Case("ES", "2024-03-12", "17:59", "2024-03-12"),
        Case("ES", "2024-03-12", "18:00", "2024-03-13"),
    ])
    func `a future's Sunday evening belongs to Monday and its Friday evening to no day`(_ test: Case) throws {
        try check(test)
    }

    @Test(arguments: [
        // Martin Luther King Day, a Monday: Sunday evening to Monday 13:00 joins Tuesday.
        Case("NQ", "2024-01-14", "18:00", "2024-01-16"),
        Case("NQ", "2024-01-15", "10:00", "2024-01-16"),
        Case("NQ", "2024-01-15", "18:00", "2024-01-16"),
        // Thanksgiving joins the half day after it.
        Case("NQ", "2023-11-23", "09:30", "2023-11-24"),
        Case("NQ", "2023-11-22", "18:00", "2023-11-24"),
        // Good Friday joins Monday.
        Case("NQ", "2024-03-28", "18:00", "2024-04-01"),
        // Christmas on a Saturday: Friday the 24th is the holiday, and Monday takes its session.
        Case("NQ", "2021-12-24", "09:00", "2021-12-27"),
    ])
    func `a future's holiday session belongs to the next trading day`(_ test: Case) throws {
        try check(test)
    }

    @Test(arguments: [
        Case("AAPL", "2024-01-15", "10:00", nil),
        Case("SPY", "2024-01-16", "04:00", "2024-01-16"),
        Case("SPY", "2024-01-16", "19:59", "2024-01-16"),
        Case("SPY", "2024-01-13", "10:00", nil),
        Case("SPY", "2012-10-29", "10:00", nil),
        Case("NQ", "2012-10-29", "10:00", "2012-10-29"),
    ])
    func `a stock has no trading day on a holiday, and a one-off closure is none of the futures'`(_ test: Case) throws {
        try check(test)
    }

    @Test(arguments: [
        Case("EURUSD", "2024-01-14", "17:00", "2024-01-15"),
        Case("EURUSD", "2024-01-12", "16:59", "2024-01-12"),
        Case("EURUSD", "2024-01-12", "17:00", nil),
        Case("EURUSD", "2024-12-25", "10:00", "2024-12-25"),
        Case("BTCUSD", "2024-01-13", "00:00", "2024-01-13"),
        Case("BTCUSD", "2024-12-25", "23:59", "2024-12-25"),
    ])
    func `currencies turn at 17:00 without holidays, and crypto trades every date`(_ test: Case) throws {
        try check(test)
    }

    @Test(arguments: [
        // Clocks went forward on the first and back on the second of these Sundays.
        Case("NQ", "2024-03-10", "23:59", "2024-03-11"),
        Case("NQ", "2024-11-03", "18:00", "2024-11-04"),
        Case("NQ", "2024-11-03", "01:30", nil),
    ])
    func `clock changes do not move a trading day of the wall clock`(_ test: Case) throws {
        try check(test)
    }

    @Test func `trading days of a stretch hold no holiday and no weekend`() throws {
        let calendar = try Shipped.tradingCalendar("SPY")
        let days = try calendar.days(in: date("1990-01-01")...date("2035-12-31"))
        #expect(days.allSatisfy { $0.weekday < 6 && calendar.holidays?.isClosed($0) == false })
        #expect(try calendar.days(in: date("2024-01-01")...date("2024-12-31")).count == 252)
        #expect(try calendar.days(in: date("2025-01-01")...date("2025-12-31")).count == 250)
    }

    @Test func `half days are trading days`() throws {
        let calendar = try Shipped.tradingCalendar("NQ")
        for text in ["2023-07-03", "2023-11-24", "2024-12-24"] {
            #expect(try calendar.isTradingDay(date(text)))
            #expect(try calendar.holidays?.isEarlyClose(date(text)) == true)
        }
    }

    @Test func `neighbouring trading days step over weekends and holidays`() throws {
        let calendar = try Shipped.tradingCalendar("ES")
        #expect(try calendar.next(after: date("2024-03-28")) == date("2024-04-01"))
        #expect(try calendar.previous(before: date("2024-01-02")) == date("2023-12-29"))
    }
}
