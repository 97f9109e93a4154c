internal import Agents
internal import Answers
package import Foundation
internal import LanguageModels
package import Market
internal import ModelServers
internal import Sessions
internal import Understanding

/// How much of a prompt is new with every question: what the built-in reader leaves open is asked in the middle of a chat,
/// and counted as the fake server counts.
package struct PromptSize: Sendable {
    package struct Question: Sendable, Hashable {
        package var text: String
        package var symbol: String
        /// Today.
        package var asOf: CivilDate?

        package init(_ text: String, symbol: String, asOf: CivilDate? = nil) {
            self.text = text
            self.symbol = symbol
            self.asOf = asOf
        }
    }

    package struct Report: Sendable {
        /// Of each question's first call, the tokens beside the static part, least first.
        package var fresh: [Int] = []
        /// Tokens of the static part, the schema included.
        package var fixed = 0
        /// Of the input of these calls, what the server took from its cache.
        package var cached = 0.0
        /// Questions that the built-in reader binds whole, and the tokens that they cost.
        package var bound = 0
        package var tokensOfBound = 0

        package var median: Int { fresh.isEmpty ? 0 : fresh[fresh.count / 2] }
        package var p95: Int { fresh.isEmpty ? 0 : fresh[min(fresh.count - 1, fresh.count * 95 / 100)] }
    }

    private let folder: URL
    private let questions: [Question]
    /// In no lexicon: with it, the built-in reader leaves any question open.
    private static let unknown = "skookum"
    /// What was said before: two turns and a half-answered third make five messages.
    private static let before = [
        "how many days had a range above 5 points", "mean volume by weekday", "top 3 days by range",
    ]

    /// - Parameter folder: takes the bars and the store.
    package init(folder: URL, questions: [Question]) {
        self.folder = folder
        self.questions = questions
    }

    /// Each question is asked as it is, and once more with a word in it that nobody knows.
    package func run() async throws -> Report {
        let symbols = Set(questions.map(\.symbol)).union(["NQ"]).sorted()
        return try await ModelDesk.with(folder: folder, symbols: symbols, script: Trader.model) { desk in
            var report = Report()
            var (input, cached) = (0, 0)
            for question in questions {
                let whole = try await ask(question, desk)
                if whole.isBound {
                    report.bound += 1
                    report.tokensOfBound += whole.charges.reduce(0) { $0 + $1.worked.prompt }
                }
                var strange = question
                strange.text += " " + Self.unknown
                for asked in [whole, try await ask(strange, desk)] {
                    guard let first = asked.charges.first, let fresh = asked.fresh else { continue }
                    report.fresh.append(fresh)
                    report.fixed = first.worked.prompt - fresh
                    input += first.worked.prompt
                    cached += first.worked.cached
                }
            }
            report.fresh.sort()
            report.cached = input > 0 ? Double(cached) / Double(input) : 0
            return report
        }
    }

    /// Every word has its place, and nothing is asked back.
    private static func isBound(_ reading: Reading) -> Bool {
        if case .clarify = reading.intent { false } else { reading.aside == nil }
    }

    private struct Outcome: Sendable {
        var isBound: Bool
        var charges: [Charge]
        /// Tokens of the first call's messages; nil where there was none.
        var fresh: Int?
    }

    private func ask(_ question: Question, _ desk: ModelDesk) async throws -> Outcome {
        let chat = desk.chat()
        for text in Self.before { _ = try await chat.say(text, symbol: question.symbol, asOf: question.asOf) }
        desk.server.traffic.forget()
        _ = try await chat.say(question.text, symbol: question.symbol, asOf: question.asOf)
        let inquiry = Inquiry(text: question.text, symbol: question.symbol, asOf: question.asOf)
        let traffic = desk.server.traffic
        let contents = traffic.requests.first?.json?["contents"]?.elements
        let fresh = contents.map { contents in
            contents.flatMap { $0["parts"]?.elements ?? [] }.reduce(0) { $0 + Tokens.count($1["text"]?.string ?? "") }
        }
        return Outcome(
            isBound: Self.isBound(desk.analyst.read(inquiry)),
            charges: traffic.ledger.charges,
            fresh: fresh
        )
    }
}
