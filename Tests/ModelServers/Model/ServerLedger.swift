/// Token counts of one call.
package struct Tally: Sendable, Hashable {
    /// Input, `cached` included.
    package var prompt: Int
    package var cached: Int
    /// Text of the answer, without thinking.
    package var output: Int
    package var thoughts: Int

    package init(prompt: Int = 0, cached: Int = 0, output: Int = 0, thoughts: Int = 0) {
        self.prompt = prompt
        self.cached = cached
        self.output = output
        self.thoughts = thoughts
    }

    package static func + (left: Tally, right: Tally) -> Tally {
        Tally(
            prompt: left.prompt + right.prompt,
            cached: left.cached + right.cached,
            output: left.output + right.output,
            thoughts: left.thoughts + right.thoughts
        )
    }
}

/// One call that the model worked on.
package struct Charge: Sendable, Hashable {
    /// Number of the request.
    package var request: Int
    package var operation: WireOperation
    package var model: String
    /// What the model worked.
    package var worked: Tally
    /// The last usage that left the server: all that a client can know. Nil when the connection was cut before one.
    package var reported: Tally?
}

/// What the server counted.
package struct ServerLedger: Sendable {
    package fileprivate(set) var charges: [Charge] = []

    package var worked: Tally { charges.map(\.worked).reduce(Tally(), +) }
    package var reported: Tally { charges.compactMap(\.reported).reduce(Tally(), +) }

    mutating func add(_ charge: Charge) { charges.append(charge) }

    mutating func report(_ tally: Tally?, to request: Int) -> Tally? {
        guard let index = charges.lastIndex(where: { $0.request == request }) else { return nil }
        defer { charges[index].reported = tally }
        return charges[index].reported
    }
}
