package import JSONText
package import Studies
package import Understanding

/// What is given back for a question: the same object on the command line, over HTTP and over MCP (docs/answer.md).
package struct Answer: Sendable {
    /// Carried over from a batch's line.
    package var id: String?
    package var status: Status
    package var language: Language
    /// One or two sentences, in the question's language.
    package var text: String
    package var table: AnswerTable?
    /// At most twelve figures that the answer is about.
    package var facts: [Fact] = []
    package var bindings: [BoundWords] = []
    package var assumptions: [AssumptionNote] = []
    package var clarification: Question?
    package var checks: [Check] = []
    /// The definitions that the figures rest on.
    package var definitions: [String] = []
    /// What a reader of the figures should know: few days, a period covered in part, a spelling that was mended.
    package var remarks: [String] = []
    /// A Vega-Lite specification.
    package var chart: JSONValue?
    package var study: Study?
    /// The study in words, as Markdown.
    package var brief: String?
    /// What ran, with its values written in.
    package var sql: String?
    /// The SQL was asked for.
    package var showsSQL = false
    package var timing = Timing()
    package var usage = Usage()
    /// Set where the status is `failed`.
    package var failure: Failure?

    package init(status: Status, language: Language, text: String) {
        self.status = status
        self.language = language
        self.text = text
    }

    package enum Status: String, Codable, Sendable, CaseIterable {
        case answered, needsClarification = "needs_clarification", declined, noData = "no_data", explained, chat
        case scanned, backtested, failed
    }

    package struct Fact: Codable, Hashable, Sendable {
        package var name: String
        package var value: Cell

        package init(name: String, value: Cell) {
            self.name = name
            self.value = value
        }
    }

    /// Words of the question and what they became, as a phrase.
    package struct BoundWords: Codable, Hashable, Sendable {
        package var words: String
        package var clause: String

        package init(words: String, clause: String) {
            self.words = words
            self.clause = clause
        }
    }

    package struct AssumptionNote: Hashable, Sendable {
        package var text: String
        package var alternatives: [Alternative]
    }

    /// A complete question that takes it otherwise.
    package struct Alternative: Hashable, Sendable {
        package var label: String
        package var question: String
        /// Its figures in words, where they differ by more than a tenth from the answer's.
        package var figures: String?
    }

    package struct Question: Codable, Hashable, Sendable {
        package var question: String
        package var options: [Option]

        package init(question: String, options: [Option]) {
            self.question = question
            self.options = options
        }
    }

    /// A sum that must come out.
    package struct Check: Hashable, Sendable {
        package var name: String
        package var expected: Double
        package var actual: Double
        package var passed: Bool

        package init(name: String, expected: Double, actual: Double, passed: Bool) {
            self.name = name
            self.expected = expected
            self.actual = actual
            self.passed = passed
        }
    }

    /// Milliseconds.
    package struct Timing: Hashable, Sendable {
        package var understand = 0.0
        package var query = 0.0
        package var total = 0.0
    }

    /// What a language model took; zero where none was called.
    /// What the turn asked of a language model, as the ledger has it.
    package struct Usage: Codable, Hashable, Sendable {
        /// nil: nothing.
        package var model: String?
        /// The cached ones among them.
        package var inputTokens = 0
        package var cachedTokens = 0
        /// Thinking included.
        package var outputTokens = 0
        /// 0 also for a model without a known price.
        package var costUSD = 0.0
    }
}
