import Market
import Studies
import Testing
import Understanding

@testable import Answers

/// Each shape of result to figures, picture and sentence, on 38 trading days.
struct ShapeTests {
    private static let range = Series.metric(metric: .range, of: .own)
    private static let change = Series.metric(metric: .change, of: .own)
    private static let green = Condition.compare(
        left: .metric(metric: .body, of: .own),
        relation: .greater,
        right: .number(value: 0)
    )

    private func study(_ result: StudyResult, where condition: Condition? = nil) -> Study {
        Study(symbols: ["NQ"], span: .session(name: .rth), condition: condition, result: result)
    }

    @Test func `a distribution of two times tells the top of each and sums to the days`() async throws {
        try await Library.with { library in
            let times = [MinuteEvent.high, .low].map { Series.time(event: $0, of: .own) }
            let answer = try await library.answer(
                study(.distribution(distribution: Distribution(of: times, buckets: .exact))),
                .ru
            )
            #expect(answer.status == .answered)
            #expect(answer.text.hasPrefix("Чаще всего high приходится на "))
            let checks = answer.checks.filter { $0.expected == 38 }
            #expect(checks.count == 2)
            #expect(checks.allSatisfy { $0.passed })
            #expect(answer.facts.contains(Answer.Fact(name: "time_of_high_total", value: .integer(38))))
            #expect(answer.facts.count == 6)
            #expect(answer.chart != nil)
        }
    }

    @Test func `one figure is a sentence and a fact`() async throws {
        try await Library.with { library in
            let summary = Summary(measures: [.statistic(statistic: .mean, of: Self.range, where: nil)])
            let answer = try await library.answer(study(.summary(summary: summary)))
            #expect(answer.text.hasPrefix("Mean range "))
            #expect(answer.text.hasSuffix("38 trading days, RTH 09:30–16:00."))
            #expect(answer.facts.map(\.name) == ["n", "mean_range"])
            #expect(answer.chart == nil)
        }
    }

    @Test func `a count stands beside the days of the period`() async throws {
        try await Library.with { library in
            let answer = try await library.answer(
                study(.summary(summary: Summary(measures: [.count(where: nil)])), where: Self.green),
                .ru
            )
            #expect(answer.text.contains(" из 38 ("))
            let check = try #require(answer.checks.first)
            #expect(check.passed && check.expected == 38)
        }
    }

    @Test func `groups name the largest and the smallest`() async throws {
        try await Library.with { library in
            let summary = Summary(
                measures: [.statistic(statistic: .mean, of: Self.range, where: nil)],
                keys: [.calendar(field: .weekday)]
            )
            let answer = try await library.answer(study(.summary(summary: summary)))
            let table = try #require(answer.table)
            #expect(table.rows.map { $0[0] } == (1...5).map { .integer($0) })
            #expect(table.columns[0].kind == .weekday)
            #expect(answer.text.contains("is highest for "))
            #expect(answer.checks.contains { $0.expected == 38 && $0.passed })
        }
    }

    @Test func `a ranking starts with its first row`() async throws {
        try await Library.with { library in
            let list = Listing(columns: [Self.range], order: [Order(by: Self.range, descending: true)], limit: 3)
            let answer = try await library.answer(study(.list(list: list)))
            let table = try #require(answer.table)
            #expect(table.rows.count == 3)
            #expect(answer.text.contains(" comes first, then "))
            #expect(answer.facts.first == Answer.Fact(name: "rows", value: .integer(3)))
        }
    }

    @Test func `a share comes with its interval and its base`() async throws {
        try await Library.with { library in
            let measure = Measure.share(of: Self.green, where: nil, withBase: true)
            let gap = Condition.calendar(field: .weekday, oneOf: [1])
            let answer = try await library.answer(study(.summary(summary: Summary(measures: [measure])), where: gap))
            #expect(answer.text.contains("95% interval"))
            #expect(answer.text.contains("over the whole period"))
            #expect(answer.checks.allSatisfy { $0.passed })
            #expect(answer.remarks.contains { $0.hasPrefix("Only 6 trading days") })
        }
    }

    @Test func `a correlation has its p-value among the figures`() async throws {
        try await Library.with { library in
            let answer = try await library.answer(study(.correlation(left: Self.range, right: Self.change)))
            #expect(answer.facts.map(\.name).contains("p_value"))
            #expect(answer.text.hasPrefix("Correlation of range and change: r = "))
        }
    }

    @Test func `streaks, standings and comparisons are told`() async throws {
        try await Library.with { library in
            let runs = try await library.answer(study(.runs(runs: Runs(of: Self.green, show: .longest))), .ru)
            #expect(runs.text.hasPrefix("Самая длинная серия: "))
            let standing = try await library.answer(
                study(.standing(of: [Self.range]), where: .calendar(field: .dayOfMonth, oneOf: [10]))
            )
            #expect(standing.status == .answered)
            let variants = [1, 5].map {
                Variant(name: .weekday(day: $0), condition: .calendar(field: .weekday, oneOf: [$0]))
            }
            let comparison = try await library.answer(
                study(
                    .comparison(
                        variants: variants,
                        measures: [.statistic(statistic: .mean, of: Self.range, where: nil)]
                    )
                ),
                .ru
            )
            #expect(comparison.table?.rows.map { $0[0] } == [.text("понедельник"), .text("пятница")])
            #expect(comparison.text.contains("понедельник — "))
        }
    }

    @Test func `a session that the instrument has not is declined with a reason`() async throws {
        try await Library.with { library in
            var wrong = study(.summary(summary: Summary(measures: [.count(where: nil)])))
            wrong.span = .session(name: .pre)
            let answer = try await library.answer(wrong, .ru)
            #expect(answer.status == .declined)
            #expect(answer.text.contains("нет сессии"))
        }
    }

    @Test func `an instrument that is not loaded is no data and says what is`() async throws {
        try await Library.with { library in
            var other = study(.summary(summary: Summary(measures: [.count(where: nil)])))
            other.symbols = ["ES"]
            let answer = try await library.answer(other)
            #expect(answer.status == .noData)
            #expect(answer.text.contains("Loaded: NQ"))
        }
    }
}
