import Market
import Studies
import Testing

@testable import Understanding

struct WordTests {
    static func tokens(_ text: String) -> [String] {
        let stemmer = Stemmer()
        return Tokenizer.tokens(of: text, stemmer: stemmer).map(\.text)
    }

    @Test func `letters, numbers and signs are cut apart`() {
        #expect(
            Self.tokens("те2024 300п 0.25-0.5% 10am") == [
                "те", "2024", "300", "п", "0.25", "-", "0.5", "%", "10", "am",
            ]
        )
        #expect(Self.tokens("RTH-сессия топ-5 1,000") == ["rth", "сессия", "топ", "5", "1000"])
        #expect(Self.tokens("18.12.2024 9:30") == ["18", ".", "12", ".", "2024", "9", ":", "30"])
    }

    @Test func `a word of two alphabets is read in one`() {
        // The first letter of the first is Latin.
        #expect(Self.tokens("cредний xай") == ["средний", "хай"])
    }

    static let periods: [(words: String, period: Period)] = [
        ("10 января 2024", .ranges(ranges: [range("2024-01-10", "2024-01-10")])),
        ("Jan 10, 2024", .ranges(ranges: [range("2024-01-10", "2024-01-10")])),
        ("14 марта", .ranges(ranges: [range("2024-03-14", "2024-03-14")])),
        ("Q1 2024", .ranges(ranges: [range("2024-01-01", "2024-03-31")])),
        ("H1 2023", .ranges(ranges: [range("2023-01-01", "2023-06-30")])),
        ("1 кв 2024", .ranges(ranges: [range("2024-01-01", "2024-03-31")])),
        ("с 2020 по 2022", .ranges(ranges: [range("2020-01-01", "2022-12-31")])),
        ("since 2021", .ranges(ranges: [range("2021-01-01", "2024-06-14")])),
        ("2020, 2022", .ranges(ranges: [range("2020-01-01", "2020-12-31"), range("2022-01-01", "2022-12-31")])),
        ("прошлая неделя", .ranges(ranges: [range("2024-06-03", "2024-06-09")])),
        ("last month", .ranges(ranges: [range("2024-05-01", "2024-05-31")])),
        ("за последний месяц", .ranges(ranges: [range("2024-05-15", "2024-06-14")])),
        ("за последние 2 недели", .ranges(ranges: [range("2024-06-01", "2024-06-14")])),
        ("last 30 days", .lastDays(count: 30, upTo: CivilDate(dayNumber: 19888))),
        ("YTD", .ranges(ranges: [range("2024-01-01", "2024-06-14")])),
    ]

    private static func range(_ first: String, _ last: String?) -> DateRange {
        DateRange(first: CivilDate(first), last: last.flatMap { CivilDate($0) })
    }

    @Test(arguments: periods.indices) func `dates in words are the trading days they mean`(_ index: Int) throws {
        let (words, period) = Self.periods[index]
        #expect(try Desk.study("range \(words) mean", today: "2024-06-14").period == period, "\(words)")
    }

    @Test func `one clear candidate mends a spelling, and it is told`() throws {
        let reading = try Desk.read("волотильность по месяцам")
        #expect(reading.mended == [Mending(written: "волотильность", read: "волатильность")] && reading.isStudy)
    }
}
