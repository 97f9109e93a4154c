internal import AgentGraph
internal import Foundation
internal import Sessions

/// A turn's traces and what went wrong between them, on one scale of time.
struct Timeline {
    let traces: [Trace]
    /// Of the turn; empty where they are no longer kept.
    let events: [Event]
    let terminal: Terminal

    private static let bar = 24

    func text() -> String {
        let paint = Paint(isEnabled: terminal.isColoured)
        guard let first = traces.map(\.at).min() else { return "No trace is kept of this turn.\n" }
        func offset(_ at: Date) -> Double { max(0, at.timeIntervalSince(first) * 1000) }
        let spans = spans(offset)
        let total = spans.map { $0.start + $0.length }.max() ?? 0
        let name = max(12, traces.map { TextLayout.width($0.agent) }.max() ?? 0)
        var lines = [paint.dim("\(traces.count) steps, \(Self.number(total)) ms; turn \(traces[0].run.rawValue)")]
        for (trace, span) in zip(traces, spans) {
            lines += failures(of: trace).map { paint.bad("  " + TextLayout.harmless($0)) }
            var line = "  " + TextLayout.left(trace.agent, name) + " " + Self.right(span.shown) + " ms  "
            line += TextLayout.left(drawn(span, total), Self.bar) + " " + Self.right(trace.milliseconds) + " ms"
            if trace.attempt > 1 { line += "  attempt \(trace.attempt)" }
            if trace.inputTokens + trace.outputTokens > 0 {
                line += "  tokens \(trace.inputTokens) (\(trace.cachedTokens) cached) → \(trace.outputTokens)"
            }
            lines.append(line)
            for (mark, text) in [("in ", trace.input), ("out ", trace.output)] where text != "{}" {
                lines.append(paint.dim(TextLayout.item("    " + mark, shown(text), terminal.width)))
            }
            if let error = trace.error { lines.append(paint.bad("    " + TextLayout.harmless(error))) }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private struct Span {
        /// Milliseconds from the turn's beginning as the line of time shows it, without the waiting for a person.
        var start: Double
        var length: Double
        /// Milliseconds from the turn's beginning by the clock.
        var shown: Double
    }

    /// Waiting for a person is no time of the turn: gaps longer than a second are cut out of the picture.
    private func spans(_ offset: (Date) -> Double) -> [Span] {
        var cut = 0.0
        var end = 0.0
        return traces.map { trace in
            let at = offset(trace.at)
            if at - cut - end > 1000 { cut = at - end }
            end = at - cut + trace.milliseconds
            return Span(start: at - cut, length: trace.milliseconds, shown: at)
        }
    }

    private func drawn(_ span: Span, _ total: Double) -> String {
        guard total > 0 else { return "" }
        let before = Int(span.start / total * Double(Self.bar))
        let width = Self.bar - min(before, Self.bar - 1)
        let share = min(1, span.length / total * Double(Self.bar) / Double(width))
        return String(repeating: " ", count: Self.bar - width) + Blocks.right(share, width)
    }

    /// Attempts of the step that failed.
    private func failures(of trace: Trace) -> [String] {
        events.compactMap { event in
            guard event.step == trace.step, case .attemptFailed(let error, _) = event.kind else { return nil }
            return "\(event.node ?? ""), attempt \(event.attempt): \(error)"
        }
    }

    private func shown(_ json: String) -> String {
        guard let texts = try? JSONDecoder().decode([String: String].self, from: Data(json.utf8)) else {
            return TextLayout.harmless(json)  // Of another program.
        }
        return TextLayout.harmless(
            texts.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: " · ")
        )
    }

    private static func number(_ milliseconds: Double) -> String { String(format: "%.1f", milliseconds) }
    private static func right(_ milliseconds: Double) -> String { TextLayout.right(number(milliseconds), 8) }
}
