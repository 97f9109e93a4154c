internal import Answers
internal import Foundation
internal import JSONText
internal import LanguageModels

/// The ledger added up, as a table or as JSON (docs/models.md).
struct UsageList {
    private let summary: UsageSummary
    private let first: String
    private let last: String
    private let pricesRead: String

    /// - Parameter pricesRead: the day on which the prices were looked up.
    init(_ summary: UsageSummary, first: String, last: String, pricesRead: String) {
        self.summary = summary
        self.first = first
        self.last = last
        self.pricesRead = pricesRead
    }

    func render(_ output: Output) -> String {
        var lines = summary.lines.map { row($0, isPlain: isPlain(output)) }
        if !isPlain(output), summary.lines.count > 1 { lines.append(row(summary.total, isPlain: false)) }
        let text = output.render(
            // A narrow terminal shows the first ones.
            titles: [
                "day", "model", "agent", "cost", "hit rate", "input", "cached", "output", "thinking", "calls", "failed",
            ],
            isNumeric: [false, false, false] + Array(repeating: true, count: 8),
            rows: lines,
            json: json
        )
        return isPlain(output) ? text : text + footnotes.map { $0 + "\n" }.joined()
    }

    private var footnotes: [String] {
        let total = summary.total
        var notes = ["US dollars, by the prices read on \(pricesRead); days are UTC."]
        if total.unpriced > 0 {
            notes.append("Calls to models without a known price, of which only tokens are counted: \(total.unpriced).")
        }
        if total.unsettled > 0 {
            notes.append(
                "Calls without an end, at work or broken off, counted with the most they may use: \(total.unsettled)."
            )
        }
        return notes
    }

    private func isPlain(_ output: Output) -> Bool {
        if case .text = output.format { false } else { true }
    }

    private func row(_ line: UsageSummary.Line, isPlain: Bool) -> [String] {
        let usage = line.usage
        let hits = line.hitRate.map { isPlain ? "\($0)" : String(format: "%.0f%%", $0 * 100) } ?? ""
        return [
            line.day.isEmpty ? "total" : line.day, line.model, line.agent,
            line.calls == line.unpriced
                ? "" : isPlain ? "\(Double(line.microdollars) / 1_000_000)" : Self.dollars(line.microdollars),
            hits, "\(usage.input)", "\(usage.cached)", "\(usage.output)", "\(usage.thinking)", "\(line.calls)",
            "\(line.failures)",
        ]
    }

    /// With as many digits as the least price of a call has.
    static func dollars(_ microdollars: Int) -> String {
        String(format: "$%.4f", Double(microdollars) / 1_000_000)
    }

    private func json() -> String {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("from", first)
            writer.member("through", last)
            writer.member("prices_read", pricesRead)
            writer.key("lines")
            writer.array { writer in
                for line in summary.lines {
                    writer.object { writer in
                        writer.member("day", line.day)
                        writer.member("model", line.model)
                        writer.member("agent", line.agent)
                        Self.write(line, to: &writer)
                    }
                }
            }
            writer.key("total")
            writer.object { writer in Self.write(summary.total, to: &writer) }
        }
        return writer.text
    }

    /// Costs are micro-dollars, so that they are whole numbers; calls without a price are not in them.
    private static func write(_ line: UsageSummary.Line, to writer: inout JSONWriter) {
        let counts = [
            ("calls", line.calls), ("failures", line.failures), ("unsettled", line.unsettled),
            ("unpriced", line.unpriced), ("input", line.usage.input), ("cached", line.usage.cached),
            ("output", line.usage.output), ("thinking", line.usage.thinking), ("microdollars", line.microdollars),
        ]
        for (name, count) in counts {
            writer.key(name)
            writer.integer(count)
        }
        writer.key("hit_rate")
        if let rate = line.hitRate { writer.number(rate) } else { writer.null() }
    }
}
