internal import AgentGraph
package import Foundation

/// A trace as a store's row keeps it: a JSON in one line, without what the row names in columns of its own.
package enum TraceRow {
    private struct Content: Codable {
        var id: String
        var step: Int
        var agent: String
        /// nil: the first.
        var attempt: Int?
        var input: String
        var output: String
        var milliseconds: Double
        var tokens: Tokens?
        var error: String?
        var at: Date
    }

    private struct Tokens: Codable {
        var input: Int
        var cached: Int
        var output: Int
    }

    package static func line(of trace: Trace) throws -> Data {
        let hasTokens = trace.inputTokens != 0 || trace.cachedTokens != 0 || trace.outputTokens != 0
        let tokens = Tokens(input: trace.inputTokens, cached: trace.cachedTokens, output: trace.outputTokens)
        return try Packed.encoder.encode(
            Content(
                id: trace.id.rawValue,
                step: trace.step,
                agent: trace.agent,
                attempt: trace.attempt == 1 ? nil : trace.attempt,
                input: trace.input,
                output: trace.output,
                milliseconds: trace.milliseconds,
                tokens: hasTokens ? tokens : nil,
                error: trace.error,
                at: trace.at
            )
        )
    }

    package static func trace(_ line: Data, session: String, run: String) throws -> Trace {
        // Older programs kept the whole trace.
        if let whole = try? JSONDecoder().decode(Trace.self, from: line) { return whole }
        let content = try JSONDecoder().decode(Content.self, from: line)
        return Trace(
            id: Identifier(rawValue: content.id),
            session: ThreadID(rawValue: session),
            run: RunID(rawValue: run),
            step: content.step,
            agent: content.agent,
            attempt: content.attempt ?? 1,
            input: content.input,
            output: content.output,
            milliseconds: content.milliseconds,
            inputTokens: content.tokens?.input ?? 0,
            cachedTokens: content.tokens?.cached ?? 0,
            outputTokens: content.tokens?.output ?? 0,
            error: content.error,
            at: content.at
        )
    }
}
