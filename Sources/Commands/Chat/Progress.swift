internal import AgentGraph
internal import Synchronization

/// What is at work while a person waits: a drawing that is rubbed out at the end, or with `--verbose` a line for each agent.
final class Progress: Sendable {
    private let view: ProgressView
    private let isVerbose: Bool
    private let isLive: Bool
    private let sketch: Mutex<Sketch>

    init(terminal: Terminal, isVerbose: Bool, isLive: Bool) {
        view = ProgressView(paint: Paint(isEnabled: terminal.isColoured))
        self.isVerbose = isVerbose
        self.isLive = isLive
        sketch = Mutex(Sketch(terminal))
    }

    @Sendable func show(_ event: Event) {
        if isVerbose {
            if let line = view.line(event) { Output.note(line) }
        } else if isLive {
            // Written under the lock: what is drawn is in the order of what is rubbed out.
            sketch.withLock { sketch in if let text = sketch.take(event) { Output.write(text) } }
        }
    }

    func clear() { sketch.withLock { Output.write($0.erase()) } }
}
