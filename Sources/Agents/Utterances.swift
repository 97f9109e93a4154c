package import AgentGraph
internal import Answers
internal import Foundation
internal import Sessions
internal import Understanding

extension AnalystGraph {
    func message(
        _ role: Message.Role,
        _ text: String,
        _ context: NodeContext<String>,
        status: Message.Status = .complete,
        answer: Answers.Answer? = nil
    ) -> Message {
        Message(
            session: context.thread,
            role: role,
            text: text,
            status: status,
            run: context.run,
            answer: answer.map { Data($0.abridged().utf8) },
            at: now()
        )
    }

    /// That a turn was taken back.
    func undoing(_ run: RunID, _ context: NodeContext<String>) throws -> Message {
        var message = message(.assistant, "", context)
        message.answer = try JSONEncoder().encode(Undoing(undone: run))
        return message
    }

    /// What a turn leaves that ended without an answer.
    package func parting(
        _ node: Node,
        _ turn: Turn,
        _ context: NodeContext<String>,
        _ reason: Parting
    ) throws -> [Attachment] {
        let reading = turn.reading ?? analyst.read(turn.inquiry)
        switch reason {
        case .stopped:
            let text = analyst.say(reading.language)("turn.stopped")
            return [try message(.assistant, text, context, status: .stopped).attachment]
        case .failed(let error):
            let answer = analyst.answer(analyst.broken(error, reading.language), reading, [])
            let account = Account(
                input: Account.input(node, turn, context),
                output: ["failure": answer.failure?.code.rawValue ?? ""],
                time: .zero
            )
            var trace = account.trace(node, context, at: now())
            trace.error = String(describing: error).cut(to: Account.longest)
            return [
                try message(.assistant, answer.text, context, status: .failed, answer: answer).attachment,
                try trace.attachment,
            ]
        }
    }
}

/// The machine-readable part of the message that takes a turn back.
struct Undoing: Codable, Hashable, Sendable {
    var undone: RunID
}
