import Market
import Testing

struct HolidayTests {
    @Test(arguments: [
        // Martin Luther King Day came to the exchange in 1998.
        (1997, ["01-01", "02-17", "03-28", "05-26", "07-04", "09-01", "11-27", "12-25"]),
        // A New Year's Day on Saturday (2000-01-01, 2011-01-01, 2022-01-01) is not observed.
        (1999, ["01-01", "01-18", "02-15", "04-02", "05-31", "07-05", "09-06", "11-25", "12-24"]),
        (
            2001,
            [
                "01-01", "01-15", "02-19", "04-13", "05-28", "07-04", "09-03", "09-11", "09-12", "09-13", "09-14",
                "11-22", "12-25",
            ]
        ),
        (2004, ["01-01", "01-19", "02-16", "04-09", "05-31", "06-11", "07-05", "09-06", "11-25", "12-24"]),
        (2010, ["01-01", "01-18", "02-15", "04-02", "05-31", "07-05", "09-06", "11-25", "12-24"]),
        (2011, ["01-17", "02-21", "04-22", "05-30", "07-04", "09-05", "11-24", "12-26"]),
        (2021, ["01-01", "01-18", "02-15", "04-02", "05-31", "07-05", "09-06", "11-25", "12-24"]),
        // Juneteenth from 2022, here a Sunday.
        (2022, ["01-17", "02-21", "04-15", "05-30", "06-20", "07-04", "09-05", "11-24", "12-26"]),
        (
            2025,
            ["01-01", "01-09", "01-20", "02-17", "04-18", "05-26", "06-19", "07-04", "09-01", "11-27", "12-25"]
        ),
        (2026, ["01-01", "01-19", "02-16", "04-03", "05-25", "06-19", "07-03", "09-07", "11-26", "12-25"]),
        (2035, ["01-01", "01-15", "02-19", "03-23", "05-28", "06-19", "07-04", "09-03", "11-22", "12-25"]),
    ])
    func `New York's closures of a year are these and no others`(year: Int, days: [String]) throws {
        #expect(try Shipped.holidays("nyse").closures(in: year) == dates(days.map { "\(year)-\($0)" }))
    }

    @Test(arguments: [
        (1996, ["07-05", "11-29", "12-24"]),
        (1999, ["11-26", "12-31"]),
        (2002, ["07-05", "11-29", "12-24"]),
        (2003, ["07-03", "11-28", "12-24", "12-26"]),
        (2009, ["11-27", "12-24"]),
        (2013, ["07-03", "11-29", "12-24"]),
        (2020, ["11-27", "12-24"]),
        (2022, ["11-25"]),
        (2024, ["07-03", "11-29", "12-24"]),
    ])
    func `early closes of a year are these and no others`(year: Int, days: [String]) throws {
        for calendar in ["nyse", "cme"] {
            #expect(try Shipped.holidays(calendar).earlyCloses(in: year) == dates(days.map { "\(year)-\($0)" }))
        }
    }

    @Test func `futures traded on New York's one-off closures`() throws {
        for text in [
            "1994-04-27", "2001-09-11", "2004-06-11", "2007-01-02", "2012-10-29", "2012-10-30", "2018-12-05",
            "2025-01-09",
        ] {
            #expect(try Shipped.holidays("nyse").isClosed(date(text)))
            #expect(try !Shipped.holidays("cme").isClosed(date(text)))
        }
    }

    @Test func `a closure is known by its name`() throws {
        let nyse = try Shipped.holidays("nyse")
        #expect(try nyse.name(of: date("2024-05-27")) == "memorialDay")
        #expect(try nyse.holiday(on: date("2024-05-27"))?.title["ru"] == "День поминовения")
        #expect(try nyse.name(of: date("2023-11-24")) == "dayAfterThanksgiving")
        #expect(try nyse.name(of: date("2024-05-28")) == nil)
    }

    @Test func `no holiday falls on a weekend in any year`() throws {
        for name in ["nyse", "cme"] {
            let calendar = try Shipped.holidays(name)
            for year in 1990...2035 {
                #expect((calendar.closures(in: year) + calendar.earlyCloses(in: year)).allSatisfy { $0.weekday < 6 })
            }
        }
    }

    @Test(arguments: [(1990, "04-15"), (2000, "04-23"), (2008, "03-23"), (2024, "03-31"), (2035, "03-25")])
    func `Easter Sunday is computed`(year: Int, day: String) throws {
        #expect(try CivilDate.easter(of: year) == date("\(year)-\(day)"))
    }
}
