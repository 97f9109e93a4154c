import Foundation
import JSONText
import ModelServers
import Testing

@testable import LanguageModels

/// What our clients send and what they make of it, against the fake servers.
struct GeminiWireTests {
    private let server = FakeGemini { _ in
        Said(parts: [Fixtures.plan], thoughts: "weighing the options", hiddenThoughtTokens: 12)
    }

    @Test func `the static part is a system instruction and has the same bytes on every call`() async throws {
        try await withGemini(server) { rig async throws in
            var request = Fixtures.request(schema: Fixtures.schema)
            _ = try await rig.gemini.reply(to: request)
            request.messages = [
                ChatMessage(.user, "Before"), ChatMessage(.model, "Answer"), ChatMessage(.user, "Question"),
            ]
            _ = try await rig.gemini.reply(to: request)
            let sent = server.traffic.requests
            #expect(sent.map(\.path) == Array(repeating: "/v1beta/models/gemini-3.8-flash:generateContent", count: 2))
            func head(_ request: WireRequest) throws -> String {
                let text = String(decoding: request.body, as: UTF8.self)
                let end = try #require(text.firstRange(of: #""contents""#))
                return String(text[..<end.lowerBound])
            }
            let heads = try sent.map(head)
            #expect(heads[0] == heads[1])
            let body = try #require(sent[1].json)
            #expect(body["systemInstruction"]?["parts"]?.elements?.first?["text"]?.string == request.fixed)
            #expect(body["contents"]?.elements?.map { $0["role"]?.string } == ["user", "model", "user"])
            let configuration = try #require(body["generationConfig"])
            #expect(configuration["responseMimeType"]?.string == "application/json")
            #expect(configuration["thinkingConfig"]?.members?.keys.sorted() == ["thinkingLevel"])
            #expect(configuration["temperature"] == nil)
        }
    }

    @Test func `an older model is given a budget of thinking in place of a level`() async throws {
        try await withGemini(server, model: "gemini-2.5-flash") { rig async throws in
            var request = Fixtures.request()
            for thinking in [ThinkingLevel.off, .low, .high] {
                request.thinking = thinking
                _ = try await rig.gemini.reply(to: request)
            }
            let budgets = server.traffic.requests.map {
                $0.json?["generationConfig"]?["thinkingConfig"]?["thinkingBudget"]?.integer
            }
            // Half of the limit is left for the answer.
            #expect(budgets == [0, 1024, 1024])
        }
    }

    @Test func `usage is what the server counted, with a stream and without`() async throws {
        try await withGemini(server) { rig async throws in
            let request = Fixtures.request(schema: Fixtures.schema)
            let whole = try await rig.reliable.reply(to: request)
            let deltas = Collected<ModelDelta>()
            let streamed = try await rig.reliable.reply(to: request) { deltas.add($0) }
            #expect(streamed.text == whole.text)
            #expect(deltas.all.last == .usage(streamed.usage))
            #expect(server.traffic.requests.last?.query == "alt=sse")
            let counted = server.traffic.ledger.reported
            let ours = rig.calls().map(\.usage).reduce(Usage(), +)
            #expect(ours.input == counted.prompt)
            #expect(ours.output == counted.output)
            #expect(ours.thinking == counted.thoughts)
            #expect(ours.thinking > 0)
        }
    }

    @Test func `kept contents are made, read, listed, extended and deleted`() async throws {
        try await withGemini(server) { rig async throws in
            let fixed = String(repeating: "A range is the high less the low. ", count: 900)
            #expect(try await rig.gemini.countTokens(of: fixed) >= 4096)
            let made = try await rig.gemini.createCache(of: fixed, displayName: "barwise-x", lifetime: .seconds(3600))
            #expect(try await rig.gemini.cache(named: made.name) == made)
            #expect(try await rig.gemini.caches().map(\.name) == [made.name])
            let extended = try await rig.gemini.extendCache(named: made.name, lifetime: .seconds(7200))
            #expect(extended.expiresAt.timeIntervalSince(made.expiresAt) == 3600)
            try await rig.gemini.deleteCache(named: made.name)
            #expect(try await rig.gemini.caches().isEmpty)
            let error = try await modelError { try await rig.gemini.cache(named: made.name) }
            #expect(error?.code == .cacheGone)
            let small = try await modelError {
                try await rig.gemini.createCache(of: "short", displayName: "barwise-y", lifetime: .seconds(60))
            }
            #expect(small?.code == .cacheRefused)
        }
    }

