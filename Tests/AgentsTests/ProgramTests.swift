import AgentGraph
import Answers
import Foundation
import Sessions
import Testing

@testable import Agents

/// The program itself, as a process; ids as in docs/faults.md.
struct ProgramTests {
    private let barwise = Program.barwise

    @Test func `a chat in a terminal edits lines, asks back, takes back, and is gone on with after a SIGKILL`()
        async throws
    {
        try await Desk.with { desk in
            let steps = try await seen("chat_terminal.py", desk)
            let expected = [
                "asked", "chosen", "followed", "undone", "interrupted", "again", "new", "killed", "reopened", "replied",
                "left",
            ]
            #expect(steps.map(\.step) == expected)
            let texts = Dictionary(steps.map { ($0.step, $0.text ?? "") }, uniquingKeysWith: { $1 })
            // The line was mended before it was sent.
            #expect(texts["asked"]?.contains("“volatility”") == true)
            #expect(texts["chosen"]?.contains("Wednesday") == true)
            #expect(texts["followed"]?.contains("Friday") == false)
            #expect(texts["reopened"]?.contains("volatility") == true)
            #expect(steps.compactMap(\.code) == [Int(-SIGKILL), 0])
            let sessions = try await desk.store().sessions(limit: 10, offset: 0)
            #expect(sessions.count == 2)
            let said = try await desk.chat(sessions[0].id)
                .messages().filter { $0.role == .user }.map(\.text)
            #expect(said == ["volatility", "2"])
        }
    }

    @Test func `Ctrl-C in a terminal stops the turn, and not the chat`() async throws {
        try await Desk.with { desk in
            let steps = try await seen("stop_terminal.py", desk)
            #expect(steps.map(\.step) == ["waiting", "stopped", "answered", "left"])
            #expect(steps.first?.text?.hasPrefix("POST /v1/chat/completions") == true)
            #expect(steps.last?.code == 0)
            let session = try #require(try await desk.store().sessions(limit: 10, offset: 0).first)
            let said = try await desk.chat(session.id).messages().filter { $0.role == .user }.map(\.text)
            #expect(said == ["mean range on skookum mondays", "mean range by weekday"])
        }
    }

    @Test(arguments: ["Pacific/Kiritimati", "America/Los_Angeles", "Asia/Kolkata"])
    func `C03 answers do not depend on the machine's zone`(zone: String) async throws {
        try await Desk.with { desk in
            for question in ["mean range by hour", "range last week", "gap by weekday since 2024-02-01"] {
                let ask = [
                    "ask", question, "--data", desk.data, "--symbol", "NQ", "--as-of", "2024-02-16", "--no-store",
                    "--json",
                ]
                let (here, _) = try await Program.output(of: barwise, ask, ["TZ": "America/New_York"])
                let (there, _) = try await Program.output(of: barwise, ask, ["TZ": zone])
                #expect(here.contains("\"status\":"))
                #expect(withoutTiming(here) == withoutTiming(there))
            }
        }
    }

    private func withoutTiming(_ json: String) -> String { json.replacing(/"timing":\{[^}]*\}/, with: "") }

    private struct Step: Decodable {
        var step: String
        var text: String?
        var code: Int?
    }

    /// What a driver of the chat's terminal saw.
    private func seen(_ driver: String, _ desk: Desk) async throws -> [Step] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Terminal")
        let (output, code) = try await Program.output(
            of: URL(filePath: "/usr/bin/env"),
            ["python3", folder.appending(path: driver).path, barwise.path, "--data", desk.data, "--symbol", "NQ"]
        )
        let lines = output.split(separator: "\n").map(String.init)
        #expect(code == 0, "\(lines.last ?? "")")
        return try lines.map { try JSONDecoder().decode(Step.self, from: Data($0.utf8)) }
    }
}
