internal import DuckDB
internal import Foundation
package import Knowledge
package import Market
internal import Studies
internal import StudyOracle
internal import StudySQL
internal import Understanding

/// Holds what multiplied wordings are answered with against plain SQL over a table of days.
package struct WordingProof: Sendable {
    package struct Wrong: Sendable, CustomStringConvertible {
        package var question: String
        package var expected: String
        package var got: String

        package var description: String { "'\(question)': expected \(expected), got \(got)" }
    }

    package struct Report: Sendable {
        package var answered = 0
        package var askedBack: [String] = []
        package var wrong: [Wrong] = []
    }

    /// The most rows over which the numbers of a comparison may be spread.
    private static let fewRows = 4
    private let reader: Reader
    private let context: ReadContext
    private let compileContext: CompileContext
    private let connection: Connection

    package init(knowledge: KnowledgeDirectory, catalogue: Catalogue) async throws {
        let world = try PlainDays.world(catalogue)
        reader = try Reader(knowledge: knowledge, catalogue: catalogue)
        compileContext = world.context
        connection = try await world.open()
        try await connection.execute(PlainDays.table)
        let loaded = world.coverage.compactMap { symbol, days in
            world.instruments[symbol].map { ReadContext.Loaded(instrument: $0, days: days, hasVolume: true) }
        }
        context = ReadContext(
            catalogue: catalogue,
            loaded: loaded,
            symbol: PlainDays.symbol,
            today: loaded[0].days.upperBound
        )
    }

    /// Answers the questions; one that is asked back is neither right nor wrong.
    package func run(_ questions: [WordingTable.Question]) async throws -> Report {
        var report = Report()
        var known: [[String]: [Double]] = [:]
        for question in questions {
            guard let study = study(question.text), let query = try? compile(study, compileContext) else {
                report.askedBack.append(question.text)
                continue
            }
            report.answered += 1
            let rows = try await numbers(query.sql, query.bindings)
            let told = question.mayStandApart && rows.count <= Self.fewRows ? Array(rows.joined()) : rows.first ?? []
            var expected: [[Double]] = []
            for reading in question.expected {
                if known[reading] == nil {
                    known[reading] = try await numbers("SELECT \(reading.joined(separator: ", ")) FROM days", []).first
                }
                expected.append(known[reading] ?? [])
            }
            if !expected.contains(where: { stands($0, in: told) }) {
                report.wrong.append(
                    Wrong(question: question.text, expected: "\(expected.first ?? [])", got: "\(told)")
                )
            }
        }
        return report
    }

    /// What the last turn of a chat is read as, turns being apart by ` // `; nil where one of them is asked back.
    private func study(_ chat: String) -> Study? {
        var context = context
        var latest: Study?
        for turn in chat.components(separatedBy: " // ") {
            let reading = reader.read(turn, context)
            guard case .study(let study) = reading.intent else { return nil }
            context.remember(turn, reading)
            latest = study
        }
        return latest
    }

    private func numbers(_ sql: String, _ bindings: [SQLValue]) async throws -> [[Double]] {
        try await cells(sql, bindings, connection).map { row in
            row.compactMap {
                switch $0 {
                case .number(let number): number
                case .time(let minute): minute
                default: nil
                }
            }
        }
    }

    private func stands(_ expected: [Double], in row: [Double]) -> Bool {
        expected.allSatisfy { number in
            row.contains { abs($0 - number) <= 1e-6 * max(1, abs(number)) }
        }
    }
}
