internal import AgentGraph
internal import Answers
internal import DuckDB
internal import GuardedSQL
internal import LanguageModels
internal import Understanding

extension AnalystGraph {
    /// Whether a question that is open after reading may go to SQL of a model's.
    func mayWriteSQL(_ reading: Reading?) -> Bool {
        guard assistant?.sql != nil, !analyst.loaded.isEmpty, case .clarify(let reason, _)? = reading?.intent else {
            return false
        }
        return switch reason {
        case .openTask, .unreadWords: true
        case .emptyQuestion, .tooLong, .ambiguous, .editWithoutStudy, .leftOut: false
        }
    }

    /// Has a model write the SQL.
    /// - Parameter other: who says what is said without one, where nothing comes of it.
    func writeByModel(
        _ turn: inout Turn,
        _ context: NodeContext<String>,
        else other: Node
    ) async throws -> Node {
        guard let assistant, let runner = assistant.sql, let reading = turn.reading else { return other }
        let author = SQLAuthor(assistant: assistant, runner: runner, analyst: analyst, context: context)
        let message = ChatMessage.dynamic(
            today: analyst.today(of: turn.inquiry),
            loaded: analyst.loaded,
            said: try await recall(Said.told, context.run),
            turn.inquiry.text
        )
        var unread: [String] = []
        if case .clarify(.unreadWords(let words), _) = reading.intent { unread = words }
        switch try await author.write(turn.inquiry, unread: unread, message) {
        case .written(let written, let table):
            turn.written = written
            turn.draft = nil
            turn.work.rows = table
            turn.remark(.wroteSQL)
            return .responder
        case .noBrief: return other
        case .failed(let failure):
            turn.remark(ModelRemark(failure))
            return other
        }
    }

    /// The rows of the model's SQL as an answer; they are read again where the process that had them is gone.
    func answer(_ written: WrittenSQL, _ turn: inout Turn, _ reading: Reading) async throws -> Answers.Answer {
        let rows: Table
        do {
            guard let runner = assistant?.sql else { throw Refusal(.failed, "no model's SQL is run here") }
            rows =
                if let rows = turn.work.rows { rows } else {
                    try await analyst.run(guarded: written.sql, of: written.brief.symbols, runner)
                }
            guard written.brief.faults(rows).isEmpty else { throw Refusal(.failed, "the data have changed") }
        } catch let refusal as Refusal {
            try Task.checkCancellation()
            return analyst.answer(analyst.failed(refusal, reading.language), reading, [])
        }
        let told = ToldBrief(written.brief, reading.language, turn.inquiry.text, analyst, assistant)
        return told.answer(rows, sql: written.sql)
    }
}