    @Test func `a probe tells a model that answers from a retired one and a bad key`() async throws {
        try await withGemini(server) { rig async throws in
            #expect(try await rig.reliable.probe().name == rig.gemini.name)
            #expect(try await modelError { try await rig.gemini.with(model: "gemini-1.0").probe() }?.code == .gone)
            server.traffic.faults = .always(.refuse(.badKey), on: .any)
            #expect(try await modelError { try await rig.gemini.probe() }?.code == .badKey)
        }
    }
}

struct OpenAIWireTests {
    private func server(_ format: FakeOpenAI.ResponseFormat = .schema, _ faults: Faults = .none) -> FakeOpenAI {
        FakeOpenAI(responseFormat: format, faults: faults) { _ in .text(Fixtures.plan) }
    }

    private let request = Fixtures.request(schema: Fixtures.schema)

    @Test(arguments: [
        (FakeOpenAI.ResponseFormat.strictSchema, 1, "json_schema"), (.schema, 1, "json_schema"),
        (.object, 2, "json_object"), (.none, 3, "none"),
    ])
    func `a schema is asked for as the server can, and that is remembered`(
        format: FakeOpenAI.ResponseFormat,
        calls: Int,
        type: String
    ) async throws {
        let server = server(format)
        try await withOpenAI(server) { _, reliable async throws in
            #expect(try await reliable.reply(to: request).text == Fixtures.plan)
            #expect(server.traffic.requests.count == calls)
            #expect(try await reliable.reply(to: request).text == Fixtures.plan)
            #expect(server.traffic.requests.count == calls + 1)
            let last = try #require(server.traffic.requests.last?.json)
            #expect(last["response_format"]?["type"]?.string ?? "none" == type)
            let system = try #require(last["messages"]?.elements?.first)
            #expect(system["role"]?.string == "system")
            let holdsSchema = system["content"]?.string?.contains(Fixtures.schema.text) == true
            #expect(holdsSchema == (type != "json_schema"))
        }
    }

    @Test func `a stream ends with the usage that the server counted`() async throws {
        let server = server()
        try await withOpenAI(server) { _, reliable async throws in
            let deltas = Collected<ModelDelta>()
            let reply = try await reliable.reply(to: request) { deltas.add($0) }
            #expect(reply.text == Fixtures.plan)
            #expect(deltas.all.last == .usage(reply.usage))
            #expect(reply.usage.input == server.traffic.ledger.reported.prompt)
            #expect(reply.usage.input > 0)
            #expect(server.traffic.requests.first?.headers["authorization"] == nil)
        }
    }

    @Test(arguments: [
        (Fault.refuse(.rateLimited(retryDelay: "1s")), 2), (.refuse(.internalError), 2), (.refuse(.badGateway), 2),
        (.line(.hangUp), 2), (.line(.cut), 2), (.stream(.noFinish), 2), (.stream(.errorMidway), 2),
        (.reply(.outOfTokens), 2), (.reply(.proseAroundJSON), 2),
    ])
    func `one fault of a stream is survived by another call`(fault: Fault, calls: Int) async throws {
        let server = server(.schema, .first(fault))
        try await withOpenAI(server) { _, reliable async throws in
            #expect(try await reliable.reply(to: request) { _ in }.text == Fixtures.plan)
            #expect(server.traffic.requests.count == calls)
        }
    }

    @Test func `a probe answers with and without the model in the server's list`() async throws {
        try await withOpenAI(server()) { model, _ async throws in
            #expect(try await model.probe().isListed)
        }
        try await withOpenAI(server(), model: "other") { model, _ async throws in
            #expect(try await modelError { try await model.probe() }?.code == .gone)
        }
    }
}
