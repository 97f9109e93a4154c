internal import Foundation

/// One owner's work on one run, from where it stands to where it ends or asks.
struct Worker<G: Graph>: Sendable {
    typealias Point = Runtime<G>.Point
    typealias Ends = Runtime<G>.Ends

    let runtime: Runtime<G>
    let store: (any CheckpointStore)?
    let start: Point
    let show: Runtime<G>.Show

    init(
        _ runtime: Runtime<G>,
        _ store: (any CheckpointStore)?,
        _ start: Point,
        _ show: @escaping Runtime<G>.Show
    ) {
        self.runtime = runtime
        self.store = store
        self.start = start
        self.show = show
    }

    /// - Throws: `staleOwner` when the run was taken over, and the store's own errors; a node's error is an ending.
    func work() async throws -> Ends {
        guard let store else { return try await steps() }
        return try await withThrowingTaskGroup(of: Ends?.self) { group in
            group.addTask { try await steps() }
            group.addTask { try await keepLease(store) }
            defer { group.cancelAll() }
            while let ending = try await group.next() {
                if let ending { return ending }
            }
            throw CancellationError()
        }
    }

    /// Renews the lease until cancelled; losing the run ends the work.
    private func keepLease(_ store: any CheckpointStore) async throws -> Ends? {
        let settings = runtime.settings
        while (try? await settings.clock.sleep(for: settings.lease / 3)) != nil {
            do {
                try await store.renew(start.run, fence: start.fence, lease: runtime.lease)
            } catch let lost as GraphError {
                throw lost
            } catch {
                // A store that is away for a moment costs a renewal; the step's commit tells whether the run is still ours.
                continue
            }
        }
        return nil
    }

    private func steps() async throws -> Ends {
        var point = start
        // Each owner numbers from a height of its own: what a lost owner showed and did not store has no double.
        var number = Int64(point.fence) << 32
        var before: [Event] = []
        if point.isResumed {
            let event = Event(
                number: number,
                step: point.step,
                node: nil,
                attempt: 0,
                at: runtime.settings.now(),
                kind: .resumed
            )
            number += 1
            show(event)
            before = [event]
        }
        while true {
            let log = stepLog(point, number)
            let ending = try await step(&point, log, before)
            if let ending { return ending }
            number = log.nextNumber
            before = []
        }
    }

    private func stepLog(_ point: Point, _ number: Int64) -> StepLog {
        StepLog(
            step: point.step + 1,
            node: point.next.rawValue,
            journal: point.journal,
            nextNumber: number,
            now: runtime.settings.now,
            show: show,
            store: { [store, point] entry in
                try await store?.journal(entry, of: point.run, fence: point.fence)
            }
        )
    }

    /// Takes one step; nil where another follows.
    ///
    /// Where the store fails, the run is let go if it still can be, so that it need not wait for its lease.
    private func step(_ point: inout Point, _ log: StepLog, _ before: [Event]) async throws -> Ends? {
        if runtime.draining.isRaised {
            log.add(.drained, attempt: 0)
            try await leave(point, .stopped, before + log.events)
            return .drained
        }
        let began = ContinuousClock.now
        do {
            try Task.checkCancellation()
            log.add(.entered, attempt: 1)
            let (state, outcome) = try await attempts(point, log)
            var taken = point
            taken.state = state
            taken.spending.add(log.spent, seconds: began.secondsSince, steps: 1)
            let ending = try await settle(outcome, &taken, log, before)
            point = taken
            return ending
        } catch is CancellationError {
            point.spending.add(log.spent, seconds: began.secondsSince, steps: 0)
            log.add(.stopped, attempt: 0)
            try await leave(point, .stopped, before + log.events, parting: try parting(.stopped, point, log))
            return .stopped
        } catch let failure as StepFailure {
            point.spending.add(log.spent, seconds: began.secondsSince, steps: 0)
            let parting = try parting(.failed(failure.error), point, log)
            try await fail(point, failure.error, log, before, parting: parting)
            return .failed(failure.error)
        } catch let error where !(error is GraphError) {
            point.spending.add(log.spent, seconds: began.secondsSince, steps: 0)
            // It may well fail again; the error that is told is the first one.
            try? await fail(point, error, log, before)
            throw error
        }
    }

    private func fail(
        _ point: Point,
        _ error: any Error,
        _ log: StepLog,
        _ before: [Event],
        parting: [Attachment] = []
    ) async throws {
        // Stores keep no NUL in a text.
        let text = String(describing: error).replacing("\0", with: "\u{FFFD}")
        log.add(.failed(error: text), attempt: 0)
        try await leave(point, .failed, before + log.events, parting: parting, error: text)
    }

    private func parting(_ reason: Parting, _ point: Point, _ log: StepLog) throws -> [Attachment] {
        guard store != nil else { return [] }
        return try runtime.graph.parting(point.next, point.state, context(point, log, attempt: 0), reason)
    }

    /// Stores an ending between two steps.
    private func leave(
        _ point: Point,
        _ status: RunRecord.Status,
        _ events: [Event],
        parting: [Attachment] = [],
        error: String? = nil
    ) async throws {
        try await store?.commit(
            Commit(
                run: point.run,
                fence: point.fence,
                checkpoint: nil,
                status: status,
                events: events,
                attachments: parting,
                spending: point.spending,
                error: error,
                lease: runtime.lease,
                retention: runtime.settings.retention,
                at: runtime.settings.now()
            )
        )
    }
}

/// A node's error, after its last attempt; the store's errors are not one.
struct StepFailure: Error {
    var error: any Error
}

extension ContinuousClock.Instant {
    fileprivate var secondsSince: Double { (ContinuousClock.now - self).seconds }
}
