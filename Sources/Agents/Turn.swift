package import AgentGraph
package import Answers
internal import DuckDB
package import Understanding

/// What the agents know of one turn. What is stored is what was decided; what follows from it by a function of the data
/// (SQL, rows, the answer's whole text and table) is worked out again where the process that had it is gone.
package struct Turn: Codable, Sendable {
    package var inquiry: Inquiry
    /// The turn to be taken back, where this one is no question.
    package var undoes: RunID?
    package var reading: Reading?
    /// What is said where no study answers.
    package var draft: Draft?
    /// What the answer says of a model's part in it; nil: none was asked.
    package var remarks: [ModelRemark]?
    /// Readings that the user is asked to choose from, by the text of their options; nil: no such question was asked.
    package var choices: [Choice]?
    /// The language of the chat so far, for words that show none: `2`.
    var spoken: Language?
    /// A model's SQL that answers where no study does.
    package var written: WrittenSQL?
    /// Not stored.
    package var work = Work()

    private enum CodingKeys: String, CodingKey {
        case inquiry, undoes, reading, draft, remarks, choices, written, spoken
    }

    package init(_ inquiry: Inquiry, reading: Reading? = nil, spoken: Language? = nil) {
        self.inquiry = inquiry
        self.spoken = spoken
        self.reading = reading
    }

    mutating func remark(_ remark: ModelRemark) {
        let said = remarks ?? []
        if !said.contains(remark) { remarks = said + [remark] }
    }

    /// What the next turn starts from.
    var rest: Turn {
        var rest = Turn(Inquiry(text: "", memory: inquiry.memory), spoken: spoken)
        rest.work.answer = work.answer
        rest.work.summaries = work.summaries
        return rest
    }

    /// One of two readings of the same words.
    package struct Choice: Codable, Hashable, Sendable {
        package var question: String
        package var reading: Reading
        /// Whose it is, where it is a model's.
        package var remark: ModelRemark?
    }

    /// Worked out in this process.
    package struct Work: Sendable {
        var began: ContinuousClock.Instant?
        var understood: Duration = .zero
        var others: [OtherReading]?
        var plan: Plan?
        /// The study has no SQL of ours.
        var isBeyond = false
        var findings: Findings?
        /// Of SQL that a model wrote.
        var rows: Table?
        /// Of the chat's older messages, by the first one's number.
        var summaries: [Int: String] = [:]
        package var answer: Answer?
    }
}

/// A question back, as it is shown; a run waits with it for as long as it takes.
package struct Clarification: Codable, Hashable, Sendable {
    package var language: Language
    package var text: String
    /// Each a whole question.
    package var options: [Option]
    package var bindings: [Answer.BoundWords]
    package var remarks: [String]
    /// Of a language model, until it was asked back; nil: none was asked.
    package var usage: Answer.Usage?

    init(_ answer: Answer) {
        language = answer.language
        text = answer.text
        options = answer.clarification?.options ?? []
        bindings = answer.bindings
        remarks = answer.remarks
        usage = answer.usage.model == nil ? nil : answer.usage
    }

    package var answer: Answer {
        var answer = Answer(status: .needsClarification, language: language, text: text)
        answer.clarification = Answer.Question(question: text, options: options)
        answer.bindings = bindings
        answer.remarks = remarks
        if let usage { answer.usage = usage }
        return answer
    }
}
