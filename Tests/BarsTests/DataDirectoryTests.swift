import Foundation
import Market
import Testing

@testable import Bars

@Suite struct DataDirectoryTests {
    @Test func `importing a file twice changes nothing`() async throws {
        let folder = try TestFolder()
        let path = try folder.file("NQ.csv", VendorFile.ours.text(sampleBars()))
        try await folder.load(path)
        let before = try Data(contentsOf: folder.directory.manifestURL)
        let report = try await folder.load(path)
        #expect(report.wroteNothing)
        #expect(report.symbols[0].unchanged == 400)
        #expect(try Data(contentsOf: folder.directory.manifestURL) == before)
    }

    @Test func `of overlapping files the later import wins, and what it replaced is counted`() async throws {
        let folder = try TestFolder()
        let bars = sampleBars(count: 100)
        var newer = sampleBars(count: 150)
        newer.close[90] = newer.high[90]
        newer.volume[95] += 1
        try await folder.load(try folder.file("a.csv", VendorFile.ours.text(bars)))
        let report = try await folder.load(try folder.file("b.csv", VendorFile.ours.text(newer)))
        #expect(report.symbols[0].added == 50)
        #expect(report.symbols[0].replaced == (bars.close[90] == newer.close[90] ? 1 : 2))
        #expect(try await folder.loaded() == newer)
        #expect(try folder.directory.manifest().symbols["NQ"]?.sources.map(\.name) == ["a.csv", "b.csv"])
    }

    @Test func `a folder is imported at once, and what is not bars in it is skipped aloud`() async throws {
        let folder = try TestFolder()
        let bars = sampleBars(count: 300)
        for part in 0..<3 {
            var piece = BarColumns()
            for index in (part * 100)..<((part + 1) * 100) { piece.append(index, of: bars) }
            _ = try folder.file("in/NQ_part\(part).csv", VendorFile.ours.text(piece))
        }
        _ = try folder.file("in/readme.txt", "Notes about the data.\n")
        let report = try await folder.load(folder.url.appendingPathComponent("in").path) { $0.symbol = nil }
        #expect(report.files.count == 3)
        #expect(report.skipped.map(\.file) == ["readme.txt"])
        #expect(try await folder.loaded() == bars)
    }

    @Test func `a dry run reports and writes nothing`() async throws {
        let folder = try TestFolder()
        let path = try folder.file("NQ.csv", VendorFile.ours.text(sampleBars()))
        let report = try await folder.load(path) { $0.dryRun = true }
        #expect(report.symbols[0].added == 400)
        #expect(!FileManager.default.fileExists(atPath: folder.directory.url.path))
    }

    @Test(arguments: DataDirectory.Step.allCases)
    func `an import that is killed leaves the old state or the new`(_ step: DataDirectory.Step) async throws {
        struct Killed: Error {}
        let folder = try TestFolder()
        let (old, new) = (sampleBars(count: 50), sampleBars(count: 80))
        try await folder.load(try folder.file("a.csv", VendorFile.ours.text(old)))
        var importer = folder.importer
        importer.interruption = { if $0 == step { throw Killed() } }
        let request = ImportRequest(files: [try folder.file("b.csv", VendorFile.ours.text(new))], symbol: "NQ")
        let killed = importer
        await #expect(throws: Killed.self) { _ = try await killed.run(request) }
        #expect(try await folder.loaded() == (step == .manifestMoved ? new : old))
        // The next import finishes the work and clears what is left over.
        try await folder.load(request.files[0])
        #expect(try await folder.loaded() == new)
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.directory.symbolsURL.path)
        #expect(files == [try #require(folder.directory.manifest().symbols["NQ"]).file])
    }

    @Test func `while one import runs another is told so`() async throws {
        let folder = try TestFolder()
        let lock = try ImportLock(folder.directory)
        let path = try folder.file("NQ.csv", VendorFile.ours.text(sampleBars()))
        let error = await #expect(throws: ImportError.self) { _ = try await folder.load(path) }
        #expect(error?.code == .importRunning)
        withExtendedLifetime(lock) {}
    }

    @Test func `a reader that has the file open reads on while an import replaces it`() async throws {
        let folder = try TestFolder()
        try await folder.load(try folder.file("a.csv", VendorFile.ours.text(sampleBars(count: 50))))
        let url = try #require(try folder.directory.file(of: "NQ"))
        let open = try FileHandle(forReadingFrom: url)
        try await folder.load(try folder.file("b.csv", VendorFile.ours.text(sampleBars(count: 80))))
        #expect(!FileManager.default.fileExists(atPath: url.path))
        #expect(try open.read(upToCount: 16)?.count == 16)
    }

    @Test func `a manifest of a newer layout is refused`() throws {
        let folder = try TestFolder()
        _ = try folder.file("data/barwise.json", "{\"version\": 99}")
        let error = #expect(throws: ImportError.self) { _ = try folder.directory.manifest() }
        #expect(error?.code == .directoryTooNew)
    }
}
