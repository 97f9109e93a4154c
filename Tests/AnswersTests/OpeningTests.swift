import Agents
import Market
import Studies
import StudySQL
import Testing

@testable import Answers

struct OpeningTests {
    /// A side that is never broken has no first minute, and its day counts all the same.
    @Test func `the side of an opening range that breaks first is a share of all days`() async throws {
        try await Library.with { library in
            let answer = await (try library.analyst()).ask(
                Inquiry(
                    text: "15 min opening range: % of days that break up first and % that break down first",
                    symbol: "NQ",
                    asOf: CivilDate("2024-03-04")
                )
            )
            let table = try #require(answer.table)
            let row = try #require(table.rows.first)
            let all = try #require(table.columns.firstIndex { $0.name == "n" })
            let wholes = table.columns.indices.filter {
                if case .measure(.share(_, _, _), .rows)? = table.columns[$0].meaning { true } else { false }
            }
            #expect(wholes.count == 2)
            for whole in wholes { #expect(row[whole] == row[all], "\(table.columns[whole].name)") }
        }
    }
}
