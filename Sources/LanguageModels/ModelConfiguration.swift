package import Knowledge

/// Which models answer and what they may use, from the environment. Only the program's composition reads it.
package struct ModelConfiguration: Sendable {
    /// BARWISE_MODEL: `gemini:MODEL`, `gemini:MODEL@BASE`, `openai:MODEL@URL`.
    package var address: ModelAddress
    package var key: Key?
    /// BARWISE_MODEL_FALLBACK: answers when the first is retired; nil: the one that the data names, if any.
    package var fallback: ModelAddress?
    /// BARWISE_MODEL_CACHE=on: keep static parts at Gemini where that pays.
    package var keepsContexts: Bool
    /// BARWISE_MODEL_DAY_TOKENS, BARWISE_MODEL_DAY_DOLLARS for each user, BARWISE_MODEL_DAY_DOLLARS_ALL.
    package var budget: UsageBudget

    /// nil: no model is configured.
    ///
    /// - Throws: `AddressError`, `KeyError`, `ConfigurationError`.
    package init?(environment: [String: String]) throws {
        guard let text = environment["BARWISE_MODEL"], !text.isEmpty else { return nil }
        address = try ModelAddress(parsing: text)
        key = try Key.find(for: address.provider, environment: environment)
        if key == nil, address.provider == .gemini || address.base == ModelAddress.openAIBase {
            throw KeyError.missing(variables: address.provider.keyVariables + [Key.fileVariable])
        }
        guard key == nil || address.protectsKey else { throw AddressError(problem: .plain) }
        if let text = environment["BARWISE_MODEL_FALLBACK"], !text.isEmpty {
            let fallback = try ModelAddress(parsing: text)
            // One key stands for one server.
            guard fallback.provider == address.provider, fallback.base == address.base else {
                throw ConfigurationError(variable: "BARWISE_MODEL_FALLBACK", message: "must be of the same server")
            }
            self.fallback = fallback
        }
        keepsContexts = environment["BARWISE_MODEL_CACHE"] == "on"
        func number(_ variable: String) throws -> Double? {
            guard let text = environment[variable], !text.isEmpty else { return nil }
            guard let number = Double(text), (0...1_000_000_000).contains(number) else {
                throw ConfigurationError(variable: variable, message: "must be a number, 0 or more")
            }
            return number
        }
        func microdollars(_ variable: String) throws -> Int? {
            try number(variable).map { Int(($0 * 1_000_000).rounded()) }
        }
        budget = UsageBudget(
            tokensOfUser: try number("BARWISE_MODEL_DAY_TOKENS").map { Int($0) },
            microdollarsOfUser: try microdollars("BARWISE_MODEL_DAY_DOLLARS"),
            microdollarsOfAll: try microdollars("BARWISE_MODEL_DAY_DOLLARS_ALL")
        )
    }

    /// The model that agents are given.
    ///
    /// - Parameters:
    ///   - store: of the ledger.
    ///   - contexts: where the rows of kept contents are; nil: none are kept.
    /// - Throws: `KnowledgeError`.
    package func open(
        connections: Connections,
        knowledge: KnowledgeDirectory,
        store: any UsageStore,
        contexts: (any ContextCacheStore)? = nil,
        time: TimeSource = .system,
        report: @escaping @Sendable (ModelNotice) -> Void = { _ in }
    ) throws -> ReliableModel {
        let families = try ModelFamilies(knowledge)
        let prices = try Prices(knowledge)
        let ledger = UsageLedger(store: store, prices: prices, budget: budget, time: time)
        // One server, one breaker.
        let breaker = SharedBreaker()
        func route(_ address: ModelAddress) throws -> ReliableModel.Route {
            switch address.provider {
            case .openai:
                return .init(
                    try OpenAICompatible(address, key: key, connections: connections, families: families, time: time),
                    breaker: breaker
                )
            case .gemini:
                guard let key else { throw KeyError.missing(variables: address.provider.keyVariables) }
                let model = try Gemini(address, key: key, connections: connections, families: families, time: time)
                let cache = contexts.map { contexts in
                    ContextCache(
                        wire: model.cacheWire,
                        store: contexts,
                        prices: prices,
                        ledger: ledger,
                        time: time,
                        report: report
                    )
                }
                return .init(model, breaker: breaker, cache: keepsContexts ? cache : nil)
            }
        }
        var other = fallback
        if other == nil, let model = families.replacement(of: address.name) {
            other = address
            other?.model = model
        }
        return ReliableModel(
            try route(address),
            other: try other.map(route),
            ledger: ledger,
            families: families,
            time: time,
            report: report
        )
    }
}

package struct ConfigurationError: Error, Sendable, Hashable, CustomStringConvertible {
    package var variable: String
    package var message: String

    package init(variable: String, message: String) {
        self.variable = variable
        self.message = message
    }

    package var description: String { "\(variable): \(message)" }
}
