internal import AgentGraph
internal import Answers
internal import DuckDB
internal import Foundation
internal import GuardedSQL
internal import JSONText
internal import LanguageModels
internal import Market
internal import Understanding

/// SQL of a model that ran and gave the rows which its brief says.
package struct WrittenSQL: Codable, Hashable, Sendable {
    package var brief: ModelBrief
    package var sql: String
}

/// Has a model say what a question's answer is made of, then write the SQL for it, and holds the one against the other.
struct SQLAuthor {
    /// Seconds for all calls of a turn.
    static let patience = 120
    /// After the first query.
    static let repairs = 3

    let assistant: Assistant
    let runner: GuardedRunner
    let analyst: Analyst
    let context: NodeContext<String>

    enum Outcome {
        case written(WrittenSQL, Table)
        /// The question is not one that SQL over the bars answers.
        case noBrief
        /// The model failed for this reason, or (nil) no query of its was as its brief.
        case failed(ModelError.Code?)
    }

    func write(_ inquiry: Inquiry, unread: [String], _ dynamic: ChatMessage) async throws -> Outcome {
        let end = ContinuousClock.now + .seconds(Self.patience)
        switch try await brief(inquiry, unread, dynamic, end) {
        case .failure(.failed(let code)): return .failed(code)
        case .failure(.none): return .noBrief
        case .success(let brief): return try await query(brief, end)
        }
    }

    private enum NoBrief: Error {
        case failed(ModelError.Code)
        case none
    }

    private func brief(
        _ inquiry: Inquiry,
        _ unread: [String],
        _ dynamic: ChatMessage,
        _ end: ContinuousClock.Instant
    ) async throws -> Result<ModelBrief, NoBrief> {
        let symbols = analyst.loaded.map(\.instrument.symbol).filter(Vocabulary.isPlain).sorted()
        guard !symbols.isEmpty else { return .failure(.none) }
        var request = ModelRequest(
            agent: "sql.brief",
            fixed: assistant.prompts["sql.brief"],
            messages: [dynamic],
            schema: ModelBrief.schema(symbols: symbols),
            thinking: .low,
            maxOutputTokens: 4096,
            deadline: end
        )
        for name in ["brief", "brief again"] {
            let heard = try await assistant.ask(request, as: name, context)
            if let failure = heard.failure { return .failure(.failed(failure)) }
            let faults: [String]
            do {
                let brief = try JSONDecoder().decode(ModelBrief.self, from: Data(heard.text.utf8))
                guard brief.answerable else { return .failure(.none) }
                faults = brief.faults(inquiry.text, unread: unread, loaded: Set(symbols))
                if faults.isEmpty { return .success(brief) }
            } catch {
                // It kept to the schema, so a number in it is none of ours.
                faults = ["a number is out of range"]
            }
            request.messages = [dynamic, ChatMessage(.model, heard.text), repair(faults)]
        }
        return .failure(.none)
    }

    private func query(_ brief: ModelBrief, _ end: ContinuousClock.Instant) async throws -> Outcome {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let task = ChatMessage(.user, String(decoding: try encoder.encode(brief), as: UTF8.self))
        var request = ModelRequest(
            agent: "sql",
            fixed: assistant.prompts["sql"],
            messages: [task],
            schema: [
                "type": "object", "properties": ["sql": ["type": "string"]], "required": ["sql"],
                "additionalProperties": false,
            ],
            thinking: .medium,
            maxOutputTokens: 8192,
            limits: CallLimits(firstByte: .seconds(45)),
            deadline: end
        )
        for number in 0...Self.repairs {
            let heard = try await assistant.ask(request, as: "sql[\(number)]", context)
            guard heard.failure == nil, let sql = heard.json?["sql"]?.string else { return .failed(heard.failure) }
            let faults: [String]
            do {
                let table = try await analyst.run(guarded: sql, of: brief.symbols, runner)
                faults = brief.faults(table)
                if faults.isEmpty { return .written(WrittenSQL(brief: brief, sql: sql), table) }
            } catch let refusal as Refusal {
                try Task.checkCancellation()
                faults = ["\(refusal.code.rawValue): \(refusal.detail.cut(to: 600))"]
            }
            request.messages = [task, ChatMessage(.model, String(heard.text.prefix(9000))), repair(faults)]
        }
        return .failed(nil)
    }

    private func repair(_ faults: [String]) -> ChatMessage {
        let told = faults.prefix(8).map { "- " + $0 }.joined(separator: "\n")
        return ChatMessage(.user, assistant.prompts["sql.repair"].replacing("{faults}", with: told))
    }
}

extension Analyst {
    /// The rows of SQL that our own code did not write, over the minutes and sessions of some symbols.
    func run(guarded sql: String, of symbols: [String], _ runner: GuardedRunner) async throws -> Table {
        try await runner.run(Work(files: try files(of: symbols).map(\.path), sql: sql, seconds: runner.seconds))
    }
}
