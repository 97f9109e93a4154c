import AgentGraph
import Answers
import Sessions
import Testing
import Understanding

@testable import Agents

/// A request that comes twice, and a turn that several work on.
struct RepeatTests {
    @Test(arguments: Keeping.allCases)
    func `a request that is repeated with its key is one turn`(keeping: Keeping) async throws {
        try await Desk.with(keeping) { desk in
            let chat = try await desk.chat()
            // An answer, small talk, a question back, and one that is declined.
            for (key, text) in ["mean range by weekday", "hello", "volatility", "buy NQ now"].enumerated() {
                let count = try await chat.messages().count
                let first = try await chat.hear(text, key: "\(key)")
                let second = try await desk.chat(chat.session).hear(text, key: "\(key)")
                #expect(second.run == first.run)
                #expect(second.answer?.lasting == first.answer?.lasting)
                #expect(try await chat.messages().count == count + 2)
            }
            let other = try await chat.hear("mean range by weekday", key: "other")
            #expect(try await chat.hear("mean range by weekday", key: "other").run == other.run)
            await #expect { try await chat.hear("only Mondays", key: "0") } throws: {
                ($0 as? GraphError)?.code == .keyMismatch
            }
        }
    }

    @Test func `a request that is repeated after its turn was stopped or broke off is told so`() async throws {
        try await Desk.with { desk in
            let chat = try await desk.chat()
            let task = Task {
                try await chat.hear("mean range by weekday", key: "1") { event in
                    if event.node == "router" { withUnsafeCurrentTask { $0?.cancel() } }
                }
            }
            guard case .stopped = try await task.value.kind else {
                Issue.record("the turn should have stopped")
                return
            }
            guard case .stopped = try await chat.hear("mean range by weekday", key: "1").kind else {
                Issue.record("it was stopped, and is told to have been")
                return
            }
            #expect(try await chat.messages().count == 2)
        }
    }

    @Test(arguments: Keeping.allCases)
    func `whoever finds a turn at work elsewhere is told how it ends`(keeping: Keeping) async throws {
        try await Desk.with(keeping) { desk in
            let session = ThreadID()
            let question = "mean range by weekday"
            let run = try await desk.chat(session).start(
                Turn(Inquiry(text: question, symbol: "NQ")),
                after: nil,
                saying: question
            )
            let chats = [try await desk.chat(session), try await desk.chat(session), try await desk.chat(session)]
            let texts = try await withThrowingTaskGroup(of: String?.self) { group in
                for chat in chats { group.addTask { try await chat.finish(run) { _ in }.answer?.text } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(texts).count == 1 && texts[0]?.isEmpty == false)
            #expect(try await chats[0].messages().map(\.role) == [.user, .assistant])
        }
    }

    @Test func `words without letters are answered in the language of the chat`() async throws {
        try await Desk.with { desk in
            let chat = try await desk.chat()
            #expect(try await chat.hear("\u{43F}\u{440}\u{438}\u{432}\u{435}\u{442}").answer?.language == .ru)
            #expect(try await chat.hear("7").answer?.language == .ru)
            #expect(try await chat.hear("hello").answer?.language == .en)
            #expect(try await chat.hear("7").answer?.language == .en)
        }
    }
}
