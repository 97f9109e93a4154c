import Agents
import Market
import Testing

@testable import Answers

struct OpenChatTests {
    /// Of which days, was never read: to answer of all of them would drop what was said.
    @Test(arguments: ["and how often does the gap fill?", "what about the largest range"])
    func `what goes on from a question that was asked back is asked back too`(_ turn: String) async throws {
        try await Library.with { library in
            let answer = await (try library.analyst()).ask(
                Inquiry(
                    text: turn,
                    symbol: "NQ",
                    asOf: CivilDate("2024-03-04"),
                    history: ["how often is the day green when the frobnication is high"]
                )
            )
            #expect(answer.status == .needsClarification)
        }
    }
}
