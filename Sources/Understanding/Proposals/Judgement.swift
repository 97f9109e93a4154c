/// What came of a proposal.
package enum Judgement: Hashable, Sendable {
    /// It passed every check that the built-in reader's own readings pass.
    case reading(Reading)
    case refused(Refusal)

    package struct Refusal: Hashable, Sendable {
        /// What is wrong, for whoever wrote the proposal.
        package var errors: [String]
        /// Words of the question that have no place in the proposal; empty where something else is wrong as well.
        package var left: [String]

        package init(_ errors: [String], left: [String] = []) {
            self.errors = errors
            self.left = left
        }
    }
}
