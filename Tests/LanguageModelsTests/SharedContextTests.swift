import ModelServers
import Testing

@testable import LanguageModels

struct SharedContextTests {
    private let fixed = String(repeating: "A session is a part of the trading day. ", count: 800)

    @Test func `two processes with one store make one content and rebuild it once`() async throws {
        let server = FakeGemini { _ in .text("ok") }
        let contexts = MemoryContexts()
        try await withGemini(server, contexts: contexts) { first async throws in
            try await withGemini(server, contexts: contexts) { second async throws in
                let request = Fixtures.request(fixed: fixed)
                func askBoth(_ times: Int) async throws {
                    for _ in 0..<times {
                        async let a = first.reliable.reply(to: request)
                        async let b = second.reliable.reply(to: request)
                        _ = try await (a, b)
                    }
                }
                try await askBoth(12)
                #expect(server.traffic.requests(.createCache).count == 1)
                let lost = try #require(contexts.all.first?.name)
                server.traffic.faults = Faults { request in
                    request.json?["cachedContent"]?.string == lost ? .refuse(.cacheForbidden) : nil
                }
                try await askBoth(12)
                #expect(server.traffic.requests(.createCache).count == 2)
                #expect(contexts.all.first.map { $0.name != lost } == true)
            }
        }
    }
}
