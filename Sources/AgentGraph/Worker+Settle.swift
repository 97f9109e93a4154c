internal import Foundation

extension Worker {
    /// Stores a step with its routing decision, in one transaction, and says where that leaves the run.
    /// - Throws: `StepFailure` for what cannot be written or may not follow, and the store's own errors.
    func settle(
        _ outcome: Outcome<G.Node, G.Question>,
        _ point: inout Point,
        _ log: StepLog,
        _ before: [Event]
    ) async throws -> Ends? {
        let done = point.next
        point.step += 1
        point.answers = []
        point.journal = []
        switch outcome {
        case .next(let node):
            point.next = try withinBudget(node, &point, log)
            log.add(.left(next: point.next.rawValue), attempt: 0)
            try await take(done, &point, .running, [], log, before)
            return nil
        case .ask(let questions, let node):
            guard store != nil else {
                throw StepFailure(error: GraphError(.noStore, "\(done.rawValue) asks, and nothing keeps the question"))
            }
            point.next = node
            let records = try questions.enumerated().map { index, question in
                QuestionRecord(
                    id: QuestionID(),
                    run: point.run,
                    step: point.step,
                    index: index,
                    question: try written { try JSONCoding.encode(question) }
                )
            }
            log.add(.asked(questions: records.map(\.id)), attempt: 0)
            try await take(done, &point, .waiting, records, log, before)
            return .waiting(zip(records, questions).map { PendingQuestion(id: $0.id, question: $1) })
        case .finish:
            log.add(.finished, attempt: 0)
            try await take(done, &point, .finished, [], log, before)
            return .finished(point.state)
        }
    }

    /// The node to go to, or the one for a turn that has used up its budget.
    private func withinBudget(_ node: G.Node, _ point: inout Point, _ log: StepLog) throws -> G.Node {
        let budget = runtime.settings.budget
        guard let limit = point.spending.exceeded(budget) else { return node }
        guard let since = point.spending.exhaustedAt else {
            point.spending.exhaustedAt = point.step
            log.add(.overBudget(limit: limit), attempt: 0)
            return runtime.graph.exhausted
        }
        guard point.step - since < budget.grace else {
            throw StepFailure(error: GraphError(.budgetExhausted, "\(limit) used up, and no answer within the grace"))
        }
        return node
    }

    private func take(
        _ done: G.Node,
        _ point: inout Point,
        _ status: RunRecord.Status,
        _ questions: [QuestionRecord],
        _ log: StepLog,
        _ before: [Event]
    ) async throws {
        guard let store else { return }
        let now = runtime.settings.now()
        let fields = try written { try StateFields(object: try JSONCoding.encode(point.state)) }
        // The end of a run is what the next one starts from, and may outlive the steps before it.
        let delta = status == .finished ? nil : point.fields.map { fields.changes(since: $0) }
        let checkpoint = CheckpointRecord(
            step: point.step,
            node: done.rawValue,
            next: status == .finished ? nil : point.next.rawValue,
            isSnapshot: delta == nil,
            state: try delta.map(JSONCoding.encode) ?? fields.json,
            at: now
        )
        try await store.commit(
            Commit(
                run: point.run,
                fence: point.fence,
                checkpoint: checkpoint,
                status: status,
                questions: questions,
                events: before + log.events,
                attachments: log.attachments,
                spending: point.spending,
                lease: runtime.lease,
                retention: runtime.settings.retention,
                at: now
            )
        )
        point.fields = fields
    }
}

/// A state or question that cannot be written is its node's failure, not the store's.
private func written<Value>(_ encode: () throws -> Value) throws -> Value {
    do { return try encode() } catch { throw StepFailure(error: error) }
}
