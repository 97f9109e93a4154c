import DuckDB
import Foundation
import Market
import Testing

@testable import Bars

@Suite struct RollupTests {
    @Test func `roll-ups say what SQL over the minutes says`() async throws {
        let folder = try TestFolder()
        let bars = sampleBars(count: 4000)
        try await folder.load(try folder.file("NQ.csv", VendorFile.ours.text(bars)))
        let url = try #require(try folder.directory.file(of: "NQ"))
        let connection = try Connection(Database(path: url.path, settings: .sandbox))
        for (session, window) in [
            ("DAY", "true"), ("RTH", "minute >= 570 AND minute < 960"), ("OVERNIGHT", "minute < 570"),
        ] {
            let expected = try await connection.query(
                """
                SELECT day, arg_min(open, ts), max(high), min(low), arg_max(close, ts), sum(volume), count(*),
                    first(minute ORDER BY high DESC, ts), first(minute ORDER BY low, ts), min(minute), max(minute)
                FROM minutes WHERE day IS NOT NULL AND \(window) GROUP BY day ORDER BY day
                """
            )
            let found = try await connection.query(
                """
                SELECT day, open, high, low, close, volume, bars, high_at, low_at, first_at, last_at
                FROM sessions WHERE session = '\(session)' ORDER BY day
                """
            )
            #expect(found.rowCount > 0)
            #expect(found.columns.map(\.values) == expected.columns.map(\.values))
        }
    }

    @Test func `Sunday evening is Monday, and a future's holiday belongs to the next trading day`() throws {
        var bars = BarColumns()
        let stamps = [
            minute("2023-11-19", "18:00"), minute("2023-11-20", "16:59"), minute("2023-11-22", "18:00"),
            minute("2023-11-23", "10:00"), minute("2023-11-23", "18:00"), minute("2023-11-24", "12:00"),
        ]
        for stamp in stamps { bars.append(minute: stamp, open: 1, high: 1, low: 1, close: 1, volume: 1) }
        let instrument = try #require(Catalogue.sample.instrument("NQ"))
        let calendar = Catalogue.sample.tradingCalendar(for: instrument)
        let days = tradingDays(of: bars, instrument: instrument, calendar: calendar)
        func number(_ date: String) -> Int32 { Int32(CivilDate(date)?.dayNumber ?? 0) }
        let friday = number("2023-11-24")
        #expect(days.day == [number("2023-11-20"), number("2023-11-20"), friday, friday, friday, friday])
        #expect(days.at == [-360, 1019, -1800, -840, -360, 720])
        let sessions = rollups(of: bars, days: days, instrument: instrument)
        #expect(sessions.filter { $0.session == "RTH" }.map(\.day) == [friday])
        #expect(sessions.filter { $0.session == "RTH" }.map(\.bars) == [1])

        // Without a bar of the next trading day there is none to join.
        var cut = BarColumns()
        for index in 0..<4 { cut.append(index, of: bars) }
        let cutDays = tradingDays(of: cut, instrument: instrument, calendar: calendar)
        #expect(cutDays.day.suffix(2) == [BarDays.none, BarDays.none])
    }

    @Test func `a stock's weekend and holiday bars belong to no trading day`() async throws {
        var bars = BarColumns()
        for stamp in [minute("2023-11-18", "10:00"), minute("2023-11-20", "10:00"), minute("2023-11-23", "10:00")] {
            bars.append(minute: stamp, open: 1, high: 1, low: 1, close: 1, volume: 1)
        }
        let instrument = try #require(Catalogue.sample.instrument("AAPL"))
        let days = tradingDays(
            of: bars,
            instrument: instrument,
            calendar: Catalogue.sample.tradingCalendar(for: instrument)
        )
        #expect(days.day.map { $0 == BarDays.none } == [true, false, true])
        let coverage = Coverage(of: bars, days: days, instrument: instrument)
        #expect(coverage.days == 1)
        #expect(coverage.bars == 3)
        #expect(coverage.firstDay == CivilDate("2023-11-20"))
    }

    @Test func `a gap is a run of missing minutes inside a day`() throws {
        var bars = sampleBars(count: 10)
        bars.minute = bars.minute.enumerated().map { $1 + ($0 < 4 ? 0 : $0 < 7 ? 3 : 2000) }
        let instrument = try #require(Catalogue.sample.instrument("NQ"))
        let days = tradingDays(
            of: bars,
            instrument: instrument,
            calendar: Catalogue.sample.tradingCalendar(for: instrument)
        )
        #expect(Coverage(of: bars, days: days, instrument: instrument).gaps == 1)
    }
}
