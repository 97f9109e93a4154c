/// What to do after each failed call of one request: a pure state machine. Every remedy is tried once.
struct Attempts: Sendable, Hashable {
    /// What the next call does differently.
    enum Change: Sendable, Hashable {
        case nothing
        /// The whole prompt instead of the kept content.
        case wholePrompt
        /// A larger limit and less thinking.
        case moreRoom
        case repair(ModelError.Rejected)
        case otherModel
    }

    enum Action: Sendable, Hashable {
        case again(Change, after: Duration)
        case giveUp
    }

    private let policy: RetryPolicy
    private let hasOtherModel: Bool
    /// Failures that the policy decided on.
    private var failures = 0
    private var calls = 0
    private var done: Set<Remedy> = []

    private enum Remedy: Hashable {
        case wholePrompt
        case moreRoom
        case repair
        case otherModel
    }

    /// Of one request, whatever happens.
    private static let mostCalls = 8

    init(policy: RetryPolicy, hasOtherModel: Bool) {
        self.policy = policy
        self.hasOtherModel = hasOtherModel
    }

    mutating func next(after error: ModelError, left: Duration, random: Double) -> Action {
        calls += 1
        guard calls < Self.mostCalls, left > policy.reserve else { return .giveUp }
        switch error.code {
        case .cacheGone, .cacheRefused: return once(.wholePrompt, .wholePrompt)
        case .truncated: return once(.moreRoom, .moreRoom)
        case .wrongShape: return error.rejected.map { once(.repair, .repair($0)) } ?? .giveUp
        case .gone: return hasOtherModel ? once(.otherModel, .otherModel) : .giveUp
        // The model has already chosen another way to ask, and there are only so many.
        case .schemaUnknown: return .again(.nothing, after: .zero)
        default:
            failures += 1
            switch policy.decide(error, attempt: failures, left: left, random: random) {
            case .wait(let duration): return .again(.nothing, after: duration)
            case .giveUp: return .giveUp
            }
        }
    }

    private mutating func once(_ remedy: Remedy, _ change: Change) -> Action {
        done.insert(remedy).inserted ? .again(change, after: .zero) : .giveUp
    }
}
