import Market
import Testing

struct EventTests {
    private func found(
        _ event: CalendarEvent,
        _ from: String,
        _ to: String,
        _ symbol: String = "NQ"
    ) throws -> EventDates {
        try Shipped.catalogue.get().dates(of: event, in: date(from)...date(to), for: Shipped.instrument(symbol))
    }

    @Test func `OPEX is the third Friday`() throws {
        let found = try found(.opex, "2024-01-01", "2024-12-31")
        #expect(
            found.dates.map(\.date.description) == [
                "2024-01-19", "2024-02-16", "2024-03-15", "2024-04-19", "2024-05-17", "2024-06-21", "2024-07-19",
                "2024-08-16", "2024-09-20", "2024-10-18", "2024-11-15", "2024-12-20",
            ]
        )
        #expect(found.leftOut.isEmpty && found.missingYears.isEmpty)
    }

    @Test(arguments: [
        ("2008-03-21", "2008-03-20"), ("2014-04-18", "2014-04-17"), ("2019-04-19", "2019-04-18"),
        ("2022-04-15", "2022-04-14"), ("2025-04-18", "2025-04-17"),
    ])
    func `an OPEX on Good Friday moves to the Thursday before, and says so`(nominal: String, day: String) throws {
        let found = try found(.opex, day, nominal)
        #expect(try found.dates == [EventDate(date: date(day), nominalDate: date(nominal), reason: "goodFriday")])
    }

    @Test func `an OPEX that moved before the stretch of dates is not in it`() throws {
        #expect(try found(.opex, "2025-04-18", "2025-04-30").dates.isEmpty)
    }

    @Test func `a market without holidays keeps New York's option days`() throws {
        #expect(try found(.opex, "2025-04-01", "2025-04-30", "BTCUSD").dates.map(\.date.description) == ["2025-04-17"])
    }

    @Test func `quad witching comes in March, June, September and December`() throws {
        #expect(
            try found(.quadWitching, "2023-01-01", "2023-12-31").dates.map(\.date.description) == [
                "2023-03-17", "2023-06-16", "2023-09-15", "2023-12-15",
            ]
        )
    }

    @Test func `VIX expires 30 days before the next month's third Friday, the day before on a holiday`() throws {
        let found = try found(.vixExpiry, "2024-01-01", "2024-12-31")
        #expect(
            found.dates.map(\.date.description) == [
                "2024-01-17", "2024-02-14", "2024-03-20", "2024-04-17", "2024-05-22", "2024-06-18", "2024-07-17",
                "2024-08-21", "2024-09-18", "2024-10-16", "2024-11-20", "2024-12-18",
            ]
        )
        #expect(found.dates.filter { $0.reason != nil }.map(\.reason) == ["juneteenth"])
    }

    @Test func `elections are held on the Tuesday after the first Monday in November of even years`() throws {
        let found = try found(.electionDay, "2020-01-01", "2025-12-31")
        #expect(found.dates.map(\.date.description) == ["2020-11-03", "2022-11-08", "2024-11-05"])
    }

    @Test func `the employment report follows the release calendar, shutdowns included`() throws {
        let found = try found(.nfp, "2025-09-01", "2025-12-31")
        #expect(found.dates.map(\.date.description) == ["2025-09-05", "2025-11-20", "2025-12-16"])
        #expect(found.coveredYears?.contains(2025) == true && !found.approximate)
    }

    @Test func `a release on a holiday is left out with the holiday's name, where there is a holiday`() throws {
        let future = try found(.nfp, "2023-04-01", "2023-04-30")
        #expect(future.dates.isEmpty)
        #expect(try future.leftOut == [EventDate(date: date("2023-04-07"), reason: "goodFriday")])
        #expect(try found(.nfp, "2023-04-01", "2023-04-30", "EURUSD").dates.map(\.date.description) == ["2023-04-07"])
    }

    @Test func `outside its list the employment report is the first Friday, and the years are named`() throws {
        let found = try found(.nfp, "2005-01-01", "2005-03-31")
        #expect(found.dates.map(\.date.description) == ["2005-01-07", "2005-02-04", "2005-03-04"])
        #expect(found.missingYears == [2005] && found.approximate)
    }

    @Test func `FOMC counts scheduled statements only`() throws {
        #expect(
            try found(.fomc, "2020-01-01", "2020-12-31").dates.map(\.date.description) == [
                "2020-01-29", "2020-04-29", "2020-06-10", "2020-07-29", "2020-09-16", "2020-11-05", "2020-12-16",
            ]
        )
        #expect(try found(.fomc, "2001-01-01", "2001-12-31").dates.count == 8)
    }

    @Test func `a question outside a list's years gets no dates and is told the years`() throws {
        let found = try found(.cpi, "2003-12-01", "2005-01-31")
        #expect(found.dates.map(\.date.description) == ["2005-01-19"])
        #expect(found.missingYears == [2003, 2004] && !found.approximate && !found.source.isEmpty)
    }

    @Test func `holidays and early closes are found by name`() throws {
        #expect(
            try found(.holiday(name: "memorialDay"), "2023-01-01", "2024-12-31").dates.map(\.date.description) == [
                "2023-05-29", "2024-05-27",
            ]
        )
        #expect(try found(.holiday(name: nil), "2024-01-01", "2024-12-31").dates.count == 10)
        #expect(try found(.earlyClose, "2024-01-01", "2024-12-31").dates.count == 3)
    }

    @Test func `the eve of a holiday is the last trading day before it`() throws {
        let eves = try Shipped.catalogue.get().eves(
            of: .holiday(name: "christmas"),
            in: date("2022-01-01")...date("2023-12-31"),
            for: Shipped.instrument("NQ")
        )
        #expect(eves.dates.map(\.date.description) == ["2022-12-23", "2023-12-22"])
    }
}
