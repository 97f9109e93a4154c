import Agents
import Foundation
import JSONText
import Market
import Testing

@testable import Answers

/// What a chart's specification must say so that it is drawn right.
struct ChartTests {
    private func chart(_ question: String) async throws -> String {
        var text = ""
        try await Library.with { library in
            let answer = await (try library.analyst()).ask(
                Inquiry(text: question, symbol: "NQ", asOf: CivilDate("2024-03-04"))
            )
            var writer = JSONWriter()
            writer.value(try #require(answer.chart))
            text = writer.text
        }
        return text
    }

    @Test func `a day of candles is a local time, not midnight in Greenwich`() async throws {
        let chart = try await chart("show daily candles for January 2024")
        #expect(chart.contains("\"2024-01-09T00:00\""))
    }

    @Test func `numbers and months are of the question's language`() async throws {
        let russian = try await chart("средний диапазон по дням недели")
        #expect(russian.contains("\"decimal\":\",\""))
        #expect(russian.contains("январь"))
        #expect(try await chart("average range by weekday").contains("\"decimal\":\".\""))
    }

    @Test func `days that a condition picked are bars, not a line`() async throws {
        #expect(!(try await chart("list green days")).contains("\"line\""))
        #expect(try await chart("show daily close for January 2024").contains("\"line\""))
    }

    @Test func `a share is drawn with its interval`() async throws {
        let chart = try await chart("probability of a green day by weekday")
        #expect(chart.contains("\"rule\""))
        #expect(chart.contains("\"low\""))
    }
}
