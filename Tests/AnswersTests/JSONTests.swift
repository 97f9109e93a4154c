import Foundation
import Testing
import Understanding

@testable import Answers

struct JSONTests {
    private func answer() -> Answer {
        var answer = Answer(status: .answered, language: .ru, text: "Строка с \"кавычками\"\nи \u{1} знаком")
        answer.id = "a-001"
        answer.table = AnswerTable(
            columns: [
                .init(name: "time", title: "Время", kind: .time),
                .init(name: "n", title: "Дней", kind: .integer, unit: "count"),
                .init(name: "x", title: "x", kind: .number, unit: "percent"),
            ],
            rows: [[.text("09:30"), .integer(3), .number(1.0 / 3)], [.null, .integer(-1), .number(.nan)]],
            totalRows: 2
        )
        answer.facts = [.init(name: "days", value: .integer(1509)), .init(name: "share", value: .number(62.5))]
        answer.checks = [.init(name: "sum", expected: 1509, actual: 1509, passed: true)]
        return answer
    }

    @Test func `the fields stand in a fixed order`() throws {
        let json = answer().json()
        let names = [
            "id", "status", "language", "text", "table", "facts", "bindings", "assumptions", "clarification", "checks",
            "definitions", "remarks", "chart", "study", "brief", "sql", "timing", "usage",
        ]
        let places = try names.map { name in try #require(json.range(of: "\"\(name)\":"), "\(name)").lowerBound }
        #expect(places == places.sorted())
        #expect(!json.contains("\n"))
    }

    @Test func `the same answer is the same bytes`() {
        #expect(answer().json() == answer().json())
    }

    @Test func `it is JSON, with numbers in full precision and null for what is no number`() throws {
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(answer().json().utf8)) as? [String: Any]
        )
        let table = try #require(object["table"] as? [String: Any])
        let rows = try #require(table["rows"] as? [[Any]])
        #expect(rows[0][2] as? Double == 1.0 / 3)
        #expect(rows[1][0] is NSNull)
        #expect(rows[1][2] is NSNull)
        #expect(object["text"] as? String == "Строка с \"кавычками\"\nи \u{1} знаком")
        #expect((object["facts"] as? [String: Any])?["days"] as? Int == 1509)
        #expect((table["truncated"] as? Bool) == false)
    }

    @Test func `ten thousand rows are written at once`() {
        var answer = answer()
        let row: [Cell] = [.text("2024-03-14 10:00"), .integer(12), .number(21_345.25)]
        answer.table?.rows = Array(repeating: row, count: 10_000)
        answer.table?.totalRows = 12_000
        #expect(answer.json().contains("\"total_rows\":12000,\"truncated\":true"))
    }

    private static let figures: [(Double, Double)] = [
        (1.0 / 3.0, 0.3333333333), (0.50997215729590616, 0.5099721573), (-123_456.7890123456, -123_456.789),
        (125_619_321_123.0, 125_619_321_123.0), (0.0, 0.0), (1e-30, 1e-30), (21_345.25, 21_345.25),
    ]

    @Test(arguments: figures)
    func `what the threads' order changes is not shown`(value: Double, shown: Double) {
        #expect(Steady.value(value) == shown)
    }
}
