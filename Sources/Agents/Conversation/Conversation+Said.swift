internal import AgentGraph
internal import Sessions

extension Conversation {
    /// The newest messages that stand, oldest first, for a model that was not there.
    /// - Parameter run: its own question, where nothing came after it, is left out.
    static func said(
        in session: ThreadID,
        _ store: any SessionStore,
        last: Int,
        besides run: RunID
    ) async throws -> [Said] {
        // As many again may have been taken back or be summaries.
        var messages = standing(try await store.messages(of: session, last: 2 * last)).filter { $0.role != .summary }
        // What is being answered is told by itself.
        if let newest = messages.last, newest.role == .user, newest.run == run { messages.removeLast() }
        return messages.suffix(last)
            .map { Said(isUser: $0.role == .user, $0.text) }
    }
}
