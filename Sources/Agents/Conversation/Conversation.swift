package import AgentGraph
package import Answers
internal import Foundation
package import Market
package import Sessions
internal import Understanding

/// One chat with the agents, kept in a store: the way in for every command, for HTTP and for MCP.
///
/// A value; several of them, in several processes, may speak in one session: of two that speak at once, one is told that
/// the conversation moved on.
package struct Conversation: Sendable {
    package let session: ThreadID
    package let analyst: Analyst
    let assistant: Assistant?
    package let store: any SessionStore
    let runtime: Runtime<AnalystGraph>

    /// - Parameters:
    ///   - assistant: the model that agents may ask; nil: none.
    ///   - session: nothing is stored before the first question; an id that the store does not know begins a session.
    package init(
        _ analyst: Analyst,
        assistant: Assistant? = nil,
        store: any SessionStore,
        session: ThreadID = ThreadID(),
        settings: AgentGraph.Settings = Conversation.settings()
    ) {
        self.analyst = analyst
        self.store = store
        self.session = session
        self.assistant = assistant
        var graph = AnalystGraph(analyst, assistant: assistant, isKept: true, now: settings.now) { last, run in
            try await Self.said(in: session, store, last: last, besides: run)
        }
        graph.unsummarised = { try await Self.unsummarised(in: session, store, coming: 1) }
        runtime = Runtime(graph, store: store, settings: settings)
    }

    /// A turn's budget, how many turns are kept step by step (and can be taken back), and this process as an owner.
    package static func settings() -> AgentGraph.Settings {
        AgentGraph.Settings(
            budget: Budget(steps: 30, seconds: 180),
            retention: Retention(runs: 10),
            owner: ProcessOwner.name(),
            isGone: ProcessOwner.isGone
        )
    }

    /// Where the chat stands.
    package enum Standing: Sendable {
        /// It waits for a question.
        case free
        /// It has asked back: what is said next is taken as the reply.
        case asks(Clarification)
        /// A question was accepted and its turn has no end yet: somebody is at work on it, or was and is gone.
        case unfinished
    }

    package func standing() async throws -> Standing {
        if let asked = try await pending() { return .asks(asked.question) }
        return try await unfinished() == nil ? .free : .unfinished
    }

    /// The turn that is at work, was when its process went, or was drained.
    func unfinished() async throws -> RunID? {
        if let live = try await runtime.head(of: session).live {
            return try await runtime.pending(of: live).isEmpty ? live : nil
        }
        // A turn that the user stopped has a message that says so.
        guard let last = try await store.messages(of: session, last: 1).last, last.role == .user, let run = last.run,
            try await store.load(run).record.status == .stopped
        else { return nil }
        return run
    }

    /// Says something: a question, or the reply to one.
    ///
    /// Cancelling the task stops the turn, and the query at work at once; what was said stays in the chat.
    /// - Parameters:
    ///   - symbol: the instrument meant where none is named.
    ///   - asOf: today, for relative periods.
    ///   - key: the request's name: said again with it, a question that begins a turn is that turn, at work or ended, and
    ///     not a second one. What repeats a reply says the question it replies to: `reply`.
    ///   - show: gets every event as it happens, in order; must not block.
    /// - Throws: `GraphError`: `conversationMovedOn`, `runInProgress`, `alreadyAnswered` where another was first,
    ///   `keyMismatch` where the key stands for other words;
    ///   the store's errors where not even the question could be taken in.
    package func say(
        _ text: String,
        symbol: String? = nil,
        asOf: CivilDate? = nil,
        key: String? = nil,
        show: @escaping @Sendable (Event) -> Void = { _ in }
    ) async throws -> Reply {
        // Stores keep no NUL in a text, and a text far too long to be read is not kept either.
        let text = text.replacing("\0", with: "\u{FFFD}")
        guard text.utf8.count <= 8 * Reader.longest else {
            return Reply(
                .answered(
                    await analyst.ask(Inquiry(text: text, symbol: symbol, asOf: asOf), assistant: assistant, show: show)
                )
            )
        }
        let head = try await runtime.head(of: session)
        let before = try await turn(at: head.checkpoint)
        let inquiry = Inquiry(text: text, symbol: symbol, asOf: asOf, memory: before?.inquiry.memory)
        var turn = Turn(inquiry, spoken: before?.spoken)
        if let live = head.live {
            if let key, let same = try await repeated(turn, key, after: head.checkpoint) {
                return try await follow(same, show)
            }
            guard let asked = try await runtime.pending(of: live).first else {
                throw GraphError(.runInProgress, "the turn before has no end yet")
            }
            let isOther = try await isOtherQuestion(text, besides: live)
            _ = try await runtime.answer(asked.id, with: text)
            guard isOther else { return try await finish(live, show) }
            turn.spoken = asked.question.language
            try await runtime.abandon(live)
        }
        let run = try await start(turn, after: head.checkpoint, saying: text, key: key)
        do {
            if head.checkpoint == nil { try await entitle(text) }
            return try await key == nil ? finish(run, show) : follow(run, show)
        } catch let error as SessionError {
            // The store broke under the turn. The question is in it, and the user gets the answer all the same.
            return Reply(.answered(await analyst.ask(inquiry, assistant: assistant)), run: run, unsaved: error)
        }
    }

    /// Replies to the question that a run waits with, wherever it is shown.
    /// - Throws: `GraphError.alreadyAnswered` where another reply was first.
    package func reply(
        _ text: String,
        to question: QuestionID,
        show: @escaping @Sendable (Event) -> Void = { _ in }
    ) async throws -> Reply {
        let (run, _) = try await runtime.answer(question, with: text)
        return try await finish(run, show)
    }

    /// The question that the chat waits with; nil where it waits for none.
    package func pending() async throws -> PendingQuestion<Clarification>? {
        guard let live = try await runtime.head(of: session).live else { return nil }
        return try await runtime.pending(of: live).first
    }

    /// The question that the chat waits with, as something to be shown again.
    package func pendingReply() async throws -> Reply? {
        guard let live = try await runtime.head(of: session).live, let asked = try await pending() else { return nil }
        return Reply(.asked(asked.question.answer, asked.id), run: live)
    }

    /// Goes on with a turn that a process left unfinished, or looks on where somebody is at work on it; nil where there is
    /// none.
    package func resume(show: @escaping @Sendable (Event) -> Void = { _ in }) async throws -> Reply? {
        guard let run = try await unfinished() else { return nil }
        return try await finish(run, show)
    }

    /// Lets a question back go unanswered; what is said next is a question of its own.
    package func dismiss() async throws {
        guard let live = try await runtime.head(of: session).live, try await !runtime.pending(of: live).isEmpty else {
            return
        }
        try await runtime.abandon(live)
    }

    /// Lets the steps at work end, and no other begin.
    package func drain() { runtime.drain() }

    /// Events of a turn after a number, for a client that comes back.
    package func events(of run: RunID, after number: Int64) async throws -> [Event] {
        try await runtime.events(of: run, after: number)
    }

    /// Whether words that come while a run waits are a question of their own, and not a reply.
    private func isOtherQuestion(_ words: String, besides run: RunID) async throws -> Bool {
        guard let step = try await store.load(run).checkpoints.last?.step else { return true }
        let turn = try await runtime.state(at: CheckpointID(run: run, step: step))
        return analyst.question(from: words, replyingTo: turn.reading, turn.inquiry) == words
    }

    /// A session is called by its first question.
    private func entitle(_ text: String) async throws {
        guard try await store.session(session)?.title == nil else { return }
        try await store.rename(session, to: text.cut(to: 120), at: runtime.settings.now())
    }

    func memory(at checkpoint: CheckpointID?) async throws -> Memory? {
        try await turn(at: checkpoint)?.inquiry.memory
    }

    private func turn(at checkpoint: CheckpointID?) async throws -> Turn? {
        guard let checkpoint else { return nil }
        return try await runtime.state(at: checkpoint)
    }

    func start(
        _ turn: Turn,
        after head: CheckpointID?,
        saying text: String,
        key: String? = nil
    ) async throws -> RunID {
        let run = RunID()
        let message = Message(session: session, role: .user, text: text, run: run, at: runtime.settings.now())
        return try await runtime.start(
            run,
            on: session,
            after: head,
            key: key ?? run.rawValue,
            fingerprint: key.map { _ in Self.fingerprint(turn.inquiry) },
            attachments: [try message.attachment],
            state: turn
        )
    }
}
