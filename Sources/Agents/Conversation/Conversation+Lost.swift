package import AgentGraph
package import Answers
internal import Foundation
package import Sessions

extension Conversation {
    /// What was said last in the turn that has no end yet; nil where every turn has one. Whoever says it again, because the
    /// program went before it answered, is to get the one answer.
    package func lastWords() async throws -> String? {
        guard let run = try await unfinished() else { return nil }
        // A reply is among the messages only once a step has taken it in.
        let answers = try await store.load(run).questions.compactMap(\.answer)
        if let reply = answers.last { return try JSONDecoder().decode(String.self, from: reply) }
        return try await store.messages(of: session, last: 1).last { $0.run == run && $0.role == .user }?.text
    }

    /// Takes the turns of any conversation whose program is gone to their ends, or to their questions back, one after the
    /// other; a task that is cancelled begins no other one.
    /// - Returns: how many.
    package static func finishLost(
        _ analyst: Analyst,
        assistant: Assistant? = nil,
        store: any SessionStore,
        settings: AgentGraph.Settings = Conversation.settings()
    ) async throws -> Int {
        var count = 0
        for run in try await store.orphans(limit: 100, isGone: settings.isGone) {
            guard !Task.isCancelled else { break }
            let session = try await store.load(run).record.thread
            let lost = Conversation(analyst, assistant: assistant, store: store, session: session, settings: settings)
            // Not cancelled with us: a turn that is cancelled is one that its user stopped.
            let turn = Task { try await lost.runtime.run(run) }
            do {
                _ = try await turn.value
                await lost.tidy()
                count += 1
            } catch let error as GraphError where [.runOwned, .runEnded, .staleOwner].contains(error.code) {
                // Somebody else was quicker.
            }
        }
        return count
    }
}
