import AgentGraph
import ArgumentParser
import Foundation
import Sessions
import SessionsSQLite
import Synchronization
import Testing

@testable import Agents
@testable import Commands

struct CommandsTests {
    @Test func `a question is kept, replied to, followed up, shown, exported, traced and deleted`() async throws {
        try await Desk.with { desk in
            let place = ["--data", desk.data]
            let asked = try await run(["ask", "volatility", "--symbol", "NQ"] + place)
            #expect(asked.code == 0)
            #expect(asked.output.contains("  1. "))
            #expect(asked.complaints.contains("--session last"))
            let reply = try await run(["ask", "--session", "last", "1", "--symbol", "NQ"] + place)
            #expect(reply.output.contains("Monday"))
            let next = try await run(
                ["ask", "--session", "last", "only Mondays", "--symbol", "NQ", "--verbose"] + place
            )
            #expect(next.code == 0)
            #expect(next.complaints.contains("executor"))

            let list = try await run(["sessions", "list", "--csv"] + place)
            #expect(list.output.contains(",6,volatility"))
            #expect(list.output.split(whereSeparator: \.isNewline).count == 2)
            let shown = try await run(["sessions", "show", "last"] + place)
            #expect(shown.output.contains("> only Mondays"))
            let export = try await run(["sessions", "export", "last"] + place)
            let lines = try export.output.split(separator: "\n").map { line in
                try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            }
            #expect(lines.count { $0["kind"] as? String == "message" } == 6)
            #expect(lines.contains { ($0["answer"] as? [String: Any])?["status"] as? String == "answered" })
            let trace = try await run(["trace", "last"] + place)
            #expect(trace.output.contains("validator"))

            #expect(try await run(["sessions", "delete", "last"] + place, answer: "n").complaints.contains("Nothing"))
            #expect(try await run(["sessions", "delete", "last"] + place, answer: "y").code == 0)
            #expect(try await run(["sessions", "show", "last"] + place).code == 9)
            #expect(try await run(["trace", "last"] + place).code == 9)
        }
    }

    @Test func `nothing is kept where that is asked for or not possible, and the answer is there`() async throws {
        try await Desk.with { desk in
            let ask = ["ask", "mean range by weekday", "--symbol", "NQ", "--data", desk.data, "--json"]
            let plain = try await run(ask + ["--no-store"])
            #expect(!FileManager.default.fileExists(atPath: desk.file))
            // A folder in the place of the file.
            try FileManager.default.createDirectory(atPath: desk.file, withIntermediateDirectories: true)
            let kept = try await run(ask)
            #expect(kept.code == 0)
            #expect(kept.complaints.contains("not kept"))
            #expect(withoutTiming(kept.output) == withoutTiming(plain.output))
            #expect(try await run(["sessions", "--data", desk.data]).code == 8)
        }
    }

    @Test func `a chat takes lines and gives replies`() async throws {
        try await Desk.with { desk in
            let lines = Mutex<[LineEditor.Outcome]>([
                .line("/help"), .line("volatility"), .line("2"), .line("/sql"), .interrupt, .line("only Mondays"),
                .line("/undo"), .line("/nothing"), .line("/sessions"), .line("/new"), .line("/undo"),
                .line("/open last"),
                .line("/chart"), .line("/quit"), .line("not read any more"),
            ])
            let prompts = Mutex<[String]>([])
            let input = LineInput { prompt, _ in
                prompts.withLock { $0.append(prompt) }
                return lines.withLock { $0.removeFirst() }
            }
            let store = try await desk.store()
            let said = try await listening {
                var chat = Chat(
                    analyst: desk.analyst,
                    store: store,
                    terminal: Terminal(width: 80, isColoured: false),
                    symbol: "NQ",
                    asOf: nil,
                    isVerbose: false,
                    isLive: false
                )
                try await chat.run(input, opening: nil)
            }
            #expect(said.code == 0)
            for text in ["/open ID", "WITH ", "Taken back: only Mondays", "no /nothing here", "A new conversation."] {
                #expect(said.output.contains(text), "\(text)")
            }
            #expect(said.complaints.contains("nothing to take back"))
            #expect(said.output.contains("vega-lite"))
            #expect(prompts.withLock { $0[2] } == "? ")
            #expect(lines.withLock { $0.count } == 1)
            #expect(try await store.sessions(limit: 10, offset: 0).count == 1)
        }
    }

    @Test func `a timeline shows starts, durations, attempts, tokens and errors`() {
        let run = RunID(rawValue: "turn-1")
        func trace(_ step: Int, _ agent: String, _ at: Double, _ milliseconds: Double) -> Trace {
            Trace(
                session: ThreadID(rawValue: "session-1"),
                run: run,
                step: step,
                agent: agent,
                input: "{}",
                output: #"{"did":"\#(agent)"}"#,
                milliseconds: milliseconds,
                at: Date(timeIntervalSince1970: at / 1000)
            )
        }
        var second = trace(2, "executor", 10, 30)
        (second.attempt, second.inputTokens, second.outputTokens) = (2, 100, 20)
        var third = trace(3, "responder", 60_040, 10)
        third.error = "query.failed"
        let failed = Event(
            number: 1,
            step: 2,
            node: "executor",
            attempt: 1,
            at: Date(timeIntervalSince1970: 0),
            kind: .attemptFailed(error: "DuckDB: open", retryAfterSeconds: 0.05)
        )
        let text = Timeline(
            traces: [trace(1, "understander", 0, 10), second, third],
            events: [failed],
            terminal: Terminal(width: 80, isColoured: false)
        ).text()
        #expect(
            text == """
                3 steps, 50.0 ms; turn turn-1
                  understander      0.0 ms  ████▊                        10.0 ms
                    out did: understander
                  executor, attempt 1: DuckDB: open
                  executor         10.0 ms      ██████████████▍          30.0 ms  attempt 2  tokens 100 (0 cached) → 20
                    out did: executor
                  responder     60040.0 ms                     ████▊     10.0 ms
                    out did: responder
                    query.failed

                """
        )
    }

    private func withoutTiming(_ json: String) -> String {
        json.replacing(/"timing":\{[^}]*\}/, with: "")
    }
}
