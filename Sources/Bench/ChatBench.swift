import AgentGraph
import Agents
import Answers
import Foundation
import ReadingProof
import SessionsSQLite

/// What a chat with the agents themselves takes: bytes of the store, a turn's time.
struct ChatBench {
    let analyst: Analyst
    let folder: URL

    /// Turns that are each a question of 400 characters and are answered with figures; everything is kept.
    func run(_ symbol: String) async throws {
        let store = try SQLiteStore(path: folder.appending(path: "\(UUID().uuidString).db").path)
        var settings = Conversation.settings()
        settings.retention = Retention(runs: nil)
        let chat = Conversation(analyst, store: store, settings: settings)
        var sizes = TurnSizes(bytes: [try await store.storedBytes()]), times: [Double] = []
        for number in 0..<TurnSizes.turns {
            times.append(
                try await milliseconds { _ = try await chat.say(LongQuestion.text(number), symbol: symbol) }
            )
            sizes.bytes.append(try await store.storedBytes())
        }
        print("stored by a turn with the agents, questions of 400 characters, SQLite: " + sizes.report)
        print(
            "such a turn, kept: p50 \(percentile(times, 0.5).text(1)) ms, p95 \(percentile(times, 0.95).text(1)) ms"
        )
    }
}
