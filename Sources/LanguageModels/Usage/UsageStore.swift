internal import Synchronization

/// Where the ledger is kept. The program's stores do it in their database; `MemoryUsageStore` where there is none.
package protocol UsageStore: Sendable {
    /// Writes a call if the day's budget allows it: both in one transaction, so that many callers at once cannot each
    /// take the last of it. Calls under way count with what they may use.
    ///
    /// - Returns: false: the budget does not allow it, and nothing was written.
    func reserve(_ call: CallRecord, within budget: UsageBudget) async throws -> Bool

    /// Writes the call in the place of the one with its id.
    func settle(_ call: CallRecord) async throws

    /// Both ends included, oldest first.
    func calls(from first: String, through last: String) async throws -> [CallRecord]

    /// The same of everybody and of what is nobody's, where `calls` gives one user's.
    func callsOfAll(from first: String, through last: String) async throws -> [CallRecord]
}

extension UsageStore {
    package func callsOfAll(from first: String, through last: String) async throws -> [CallRecord] {
        try await calls(from: first, through: last)
    }
}

/// A ledger that lives as long as the process.
package final class MemoryUsageStore: UsageStore {
    private let state = Mutex<(order: [String], calls: [String: CallRecord])>(([], [:]))

    package init() {}

    package func reserve(_ call: CallRecord, within budget: UsageBudget) -> Bool {
        state.withLock { state in
            guard budget.allows(call, besides: state.calls.values) else { return false }
            if state.calls.updateValue(call, forKey: call.id) == nil { state.order.append(call.id) }
            return true
        }
    }

    package func settle(_ call: CallRecord) {
        state.withLock { state in
            if state.calls.updateValue(call, forKey: call.id) == nil { state.order.append(call.id) }
        }
    }

    package func calls(from first: String, through last: String) -> [CallRecord] {
        state.withLock { state in
            state.order.compactMap { state.calls[$0] }.filter { $0.day >= first && $0.day <= last }
        }
    }
}
