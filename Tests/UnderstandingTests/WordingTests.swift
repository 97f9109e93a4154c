import Foundation
import Knowledge
import ReadingProof
import Testing

@testable import Understanding

/// One meaning in many wordings over many things, held against plain SQL; `fuzz --wordings` asks all of them.
struct WordingTests {
    static let tables = Result {
        try WordingTable.read(folder: URL(filePath: #filePath).deletingLastPathComponent().path + "/Wordings")
    }

    @Test func `there are tables of wordings`() throws {
        #expect(try Self.tables.get().count >= 5)
    }

    @Test(arguments: (try? tables.get()) ?? []) func `an answer has the numbers of plain SQL`(
        _ table: WordingTable
    ) async throws {
        let proof = try await WordingProof(
            knowledge: KnowledgeDirectory.locate(environment: [:]),
            catalogue: Desk.catalogue.get()
        )
        let report = try await proof.run(table.sample(120, seed: 1))
        for wrong in report.wrong { Issue.record("\(wrong)") }
        #expect(report.answered > report.askedBack.count * 2)
    }
}

extension WordingTable: CustomTestStringConvertible {
    public var testDescription: String { name }
}
