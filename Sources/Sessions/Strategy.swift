public import AgentGraph
public import Foundation

/// A saved strategy: its conditions, and what its last backtest gave.
public struct Strategy: Codable, Hashable, Sendable, Identifiable {
    public var id: Identifier<Strategy>
    /// From 1 to 200 characters; unique for its user.
    public var name: String
    public var description: String
    /// JSON, as the program that tests it writes it.
    public var conditions: Data
    public var results: Data?
    public var createdAt: Date
    public var updatedAt: Date

    public init(
        id: Identifier<Strategy> = Identifier(),
        name: String,
        description: String = "",
        conditions: Data,
        results: Data? = nil,
        createdAt: Date,
        updatedAt: Date
    ) {
        self.id = id
        self.name = name
        self.description = description
        self.conditions = conditions
        self.results = results
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

/// A prompt's static part that a provider keeps for us. No user's text is ever in it.
public struct CachedContext: Codable, Hashable, Sendable {
    /// Hash of model and content.
    public var key: String
    public var model: String
    /// The provider's name for it; nil while somebody is making it.
    public var name: String?
    public var expiresAt: Date
    public var createdAt: Date

    public init(key: String, model: String, name: String?, expiresAt: Date, createdAt: Date) {
        self.key = key
        self.model = model
        self.name = name
        self.expiresAt = expiresAt
        self.createdAt = createdAt
    }
}
