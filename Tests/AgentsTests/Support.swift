import AgentGraph
import Agents
import Answers
import Bars
import Foundation
import Knowledge
import Market
import Sessions
import SessionsSQLite
import Synchronization
import Testing

/// A data directory with a few weeks of bars of its own and a store beside it, gone when the test is over.
struct Desk: Sendable {
    let folder: URL
    let analyst: Analyst
    let keeping: Keeping
    let user = UUID()

    static func with(_ keeping: Keeping = .sqlite, _ body: (Desk) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "barwise-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }  // A temporary folder; the system clears it anyway.
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let knowledge = try KnowledgeDirectory.locate()
        let file = folder.appending(path: "bars.csv")
        try bars().write(to: file, atomically: true, encoding: .utf8)
        let directory = DataDirectory(folder.appending(path: "data"))
        let importer = Importer(directory: directory, catalogue: try Catalogue.load(knowledge))
        _ = try await importer.run(
            ImportRequest(files: [file.path], symbol: "NQ", timezone: "America/New_York")
        )
        let analyst = try Analyst(directory: directory, knowledge: knowledge)
        try await body(Desk(folder: folder, analyst: analyst, keeping: keeping))
    }

    var data: String { folder.appending(path: "data").path }
    var file: String { folder.appending(path: "data/sessions.db").path }

    /// Opened anew each time, as another process would.
    func store() async throws -> any SessionStore { try await keeping.open(file, user) }

    func chat(_ session: ThreadID = ThreadID()) async throws -> Conversation {
        Conversation(analyst, store: try await store(), session: session)
    }

    /// Six weeks of weekdays, bars in the first minutes of each half-hour of the regular session.
    private static func bars() -> String {
        var text = "timestamp,open,high,low,close,volume\n"
        var price = 100.0
        var day = CivilDate("2024-01-08") ?? CivilDate(dayNumber: 0)
        for number in 0..<42 {
            defer { day = day.adding(days: 1) }
            guard day.weekday < 6 else { continue }
            for minute in 570..<960 where minute % 30 < 3 {
                let close = price + Double((number * 7 + minute * 5) % 11) - 5
                let high = max(price, close) + Double(1 + number % 5)
                text += "\(day) \(Window.clock(minute)):00,\(price),\(high),\(min(price, close) - 1),\(close),100\n"
                price = close
            }
        }
        return text
    }
}

extension Conversation {
    /// Says something with today fixed.
    func hear(
        _ text: String,
        key: String? = nil,
        show: @escaping @Sendable (Event) -> Void = { _ in }
    ) async throws -> Reply {
        try await say(text, symbol: "NQ", asOf: CivilDate("2024-02-16"), key: key, show: show)
    }
}

/// Events as they come.
final class Heard: Sendable {
    private let list = Mutex<[Event]>([])

    var events: [Event] { list.withLock { $0 } }
    var nodes: [String] { events.compactMap { if case .entered = $0.kind { $0.node } else { nil } } }

    @Sendable func hear(_ event: Event) { list.withLock { $0.append(event) } }
}

extension Answer {
    /// The JSON without its times.
    var lasting: String {
        var answer = self
        (answer.timing.understand, answer.timing.query, answer.timing.total) = (0, 0, 0)
        return answer.json()
    }
}
