internal import Agents
internal import Answers
internal import Foundation
internal import GuardedSQL
internal import Knowledge
internal import LanguageModels
internal import Sessions

/// What a command keeps conversations in, and the ledger of models' calls with them.
typealias Store = SessionStore & UsageStore

/// The model that the environment names (docs/models.md), opened for one command. Without BARWISE_MODEL there is none, and
/// nothing of it runs.
struct ModelSetup {
    /// What is read; a test has its own.
    @TaskLocal static var environment = ProcessInfo.processInfo.environment

    let configuration: ModelConfiguration
    private let writesSQL: Bool
    private let wording: Assistant.Wording

    /// nil: no model is named.
    /// - Throws: `Failure` that names the variable or the file.
    init?(_ environment: [String: String] = Self.environment) throws(Failure) {
        do {
            guard let configuration = try ModelConfiguration(environment: environment) else { return nil }
            self.configuration = configuration
        } catch {
            throw Failure(error)
        }
        writesSQL = environment["BARWISE_MODEL_SQL"] == "on"
        let named = environment[Self.proseVariable] ?? ""
        guard let wording = named.isEmpty ? .whereAsked : Assistant.Wording(rawValue: named) else {
            throw Failure(ConfigurationError(variable: Self.proseVariable, message: "on, asked or off"))
        }
        self.wording = wording
    }

    /// How answers are worded: `on`, `asked`, `off`.
    private static let proseVariable = "BARWISE_MODEL_PROSE"

    /// This very program runs the model's SQL, in a process of its own.
    private func runner() throws(Failure) -> GuardedRunner? {
        guard writesSQL, let program = Bundle.main.executablePath else { return nil }
        do {
            return try GuardedRunner(executable: program, arguments: [SQLWorkerCommand.name])
        } catch {
            throw Failure(error)
        }
    }

    /// - Parameters:
    ///   - store: of the ledger; what cannot be written down is not asked.
    ///   - user: who pays.
    ///   - isLasting: many questions may come, so that keeping contents can pay: what an earlier process left of them is
    ///     deleted meanwhile.
    func with<Result: Sendable>(
        _ analyst: Analyst,
        knowledge: KnowledgeDirectory,
        store: any Store,
        user: String,
        isLasting: Bool,
        _ body: (Assistant, ModelLog) async throws -> Result
    ) async throws -> Result {
        try await Connections.with { connections in
            let log = ModelLog()
            let assistant: Assistant
            let model: ReliableModel
            do {
                model = try configuration.open(
                    connections: connections,
                    knowledge: knowledge,
                    store: store,
                    contexts: KeptContexts(store),
                    report: { log.note($0) }
                )
                let prompts = try Prompts(knowledge, analyst)
                assistant = Assistant(model, user: user, prompts: prompts, sql: try runner(), wording: wording)
            } catch let error as KnowledgeError {
                throw Failure(.knowledgeBroken, message: "\(error)")
            }
            // Beside the work, and called off with it: no answer waits for it.
            async let _: Void = isLasting ? model.sweepContexts() : ()
            return try await body(assistant, log)
        }
    }
}

extension ModelSetup {
    /// `body` with the model that the environment names, or without one.
    ///
    /// - Parameter store: nil: there is nowhere to write calls down, so none is made.
    static func using<Result: Sendable>(
        _ analyst: Analyst,
        knowledge: KnowledgeDirectory,
        store: (any Store)?,
        user: String,
        isLasting: Bool,
        _ body: (Assistant?, ModelLog?) async throws -> Result
    ) async throws -> Result {
        guard let setup = try ModelSetup(), let store else { return try await body(nil, nil) }
        return try await setup.with(
            analyst,
            knowledge: knowledge,
            store: store,
            user: user,
            isLasting: isLasting,
            body
        )
    }

    /// What the environment allows for a day; nil: no model is named.
    static func budget() throws(Failure) -> UsageBudget? { try ModelSetup()?.configuration.budget }

    /// Whether a model is named, rightly or not.
    static var isNamed: Bool { environment["BARWISE_MODEL"].map { !$0.isEmpty } ?? false }
}

extension Failure {
    /// What is wrong with the environment's model. The errors name variables and files, never what is in them.
    fileprivate init(_ error: any Error) {
        let text = "\(error)"
        let place = error is AddressError ? "BARWISE_MODEL " : ""
        self.init(.setupIncomplete, message: "The model cannot be used: \(place)\(text). barwise doctor tells more.")
    }
}
