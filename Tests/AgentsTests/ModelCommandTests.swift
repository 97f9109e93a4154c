import Foundation
import LanguageModels
import ModelServers
import SessionsSQLite
import Testing

@testable import Commands

/// What a person sees of a model: the doctor, the usage, and what is wrong with its variables.
struct ModelCommandTests {
    private let key = "AIza-secret-0123456789"

    /// `work` with these variables in the place of the process's own.
    private func with<Result: Sendable>(
        _ variables: [String: String],
        _ work: () async throws -> Result
    ) async throws -> Result {
        try await ModelSetup.$environment.withValue(variables) { try await work() }
    }

    private func examined(_ variables: [String: String], on day: String = "2026-11-21") async throws -> String {
        let now = try Date(day + "T12:00:00Z", strategy: .iso8601)
        return await ModelSetup.$environment.withValue(variables) {
            await ModelExamination(now: now, time: .standing).findings().map { finding in
                ["\(finding.state)", finding.subject, finding.detail, finding.cure ?? ""].joined(separator: " | ")
            }
            .joined(separator: "\n")
        }
    }

    @Test func `the doctor says that a model answers, what it costs, and that nothing was paid for asking`()
        async throws
    {
        let server = FakeGemini(key: key) { _ in .text("ok") }
        try await server.serve { address in
            let text = try await examined([
                "BARWISE_MODEL": "gemini:gemini-3.8-flash@\(address)", "GEMINI_API_KEY": key,
            ])
            #expect(text.contains("good | model | gemini:gemini-3.8-flash answers at \(address)"))
            #expect(text.contains("good | model's key | in GEMINI_API_KEY"))
            #expect(text.contains("$0.75 for a million tokens in, 0.075 cached, 3.75 out; read on 2026-10-07"))
            #expect(!text.contains(key))
        }
        #expect(server.traffic.ledger.charges.isEmpty)
    }

