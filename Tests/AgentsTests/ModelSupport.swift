import Agents
import Answers
import Foundation
import Knowledge
import LanguageModels
import Market
import Testing
import Understanding

/// Readings as a model writes them.
enum Written {
    static func reading(
        _ parts: String...,
        intent: String = "study",
        reason: String = "none",
        terms: [String] = [],
        empty: [String] = []
    ) -> String {
        func list(_ words: [String]) -> String { words.map { "\"\($0)\"" }.joined(separator: ",") }
        return """
            {"intent":"\(intent)","reason":"\(reason)","terms":[\(list(terms))],\
            "parts":[\(parts.joined(separator: ","))],"empty":[\(list(empty))]}
            """
    }

    static func metric(_ name: String) -> String {
        #"{"metric":"\#(name)","window":null,"shift":0,"absolute":false}"#
    }

    static func mean(_ words: String, _ metric: String = "range") -> String {
        #"{"is":"measure","words":"\#(words)","statistic":"mean","of":\#(self.metric(metric)),"probability":0}"#
    }

    static func condition(_ words: String, _ test: String, not: Bool = false, run: Int = 0, shift: Int = 0) -> String {
        #"{"is":"condition","words":"\#(words)","place":"rows","test":\#(test),"not":\#(not),"#
            + #""shift":\#(shift),"run":\#(run),"or":false}"#
    }

    static func weekday(_ words: String, _ day: Int, not: Bool = false) -> String {
        condition(words, #"{"field":"weekday","oneOf":[\#(day)]}"#, not: not)
    }

    /// Above the highest tenth of the period.
    static func big(_ words: String, _ metric: String = "volume") -> String {
        let right = #"{"quantile":0.9,"of":"\#(metric)","window":null}"#
        return condition(words, #"{"left":\#(self.metric(metric)),"relation":"greater","right":\#(right)}"#)
    }

    static func above(_ words: String, _ number: String, _ metric: String = "range") -> String {
        let right = #"{"number":\#(number)}"#
        return condition(words, #"{"left":\#(self.metric(metric)),"relation":"greater","right":\#(right)}"#)
    }
}

extension Desk {
    func prompts() throws -> Prompts { try Prompts(try KnowledgeDirectory.locate(), analyst) }

    func assistant(_ model: any ChatModel) throws -> Assistant {
        Assistant(model, user: "anna", prompts: try prompts(), wording: .never)
    }

    /// The answer to a question where a model gives these texts, one for each call, and what it was asked.
    func ask(
        _ question: String,
        symbol: String? = "NQ",
        history: [String] = [],
        _ steps: Scripted.Step...
    ) async throws -> (answer: Answer, requests: [ModelRequest]) {
        let model = Scripted(steps)
        let inquiry = Inquiry(text: question, symbol: symbol, asOf: CivilDate("2024-02-16"), history: history)
        let answer = await analyst.ask(inquiry, assistant: try assistant(model))
        return (answer, model.requests)
    }

    /// The answer without any model.
    func plain(_ question: String, history: [String] = []) async -> Answer {
        await analyst.ask(Inquiry(text: question, symbol: "NQ", asOf: CivilDate("2024-02-16"), history: history))
    }

    func sentence(_ remark: ModelRemark) -> String { analyst.say(.en)(remark.key) }
}

extension TimeSource {
    /// A clock on which no limit of the wire is ever reached, however slow the machine.
    static let standing: TimeSource = {
        let start = ContinuousClock.now
        return TimeSource(
            now: { start },
            sleep: { _ in try await Task.sleep(for: .seconds(1_000_000)) },
            date: { Date() },
            random: { 0.5 }
        )
    }()
}
