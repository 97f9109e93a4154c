internal import Foundation

/// Writes every call of the wire down, before and after it, with its price.
package struct UsageLedger: Sendable {
    private let store: any UsageStore
    private let prices: Prices
    private let budget: UsageBudget
    private let time: TimeSource

    package init(store: any UsageStore, prices: Prices, budget: UsageBudget = UsageBudget(), time: TimeSource = .system)
    {
        self.store = store
        self.prices = prices
        self.budget = budget
        self.time = time
    }

    /// Reserves the most that a call may use.
    ///
    /// - Throws: `.budget`; `.ledger`: what cannot be written down is not sent.
    func reserve(_ request: ModelRequest, model: ModelName) async throws(ModelError) -> CallRecord {
        let text = request.fixed.utf8.count + request.messages.reduce(0) { $0 + $1.text.utf8.count }
        // Tokens are three bytes or more of nearly every text; the settled count is the provider's.
        let most = Usage(input: text / 3 + 1, output: request.maxOutputTokens)
        return try await reserve(.answer, agent: request.agent, user: request.user, model: model, most: most)
    }

    /// - Parameter extra: micro-dollars besides the tokens' own, such as for keeping them.
    func reserve(
        _ operation: CallRecord.Operation,
        agent: String,
        user: String? = nil,
        model: ModelName,
        most: Usage = Usage(),
        extra: Int = 0
    ) async throws(ModelError) -> CallRecord {
        let date = time.date()
        var call = CallRecord(
            id: UUID().uuidString,
            day: Day.of(date),
            user: user,
            model: model.description,
            agent: agent,
            operation: operation,
            usage: most,
            microdollars: nil,
            outcome: nil,
            startedAt: date
        )
        call.microdollars = cost(of: most, model: model, day: call.day).map { $0 + extra }
        let isAllowed: Bool
        do {
            isAllowed = try await store.reserve(call, within: budget)
        } catch {
            throw ModelError(.ledger, "the call could not be written down", detail: "\(error)")
        }
        guard isAllowed else { throw ModelError(.budget, "the day's budget is used up") }
        return call
    }

    /// Replaces the reserved amounts by what was counted.
    ///
    /// - Returns: the call as it is written down now.
    /// - Throws: the store's error; then the reserved amounts stand.
    @discardableResult
    func settle(
        _ call: CallRecord,
        usage: Usage,
        model: ModelName,
        failure: ModelError.Code? = nil,
        extra: Int = 0
    ) async throws -> CallRecord {
        var call = call
        call.usage = usage
        call.microdollars = cost(of: usage, model: model, day: call.day).map { $0 + extra }
        call.outcome = failure?.rawValue ?? CallRecord.ok
        // A call that was called off was made all the same: its own task, which is waited for, cannot be called off.
        try await Task { [call, store] in try await store.settle(call) }.value
        return call
    }

    private func cost(of usage: Usage, model: ModelName, day: String) -> Int? {
        prices.rate(of: model.model, day: day)?.cost(of: usage)
    }
}
