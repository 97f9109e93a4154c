internal import AgentGraph
internal import Synchronization

/// What is at work while a person waits: one line that is drawn over, or with `--verbose` a line for each agent.
final class Progress: Sendable {
    private let view: ProgressView
    private let isVerbose: Bool
    private let isLive: Bool
    private let isShown = Mutex(false)

    init(paint: Paint, isVerbose: Bool, isLive: Bool) {
        view = ProgressView(paint: paint)
        self.isVerbose = isVerbose
        self.isLive = isLive
    }

    @Sendable func show(_ event: Event) {
        if isVerbose {
            if let line = view.line(event) { Output.note(line) }
        } else if isLive, case .entered = event.kind, let node = event.node {
            isShown.withLock { $0 = true }
            Output.write("\r\u{1B}[K" + view.paint.dim("… " + node))
        }
    }

    func clear() {
        guard
            isShown.withLock({ shown in
                defer { shown = false }
                return shown
            })
        else { return }
        Output.write("\r\u{1B}[K")
    }
}
