import Foundation
import JSONText
import LanguageModels
import Testing

/// "http://127.0.0.1:PORT"
private let liveServer = ProcessInfo.processInfo.environment["BARWISE_LIVE_SERVER"]

/// Our client against a server that others wrote: llama.cpp's own, with the model of `scripts/live/tiny_model.py`, which
/// answers everything with the same sentence. Run by `scripts/live_local.sh`.
@Suite(.serialized, .enabled(if: liveServer != nil))
struct LiveLocalTests {
    @Test func `the server lists its model`() async throws {
        try await with { model in
            let report = try await model.probe()
            #expect(report.isListed)
        }
    }

    @Test func `an answer comes in one piece, its tokens counted`() async throws {
        try await with { model in
            let reply = try await model.reply(to: WireBench.request())
            #expect(reply.text == "At 09:31.")
            #expect(reply.usage.output == 10, "a token for each byte, and one for the end")
            #expect(reply.usage.input > 20)
        }
    }

    @Test func `an answer comes in a stream, its tokens counted`() async throws {
        try await with { model in
            let whole = try await model.reply(to: WireBench.request())
            let deltas = Deltas()
            let reply = try await model.reply(to: WireBench.request(), deltas: deltas.sink)
            #expect(reply.text == "At 09:31.")
            #expect(deltas.shown == reply.text)
            #expect(deltas.all.count > 5)
            #expect(reply.usage.input == whole.usage.input && reply.usage.output == whole.usage.output)
            #expect(reply.usage.cached > 0, "the prompt was the same as before")
        }
    }

    @Test(arguments: [false, true])
    func `a schema is kept to`(streams: Bool) async throws {
        try await with { model in
            let request = WireBench.request(schema: WireBench.schema)
            let reply = try await model.reply(to: request, deltas: streams ? Deltas().sink : nil)
            #expect(["NQ", "ES"].contains(reply.json?["symbol"]?.string))
            #expect((0...3).contains(reply.json?["level"]?.integer ?? -1))
        }
    }

    @Test func `a limit cuts the answer, which is an error`() async throws {
        try await with { model in
            var request = WireBench.request()
            request.maxOutputTokens = 4
            let error = await #expect(throws: ModelError.self) { try await model.reply(to: request) }
            #expect(error?.code == .truncated)
            #expect(error?.usage?.output == 4)
        }
    }

    @Test func `a prompt that is too long is an error that says so`() async throws {
        try await with { model in
            var request = WireBench.request()
            request.messages = [ChatMessage(.user, String(repeating: "long ", count: 2000))]
            let error = await #expect(throws: ModelError.self) { try await model.reply(to: request) }
            #expect([.promptTooLong, .badRequest].contains(error?.code))
        }
    }

    private func with(_ body: (OpenAICompatible) async throws -> Void) async throws {
        let server = try #require(liveServer)
        try await Clients.with { try await body(try $0.openAI(server, model: "tiny", key: nil)) }
    }
}
