import Agents
import Foundation
import Knowledge
import LanguageModels
import ModelServers
import SessionsSQLite
import Synchronization
import Testing

@testable import Commands

/// What an earlier process kept at the provider is deleted while a program that may ask often works.
struct SweepTests {
    private func work(
        _ desk: Desk,
        _ server: FakeGemini,
        isLasting: Bool = true,
        cache: String = "on",
        _ body: (ModelLog) async throws -> Void
    ) async throws {
        try await server.serve { address in
            let variables = [
                "BARWISE_MODEL": "gemini:gemini-3.8-flash@\(address)", "GEMINI_API_KEY": "AIza-secret",
                "BARWISE_MODEL_CACHE": cache,
            ]
            try await ModelSetup.$environment.withValue(variables) {
                try await ModelSetup.using(
                    desk.analyst,
                    knowledge: try KnowledgeDirectory.locate(),
                    store: try SQLiteStore(path: desk.file),
                    user: "local",
                    isLasting: isLasting
                ) { _, log in
                    try await body(try #require(log))
                }
            }
        }
    }

    /// As a crash leaves it: at the provider, and in no row.
    private func leaveContent(_ desk: Desk, _ server: FakeGemini) async throws {
        let contexts = KeptContexts(try SQLiteStore(path: desk.file))
        let families = try ModelFamilies(KnowledgeDirectory.locate())
        try await server.serve { address in
            try await Connections.with { connections in
                let gemini = try Gemini(
                    ModelAddress(parsing: "gemini:gemini-3.8-flash@\(address)"),
                    key: try #require(Key("AIza-secret")),
                    connections: connections,
                    families: families
                )
                let cache = ContextCache(
                    wire: gemini.cacheWire,
                    store: contexts,
                    prices: try Prices(KnowledgeDirectory.locate())
                )
                let text = String(repeating: "A session is a part of the trading day. ", count: 800)
                let name = try await cache.owner() + "-lost"
                _ = try await gemini.createCache(of: text, displayName: name, lifetime: .seconds(3600))
            }
        }
        server.traffic.forget()
    }

    @Test func `a content that no row knows is deleted meanwhile, and written down`() async throws {
        let server = FakeGemini { _ in .text("ok") }
        try await Desk.with { desk in
            try await leaveContent(desk, server)
            try await work(desk, server) { _ in
                // As a chat waits for its user.
                while server.traffic.requests(.deleteCache).isEmpty { try await Task.sleep(for: .milliseconds(5)) }
                while try await SQLiteStore(path: desk.file).calls(from: "0", through: "9")
                    .filter({ $0.outcome == CallRecord.ok }).count < 2
                {
                    try await Task.sleep(for: .milliseconds(5))
                }
            }
            let calls = try await SQLiteStore(path: desk.file).calls(from: "0", through: "9")
            #expect(calls.allSatisfy { $0.agent == "cache" && $0.user == nil })
            #expect(Set(calls.map(\.operation)) == [.cacheList, .cacheDelete])
        }
    }

    @Test func `no work waits for it, and it ends with the work`() async throws {
        let server = FakeGemini(faults: .always(.line(.silence), on: [.listCaches])) { _ in .text("ok") }
        try await Desk.with { desk in
            try await work(desk, server) { _ in
                while server.traffic.requests(.listCaches).isEmpty { try await Task.sleep(for: .milliseconds(5)) }
            }
            // Called off, and not waited for until its time was up.
            let calls = try await SQLiteStore(path: desk.file).calls(from: "0", through: "9")
            #expect(calls.map(\.outcome) == [ModelError.Code.cancelled.rawValue])
        }
    }

    @Test(arguments: [(true, "off"), (false, "on")])
    func `where nothing is kept, or one question is asked, nobody looks`(isLasting: Bool, cache: String) async throws {
        let server = FakeGemini { _ in .text("ok") }
        try await Desk.with { desk in
            try await work(desk, server, isLasting: isLasting, cache: cache) { _ in }
            #expect(server.traffic.requests.isEmpty)
        }
    }

    @Test func `a list that is refused is told in the log`() async throws {
        let server = FakeGemini(faults: .always(.refuse(.internalError), on: [.listCaches])) { _ in .text("ok") }
        try await Desk.with { desk in
            let heard = Mutex("")
            let streams = Output.Streams(output: { _ in }, complaints: { text in heard.withLock { $0 += text } })
            try await work(desk, server) { log in
                try await Output.$streams.withValue(streams) {
                    while heard.withLock({ $0.isEmpty }) {
                        log.tell()
                        try await Task.sleep(for: .milliseconds(5))
                    }
                }
            }
            #expect(heard.withLock { $0 }.contains("contents of an earlier start may still be kept"))
        }
    }
}
