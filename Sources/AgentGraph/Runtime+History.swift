extension Runtime {
    /// The thread's head, and the run at work or waiting on it.
    public func head(of thread: ThreadID) async throws -> Head { try await required().head(of: thread) }

    /// Questions that a run waits for, unanswered ones only.
    public func pending(of run: RunID) async throws -> [PendingQuestion<G.Question>] {
        try pending(try await required().load(run))
    }

    func pending(_ stored: StoredRun) throws -> [PendingQuestion<G.Question>] {
        try stored.questions.filter { $0.answer == nil }
            .map { PendingQuestion(id: $0.id, question: try JSONCoding.decode(G.Question.self, from: $0.question)) }
    }

    /// A thread's runs, oldest first, with their checkpoints but not the states.
    public func history(of thread: ThreadID) async throws -> [StoredRun] {
        try await required().history(of: thread)
    }

    /// - Throws: `unknownCheckpoint`, `unknownSchema`, `unreadableState`.
    public func state(at checkpoint: CheckpointID) async throws -> G.State {
        let stored = try await required().checkpoints(upTo: checkpoint)
        return try state(try fields(of: stored.checkpoints), schema: stored.record.schema)
    }

    /// A new run from an earlier point, with another state. What was there stays as it was.
    ///
    /// - Parameters:
    ///   - node: to go on with; nil: the one that followed then.
    ///   - head: the thread's head as the caller saw it, which the branch's end is to replace; nil: the branch is a
    ///     trial, and the head stays.
    public func branch(
        from checkpoint: CheckpointID,
        at node: G.Node? = nil,
        replacing head: CheckpointID? = nil,
        key: String = RunID().rawValue,
        edit: (inout G.State) throws -> Void
    ) async throws -> RunID {
        let stored = try await required().checkpoints(upTo: checkpoint)
        var edited = try state(try fields(of: stored.checkpoints), schema: stored.record.schema)
        try edit(&edited)
        guard let next = node ?? stored.checkpoints.last?.next.flatMap(G.Node.init(rawValue:)) else {
            throw GraphError(.unknownCheckpoint, "nothing followed \(checkpoint)")
        }
        return try await create(
            RunID(),
            stored.record.thread,
            key,
            nil,
            edited,
            next,
            parent: checkpoint,
            head: head,
            adopts: head != nil
        )
    }

    /// What happened after the event `number`, for a client that comes back; 0 gives all.
    public func events(of run: RunID, after number: Int64, limit: Int = 1000) async throws -> [Event] {
        try await required().events(of: run, after: number, limit: limit)
    }

    /// Runs whose owner was lost: a crash, a lapsed lease. `run` takes them up.
    public func orphans(limit: Int = 100) async throws -> [RunID] {
        try await required().orphans(limit: limit, isGone: settings.isGone)
    }
}
