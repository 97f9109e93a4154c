import Foundation
import ModelServers
import Testing

@testable import Agents

/// Prose has so many seconds, which a machine that runs all other tests beside it may not have to give.
struct ProseStoppingTests {
    @Test func `a model's sentences are drawn as they come, a false one never, and the answer has them once`()
        async throws
    {
        let first = "The weekdays hardly differ by their mean range.", second = "The table has all of them."
        let server = FakeGemini(
            faults: .always(.line(.drip(.microseconds(200)))),
            script: replies(
                Said(parts: [first, " The mean is 4242.42 points.", " That is all."]),
                Said(parts: [first, " ", second])
            )
        )
        let driver = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Terminal/chat_prose.py")
        try await Desk.with { desk in
            try await server.serve { address in
                let (output, code) = try await Program.output(
                    of: URL(filePath: "/usr/bin/env"),
                    [
                        "python3", driver.path, Program.barwise.path, "mean range by weekday", "--data", desk.data,
                        "--symbol",
                        "NQ",
                    ],
                    [
                        "BARWISE_MODEL": "gemini:gemini-3.8-flash@\(address)", "GEMINI_API_KEY": "AIza-test-key",
                        "BARWISE_MODEL_PROSE": "on",
                    ]
                )
                let screens = try JSONDecoder().decode([String].self, from: Data(output.utf8))
                let last = try #require(screens.last)
                #expect(code == 0, "\(last)")
                func whole(_ screen: String) -> String {
                    screen.split(whereSeparator: \.isWhitespace).joined(separator: " ")
                }
                // Drawn while the model writes, and rubbed out where the next sentence turned out to be false.
                let drawn = screens.map { whole($0).contains(first) }
                let start = try #require(drawn.firstIndex(of: true))
                #expect(!screens[start].contains("Monday"))
                #expect(drawn[start...].contains(false))
                #expect(!screens.contains { $0.contains("4242") })
                #expect(whole(last).components(separatedBy: first).count == 2)
                #expect(whole(last).contains(first + " " + second) && last.contains("Monday"))
                #expect(!last.contains("…"))
            }
        }
    }
}
