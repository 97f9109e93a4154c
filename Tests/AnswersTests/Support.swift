import Agents
import Answers
import Bars
import DuckDB
import Foundation
import Knowledge
import Market
import Studies
import Understanding

/// The files that the program ships with.
enum Shipped {
    static func knowledge() throws -> KnowledgeDirectory { try KnowledgeDirectory.locate() }

    static func say(_ language: Language) throws -> Sentences {
        try Sentences(language: language, knowledge: try knowledge())
    }

    static func wording(_ language: Language) throws -> Wording {
        Wording(try say(language))
    }
}

/// A data directory of its own with a few days of bars, gone when the test is over.
struct Library {
    let url: URL

    /// Forty weekdays from Monday 2024-01-08, two of them holidays, so 38 trading days; bars in the first three minutes of each half-hour of RTH, prices that
    /// go up and down; with `overnight` as many bars from midnight to the open as well.
    static func with(overnight: Bool = false, _ body: (Library) async throws -> Void) async throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("barwise-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: url) }  // A temporary folder; the system clears it anyway.
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        let file = url.appendingPathComponent("bars.csv")
        try csv(from: overnight ? 0 : 570).write(to: file, atomically: true, encoding: .utf8)
        let directory = DataDirectory(url.appendingPathComponent("data"))
        let importer = Importer(directory: directory, catalogue: try Catalogue.load(try Shipped.knowledge()))
        _ = try await importer.run(
            ImportRequest(files: [file.path], symbol: "NQ", timezone: "America/New_York")
        )
        try await body(Library(url: url))
    }

    var directory: DataDirectory { DataDirectory(url.appendingPathComponent("data")) }

    func analyst() throws -> Analyst {
        try Analyst(directory: directory, knowledge: try Shipped.knowledge())
    }

    /// The answer to a study as if a question had been read as it.
    func answer(_ study: Study, _ language: Language = .en) async throws -> Answer {
        await (try analyst()).answer(
            to: Reading(language: language, intent: .study(study: study)),
            Inquiry(text: "question")
        )
    }

    private static func csv(from first: Int) throws -> String {
        var text = "timestamp,open,high,low,close,volume\n"
        var day = CivilDate("2024-01-08") ?? CivilDate(dayNumber: 0)
        var price = 100.0
        var number = 0
        while number < 40 {
            defer { day = day.adding(days: 1) }
            guard day.weekday < 6 else { continue }
            for minute in first..<960 where minute % 30 < 3 {
                let step = Double((number * 7 + minute * 5) % 11) - 5
                let close = price + step
                let tail = Double(1 + number % 5)
                text +=
                    "\(day) \(Window.clock(minute)):00,\(price),\(max(price, close) + tail),\(min(price, close) - 1),"
                text += "\(close),\(100 + number)\n"
                price = close
            }
            number += 1
        }
        return text
    }
}
