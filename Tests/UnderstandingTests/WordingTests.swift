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

    @Test func `an answer has the numbers of plain SQL`() async throws {
        let proof = try await WordingProof(
            knowledge: KnowledgeDirectory.locate(environment: [:]),
            catalogue: Desk.catalogue.get()
        )
        for table in try Self.tables.get() {
            let report = try await proof.run(table.sample(60, seed: 1))
            for wrong in report.wrong { Issue.record("\(table.name): \(wrong)") }
            #expect(report.answered > report.askedBack.count, "\(table.name)")
        }
    }
}
