import StudyOracle
import Testing

@Suite struct RandomStudyTests {
    @Test(arguments: [11, 12, 13, 15] as [UInt64])
    func `rows of random studies equal those of plain loops over the minutes`(_ seed: UInt64) async throws {
        let report = try await Rounds(seed: seed, count: 75, most: 3).run { _ in }
        for (_, difference) in report.differences { Issue.record(difference) }
        // Most studies must have been compared, and most of those must have had something to compare.
        #expect(report.agreed > 65)
        #expect(report.withRows > 40)
    }
}
