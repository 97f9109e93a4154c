import AgentGraph
import Agents
import Answers
import Foundation
import LanguageModels
import ModelServers
import Sessions
import SessionsSQLite
import Testing

@testable import Commands

/// The model that the environment names, from the question to the ledger.
struct ModelLedgerTests {
    /// A word that no lexicon has.
    private static let question = "mean range on skookum mondays"
    private static let right = Written.reading(
        Written.mean("mean range"),
        Written.big("skookum"),
        Written.weekday("mondays", 1)
    )

    private func calls(_ desk: Desk) async throws -> [CallRecord] {
        try await SQLiteStore(path: desk.file).calls(from: "0", through: "9")
    }

    private func asked(
        _ desk: Desk,
        _ address: String,
        _ arguments: [String],
        budget: [String: String] = [:]
    ) async throws -> (output: String, complaints: String, code: Int32) {
        let variables = ["BARWISE_MODEL": "gemini:gemini-3.8-flash@\(address)", "GEMINI_API_KEY": "AIza-secret"]
        return try await ModelSetup.$environment.withValue(variables.merging(budget) { $1 }) {
            try await run(["ask", "--symbol", "NQ", "--data", desk.data] + arguments)
        }
    }

    @Test(arguments: [[], ["--no-store"]])
    func `what the built-in reader leaves open is read by the environment's model, and its call is written down`(
        option: [String]
    ) async throws {
        let server = FakeGemini { _ in .text(Self.right) }
        try await Desk.with { desk in
            try await server.serve { address in
                let answered = try await asked(desk, address, [Self.question, "--json"] + option)
                #expect(answered.code == 0 && answered.output.contains(#""status":"answered""#), "\(answered)")
            }
            let call = try #require(try await calls(desk).first)
            let charge = try #require(server.traffic.ledger.charges.first)
            #expect(call.agent == "understander" && call.user == "local" && call.outcome == CallRecord.ok)
            #expect(call.usage.input == charge.worked.prompt && call.usage.output == charge.worked.output)
            #expect(call.microdollars.map { $0 > 0 } == true)
            let kept = try await desk.store().sessions(limit: 10, offset: 0)
            #expect(kept.isEmpty == !option.isEmpty)
        }
    }

    private struct Told: Decodable {
        struct Usage: Decodable {
            var model: String?
            var inputTokens: Int
            var cachedTokens: Int
            var outputTokens: Int
            var costUsd: Double
        }
        var status: String
        var usage: Usage
    }

    @Test(arguments: [
        ([right], "answered"), (["no reading at all", Written.reading(Written.mean("range of")), right], "answered"),
        ([Written.reading(intent: "clarify")], "needs_clarification"),
    ])
    func `an answer tells the tokens and the cost of all calls of its turn as the ledger has them`(
        replies: [String],
        status: String
    ) async throws {
        let queue = SettableScript()
        let server = FakeGemini(script: queue.answer)
        try await Desk.with { desk in
            var before = 0
            for option in [[], ["--no-store"]] {
                try queue.queue(.array(replies.map { ["text": .string($0)] }))
                let answered = try await server.serve { address in
                    try await asked(
                        desk,
                        address,
                        [Self.question, "--json"] + option,
                        budget: ["BARWISE_MODEL_PROSE": "off"]
                    )
                }
                let decoder = JSONDecoder()
                decoder.keyDecodingStrategy = .convertFromSnakeCase
                let told = try decoder.decode(Told.self, from: Data(answered.output.utf8))
                let rows = try await calls(desk).dropFirst(before)
                before += rows.count
                #expect(told.status == status && rows.count == replies.count)
                #expect(told.usage.model == "gemini:gemini-3.8-flash")
                #expect(told.usage.inputTokens == rows.reduce(0) { $0 + $1.usage.input })
                #expect(told.usage.cachedTokens == rows.reduce(0) { $0 + $1.usage.cached })
                #expect(told.usage.outputTokens == rows.reduce(0) { $0 + $1.usage.output + $1.usage.thinking })
                let cost = rows.reduce(0) { $0 + ($1.microdollars ?? 0) }
                #expect(cost > 0 && told.usage.costUsd == Double(cost) / 1_000_000)
            }
        }
    }

    @Test func `a question that is bound costs nothing, in a batch as by itself`() async throws {
        let server = FakeGemini { _ in .text(Self.right) }
        try await Desk.with { desk in
            let file = desk.folder.appending(path: "questions.jsonl")
            try Data(#"{"question":"mean range by weekday","symbol":"NQ"}"#.utf8).write(to: file)
            try await server.serve { address in
                #expect(try await asked(desk, address, ["mean range by weekday"]).code == 0)
                let batch = try await asked(desk, address, ["--batch", file.path])
                #expect(batch.output.contains("answered"))
            }
            #expect(server.traffic.requests.isEmpty)
            #expect(try await calls(desk).isEmpty)
        }
    }

    @Test func `a budget that is used up is said in the answer, and nothing is sent`() async throws {
        let server = FakeGemini { _ in .text(Self.right) }
        try await Desk.with { desk in
            try await server.serve { address in
                let budget = ["BARWISE_MODEL_DAY_TOKENS": "100"]
                let answered = try await asked(desk, address, [Self.question, "--json"], budget: budget)
                #expect(answered.code == 0 && answered.output.contains("needs_clarification"))
                #expect(answered.output.contains("Today's budget for the language model is used up"))
            }
            #expect(server.traffic.requests.isEmpty)
        }
    }

    @Test func `a key that is not taken is said once on standard error, and is not in it`() async throws {
        let server = FakeGemini(key: "another") { _ in .text(Self.right) }
        try await Desk.with { desk in
            try await server.serve { address in
                let answered = try await asked(desk, address, [Self.question])
                #expect(answered.code == 0)
                #expect(answered.complaints.contains("gemini:gemini-3.8-flash needs looking after: model.bad_key"))
                #expect(!(answered.complaints + answered.output).contains("AIza"))
            }
        }
    }

    @Test func `L22: a reading that is stored is what the turn goes on with, whatever the model would say now`()
        async throws
    {
        try await Desk.with { desk in
            let session = ThreadID()
            let first = Scripted([.text(Self.right)])
            let chat = Conversation(
                desk.analyst,
                assistant: try desk.assistant(first),
                store: try await desk.store(),
                session: session
            )
            let drained = try await chat.hear(Self.question) { event in
                if case .entered = event.kind, event.node == "router" { chat.drain() }
            }
            guard case .drained = drained.kind else {
                Issue.record("the turn should have been left for later")
                return
            }
            let other = Written.reading(
                Written.mean("mean range"),
                Written.big("skookum", "gap"),
                Written.weekday("mondays", 1)
            )
            let second = Scripted([.text(other)])
            let next = Conversation(
                desk.analyst,
                assistant: try desk.assistant(second),
                store: try await desk.store(),
                session: session
            )
            let answer = try #require(try await next.resume()?.answer)
            #expect(answer.status == .answered)
            #expect(answer.bindings.contains { $0.words == "skookum" && $0.clause.contains("volume") })
            #expect(first.requests.map(\.agent) == ["understander"])
            #expect(!second.requests.contains { $0.agent == "understander" })
        }
    }
}
