/// What a request asks of the model, the same for both wires: what a script answers to.
package struct Ask: Sendable {
    package struct Turn: Sendable, Hashable {
        /// "user", "model" or "assistant", as sent.
        package var role: String
        package var text: String
    }

    package var model: String
    /// The system text, that of the cache that the request names included.
    package var system: String
    package var turns: [Turn]
    package var schema: JSON?
    package var maximumOutputTokens: Int?
    /// Level or budget, as sent.
    package var thinking: String?
    package var streams: Bool

    /// Text of the last turn, "" without one.
    package var last: String { turns.last?.text ?? "" }
}
