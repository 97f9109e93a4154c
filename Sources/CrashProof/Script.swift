package import AgentGraph
package import Sessions

/// How a kind of conversation reads in its messages.
package struct Script: Sendable {
    /// What a message is in a turn; turns are named by their keys.
    package enum Part: Hashable, Sendable {
        case said(key: String)
        case asked, replied, answered
        /// Nothing that belongs here.
        case strange(text: String)
    }

    /// Of messages in their order.
    package var parts: @Sendable ([Message]) -> [Part]
    /// How many turns the state at a checkpoint has counted; nil where it counts none.
    package var turns: (@Sendable (any SessionStore, CheckpointID) async throws -> Int)?

    package init(
        parts: @escaping @Sendable ([Message]) -> [Part],
        turns: (@Sendable (any SessionStore, CheckpointID) async throws -> Int)? = nil
    ) {
        self.parts = parts
        self.turns = turns
    }

    /// Of `Talk`.
    package static let talk = Script(
        parts: { messages in
            messages.map { message in
                switch (message.role, message.status) {
                case (.user, _): .said(key: message.text)
                case (.assistant, .question): .asked
                case (.assistant, .complete): .answered
                default: .strange(text: message.text)
                }
            }
        },
        turns: { store, checkpoint in try await Runtime(Talk(), store: store).state(at: checkpoint).turns }
    )
}
