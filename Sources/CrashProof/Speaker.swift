package import AgentGraph
internal import Foundation
package import Sessions

/// Holds a conversation through a store, as one process does, and tells each deed once it is acknowledged. It first goes
/// on with what another process left.
package struct Speaker: Sendable {
    let runtime: Runtime<Talk>
    let store: any SessionStore
    let session: ThreadID
    let tell: @Sendable (Deed) -> Void

    /// - Parameters:
    ///   - meanwhile: happens in the middle of each node's work.
    ///   - lease: how long it is waited for where it gives no sign of life but is not known to be dead.
    package init(
        _ store: any SessionStore,
        session: ThreadID,
        meanwhile: @escaping @Sendable (Talk.Node) -> Void = { _ in },
        lease: Duration = .seconds(30),
        tell: @escaping @Sendable (Deed) -> Void
    ) {
        self.store = store
        self.session = session
        self.tell = tell
        let settings = Settings(
            retention: Retention(runs: 20),
            owner: ProcessOwner.name(),
            lease: lease,
            isGone: ProcessOwner.isGone
        )
        runtime = Runtime(Talk(meanwhile: meanwhile), store: store, settings: settings)
    }

    /// Turns that are named by `name` and a number; every fifth asks something. A turn that was had before is not had
    /// again.
    package func talk(_ name: String, from first: Int, turns: Int) async throws {
        tell(.ready)
        for number in first..<(first + turns) {
            let key = "\(name)\(number)"
            let run = try await begin(key, asks: number % 5 == 0)
            tell(.said(key: key))
            try await finish(run, key)
            try await summarise()
        }
    }

    /// Stores what the user says, after whatever else is live has ended.
    private func begin(_ key: String, asks: Bool) async throws -> RunID {
        while true {
            let head = try await runtime.head(of: session)
            do {
                if let live = head.live {
                    let other = try await store.load(live).record.key
                    if other != key {
                        tell(.resumed(key: other))
                        try await finish(live, other)
                        continue
                    }
                    tell(.resumed(key: key))
                }
                var state = Talk.State()
                if let checkpoint = head.checkpoint { state = try await runtime.state(at: checkpoint) }
                state.key = key
                state.asks = asks
                return try await runtime.start(
                    on: session,
                    after: head.checkpoint,
                    key: key,
                    fingerprint: key,
                    attachments: [Message(session: session, role: .user, text: key, at: Date()).attachment],
                    state: state
                )
            } catch let error as GraphError
                where [.conversationMovedOn, .runInProgress, .unknownRun].contains(error.code)
            {
                continue
            }
        }
    }

    private func finish(_ run: RunID, _ key: String) async throws {
        while true {
            do {
                switch try await runtime.run(run, show: { show($0, key) }) {
                case .finished:
                    return tell(.ended(key: key))
                case .waiting(let questions):
                    for asked in questions {
                        tell(.asked(key: key, question: asked.id.rawValue))
                        _ = try await runtime.answer(asked.id, with: key)
                        tell(.answered(key: key, question: asked.id.rawValue))
                    }
                case .failed(let error): throw error
                case .stopped, .drained: return
                }
            } catch let error as GraphError {
                switch error.code {
                case .runEnded: return tell(.ended(key: key))
                case .runOwned: try await Task.sleep(for: .milliseconds(5))
                case .alreadyAnswered: continue
                case .staleOwner: tell(.lost(key: key))
                default: throw error
                }
            }
        }
    }

    private func show(_ event: Event, _ key: String) {
        if case .entered = event.kind, let node = event.node { tell(.entered(key: key, node: node)) }
    }

    private func summarise() async throws {
        let count = try await store.messages(of: session, last: 1).first?.number ?? 0
        let last = try await store.summaries(of: session).last?.summarises?.upperBound ?? 0
        for range in History.due(count: count, summarised: last) {
            let text = "what was said from \(range.lowerBound) to \(range.upperBound)"
            let summary = Message(session: session, role: .summary, text: text, summarises: range, at: Date())
            if try await store.summarise(summary) { tell(.summarised(first: range.lowerBound)) }
        }
    }
}
