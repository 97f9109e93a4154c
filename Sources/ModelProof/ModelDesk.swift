internal import Agents
internal import Answers
internal import Bars
internal import Foundation
internal import Knowledge
internal import LanguageModels
internal import Market
internal import ModelServers
internal import Sessions
internal import SessionsSQLite

/// A few weeks of bars, a store, a fake Gemini and the real agents between them.
struct ModelDesk: Sendable {
    let analyst: Analyst
    let assistant: Assistant
    let store: any SessionStore & UsageStore
    let server: FakeGemini
    let prices: Prices

    /// Waits of retries take no time, and the breaker rests for a moment: turns are what is counted here.
    /// - Parameter folder: is filled.
    static func with<Result: Sendable>(
        folder: URL,
        symbols: [String],
        script: @escaping Script,
        _ body: (ModelDesk) async throws -> Result
    ) async throws -> Result {
        let knowledge = try KnowledgeDirectory.locate()
        let directory = try await bars(of: symbols, in: folder, knowledge)
        let analyst = try Analyst(directory: directory, knowledge: knowledge)
        let store = try SQLiteStore(path: folder.appending(path: "sessions.db").path)
        let server = FakeGemini(script: script)
        let (families, prices) = (try ModelFamilies(knowledge), try Prices(knowledge))
        return try await server.serve { address in
            try await Connections.with { connections in
                guard let key = Key("no-secret") else { preconditionFailure("a plain word is a key") }
                let gemini = try Gemini(
                    ModelAddress(parsing: "gemini:gemini-3.8-flash@\(address)"),
                    key: key,
                    connections: connections,
                    families: families
                )
                let model = ReliableModel(
                    .init(gemini, breaker: SharedBreaker(CircuitBreaker(interval: .milliseconds(20)))),
                    other: .init(gemini.with(model: "gemini-3.5-flash-lite")),
                    ledger: UsageLedger(store: store, prices: prices),
                    families: families,
                    time: TimeSource(
                        now: { .now },
                        sleep: { _ in await Task.yield() },
                        date: { Date() },
                        random: { 0.5 }
                    )
                )
                let assistant = Assistant(model, user: "local", prompts: try Prompts(knowledge, analyst))
                return try await body(
                    ModelDesk(analyst: analyst, assistant: assistant, store: store, server: server, prices: prices)
                )
            }
        }
    }

    /// Six weeks of weekdays, the first minutes of each half-hour of the regular session.
    private static func bars(
        of symbols: [String],
        in folder: URL,
        _ knowledge: KnowledgeDirectory
    ) async throws -> DataDirectory {
        var text = "timestamp,open,high,low,close,volume\n"
        for day in 1...40 {
            guard let date = CivilDate("2024-01-08")?.adding(days: day), date.weekday < 6 else { continue }
            for minute in 570..<960 where minute % 30 < 3 {
                let price = 100 + (day * 7 + minute) % 13
                text +=
                    "\(date) \(Window.clock(minute)):00,\(price),\(price + day % 9),\(price - 1),\(price),\(10 + day % 7)\n"
            }
        }
        let file = folder.appending(path: "bars.csv")
        try Data(text.utf8).write(to: file)
        let directory = DataDirectory(folder.appending(path: "data"))
        let catalogue = try Catalogue.load(knowledge)
        for symbol in symbols {
            _ = try await Importer(directory: directory, catalogue: catalogue).run(
                ImportRequest(files: [file.path], symbol: symbol, timezone: "America/New_York")
            )
        }
        return directory
    }

    func chat() -> Conversation { Conversation(analyst, assistant: assistant, store: store) }

    /// What the store's ledger says of all calls.
    func calls() async throws -> [CallRecord] { try await store.calls(from: "0", through: "9") }
}
