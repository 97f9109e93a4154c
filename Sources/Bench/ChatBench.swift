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

    /// Fifty turns, each a question of 400 characters that is answered with figures; everything is kept.
    func run(_ symbol: String) async throws {
        let store = try SQLiteStore(path: folder.appending(path: "\(UUID().uuidString).db").path)
        var settings = Conversation.settings()
        settings.retention = Retention(runs: nil)
        let chat = Conversation(analyst, store: store, settings: settings)
        var sizes = [try await store.storedBytes()], times: [Double] = []
        for number in 0..<50 {
            times.append(
                try await milliseconds { _ = try await chat.say(LongQuestion.text(number), symbol: symbol) }
            )
            sizes.append(try await store.storedBytes())
        }
        let first = Double(sizes[10] - sizes[0]) / 10, last = Double(sizes[50] - sizes[40]) / 10
        let halves = (Double(sizes[25] - sizes[0]) / 25, Double(sizes[50] - sizes[25]) / 25)
        print(
            "stored by a turn with the agents, questions of 400 characters, SQLite: turns 1-10 "
                + "\((first / 1024).text(1)) KB, turns 41-50 \((last / 1024).text(1)) KB"
                + verdict(max(first, last) <= 10 * 1024, "10 KB")
                + "; first half \((halves.0 / 1024).text(1)) KB, second half \((halves.1 / 1024).text(1)) KB"
                + verdict(halves.1 < halves.0 * 1.35, "flat, but for summaries")
        )
        print(
            "such a turn, kept: p50 \(percentile(times, 0.5).text(1)) ms, p95 \(percentile(times, 0.95).text(1)) ms"
        )
    }
}
