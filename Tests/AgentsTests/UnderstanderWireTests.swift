import Agents
import Answers
import Knowledge
import LanguageModels
import Market
import ModelServers
import Testing
import Understanding

/// The understander's call over real connections: servers take its schema, and what changes of it is small.
struct UnderstanderWireTests {
    private static let question = "mean range on skookum mondays"
    private static let right = Written.reading(
        Written.mean("mean range"),
        Written.big("skookum"),
        Written.weekday("mondays", 1)
    )

    private func families() throws -> ModelFamilies { try ModelFamilies(KnowledgeDirectory.locate()) }

    private func ask(
        _ desk: Desk,
        _ model: any ChatModel,
        _ question: String,
        _ history: [String] = []
    ) async throws -> Answer {
        let assistant = try desk.assistant(ReliableModel(.init(model), families: try families()))
        let inquiry = Inquiry(text: question, symbol: "NQ", asOf: CivilDate("2024-02-16"), history: history)
        return await desk.analyst.ask(inquiry, assistant: assistant)
    }

    private func gemini(_ server: String, _ connections: Connections) throws -> Gemini {
        try Gemini(
            ModelAddress(parsing: "gemini:gemini-3.8-flash@\(server)"),
            key: try #require(Key("AIza-test-key")),
            connections: connections,
            families: try families(),
            time: .standing
        )
    }

    @Test func `Gemini takes the schema, and its answer is a reading`() async throws {
        let server = FakeGemini { _ in .text(Self.right) }
        try await Desk.with { desk in
            try await Connections.with { connections in
                let answer = try await server.serve { url in
                    try await ask(desk, try gemini(url, connections), Self.question)
                }
                #expect(answer.status == .answered)
                #expect(server.traffic.requests.count == 1)
            }
        }
    }

    @Test func `a strict OpenAI-compatible server takes the schema as it is`() async throws {
        let server = FakeOpenAI(responseFormat: .strictSchema) { _ in .text(Self.right) }
        try await Desk.with { desk in
            try await Connections.with { connections in
                let answer = try await server.serve { url in
                    let model = try OpenAICompatible(
                        ModelAddress(parsing: "openai:local@\(url)/v1"),
                        key: nil,
                        connections: connections,
                        families: try families(),
                        time: .standing
                    )
                    return try await ask(desk, model, Self.question)
                }
                #expect(answer.status == .answered)
                #expect(server.traffic.requests.count == 1)
            }
        }
    }

    @Test(arguments: [Fault.refuse(.dailyQuota), .refuse(.exhausted)])
    func `a server that fails costs the user nothing but a remark`(fault: Fault) async throws {
        let server = FakeGemini(faults: .always(fault)) { _ in .text("") }
        try await Desk.with { desk in
            try await Connections.with { connections in
                let answer = try await server.serve { url in
                    try await ask(desk, try gemini(url, connections), Self.question)
                }
                #expect(answer.text == (await desk.plain(Self.question)).text)
                #expect(answer.remarks == [desk.sentence(.unavailable)])
            }
        }
    }

    @Test func `an ordinary call sends at most 300 tokens that no cache holds, five messages before it`() async throws {
        let server = FakeGemini { _ in .text(Written.reading(intent: "clarify")) }
        let questions = [
            "mean range on skookum mondays", "how often does a skookum day close green in January 2024",
            "\u{441}\u{440}\u{435}\u{434}\u{43D}\u{438}\u{439} \u{434}\u{438}\u{430}\u{43F}\u{430}\u{437}\u{43E}\u{43D} skookum",
            "top 5 skookum days by volume in the last three weeks, without fridays", "skookum share of gaps that fill",
        ]
        let before = [
            "mean range by weekday", "what is the average volume by hour in January 2024 for the regular session",
            "only fridays", "probability of a green day after two red ones", "top 10 days by range",
        ]
        try await Desk.with { desk in
            try await Connections.with { connections in
                try await server.serve { url in
                    let model = try gemini(url, connections)
                    for question in questions { _ = try await ask(desk, model, question, before) }
                }
            }
        }
        let sent = server.traffic.ledger.charges.map(\.worked)
        #expect(sent.count == questions.count)
        let uncached = sent.dropFirst().map { $0.prompt - $0.cached }.sorted()
        #expect(uncached[uncached.count / 2] <= 300)
        #expect(sent.last.map { $0.cached > 2000 } == true)
    }
}
