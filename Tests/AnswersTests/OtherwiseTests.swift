import Agents
import Foundation
import Knowledge
import Market
import Studies
import Testing
import Understanding

@testable import Answers

/// Where two readings of a session or a definition differ by more than a tenth, both are told.
struct OtherwiseTests {
    private func answer(_ question: String, _ library: Library) async throws -> Answer {
        await (try library.analyst()).ask(Inquiry(text: question, symbol: "NQ", asOf: CivilDate("2024-03-04")))
    }

    private func figures(_ answer: Answer) -> [String] {
        answer.assumptions.flatMap(\.alternatives).compactMap(\.figures)
    }

    @Test func `the volume of another window is told`() async throws {
        try await Library.with { library in
            let answer = try await answer("average daily volume", library)
            #expect(answer.status == .answered)
            #expect(figures(answer).isEmpty, "the bars of the fixture are all of RTH")
            #expect(!answer.text.contains("Otherwise"))
        }
    }

    @Test func `what differs by more than a tenth is in the text, beside its question and among the facts`()
        async throws
    {
        try await Library.with(overnight: true) { library in
            let answer = try await answer("average daily volume", library)
            let told = try #require(figures(answer).first)
            #expect(answer.text.contains("Otherwise (RTH): \(told)."))
            #expect(answer.facts.contains { $0.name == "otherwise_mean_volume" })
            #expect(answer.facts.count <= Facts.limit)
        }
    }

    @Test func `rows as they are have no other reading`() async throws {
        try await Library.with(overnight: true) { library in
            let answer = try await answer("top 5 days by range", library)
            #expect(figures(answer).isEmpty)
        }
    }

    @Test func `an answer that depends on a default is the same twice, and each alternative is answered otherwise`()
        async throws
    {
        var questions = [
            "longest red streak", "средний объём за день", "топ 1 день по диапазону", "сколько дней закрылось в плюс",
            "probability of a green day after a red day", "how many days closed green in February 2024",
            "what happens the day after two red days", "biggest drops", "средняя волатильность",
            "опening range breakout probability", "correlation of volume and range",
            "compare January and February 2024",
        ]
        for language in Language.allCases {
            let file = "lexicon/questions/\(language.rawValue).txt"
            for line in try Shipped.knowledge().text(file).split(separator: "\n") where !line.hasPrefix("#") {
                guard let question = line.split(separator: "|").last else { continue }
                questions.append(question.replacing("{}", with: "OPEX").trimmingCharacters(in: .whitespaces))
            }
        }
        try await Library.with(overnight: true) { library in
            let analyst = try library.analyst()
            func ask(_ question: String) async -> Answer {
                await analyst.ask(Inquiry(text: question, symbol: "NQ", asOf: CivilDate("2024-03-04")))
            }
            for question in questions {
                let (first, second) = (await ask(question), await ask(question))
                #expect(first.text == second.text)
                #expect(first.facts == second.facts)
                #expect(first.facts.count <= Facts.limit, "\(question)")
                for alternative in first.assumptions.flatMap(\.alternatives) {
                    let other = await ask(alternative.question)
                    #expect(other.status == .answered, "\(alternative.question)")
                    #expect(other.study != first.study, "\(alternative.question)")
                    if let figures = alternative.figures { #expect(first.text.contains(figures), "\(question)") }
                }
                for option in first.clarification?.options ?? [] {
                    let other = await ask(option.question)
                    #expect(other.status == .answered || other.status == .noData, "\(option.question)")
                }
            }
        }
    }
}