    @Test func `the doctor names the key that is not taken, the file that others may read, and never the key`()
        async throws
    {
        let server = FakeGemini(key: key) { _ in .text("ok") }
        let file = FileManager.default.temporaryDirectory.appending(path: "barwise-\(UUID().uuidString)")
        try Data("AIza-other\n".utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }  // The system clears it anyway.
        try await server.serve { address in
            var variables = [
                "BARWISE_MODEL": "gemini:gemini-3.8-flash@\(address)", "BARWISE_MODEL_KEY_FILE": file.path,
            ]
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file.path)
            let exposed = try await examined(variables)
            #expect(exposed.hasPrefix("missing | model | \(file.path) must belong to you"))
            #expect(exposed.hasSuffix("chmod 600 \(file.path)"))
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
            let refused = try await examined(variables)
            #expect(refused.contains("model.bad_key") && refused.contains("mend the key"))
            variables["BARWISE_MODEL_KEY_FILE"] = nil
            #expect(try await examined(variables).contains("export GEMINI_API_KEY=…"))
            #expect(!(exposed + refused).contains("AIza"))
        }
    }

    @Test func `the doctor tells a model's last day before and after it, and what to take then`() async throws {
        let server = FakeGemini { _ in .text("ok") }
        try await server.serve { address in
            let variables = ["BARWISE_MODEL": "gemini:gemini-2.5-flash@\(address)", "GEMINI_API_KEY": key]
            let before = try await examined(variables)
            #expect(before.contains("optional | model's end | gemini:gemini-2.5-flash ends on 2026-12-01"))
            #expect(before.contains("set BARWISE_MODEL to gemini:gemini-3.5-flash-lite"))
            let after = try await examined(variables, on: "2026-12-01")
            #expect(after.contains("missing | model's end | gemini:gemini-2.5-flash is retired since 2026-12-01"))
        }
    }

    @Test func `the doctor tells a server that is not there from one that lacks the model`() async throws {
        try await withClosedPort { address in
            let text = try await examined(["BARWISE_MODEL": "openai:local@\(address)/v1"])
            #expect(text.contains("missing | model | openai:local at \(address)/v1: model.unreachable"))
            #expect(text.contains("good | model's key | none"))
        }
        let server = FakeGemini { _ in .text("ok") }
        try await server.serve { address in
            let text = try await examined(["BARWISE_MODEL": "gemini:gemini-9@\(address)", "GEMINI_API_KEY": key])
            #expect(text.contains("model.gone"))
        }
    }

    @Test(arguments: [
        (["BARWISE_MODEL": "gpt"], "BARWISE_MODEL starts with no provider"),
        (["BARWISE_MODEL": "gemini:gemini-3.8-flash"], "set GEMINI_API_KEY or GOOGLE_API_KEY"),
        (
            ["BARWISE_MODEL": "openai:m@http://example.com/v1", "OPENAI_API_KEY": "AIza-secret-0123456789"],
            "unencrypted"
        ),
        (
            ["BARWISE_MODEL": "openai:m@http://localhost:1/v1", "BARWISE_MODEL_DAY_TOKENS": "many"],
            "BARWISE_MODEL_DAY_TOKENS: must be a number"
        ),
    ])
    func `a model that cannot be used is said before anything is asked`(
        variables: [String: String],
        complaint: String
    ) async throws {
        try await Desk.with { desk in
            let asked = try await with(variables) {
                try await run(["ask", "mean range by weekday", "--symbol", "NQ", "--data", desk.data])
            }
            #expect(asked.code == 1)
            #expect(asked.complaints.contains(complaint), "\(asked.complaints)")
            #expect(asked.output.isEmpty && !asked.complaints.contains(key))
        }
    }

    @Test func `usage adds up by day, model and agent, with the day of its prices`() async throws {
        try await Desk.with { desk in
            let place = ["--data", desk.data]
            let none = try await with([:]) { try await run(["usage"] + place) }
            #expect(none.complaints.contains("No model was asked"))
            let store = try SQLiteStore(path: desk.file)
            for call in Self.calls { try await store.settle(call) }
            let range = ["--from", "2031-11-20", "--through", "2031-11-21"]
            let budget = ["BARWISE_MODEL": "openai:m@http://localhost:1/v1", "BARWISE_MODEL_DAY_TOKENS": "1000"]
            let table = try await with(budget) { try await run(["usage", "--width", "140"] + range + place) }
            let lines = table.output.split(whereSeparator: \.isNewline).map { line in
                line.split(separator: " ").joined(separator: " ")
            }
            #expect(lines.contains("2031-11-20 gemini:gemini-3.8-flash understander $0.0021 33% 3000 1000 40 20 2 1"))
            #expect(lines.contains("2031-11-21 openai:local responder 0% 500 0 30 0 1 0"))
            #expect(lines.contains("total $0.0021 29% 3500 1000 70 20 3 1"), "\(table.output)")
            #expect(table.output.contains("by the prices read on 2026-10-07"))
            #expect(table.output.contains("of which only tokens are counted: 1."))
            #expect(table.output.contains("Used of today's budget: 0 of 1000 tokens"))
            let json = try await with([:]) { try await run(["usage", "--json"] + range + place) }
            let object = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
            #expect(
                (object["lines"] as? [[String: Any]])?.map { $0["agent"] as? String } == ["understander", "responder"]
            )
            let total = try #require(object["total"] as? [String: Any])
            #expect(total["input"] as? Int == 3500 && total["microdollars"] as? Int == 2100)
            #expect(try await with([:]) { try await run(["usage", "--from", "yesterday"] + place) }.code == 64)
        }
    }

    private static let calls = [
        call(
            "1",
            "2031-11-20",
            "gemini:gemini-3.8-flash",
            "understander",
            Usage(input: 2000, cached: 1000, output: 40, thinking: 20),
            1600
        ),
        call(
            "2",
            "2031-11-20",
            "gemini:gemini-3.8-flash",
            "understander",
            Usage(input: 1000),
            500,
            outcome: "model.server"
        ),
        call("3", "2031-11-21", "openai:local", "responder", Usage(input: 500, output: 30), nil),
        call("4", "2031-11-22", "openai:local", "responder", Usage(input: 500, output: 30), nil),
    ]

    private static func call(
        _ id: String,
        _ day: String,
        _ model: String,
        _ agent: String,
        _ usage: Usage,
        _ microdollars: Int?,
        outcome: String = CallRecord.ok
    ) -> CallRecord {
        CallRecord(
            id: id,
            day: day,
            user: "local",
            model: model,
            agent: agent,
            operation: .answer,
            usage: usage,
            microdollars: microdollars,
            outcome: outcome,
            startedAt: Date(timeIntervalSince1970: 1_795_000_000)
        )
    }
}
