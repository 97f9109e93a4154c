import DuckDB
import Foundation
import Market
import Studies
import StudyOracle
import StudySQL
import Testing

/// One file a case: the study, its SQL with the bindings underneath, its rows on the small world; `UPDATE_GOLDEN=1`
/// rewrites all but the study.
@Suite struct GoldenTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")

    static let names: [String] = {
        let files = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
        return (files ?? []).filter { $0.hasSuffix(".txt") }.map { String($0.dropLast(4)) }.sorted()
    }()

    private static func study(_ name: String) throws -> Study {
        let text = try String(contentsOf: folder.appending(path: name + ".txt"), encoding: .utf8)
        let first = text.split(separator: "\n----\n", maxSplits: 1)[0]
        return try JSONDecoder().decode(Study.self, from: Data(first.utf8))
    }

    private static let connection = Task { try await Shipped.world.get().open() }

    @Test(arguments: names)
    func `a study has the SQL and the rows that its file says`(_ name: String) async throws {
        let study = try Self.study(name), world = try Shipped.world.get()
        let query = try compile(study, world.context)
        let expected = try answer(study, world).rows
        let rows = try await cells(query.sql, query.bindings, Self.connection.value)
        #expect(whereTheyDiffer(expected, rows) == nil)

        let bindings = query.bindings.enumerated().map { "$\($0 + 1) = \($1.literal)\n" }.joined()
        let columns = query.columns.map(\.name).joined(separator: " | ") + "\n"
        let shown = rows.map { $0.map(\.rounded).joined(separator: " | ") + "\n" }.joined()
        let text = "\(json(study, pretty: true))\n----\n\(query.sql)\n\(bindings)----\n\(columns)\(shown)"
        let file = Self.folder.appending(path: name + ".txt")
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(text == (try String(contentsOf: file, encoding: .utf8)))
        #expect(!rows.isEmpty, "a case without rows shows nothing")
    }

    @Test func `there is a file for every case of every type`() throws {
        var check = SchemaCheck()
        for name in Self.names { try check.check(try Self.study(name)) }
        #expect(check.problems == [])
        // Of currencies only; in November of even years only, where the small world has no bars.
        let elsewhere: Set = ["SessionName.us", "CalendarEvent.electionDay"]
        #expect(SchemaCheck.allCases.subtracting(check.met).subtracting(elsewhere) == [])
    }
}

extension Cell {
    /// As text, numbers to ten digits: the engine may add in another order.
    fileprivate var rounded: String {
        guard case .number(let number) = self, number != number.rounded() else { return text }
        return String(format: "%.10g", number)
    }
}
