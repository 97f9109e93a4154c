import Agents
import Foundation
import Market
import Studies
import Testing
import Understanding

@testable import Answers

/// "Why?" after an answer tells how its figure came about, from the rows themselves.
struct DerivationTests {
    private func answers(_ question: String, _ next: String, _ library: Library) async throws -> (Answer, Answer) {
        let (analyst, asOf) = (try library.analyst(), CivilDate("2024-03-04"))
        return (
            await analyst.ask(Inquiry(text: question, symbol: "NQ", asOf: asOf)),
            await analyst.ask(Inquiry(text: next, symbol: "NQ", asOf: asOf, history: [question]))
        )
    }

    @Test(arguments: [
        ("average daily range", "sum "), ("top 5 days by range", "largest first; 5 rows shown"),
        ("how many days closed green", "meet the condition: green (close > open)"),
        ("probability of a green day after a red day", " of "), ("average range by weekday", "for example"),
        ("what time does the high usually form", "in the bucket of its time of the high"),
        ("distribution of daily changes", "in the bucket of its change"), ("longest green streak", "A streak lasts"),
        ("compare January and February 2024 range", "for example"), ("correlation of volume and range", "one pair"),
        ("range on 6 February 2024", "For example, 6 February 2024"), ("average volume by hour", "for example"),
        ("how many weeks closed green", "weeks meet the condition"), ("median range", "Median range"),
        ("what happens the day after two red days", "meet the condition"),
    ])
    func `every kind of answer tells its rows and its rule`(_ question: String, _ part: String) async throws {
        try await Library.with(overnight: true) { library in
            let (first, why) = try await answers(question, "why?", library)
            #expect(first.status == .answered)
            #expect(why.status == .answered)
            #expect(why.table?.rows == first.table?.rows)
            #expect(why.text.hasPrefix("Taken: NQ"), "\(why.text)")
            #expect(why.text.contains(part), "\(why.text)")
            #expect(!why.text.contains("{"), "\(why.text)")
        }
    }

    @Test func `the sum and the number of values give the mean, and a row is worked out`() async throws {
        try await Library.with { library in
            let (_, why) = try await answers("average daily range in points", "how was it calculated?", library)
            #expect(
                why.text.hasPrefix(
                    "Taken: NQ, all loaded data, whole trading day: 38 trading days. Mean range: sum "
                ),
                "\(why.text)"
            )
            let numbers = try #require(why.text.firstMatch(of: #/sum ([0-9.,]+) points / ([0-9]+) = ([0-9.]+) points/#))
            let sum = try #require(Double(numbers.1.replacing(",", with: "")))
            let mean = try #require(Double(numbers.3))
            #expect(abs(sum / 38 - mean) < 0.01)
            let row = try #require(why.text.firstMatch(of: #/range ([0-9.]+) points = ([0-9.]+) − ([0-9.]+)/#))
            #expect(Double(row.1) == (Double(row.2) ?? 0) - (Double(row.3) ?? 0))
        }
    }

    @Test(arguments: [
        "почему?", "как посчитано?", "откуда эта цифра", "почему так много?", "как посчитан средний размах?",
    ])
    func `the reason is told in the language of the question`(_ next: String) async throws {
        try await Library.with { library in
            let (_, why) = try await answers("средний размах", next, library)
            #expect(why.text.hasPrefix("Взято: NQ"), "\(why.text)")
        }
    }

    @Test(arguments: ["show me the SQL", "а sql?", "sql query"])
    func `the SQL is shown when it is asked for`(_ next: String) async throws {
        try await Library.with { library in
            let (first, asked) = try await answers("average daily range", next, library)
            #expect(!first.showsSQL)
            #expect(asked.showsSQL)
            #expect(asked.sql == first.sql)
            #expect(asked.facts.first == first.facts.first)
        }
    }
}
