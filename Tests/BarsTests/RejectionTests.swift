import Foundation
import Market
import Testing

@testable import Bars

@Suite struct RejectionTests {
    private static let header = "timestamp,open,high,low,close,volume"

    /// Ten good rows from 10:00, with a bad one after the third.
    private func file(_ bad: String) -> String {
        var rows = (0..<10).map { "2023-11-20 10:0\($0):00,100,101,99,100,5" }
        rows.insert(bad, at: 3)
        return ([Self.header] + rows).joined(separator: "\n") + "\n"
    }

    @Test(arguments: [
        ("2023-11-20 10:02:30,100,101,99,100,5", Rejection.notAMinute),
        ("2023-11-20 10:20:00,100,99.5,99,100,5", .highBelowBody),
        ("2023-11-20 10:20:00,100,101,100.5,101,5", .lowAboveBody),
        ("2023-11-20 10:20:00,0,101,0,100,5", .nonPositivePrice),
        ("2023-11-20 10:20:00,100,101,-1,100,5", .nonPositivePrice),
        ("2023-11-20 10:20:00,100,x,99,100,5", .unparsable),
        ("2023-11-20 10:20:00,100,101,99", .unparsable),
        ("2023-11-31 10:20:00,100,101,99,100,5", .unparsable),
        ("2023-11-20 10:20:00,100,101,99,100,-5", .unparsable),
        ("2023-11-20 10:02:00,100,101,99,100,7", .duplicateMinute),
        ("'; DROP TABLE minutes; --,1,2,3,4,5", .unparsable),
        ("2023-03-12 02:30:00,100,101,99,100,5", .skippedLocalTime),
    ])
    func `a bad row is left out, and counted with its line`(_ row: String, _ reason: Rejection) async throws {
        let folder = try TestFolder()
        let report = try await folder.load(try folder.file("bars.csv", file(row)))
        let rows = report.files[0].rows
        #expect(rows.rejected == [reason: RowCounts.Rejected(count: 1, firstLine: 5)])
        #expect(rows.kept == 10)
        #expect(rows.header == 1)
        #expect(rows.reconciles)
        #expect(try await folder.loaded()?.count == 10)
    }

    @Test func `a strict import of a file with a bad row writes nothing`() async throws {
        let folder = try TestFolder()
        let path = try folder.file("bars.csv", file("2023-11-20 10:20:00,100,x,99,100,5"))
        let error = await #expect(throws: ImportError.self) { try await folder.load(path) { $0.strict = true } }
        #expect(error?.code == .rejectedRows)
        #expect(error?.report?.rejectedRows == 1)
        #expect(try folder.directory.symbols().isEmpty)
    }

    @Test func `line ends may be mixed, and every line is accounted for`() async throws {
        let folder = try TestFolder()
        let rows = (0..<60).map { "2023-11-20 10:\(String(format: "%02d", $0)):00,100,101,99,100,5" }
        let text = rows.enumerated().map { $1 + ($0 % 2 == 0 ? "\r\n" : "\n") }.joined()
        let report = try await folder.load(try folder.file("bars.csv", Self.header + "\r\n\n" + text + "\r\n"))
        let counts = report.files[0].rows
        #expect(counts.lines == 63)
        #expect(counts.blank == 2)
        #expect(counts.kept == 60)
        #expect(counts.reconciles)
    }

    @Test(arguments: [
        ("notes.txt", "These are notes.\nThey hold no bars, but 1, 2, 3 and 4.\n", ImportError.Code.notBars),
        ("empty.csv", "", .empty), ("blank.csv", "\n\n  \n", .empty),
        ("page.html", "<!DOCTYPE html><html></html>", .unsupportedFormat),
        ("data.json", "{\"open\": 1}", .unsupportedFormat),
        ("numbers.csv", "1,2,3,4,5\n2,3,4,5,6\n3,4,5,6,7\n", .notBars),
        ("arrow.feather", "ARROW1\0\0rest", .unsupportedFormat),
        ("bars.dbn", "DBN\u{1}rest", .unsupportedFormat),
        ("header.csv", "timestamp,open,high,low,close,volume\n", .notBars),
    ])
    func `a file that is not bars is refused and nothing is written`(
        _ name: String,
        _ text: String,
        _ code: ImportError.Code
    ) async throws {
        let folder = try TestFolder()
        let path = try folder.file(name, text)
        let error = await #expect(throws: ImportError.self) { try await folder.load(path) }
        #expect(error?.code == code)
        #expect(try folder.directory.symbols().isEmpty)
    }

    @Test(arguments: [(5, "5-minute bars"), (60, "1-hour bars"), (1440, "daily bars")])
    func `bars of another length are refused by that length`(_ minutes: Int32, _ name: String) async throws {
        let folder = try TestFolder()
        var bars = sampleBars(count: 50)
        bars.minute = bars.minute.indices.map { minute("2023-11-20", "10:00") + Int32($0) * minutes }
        let path = try folder.file("bars.csv", VendorFile.ours.text(bars))
        let error = await #expect(throws: ImportError.self) { try await folder.load(path) }
        #expect(error?.code == .notOneMinute)
        #expect(error?.message.contains(name) == true)
    }

    @Test(arguments: [
        "../NQ\u{0}", "a b", "", "..", "///", "'; DROP TABLE x; --", "НАСДАК", String(repeating: "N", count: 300),
    ])
    func `a symbol that could be a path or a statement is refused`(_ symbol: String) async throws {
        let folder = try TestFolder()
        let path = try folder.file("bars.csv", VendorFile.ours.text(sampleBars(count: 5)))
        let error = await #expect(throws: ImportError.self) { try await folder.load(path) { $0.symbol = symbol } }
        #expect(error?.code == .badSymbol)
    }

    @Test func `a symbol with a slash and a file with a strange name load`() async throws {
        let folder = try TestFolder()
        let bars = sampleBars(count: 5)
        let path = try folder.file("it's [a] \"file\" *?.csv", VendorFile.ours.text(bars))
        try await folder.load(path) {
            $0.symbol = "BTC/USD"
            $0.timezone = "UTC"
            $0.instrumentClass = .crypto
        }
        #expect(try await folder.loaded("BTC/USD") == bars)
    }
}
