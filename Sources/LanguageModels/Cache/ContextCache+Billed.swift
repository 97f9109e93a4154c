extension ContextCache {
    /// A call about kept contents, in the ledger as every other: nobody's budget, the agent `cache`.
    ///
    /// - Parameters:
    ///   - most: what it may cost, besides its tokens the micro-dollars for keeping them.
    ///   - counted: what it did cost.
    @discardableResult
    func billed<Result: Sendable>(
        _ operation: CallRecord.Operation,
        most: (usage: Usage, extra: Int) = (Usage(), 0),
        _ body: () async throws(ModelError) -> Result,
        counted: (Result) -> (usage: Usage, extra: Int) = { _ in (Usage(), 0) }
    ) async throws(ModelError) -> Result {
        guard let ledger else { return try await body() }
        let call = try await ledger.reserve(
            operation,
            agent: "cache",
            model: wire.model,
            most: most.usage,
            extra: most.extra
        )
        do {
            let result = try await body()
            let cost = counted(result)
            await settle(call, cost.usage, cost.extra, nil, in: ledger)
            return result
        } catch {
            await settle(call, error.usage ?? Usage(), 0, error.code, in: ledger)
            throw error
        }
    }

    private func settle(
        _ call: CallRecord,
        _ usage: Usage,
        _ extra: Int,
        _ failure: ModelError.Code?,
        in ledger: UsageLedger
    ) async {
        do {
            try await ledger.settle(call, usage: usage, model: wire.model, failure: failure, extra: extra)
        } catch {
            // The content is there all the same; the reserved amounts stand, and the log says so.
            report(.notSettled(call, cause: "\(error)"))
        }
    }
}
