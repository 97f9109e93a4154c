/// What one turn may use. Looked at only when there is a next step: work that is done is never thrown away for it.
public struct Budget: Codable, Hashable, Sendable {
    public var steps: Int
    /// Of work; time spent waiting for a person is not counted.
    public var seconds: Double
    /// Other things counted by `NodeContext.spend`, such as model calls or tokens.
    public var amounts: [String: Int]
    /// Steps that a turn over its budget has left to end in an answer.
    public var grace: Int

    public init(steps: Int = 50, seconds: Double = 120, amounts: [String: Int] = [:], grace: Int = 3) {
        self.steps = steps
        self.seconds = seconds
        self.amounts = amounts
        self.grace = grace
    }
}

/// What a turn has used, kept with its checkpoints.
public struct Spending: Codable, Hashable, Sendable {
    public var steps = 0
    public var seconds = 0.0
    public var amounts: [String: Int] = [:]
    /// The step at which the budget was found used up.
    public var exhaustedAt: Int?

    public init() {}

    mutating func add(_ spent: [String: Int], seconds: Double, steps: Int) {
        self.steps += steps
        self.seconds += seconds
        amounts.merge(spent, uniquingKeysWith: +)
    }

    /// The name of what is used up: `steps`, `seconds`, or one of the amounts, the first by name.
    func exceeded(_ budget: Budget) -> String? {
        if steps >= budget.steps { return "steps" }
        if seconds >= budget.seconds { return "seconds" }
        return budget.amounts.keys.sorted().first { amounts[$0, default: 0] >= budget.amounts[$0, default: 0] }
    }
}
