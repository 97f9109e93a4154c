import AgentGraph
import Answers
import ReadingProof
import Sessions
import SessionsSQLite
import Testing

@testable import Agents

struct TurnSizeTests {
    @Test func `a turn takes at most ten kilobytes of the store, and no more after many turns`() async throws {
        try await Desk.with { desk in
            var settings = Conversation.settings()
            settings.retention = Retention(runs: nil)
            let store = try SQLiteStore(path: desk.file)
            let chat = Conversation(desk.analyst, store: store, settings: settings)
            var sizes = [try await store.storedBytes()]
            for number in 0..<50 {
                let question = LongQuestion.text(number)
                #expect(question.count == 400)
                let reply = try await chat.hear(question)
                #expect(reply.answer?.status == .answered && reply.unsaved == nil)
                sizes.append(try await store.storedBytes())
            }
            let tens = stride(from: 0, to: 50, by: 10).map { (sizes[$0 + 10] - sizes[$0]) / 10 }
            #expect(tens.allSatisfy { $0 <= 10 * 1024 }, "\(tens)")
            // Summaries come with the fifteenth turn.
            #expect(sizes[50] - sizes[25] < (sizes[25] - sizes[0]) * 27 / 20)
        }
    }
}
