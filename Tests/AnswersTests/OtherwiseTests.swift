import Foundation
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

    @Test(arguments: [
        "average daily range", "how many days closed green", "what time does the high usually form",
        "average volatility by weekday", "probability of a green day after a red day", "longest red streak",
        "средний объём за день", "топ 1 день по диапазону", "сколько дней закрылось в плюс",
    ])
    func `an answer that depends on the window says the same twice`(_ question: String) async throws {
        try await Library.with(overnight: true) { library in
            let (first, second) = (try await answer(question, library), try await answer(question, library))
            #expect(first.status == .answered)
            #expect(first.text == second.text)
            #expect(first.facts == second.facts)
            #expect(first.facts.count <= Facts.limit)
            for alternative in first.assumptions.flatMap(\.alternatives) {
                let other = try await answer(alternative.question, library)
                #expect(other.status == .answered, "\(alternative.question)")
                #expect(other.study != first.study, "\(alternative.question)")
            }
        }
    }
}
