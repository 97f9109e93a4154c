internal import AgentGraph
internal import Answers
internal import Bars
internal import Foundation
internal import JSONText
internal import LanguageModels
internal import StudySQL
internal import Understanding

extension AnalystGraph {
    /// Rows of a table that a model sees beside the facts.
    static let toldRows = 8

    /// Has the model put the answer into a few sentences. What it is of, that nothing was found, an answer to a part of the
    /// question, and questions back stay in our own words; so does an answer of which the model says anything that is not
    /// in it.
    func reword(
        _ answer: inout Answers.Answer,
        _ turn: inout Turn,
        _ reading: Reading,
        _ context: NodeContext<String>
    ) async throws {
        guard let assistant, assistant.words(turn), context.spending.exhaustedAt == nil, answer.status == .answered,
            reading.wanted == .figures, reading.leftOut.isEmpty, let table = answer.table, !table.rows.isEmpty,
            !answer.facts.isEmpty,
            let study = answer.study, study.instruments.allSatisfy(Vocabulary.isPlain)
        else { return }
        let grounds = analyst.grounds(
            of: answer,
            asked: turn.inquiry.text,
            rows: Self.toldRows,
            assistant.prompts.prose
        )
        let writer = ProseWriter(assistant: assistant, context: context, agent: "responder")
        let outcome = try await writer.write(told(answer, turn), grounds)
        if let text = outcome.text { answer.text = text }
        turn.remark(outcome.text != nil ? .worded : outcome.failure == .budget ? .overBudget : .unworded)
    }

    /// Facts and first rows as they are shown, with what they are of.
    private func told(_ answer: Answers.Answer, _ turn: Turn) -> JSONValue {
        let rows = analyst.shown(answer, rows: Self.toldRows)
        func strings(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
        return .object([
            .init("language", .string(answer.language.rawValue)),
            .init("question", .string(turn.inquiry.text.cut(to: Reader.longest))),
            .init("task", .string(answer.study.map { analyst.task(of: $0, answer.language) } ?? "")),
            .init("text", .string(answer.text)),
            .init("facts", .object(answer.facts.map { .init($0.name, $0.value.told) })),
            .init("columns", strings(rows.first ?? [])),
            .init("rows", .array(rows.dropFirst().map(strings))),
            .init("all_rows", .integer(answer.table?.totalRows ?? 0)),
            .init("definitions", strings(answer.definitions)),
        ])
    }
}

extension Answers.Answer {
    /// What the turn asked of a model, this step included, and what the ledger has for it.
    mutating func count(_ context: NodeContext<String>, _ assistant: Assistant?) {
        let amounts = context.spending.amounts.merging(context.spent) { $0 + $1 }
        guard let assistant, amounts[Assistant.Spent.calls, default: 0] > 0 else { return }
        usage.model = assistant.model.name.description
        usage.inputTokens = amounts[Assistant.Spent.input, default: 0]
        usage.cachedTokens = amounts[Assistant.Spent.cached, default: 0]
        usage.outputTokens = amounts[Assistant.Spent.output, default: 0]
        usage.costUSD = Double(amounts[Assistant.Spent.microdollars, default: 0]) / 1_000_000
    }
}

extension Assistant {
    /// Whether the model words the answer of a turn.
    fileprivate func words(_ turn: Turn) -> Bool {
        switch wording {
        case .never: false
        case .whereAsked: turn.remarks?.contains { $0.isPart } ?? false
        case .always: true
        }
    }
}

extension Cell {
    /// Rounded as far as no sentence needs more.
    fileprivate var told: JSONValue {
        switch self {
        case .null: .null
        case .integer(let value): .integer(value)
        case .number(let value):
            value.isFinite ? .number(Double(String(format: "%.6g", value)) ?? value) : .null
        case .text(let text): .string(text)
        case .bool(let value): .bool(value)
        }
    }
}
