import JSONText
import LanguageModels
import ModelServers

/// Either wire: most faults are the same on both.
enum Wire: String, CaseIterable, Sendable {
    case gemini, openAI
}

/// A fake server, our client for it, and the ledger that the client writes.
struct WireBench {
    let server: any FakeServer
    let clients: Clients
    let client: any ChatModel
    let model: ReliableModel
    let notices: Notices
    let store: MemoryUsageStore

    var traffic: Traffic { server.traffic }

    /// Every call that the client wrote down.
    var calls: [CallRecord] { store.calls(from: "2000-01-01", through: "2100-01-01") }

    static func with<Result: Sendable>(
        _ wire: Wire,
        faults: Faults = .none,
        time: ManualTime = ManualTime(),
        script: @escaping Script = { ask in .text(ask.schema == nil ? "Most often at 09:31." : Self.plan) },
        _ body: (WireBench) async throws -> Result
    ) async throws -> Result {
        let server: any FakeServer =
            switch wire {
            case .gemini: FakeGemini(key: Clients.key, faults: faults, script: script)
            case .openAI: FakeOpenAI(key: Clients.key, faults: faults, script: script)
            }
        return try await server.serve { address async throws in
            try await Clients.with(time: time.source) { clients async throws in
                let client: any ChatModel =
                    switch wire {
                    case .gemini: try clients.gemini(address)
                    case .openAI: try clients.openAI(address)
                    }
                let notices = Notices()
                let store = MemoryUsageStore()
                let model = clients.reliable(client, ledger: try clients.ledger(store), notices: notices)
                return try await body(
                    WireBench(
                        server: server,
                        clients: clients,
                        client: client,
                        model: model,
                        notices: notices,
                        store: store
                    )
                )
            }
        }
    }

    /// The requests that ask for an answer.
    var asked: [WireRequest] { traffic.requests.filter { [.generate, .stream].contains($0.operation) } }

    /// What the client wrote down.
    var written: Usage { calls.map(\.usage).reduce(Usage(), +) }

    /// What the server told it.
    var told: Usage {
        let tally = traffic.ledger.reported
        return Usage(input: tally.prompt, cached: tally.cached, output: tally.output, thinking: tally.thoughts)
    }

    var isSquare: Bool { written == told }

    static let plan = #"{"symbol":"NQ","level":2}"#
    static let schema: JSONValue = [
        "type": "object",
        "properties": [
            "symbol": ["type": "string", "enum": ["NQ", "ES"]],
            "level": ["type": "integer", "minimum": 0, "maximum": 3],
        ],
        "required": ["symbol", "level"],
        "additionalProperties": false,
    ]

    static func request(schema: JSONValue? = nil, limits: CallLimits = CallLimits()) -> ModelRequest {
        ModelRequest(
            agent: "test",
            fixed: "Static rules.",
            messages: [ChatMessage(.user, "When is the day's high?")],
            schema: schema,
            thinking: .medium,
            maxOutputTokens: 512,
            limits: limits
        )
    }

    /// The error that the request ends with.
    ///
    /// - Parameter deltas: Takes the pieces of the stream; nil asks for an answer in one piece.
    func failure(of request: ModelRequest = Self.request(), deltas: Deltas? = nil) async throws -> ModelError {
        do {
            throw NoFailure(text: try await model.reply(to: request, deltas: deltas?.sink).text)
        } catch let error as ModelError {
            return error
        }
    }
}

/// An answer came where an error was due.
struct NoFailure: Error {
    var text: String
}
