import Foundation
import Testing

@testable import Bars

@Suite struct ClockChangeTests {
    /// Rows of one price, at given local times.
    private func text(_ stamps: [String]) -> String {
        stamps.enumerated().map { "\($1),\(100 + $0),\(100 + $0),\(100 + $0),\(100 + $0),1" }.joined(separator: "\n")
    }

    private func minutes(_ date: String, _ from: Int, _ to: Int) -> [String] {
        (from..<to).map { Moment(minute(date) + Int32($0)).iso }
    }

    @Test func `an hour that a source's clock shows twice is daylight time first, then standard time`() async throws {
        let folder = try TestFolder()
        let stamps = minutes("2023-11-05", 0, 120) + minutes("2023-11-05", 60, 180)
        try await folder.load(try folder.file("b.csv", text(stamps))) {
            $0.symbol = "BTCUSD"
            $0.timezone = "America/New_York"
        }
        let loaded = try #require(await folder.loaded("BTCUSD"))
        #expect(loaded.minute == (0..<240).map { minute("2023-11-05", "04:00") + $0 })
        #expect(loaded.open == (0..<240).map { 100 + Double($0) })
    }

    @Test func `the same with the newest row first`() async throws {
        let folder = try TestFolder()
        let stamps = minutes("2023-11-05", 0, 120) + minutes("2023-11-05", 60, 180)
        let rows = text(stamps).split(separator: "\n").reversed().joined(separator: "\n")
        try await folder.load(try folder.file("b.csv", rows)) {
            $0.symbol = "BTCUSD"
            $0.timezone = "America/New_York"
        }
        #expect(try await folder.loaded("BTCUSD")?.open == (0..<240).map { 100 + Double($0) })
    }

    @Test func `where the instrument's own clock repeats an hour, the first pass is kept and the rest counted`()
        async throws
    {
        let folder = try TestFolder()
        let stamps = (0..<240).map { Moment(minute("2023-11-05", "04:00") + $0).iso + "+00:00" }
        let report = try await folder.load(try folder.file("b.csv", text(stamps)))
        #expect(report.files[0].rows.rejected[.repeatedLocalTime]?.count == 60)
        #expect(report.files[0].rows.rejected[.repeatedLocalTime]?.firstLine == 121)
        #expect(try await folder.loaded()?.count == 180)
    }

    @Test func `a zone without daylight saving stays an hour behind New York in summer`() async throws {
        let folder = try TestFolder()
        let path = try folder.file("b.csv", text(minutes("2023-07-05", 600, 660)))
        try await folder.load(path) { $0.timezone = "EST" }
        #expect(try await folder.loaded()?.minute.first == minute("2023-07-05", "11:00"))
    }

    @Test func `months tell whether a file without daylight saving follows New York`() async throws {
        let folder = try TestFolder()
        // Daily pauses of a year, by New York's clock and by EST all year.
        func week(_ date: String, shift: Int32) -> [String] {
            (0..<4).flatMap { day in
                [0..<10, 1370..<1380].flatMap { part in
                    part.map { Moment(minute(date, "18:00") + Int32(day) * 1440 + $0 - shift).compact }
                }
            }
        }
        func file(_ summer: Int32) -> String {
            (week("2023-01-15", shift: 0) + week("2023-07-16", shift: summer))
                .map { "\($0);100.000000;100.000000;100.000000;100.000000;0" }.joined(separator: "\n")
        }
        let est = try await folder.load(try folder.file("a.csv", file(60))) { $0.dryRun = true }
        let newYork = try await folder.load(try folder.file("b.csv", file(0))) { $0.dryRun = true }
        #expect(est.files[0].recognition.findings.contains(.timezone("EST", .tradingHours)))
        #expect(newYork.files[0].recognition.findings.contains(.timezone("America/New_York", .tradingHours)))
    }
}
