import Foundation
import Testing

@testable import Bars

@Suite struct VendorFormatTests {
    @Test(arguments: VendorFile.allCases)
    func `every vendor's file of the same bars gives the same bars`(_ vendor: VendorFile) async throws {
        let folder = try TestFolder()
        let bars = sampleBars()
        let report = try await folder.load(try folder.file("sample.csv", vendor.text(bars)))
        let file = try #require(report.files.first)
        #expect(file.rows.reconciles)
        #expect(file.rows.kept == bars.count)
        let loaded = try #require(await folder.loaded())
        #expect(loaded.minute.first == bars.minute.first, "\(file.recognition.findings)")
        #expect(loaded == bars)
    }

    @Test(arguments: [VendorFile.histdata, .ninjatrader])
    func `HistData and NinjaTrader write alike, and are told apart by the session's opening`(
        _ vendor: VendorFile
    ) async throws {
        let folder = try TestFolder()
        let report = try await folder.load(try folder.file("sample.txt", vendor.text(sampleBars())))
        let found = report.files[0].recognition.findings
        #expect(found.contains(.vendor(vendor == .histdata ? .histdata : .ninjatrader, .tradingHours)))
        #expect(found.contains(.timezone(vendor == .histdata ? "EST" : "UTC", .tradingHours)))
    }

    @Test func `a zone that the user gives comes before all evidence`() async throws {
        let folder = try TestFolder()
        let path = try folder.file("sample.csv", VendorFile.ours.text(sampleBars()))
        try await folder.load(path) { $0.timezone = "UTC" }
        #expect(try await folder.loaded()?.minute.first == minute("2023-11-19", "13:00"))
    }

    @Test(arguments: ["timestamp_utc", "Gmt time", "time (UTC)"])
    func `a header that says UTC is believed`(_ name: String) async throws {
        let folder = try TestFolder()
        // By New York's trading hours alone this would be anything.
        let bars = sampleBars(from: minute("2023-11-20", "10:10"), count: 30)
        let text = VendorFile.ours.text(bars).replacing("timestamp", with: name)
        let report = try await folder.load(try folder.file("sample.csv", text))
        #expect(report.files[0].recognition.findings.contains(.timezone("UTC", .header)))
        #expect(try await folder.loaded()?.minute.first == minute("2023-11-20", "05:10"))
    }

    @Test func `columns that the user names come before the header`() async throws {
        let folder = try TestFolder()
        let bars = sampleBars()
        let text = VendorFile.ours.text(bars).replacing("timestamp,open,high,low,close", with: "a,b,c,d,e")
        try await folder.load(try folder.file("sample.csv", text)) { $0.columns = "stamp,open,high,low,close,-" }
        let loaded = try #require(await folder.loaded())
        #expect(loaded.close == bars.close)
        #expect(loaded.volume.allSatisfy { $0.isNaN })
    }

    @Test func `a volume that is 0 in every row is none`() async throws {
        let folder = try TestFolder()
        var bars = sampleBars()
        bars.volume = bars.volume.map { _ in 0 }
        let report = try await folder.load(try folder.file("sample.csv", VendorFile.ours.text(bars)))
        #expect(try await folder.loaded()?.volume.allSatisfy { $0.isNaN } == true)
        #expect(report.symbols[0].coverage.hasVolume == false)
        #expect(report.files[0].recognition.findings.contains(.volumeAllZero))
    }

    @Test func `several symbols in one file are a choice that the user makes`() async throws {
        let folder = try TestFolder()
        let bars = sampleBars()
        let near = VendorFile.databentoPretty.text(bars)
        let far = near.replacing("NQZ3", with: "NQH4").split(separator: "\n").dropFirst().joined(separator: "\n")
        let path = try folder.file("sample.csv", near + far + "\n")
        let error = await #expect(throws: ImportError.self) { try await folder.load(path) }
        #expect(error?.code == .severalSymbols)
        #expect(error?.message.contains("NQH4") == true)
        let report = try await folder.load(path) { $0.symbol = "NQZ3" }
        #expect(report.files[0].rows.otherSymbols == bars.count)
        #expect(try await folder.loaded("NQZ3") == bars)
    }

    @Test func `LEAN's file keeps its date in the name and prices in ten-thousandths`() async throws {
        let folder = try TestFolder()
        let bars = sampleBars(from: minute("2013-10-07", "09:30"), count: 60)
        let text = bars.minute.indices.map { index in
            let prices = [bars.open, bars.high, bars.low, bars.close].map { String(Int($0[index] * 10_000)) }
            return "\((570 + index) * 60_000),\(prices.joined(separator: ",")),\(Int(bars.volume[index]))"
        }.joined(separator: "\n")
        let path = try folder.file("20131007_aapl_minute_trade.csv", text)
        try await folder.load(path) { $0.symbol = nil }
        #expect(try await folder.loaded("AAPL") == bars)
    }
}
