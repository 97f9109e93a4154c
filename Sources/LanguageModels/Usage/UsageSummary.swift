/// The ledger added up by day, model and agent: what `barwise usage` prints.
package struct UsageSummary: Sendable, Hashable {
    package struct Line: Sendable, Hashable {
        package var day: String
        package var model: String
        package var agent: String
        package var calls = 0
        package var failures = 0
        /// Under way, or left by a process that ended: their amounts are what was reserved.
        package var unsettled = 0
        package var usage = Usage()
        package var microdollars = 0
        /// Calls whose model has no price in the file: their cost is not in the sum.
        package var unpriced = 0

        /// Of the input, what came from a cache: from 0 to 1; nil without input.
        package var hitRate: Double? {
            usage.input > 0 ? Double(usage.cached) / Double(usage.input) : nil
        }
    }

    private struct Group: Hashable {
        var day: String
        var model: String
        var agent: String
    }

    /// By day, then model, then agent.
    package private(set) var lines: [Line]

    package init(_ calls: some Sequence<CallRecord>) {
        var lines: [Group: Line] = [:]
        for call in calls {
            let key = Group(day: call.day, model: call.model, agent: call.agent)
            var line = lines[key] ?? Line(day: call.day, model: call.model, agent: call.agent)
            line.calls += 1
            line.failures += call.outcome.map { $0 == CallRecord.ok ? 0 : 1 } ?? 0
            line.unsettled += call.outcome == nil ? 1 : 0
            line.usage = line.usage + call.usage
            line.microdollars += call.microdollars ?? 0
            line.unpriced += call.microdollars == nil ? 1 : 0
            lines[key] = line
        }
        self.lines = lines.values.sorted { ($0.day, $0.model, $0.agent) < ($1.day, $1.model, $1.agent) }
    }

    package var total: Line {
        lines.reduce(into: Line(day: "", model: "", agent: "")) { total, line in
            total.calls += line.calls
            total.failures += line.failures
            total.unsettled += line.unsettled
            total.usage = total.usage + line.usage
            total.microdollars += line.microdollars
            total.unpriced += line.unpriced
        }
    }
}
