import Knowledge
import LanguageModels
import Testing

/// Our clients, for a server of a test.
struct Clients {
    static let key = "AIza-test-key-5b1f"

    let connections: Connections
    var time = TimeSource.system
    let families: ModelFamilies

    /// - Parameter server: "http://127.0.0.1:PORT", with the version's path or without.
    func gemini(_ server: String, model: String = "gemini-3.8-flash") throws -> Gemini {
        try Gemini(
            ModelAddress(parsing: "gemini:\(model)@\(server)"),
            key: try #require(Key(Self.key)),
            connections: connections,
            families: families,
            time: time
        )
    }

    /// - Parameter server: "http://127.0.0.1:PORT", without the version's path.
    func openAI(_ server: String, model: String = "local", key: String? = Clients.key) throws -> OpenAICompatible {
        try OpenAICompatible(
            ModelAddress(parsing: "openai:\(model)@\(server)/v1"),
            key: key.flatMap { Key($0) },
            connections: connections,
            families: families,
            time: time
        )
    }

    func ledger(_ store: MemoryUsageStore) throws -> UsageLedger {
        UsageLedger(store: store, prices: try Prices(KnowledgeDirectory.locate()), time: time)
    }

    /// With retries, a breaker of its own and `ledger`, as agents are given it.
    func reliable(
        _ model: any ChatModel,
        other: (any ChatModel)? = nil,
        breaker: SharedBreaker = SharedBreaker(),
        cache: ContextCache? = nil,
        ledger: UsageLedger? = nil,
        notices: Notices = Notices()
    ) -> ReliableModel {
        ReliableModel(
            .init(model, breaker: breaker, cache: cache),
            other: other.map { .init($0) },
            ledger: ledger,
            families: families,
            time: time,
            report: { notices.add($0) }
        )
    }

    /// Runs `body` with connections that are closed after it.
    static func with<Result: Sendable>(
        time: TimeSource = .system,
        _ body: (Clients) async throws -> Result
    ) async throws -> Result {
        let families = try ModelFamilies(KnowledgeDirectory.locate())
        return try await Connections.with { try await body(Clients(connections: $0, time: time, families: families)) }
    }
}
