package import Understanding

/// A reply that rests on no bar: what a node says, before it is made an answer.
package struct Draft: Codable, Hashable, Sendable {
    package var status: Answer.Status
    package var text: String
    /// Whole questions, for one that asks back.
    package var options: [Option] = []
    package var failure: Failure?

    package init(_ status: Answer.Status, _ text: String, options: [Option] = [], failure: Failure? = nil) {
        self.status = status
        self.text = text
        self.options = options
        self.failure = failure
    }
}
