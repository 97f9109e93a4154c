internal import Bars
internal import StudySQL

/// What came of a plan: the rows, what was looked up beside them, and the sums that hold.
package struct Findings: Sendable {
    package var table: AnswerTable
    /// There are more rows than were read.
    var isCut: Bool
    /// The compiler's checks with their numbers.
    var asked: [StudyRows.Check]
    package var found: [Companion.Kind: Finding] = [:]
    package var checks: [Answer.Check] = []
    /// The rows behind the first figure, where they were asked for.
    var sample: (of: Derivation.Sample, rows: AnswerTable)?
    /// Milliseconds of all queries.
    package var spent: Double

    package mutating func take(_ companions: [Companion], _ found: [Finding]) {
        for (companion, finding) in zip(companions, found) {
            self.found[companion.kind] = finding
            spent += finding.milliseconds
        }
    }

    func count(_ kind: Companion.Kind) -> Int? {
        if case .count(let rows)? = found[kind]?.content { rows } else { nil }
    }

    /// Units of the period; nil where they were not counted.
    var total: Int? { count(.total) }
}

/// What one companion says. Small, so that it can be kept with the step that it belongs to.
package struct Finding: Codable, Hashable, Sendable {
    package enum Content: Codable, Hashable, Sendable {
        case count(rows: Int?)
        case quartiles(median: Double, low: Double, high: Double)
        case figures(facts: [Answer.Fact], text: String)
        /// Nothing that differs from the answer.
        case nothing
    }

    package var content: Content
    package var milliseconds: Double
}
