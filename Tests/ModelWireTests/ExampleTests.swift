import Foundation
import JSONText
import LanguageModels
import ModelServers
import Testing

/// Our client reads what Gemini is recorded and documented to answer.
struct ExampleTests {
    private static let schema: JSONValue = [
        "type": "object",
        "properties": [
            "intent": ["type": "string", "enum": ["data", "concept", "chitchat", "clarify"]],
            "symbol": ["type": "string", "enum": ["NQ", "ES", "AAPL", "BTC"]],
            "level": ["type": "integer", "minimum": 0, "maximum": 3],
            "period": ["type": "object"],
        ],
        "required": ["intent"],
        "additionalProperties": false,
    ]

    @Test(arguments: WireExample.all)
    func `a reply of the wire ends as it should`(example: WireExample) async throws {
        let server = FakeGemini(faults: .always(try example.fault)) { _ in .text("never said") }
        try await server.serve { address async throws in
            try await Clients.with(time: ManualTime().source) { clients async throws in
                let gemini = try clients.gemini(address)
                let deltas = Deltas()
                var request = WireBench.request()
                if !example.isStream { request.schema = Self.schema }
                if example.name.contains("_cache_") { request.cachedContent = "cachedContents/k3v9p2q7w1x5" }
                do {
                    let reply = try await gemini.reply(to: request, deltas: example.isStream ? deltas.sink : nil)
                    #expect(example.failure == nil)
                    #expect(!example.isStream || deltas.shown == reply.text)
                    #expect(!reply.text.isEmpty && reply.text != "never said")
                } catch let error as ModelError {
                    #expect(error.code == example.failure)
                }
            }
        }
    }

    @Test(arguments: [("generate.json", 4912), ("generate_no_cache_hit.json", 0), ("stream_ok.sse", 4912)])
    func `usage is read as the wire means it`(name: String, cached: Int) async throws {
        let example = WireExample(name)
        let server = FakeGemini(faults: .always(try example.fault)) { _ in .text("never said") }
        try await server.serve { address async throws in
            try await Clients.with(time: ManualTime().source) { clients async throws in
                let sink = example.isStream ? Deltas().sink : nil
                let reply = try await clients.gemini(address).reply(to: WireBench.request(), deltas: sink)
                #expect(reply.usage == Usage(input: 5120, cached: cached, output: 61, thinking: 212))
                #expect(!reply.text.contains("Reading the question"), "a thought is no text")
                #expect(reply.version == "gemini-3.8-flash")
            }
        }
    }

    @Test func `the wait of a 429 is read to the nanosecond`() async throws {
        let server = FakeGemini(faults: .always(try WireExample("err_429_minute.json").fault)) { _ in .text("") }
        try await server.serve { address async throws in
            try await Clients.with(time: ManualTime().source) { clients async throws in
                let gemini = try clients.gemini(address)
                let error = await #expect(throws: ModelError.self) { try await gemini.reply(to: WireBench.request()) }
                #expect(error?.retry == .after(.seconds(38.837906927)))
            }
        }
    }
}
