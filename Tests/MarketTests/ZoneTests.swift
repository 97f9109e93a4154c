import Market
import Testing

struct ZoneTests {
    /// Seconds since 1970 of a date and clock time.
    private func seconds(_ day: String, _ hour: Int, _ minute: Int = 0) throws -> Int64 {
        try Int64(date(day).dayNumber) * 86_400 + Int64(hour * 3600 + minute * 60)
    }

    @Test func `UTC becomes New York's clock in winter and in summer`() throws {
        let zone = try #require(ZoneTable(identifier: "America/New_York"))
        #expect(try zone.localSeconds(fromUTCSeconds: seconds("2024-01-10", 14, 30)) == seconds("2024-01-10", 9, 30))
        #expect(try zone.localSeconds(fromUTCSeconds: seconds("2024-07-10", 13, 30)) == seconds("2024-07-10", 9, 30))
        // Until 2006 daylight saving began in April.
        #expect(try zone.localSeconds(fromUTCSeconds: seconds("2006-03-20", 14, 30)) == seconds("2006-03-20", 9, 30))
        #expect(try zone.localSeconds(fromUTCSeconds: seconds("1995-07-10", 13, 30)) == seconds("1995-07-10", 9, 30))
    }

    @Test func `on the nights of a clock change an hour is missing or comes twice`() throws {
        let zone = try #require(ZoneTable(identifier: "America/New_York"))
        let before = try zone.localSeconds(fromUTCSeconds: seconds("2024-03-10", 6, 59))
        let after = try zone.localSeconds(fromUTCSeconds: seconds("2024-03-10", 7))
        #expect(try before == seconds("2024-03-10", 1, 59))
        #expect(try after == seconds("2024-03-10", 3))
        let skipped = try zone.utcSeconds(fromLocalSeconds: seconds("2024-03-10", 2, 30))
        #expect(try skipped == (seconds("2024-03-10", 7, 30), .skipped))
        let twice = try zone.utcSeconds(fromLocalSeconds: seconds("2024-11-03", 1, 30))
        #expect(try twice == (seconds("2024-11-03", 5, 30), .ambiguous))
        #expect(try zone.utcSeconds(fromLocalSeconds: seconds("2024-11-03", 2)) == (seconds("2024-11-03", 7), .none))
    }

    @Test(arguments: ["America/New_York", "Europe/London", "America/New_York+7", "UTC", "EST", "Asia/Tokyo"])
    func `the way there and back is the same instant, but for the hour that comes twice`(identifier: String) throws {
        let zone = try #require(ZoneTable(identifier: identifier))
        for instant in stride(from: try seconds("1999-01-01", 0), to: try seconds("2026-01-01", 0), by: 5 * 3600 + 60) {
            let back = zone.utcSeconds(fromLocalSeconds: zone.localSeconds(fromUTCSeconds: instant))
            #expect(back.seconds == instant || back.ambiguity == .ambiguous)
            #expect(back.ambiguity != .skipped)
        }
    }

    @Test func `fixed offsets know no daylight saving`() throws {
        for (identifier, hours) in [("EST", -5), ("UTC+2", 2), ("UTC", 0), ("GMT-3", -3)] {
            let zone = try #require(ZoneTable(identifier: identifier))
            let noon = try seconds("2024-07-10", 12)
            #expect(zone.localSeconds(fromUTCSeconds: noon) == noon + Int64(hours * 3600))
        }
        let india = try #require(ZoneTable(identifier: "UTC+05:30"))
        #expect(india.localMinutes(fromUTCSeconds: 0) == 330)
    }

    @Test func `a trading server's clock keeps seven hours from New York all year`() throws {
        let server = try #require(ZoneTable(identifier: "America/New_York+7"))
        let newYork = try #require(ZoneTable(identifier: "America/New_York"))
        for day in ["2024-01-10", "2024-03-15", "2024-07-10", "2024-10-30"] {
            let noon = try seconds(day, 12)
            #expect(
                server.localSeconds(fromUTCSeconds: noon) == newYork.localSeconds(fromUTCSeconds: noon) + 7 * 3600
            )
        }
    }

    @Test(arguments: ["", "Nowhere", "Nowhere/Else", "UTC+99", "America/New_York+", "+7"])
    func `what is no zone is refused`(identifier: String) {
        #expect(ZoneTable(identifier: identifier) == nil)
        #expect(!ZoneTable.isKnown(identifier))
    }

    @Test func `minutes before 1970 round down`() throws {
        let zone = try #require(ZoneTable(identifier: "UTC"))
        #expect(zone.localMinutes(fromUTCSeconds: -1) == -1)
        #expect(zone.localMinutes(fromUTCSeconds: -60) == -1)
    }
}
