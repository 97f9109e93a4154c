internal import AgentGraph
internal import Sessions

extension Conversation {
    /// The newest messages that stand, oldest first, for a model that was not there.
    /// - Parameter run: its own messages are left out.
    static func said(
        in session: ThreadID,
        _ store: any SessionStore,
        last: Int,
        besides run: RunID
    ) async throws -> [Said] {
        // A run's own question, its questions back and their replies are no more than a few.
        let messages = standing(try await store.messages(of: session, last: last + 8))
        return messages.filter { $0.run != run && $0.role != .summary }.suffix(last)
            .map { Said(isUser: $0.role == .user, $0.text) }
    }
}
