internal import AgentGraph
internal import Answers
internal import Foundation
package import Sessions

extension Conversation {
    /// Takes the last turn back: what follows is read as if it had never been said.
    ///
    /// The store keeps what was said, and that it was taken back, as a turn of its own; a second time takes back the turn
    /// before. A turn that waits for a reply is let go.
    /// - Returns: the question that was taken back.
    /// - Throws: `Failure.nothingToUndo`; as `say`.
    @discardableResult
    package func undo() async throws -> String {
        let said = try await messages()
        guard let last = said.last(where: { $0.run != nil })?.run else {
            throw Failure(.nothingToUndo, message: "There is nothing to take back.")
        }
        try await dismiss()
        let memory: Memory?
        do {
            memory = try await self.memory(at: CheckpointID(run: last, step: 0))
        } catch let error as GraphError where error.code == .unknownRun || error.code == .unknownCheckpoint {
            throw Failure(.nothingToUndo, message: "The turn before is too long ago to be taken back.")
        }
        var turn = Turn(Inquiry(text: "", memory: memory))
        turn.undoes = last
        let head = try await runtime.head(of: session)
        let run = try await start(turn, after: head.checkpoint, saying: Self.undoing)
        _ = try await finish(run) { _ in }
        return said.first { $0.run == last && $0.role == .user }?.text ?? ""
    }

    /// What is said to take a turn back.
    static let undoing = "/undo"

    /// What was said and stands, oldest first: without the turns that were taken back.
    /// - Parameter last: so many of the newest are looked at; nil: all.
    package func messages(last: Int? = nil) async throws -> [Message] {
        Self.standing(try await store.messages(of: session, last: last))
    }

    /// Messages without the turns that were taken back and the takings-back themselves.
    static func standing(_ messages: [Message]) -> [Message] {
        var gone: Set<RunID> = []
        for message in messages where message.role == .assistant {
            guard let json = message.answer, let run = message.run,
                let undoing = try? JSONDecoder().decode(Undoing.self, from: json)  // Any other answer is none.
            else { continue }
            gone.formUnion([run, undoing.undone])
        }
        guard !gone.isEmpty else { return messages }
        return messages.filter { $0.run.map { !gone.contains($0) } ?? true }
    }
}
