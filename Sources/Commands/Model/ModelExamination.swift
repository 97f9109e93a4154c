internal import Answers
internal import Foundation
internal import Knowledge
internal import LanguageModels

/// The language model that the environment names, looked at without paying for it where its server allows.
struct ModelExamination {
    private typealias Finding = Examination.Finding

    private let environment: [String: String]
    private let now: Date
    private let time: TimeSource

    /// - Parameter time: of the call to the server.
    init(
        environment: [String: String] = ModelSetup.environment,
        now: Date = Date(),
        time: TimeSource = .system
    ) {
        self.environment = environment
        self.now = now
        self.time = time
    }

    func findings() async -> [Examination.Finding] {
        guard ModelSetup.isNamed else {
            return [Finding(state: .optional, subject: "model", detail: "none; the built-in reader answers alone")]
        }
        let configuration: ModelConfiguration
        do {
            guard let found = try ModelConfiguration(environment: environment) else { return [] }
            configuration = found
        } catch {
            return [Finding(state: .missing, subject: "model", detail: "\(error)", cure: Self.cure(error))]
        }
        do {
            let knowledge = try KnowledgeDirectory.locate()
            let (families, prices) = (try ModelFamilies(knowledge), try Prices(knowledge))
            return [key(configuration)] + end(configuration, families) + [price(configuration, prices)]
                + [await server(configuration, knowledge)]
        } catch {
            return [Finding(state: .missing, subject: "model", detail: "\(error)", cure: "mend the file")]
        }
    }

    private static func cure(_ error: any Error) -> String {
        switch error {
        case KeyError.exposed(let path): "chmod 600 \(path)"
        case KeyError.missing(let variables): "export \(variables.first ?? "")=…"
        case KeyError.unreadable, KeyError.malformed: "put the key, and nothing else, into it"
        case let error as ConfigurationError: "mend \(error.variable)"
        default: "mend BARWISE_MODEL: gemini:MODEL, gemini:MODEL@BASE or openai:MODEL@URL"
        }
    }

    private func key(_ configuration: ModelConfiguration) -> Examination.Finding {
        guard configuration.key != nil else {
            return Finding(state: .good, subject: "model's key", detail: "none; the server is asked without")
        }
        if let path = environment[LanguageModels.Key.fileVariable], !path.isEmpty {
            return Finding(state: .good, subject: "model's key", detail: "in \(path), yours alone")
        }
        let variable = configuration.address.provider.keyVariables.first {
            environment[$0].map { !$0.isEmpty } ?? false
        }
        return Finding(
            state: .good,
            subject: "model's key",
            detail: "in \(variable ?? "the environment")"
        )
    }

    /// Nothing where no end is announced.
    private func end(_ configuration: ModelConfiguration, _ families: ModelFamilies) -> [Examination.Finding] {
        let name = configuration.address.name
        guard let end = families.end(of: name) else { return [] }
        let other =
            configuration.fallback?.name
            ?? families.replacement(of: name).map { instead in
                ModelName(provider: name.provider, model: instead)
            }
        let isOver = end <= Day.of(now)
        return [
            Finding(
                state: isOver ? .missing : .optional,
                subject: "model's end",
                detail: isOver
                    ? "\(name) is retired since \(end)" : "\(name) ends on \(end), UTC; known on \(families.read)",
                cure: other.map { "set BARWISE_MODEL to \($0), which takes over when calls fail" }
                    ?? "set BARWISE_MODEL to a newer model"
            )
        ]
    }

    private func price(_ configuration: ModelConfiguration, _ prices: Prices) -> Examination.Finding {
        let day = Day.of(now)
        guard let rate = prices.rate(of: configuration.address.model, day: day) else {
            let hasMoneyBudget =
                configuration.budget.microdollarsOfUser != nil || configuration.budget.microdollarsOfAll != nil
            return Finding(
                state: .optional,
                subject: "model's price",
                detail: "not known: tokens are counted, dollars are not",
                cure: hasMoneyBudget ? "a budget in dollars holds nothing here: set BARWISE_MODEL_DAY_TOKENS" : nil
            )
        }
        func dollars(_ nano: Int) -> String { String(format: "%.3g", Double(nano) / 1000) }
        return Finding(
            state: .good,
            subject: "model's price",
            detail: "$\(dollars(rate.input)) for a million tokens in, \(dollars(rate.cached)) cached, "
                + "\(dollars(rate.output)) out; read on \(prices.read)"
        )
    }

    /// Asks the server whether it would answer.
    private func server(
        _ configuration: ModelConfiguration,
        _ knowledge: KnowledgeDirectory
    ) async -> Examination.Finding {
        let name = configuration.address.name
        do {
            let report = try await Connections.with { connections in
                try await configuration.open(
                    connections: connections,
                    knowledge: knowledge,
                    store: MemoryUsageStore(),
                    time: time
                )
                .probe()
            }
            let latency = String(format: "%.0f ms", report.latency / .milliseconds(1))
            return Finding(
                state: report.isListed ? .good : .optional,
                subject: "model",
                detail: "\(name) answers at \(configuration.address.base), \(latency)",
                cure: report.isListed ? nil : "its server does not list that name; some answer to any"
            )
        } catch let error as ModelError {
            return Finding(
                state: .missing,
                subject: "model",
                detail: "\(name) at \(configuration.address.base): \(error)",
                cure: Self.cure(error, configuration.address.provider)
            )
        } catch {
            return Finding(state: .missing, subject: "model", detail: "\(name): \(error)")
        }
    }

    private static func cure(_ error: ModelError, _ provider: ModelAddress.Provider) -> String {
        switch error.code {
        case .unreachable: "look whether the server runs and the address is right"
        case .badKey, .forbidden: "mend the key (\(provider.keyVariables.joined(separator: ", ")))"
        case .gone: "set BARWISE_MODEL to a model that the server has"
        case .quota, .busy: "wait, or raise the account's quota"
        default: "look at the server; questions are answered without the model meanwhile"
        }
    }
}
