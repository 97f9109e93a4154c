import Answers
import Testing

struct CorrelationTestTests {
    /// scipy.stats.pearsonr's p for these r and n.
    @Test(arguments: [
        (0.5, 10, 0.14111328125), (-0.5, 10, 0.14111328125), (0.0, 30, 1.0), (0.9, 5, 0.03738607346849875),
    ])
    func `the p-value is Student's`(r: Double, pairs: Int, p: Double) throws {
        let got = try #require(CorrelationTest.pValue(r: r, pairs: pairs))
        #expect(abs(got - p) < 1e-9)
    }

    @Test func `two pairs have no p-value and a perfect line has none to speak of`() {
        #expect(CorrelationTest.pValue(r: 1, pairs: 2) == nil)
        #expect(CorrelationTest.pValue(r: 1, pairs: 100) == 0)
        #expect(CorrelationTest.pValue(r: .nan, pairs: 100) == nil)
    }
}
