import AgentGraph
import Agents
import Answers
import Foundation
import GuardedSQL
import Knowledge
import LanguageModels
import Market
import ModelServers
import Synchronization
import Understanding

/// Either wire: a hostile text comes by both.
enum Wire: String, CaseIterable, Sendable {
    case gemini, openAI
}

/// The real agents, and between them and what a test has the model say a fake server of either wire.
struct WireDesk: Sendable {
    /// What the model says to which agent.
    enum Agent: Hashable { case understander, brief, sql, prose }

    let desk: Desk
    let server: any FakeServer
    let model: ReliableModel
    private let says: Says

    private final class Says: Sendable {
        let by = Mutex<@Sendable (Agent, Ask) -> String>({ _, _ in "" })
    }

    static func with(_ wire: Wire, _ body: (WireDesk) async throws -> Void) async throws {
        let says = Says()
        let script: Script = { ask in .text(says.by.withLock { $0 }(agent(ask), ask)) }
        let server: any FakeServer =
            switch wire {
            case .gemini: FakeGemini(script: script)
            case .openAI: FakeOpenAI(responseFormat: .strictSchema, script: script)
            }
        let families = try ModelFamilies(KnowledgeDirectory.locate())
        guard let key = Key("AIza-test-key") else { preconditionFailure("a plain word is a key") }
        try await Desk.with { desk in
            try await Connections.with { connections in
                try await server.serve { address in
                    let client: any ChatModel =
                        switch wire {
                        case .gemini:
                            try Gemini(
                                ModelAddress(parsing: "gemini:gemini-3.8-flash@\(address)"),
                                key: key,
                                connections: connections,
                                families: families,
                                time: .standing
                            )
                        case .openAI:
                            try OpenAICompatible(
                                ModelAddress(parsing: "openai:local@\(address)/v1"),
                                key: nil,
                                connections: connections,
                                families: families,
                                time: .standing
                            )
                        }
                    let model = ReliableModel(.init(client), families: families)
                    try await body(WireDesk(desk, server, model, says))
                }
            }
        }
    }

    private init(_ desk: Desk, _ server: any FakeServer, _ model: ReliableModel, _ says: Says) {
        (self.desk, self.server, self.model, self.says) = (desk, server, model, says)
    }

    /// By the schema that is asked for.
    private static func agent(_ ask: Ask) -> Agent {
        guard let properties = ask.schema?["properties"] else { return .prose }
        if properties["sql"] != nil { return .sql }
        return properties["parts"] != nil ? .understander : .brief
    }

    struct Outcome: Sendable {
        var answer: Answer
        /// Sentences that were shown while the model wrote.
        var shown: [String]
        var calls: Int
    }

    /// - Parameter says: what the model says from now on, by the agent that asks.
    func assistant(
        _ wording: Assistant.Wording,
        _ runner: GuardedRunner? = nil,
        _ says: @escaping @Sendable (Agent, Ask) -> String
    ) throws -> Assistant {
        self.says.by.withLock { $0 = says }
        return Assistant(model, user: "anna", prompts: try desk.prompts(), sql: runner, wording: wording)
    }

    /// Asks once.
    /// - Parameter says: by the agent that asks, every time it does.
    func ask(
        _ question: String,
        wording: Assistant.Wording = .never,
        runner: GuardedRunner? = nil,
        faults: Faults = .none,
        says: @escaping @Sendable (Agent, Ask) -> String
    ) async throws -> Outcome {
        server.traffic.forget()
        server.traffic.faults = faults
        let heard = Heard()
        let assistant = try assistant(wording, runner, says)
        let inquiry = Inquiry(text: question, symbol: "NQ", asOf: CivilDate("2024-02-16"))
        let answer = await desk.analyst.ask(inquiry, assistant: assistant, show: heard.hear)
        let shown = heard.events.compactMap { event -> String? in
            guard case .note(let json) = event.kind else { return nil }
            return ProseNote(json: json)?.prose
        }
        return Outcome(answer: answer, shown: shown, calls: server.traffic.requests.count)
    }
}

extension Answer {
    /// What was read, computed and said, without what a model's calls add: their remarks and tokens.
    var core: String {
        var answer = self
        answer.remarks = []
        answer.usage = Answer(status: status, language: language, text: "").usage
        return answer.lasting
    }
}
