import Foundation
import ModelProof
import Testing

/// The real agents with a model that fails by chance; `make soak` has two thousand turns of it.
struct SoakTests {
    private func inFolder(_ body: (URL) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "barwise-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }  // A temporary folder; the system clears it anyway.
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try await body(folder)
    }

    @Test func `after a hundred turns among random faults the ledger is the server's count, and no chat is stuck`()
        async throws
    {
        try await inFolder { folder in
            let report = try await Soak(folder: folder, turns: 100, seed: 2026).run()
            #expect(report.violations.isEmpty)
            #expect(report.turns == 100 && report.answered + report.asked == 100)
            #expect(report.calls > 40 && report.failures > 10)
            #expect(report.tokens > 0)
        }
    }

    @Test func `a question that the model is asked in a chat brings few new tokens, one that is bound none`()
        async throws
    {
        try await inFolder { folder in
            let questions = [
                "mean range by weekday", "how many days closed above their open in january 2024",
                "what time is the high of the day usually made, 9:30 to 16:00",
            ]
            .map { PromptSize.Question($0, symbol: "NQ") }
            let report = try await PromptSize(folder: folder, questions: questions).run()
            #expect(report.bound == 3 && report.tokensOfBound == 0)
            #expect(report.fresh.count == 3)
            #expect((100...300).contains(report.median), "\(report.fresh)")
            #expect(report.fixed > 500)
        }
    }
}
