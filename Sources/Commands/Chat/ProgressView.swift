internal import AgentGraph
internal import Agents
internal import Foundation

/// A turn's events as lines for a person who looks on.
struct ProgressView: Sendable {
    let paint: Paint

    /// nil for what is no news.
    func line(_ event: Event) -> String? {
        let node = event.node ?? ""
        let attempt = event.attempt > 1 ? " (attempt \(event.attempt))" : ""
        switch event.kind {
        case .note(let json):
            guard event.path.isEmpty, let note = Account.Note(json: json) else { return nil }
            let time = String(format: "%8.1f ms", note.milliseconds)
            return paint.dim(TextLayout.left(node + attempt, 14) + time + "  " + TextLayout.harmless(note.did))
        case .attemptFailed(let error, _): return paint.bad("\(node)\(attempt): \(TextLayout.harmless(error))")
        case .overBudget(let limit): return paint.bad("over budget: \(limit)")
        case .resumed: return paint.dim("taken up again")
        case .stopped: return paint.dim("stopped")
        case .drained: return paint.dim("left for later")
        case .entered, .left, .asked, .finished, .failed, .abandoned: return nil
        }
    }

    /// For `--verbose`.
    func show(_ isVerbose: Bool) -> @Sendable (Event) -> Void {
        guard isVerbose else { return { _ in } }
        return { event in if let line = line(event) { Output.note(line) } }
    }
}
