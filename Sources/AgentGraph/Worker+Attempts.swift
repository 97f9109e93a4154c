extension Worker {
    /// The node's result, tried as its policy says.
    /// - Throws: `StepFailure`, or `CancellationError`.
    func attempts(_ point: Point, _ log: StepLog) async throws -> (G.State, Outcome<G.Node, G.Question>) {
        let policy = runtime.graph.policy(for: point.next)
        var attempt = 1
        while true {
            do {
                return try await once(point, log, attempt, policy.deadline)
            } catch {
                log.dropAttachments()
                // A cancelled node may throw anything.
                try Task.checkCancellation()
                let failure = NodePolicy.Failure(error: error, attempt: attempt, random: runtime.settings.random())
                let isFinal = (error as? GraphError).map {
                    [.undeclaredRoute, .staleOwner, .unknownRun].contains($0.code)
                }
                let wait = isFinal == true ? nil : policy.retry(failure)
                log.add(
                    .attemptFailed(error: String(describing: error), retryAfterSeconds: wait?.seconds),
                    attempt: attempt
                )
                guard let wait else { throw StepFailure(error: error) }
                try await runtime.settings.clock.sleep(for: wait)
                attempt += 1
                log.add(.entered, attempt: attempt)
            }
        }
    }

    func context(_ point: Point, _ log: StepLog, attempt: Int) -> NodeContext<G.Answer> {
        NodeContext(
            run: point.run,
            thread: point.thread,
            step: point.step + 1,
            attempt: attempt,
            answers: point.answers,
            spending: point.spending,
            log: log,
            path: []
        )
    }

    /// One attempt on a copy of the state.
    private func once(
        _ point: Point,
        _ log: StepLog,
        _ attempt: Int,
        _ deadline: Duration?
    ) async throws -> (G.State, Outcome<G.Node, G.Question>) {
        let context = context(point, log, attempt: attempt)
        let graph = runtime.graph
        let result = try await withDeadline(deadline, runtime.settings.clock) {
            var state = point.state
            let outcome = try await graph.run(point.next, &state, context)
            return (state, outcome)
        }
        guard graph.routes(from: point.next).allow(result.1) else {
            throw GraphError(.undeclaredRoute, "\(point.next.rawValue) led where its routes do not")
        }
        return result
    }
}

/// - Throws: `deadlineExceeded`; the work is cancelled then, and waited for.
private func withDeadline<Result: Sendable>(
    _ deadline: Duration?,
    _ clock: any Clock<Duration>,
    _ work: @Sendable @escaping () async throws -> Result
) async throws -> Result {
    guard let deadline else { return try await work() }
    return try await withThrowingTaskGroup(of: Result.self) { group in
        group.addTask { try await work() }
        group.addTask {
            try await clock.sleep(for: deadline)
            throw GraphError(.deadlineExceeded, "a node took longer than \(deadline)")
        }
        defer { group.cancelAll() }
        guard let first = try await group.next() else { throw CancellationError() }
        return first
    }
}

extension Duration {
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
