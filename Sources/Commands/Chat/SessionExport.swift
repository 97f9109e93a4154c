internal import AgentGraph
internal import Answers
internal import Foundation
internal import JSONText
internal import Sessions

/// A conversation as lines of JSON, each with its kind.
struct SessionExport {
    let store: any SessionStore
    let session: Session

    func lines() async throws -> [String] {
        let messages = try await store.messages(of: session.id, last: nil)
        var lines = [sessionLine()] + messages.map { line("message", $0) }
        lines += try await store.summaries(of: session.id).map { line("summary", $0) }
        var seen: Set<RunID> = []
        for run in messages.compactMap(\.run) where seen.insert(run).inserted {
            lines += try await store.traces(of: run).map(line)
        }
        return lines
    }

    private func sessionLine() -> String {
        object("session") { writer in
            writer.member("id", session.id.rawValue)
            writer.member("title", session.title)
            writer.member("created_at", SessionList.moment(session.createdAt))
            writer.member("updated_at", SessionList.moment(session.updatedAt))
        }
    }

    private func line(_ kind: String, _ message: Message) -> String {
        object(kind) { writer in
            writer.member("id", message.id.rawValue)
            writer.key("number")
            writer.integer(message.number)
            writer.member("role", message.role.rawValue)
            writer.member("status", message.status.rawValue)
            writer.member("text", message.text)
            writer.member("turn", message.run?.rawValue)
            writer.member("at", SessionList.moment(message.at))
            if let range = message.summarises {
                writer.key("summarises")
                writer.array { writer in
                    writer.integer(range.lowerBound)
                    writer.integer(range.upperBound)
                }
            }
            writer.key("answer")
            writer.raw(message.answer.map { String(decoding: $0, as: UTF8.self) } ?? "null")
        }
    }

    private func line(_ trace: Trace) -> String {
        object("trace") { writer in
            writer.member("turn", trace.run.rawValue)
            writer.key("step")
            writer.integer(trace.step)
            writer.member("agent", trace.agent)
            writer.key("attempt")
            writer.integer(trace.attempt)
            writer.member("input", trace.input)
            writer.member("output", trace.output)
            writer.key("milliseconds")
            writer.number(trace.milliseconds)
            for (name, count) in [
                ("input_tokens", trace.inputTokens), ("cached_tokens", trace.cachedTokens),
                ("output_tokens", trace.outputTokens),
            ] {
                writer.key(name)
                writer.integer(count)
            }
            writer.member("error", trace.error)
            writer.member("at", SessionList.moment(trace.at))
        }
    }

    private func object(_ kind: String, _ body: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("kind", kind)
            body(&writer)
        }
        return writer.text
    }
}
