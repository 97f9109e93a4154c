import AgentGraph
import Answers
import Foundation
import GRDB
import Market
import Sessions
import SessionsSQLite
import Testing

@testable import Agents

struct ConversationTests {
    private static let options = ["1", "2)", "average volatility by weekday", "  «Average volatility by weekday» "]

    @Test(arguments: options, Keeping.allCases)
    func `a question back is replied to in another process`(reply: String, keeping: Keeping) async throws {
        try await Desk.with(keeping) { desk in
            let session = ThreadID()
            let asked = try #require(try await desk.chat(session).hear("volatility").answer)
            #expect(asked.status == .needsClarification)
            let other = try await desk.chat(session)
            guard case .asks(let clarification) = try await other.standing() else {
                Issue.record("the chat should wait")
                return
            }
            #expect(clarification.answer.lasting == asked.lasting)
            let answer = try #require(try await other.hear(reply).answer)
            #expect(answer.status == .answered)
            #expect(try await other.messages().map(\.role) == [.user, .assistant, .user, .assistant])
            #expect(try await other.messages().map(\.status) == [.complete, .question, .complete, .complete])
        }
    }

    @Test(arguments: Keeping.allCases)
    func `free words are a new question, or finish the one that was asked back`(keeping: Keeping) async throws {
        try await Desk.with(keeping) { desk in
            let chat = try await desk.chat()
            _ = try await chat.hear("volatility")
            #expect(try await chat.hear("mean volume by weekday").answer?.text.contains("olume") == true)
            _ = try await chat.hear("volatility")
            let joined = try #require(try await chat.hear("by hour").answer)
            #expect(joined.status == .answered)
            #expect(joined.table?.columns.first?.name == "hour")
        }
    }

    @Test(arguments: Keeping.allCases)
    func `a question instead of a reply lets the waiting turn go, however often`(keeping: Keeping) async throws {
        try await Desk.with(keeping) { desk in
            let chat = try await desk.chat()
            for _ in 0..<15 { #expect(try await chat.hear("volatility").answer?.status == .needsClarification) }
            #expect(try await chat.hear("mean range by weekday").answer?.status == .answered)
            let runs = try await chat.runtime.history(of: chat.session).map(\.record.status)
            #expect(runs.count <= 11)
            #expect(runs.dropLast().allSatisfy { $0 == .abandoned })
        }
    }

    @Test(arguments: Keeping.allCases)
    func `of two replies to one question exactly one is taken`(keeping: Keeping) async throws {
        try await Desk.with(keeping) { desk in
            let session = ThreadID()
            let chats = [try await desk.chat(session), try await desk.chat(session)]
            _ = try await chats[0].hear("volatility")
            let question = try #require(try await chats[0].pending()).id
            let outcomes = await withTaskGroup(of: GraphError.Code?.self) { group in
                for chat in chats {
                    group.addTask {
                        do {
                            _ = try await chat.reply("1", to: question)
                            return nil
                        } catch {
                            return (error as? GraphError)?.code
                        }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.filter { $0 == nil }.count == 1)
            #expect(outcomes.contains(.alreadyAnswered))
            #expect(try await chats[0].messages().count == 4)
        }
    }

    @Test(arguments: ["understander", "router", "executor"], Keeping.allCases)
    func `a stopped turn leaves its messages, and the chat goes on`(node: String, keeping: Keeping) async throws {
        try await Desk.with(keeping) { desk in
            let chat = try await desk.chat()
            _ = try await chat.hear("mean range by weekday")
            let task = Task {
                try await chat.hear("mean volume by hour") { event in
                    if event.node == node, event.kind == .entered { withUnsafeCurrentTask { $0?.cancel() } }
                }
            }
            guard case .stopped = try await task.value.kind else {
                Issue.record("the turn should have stopped")
                return
            }
            #expect(try await chat.messages().map(\.status) == [.complete, .complete, .complete, .stopped])
            // What was stopped is not what a follow-up is about.
            let next = try #require(try await chat.hear("only Mondays").answer)
            #expect(next.status == .answered)
            #expect(next.text.lowercased().contains("range"))
        }
    }

    @Test(arguments: Keeping.allCases)
    func `a turn that a killed process left is gone on with, and answered once`(keeping: Keeping) async throws {
        try await Desk.with(keeping) { desk in
            let session = ThreadID()
            let killed = try await desk.chat(session)
            _ = try await killed.start(
                Turn(Inquiry(text: "mean range by weekday", symbol: "NQ")),
                after: nil,
                saying: "mean range by weekday"
            )
            let next = try await desk.chat(session)
            guard case .unfinished = try await next.standing() else {
                Issue.record("the turn has no end yet")
                return
            }
            await #expect(throws: GraphError.self) { try await next.hear("another question") }
            #expect(try await next.resume()?.answer?.status == .answered)
            #expect(try await next.resume() == nil)
            #expect(try await next.messages().map(\.role) == [.user, .assistant])
        }
    }

    @Test(arguments: [2, 3, 4, 5], Keeping.allCases)
    func `rows that went with a killed process are worked out again`(steps: Int, keeping: Keeping) async throws {
        try await Desk.with(keeping) { desk in
            let session = ThreadID()
            let question = "mean range by weekday"
            let killed = try await desk.chat(session)
            let run = try await killed.start(Turn(Inquiry(text: question, symbol: "NQ")), after: nil, saying: question)
            let runtime = killed.runtime
            // Let go after so many steps: what is resumed has only what was stored.
            _ = try await runtime.run(run) { event in
                if event.step == steps, case .left = event.kind { runtime.drain() }
            }
            let answer = try #require(try await desk.chat(session).resume()?.answer)
            let plain = await desk.analyst.ask(Inquiry(text: question, symbol: "NQ"))
            #expect(answer.lasting == plain.lasting)
        }
    }

    @Test func `a store that breaks under a turn costs no answer`() async throws {
        try await Desk.with { desk in
            let chat = try await desk.chat()
            _ = try await chat.hear("hello")
            try breaking(desk, "BEFORE INSERT ON checkpoints WHEN NEW.step = 3")
            let reply = try await chat.hear("mean range by weekday")
            #expect(reply.answer?.status == .answered)
            #expect(reply.unsaved != nil)
            try mending(desk)
            #expect(try await chat.hear("mean volume by weekday").unsaved == nil)
        }
    }

    @Test(arguments: Keeping.allCases)
    func `what is taken back is read as if it had never been said`(keeping: Keeping) async throws {
        try await Desk.with(keeping) { desk in
            let chat = try await desk.chat()
            _ = try await chat.hear("mean range by weekday")
            let before = try #require(try await chat.hear("only Mondays").answer)
            _ = try await chat.undo()
            _ = try await chat.hear("mean volume by hour")
            #expect(try await chat.undo() == "mean volume by hour")
            #expect(try await chat.messages().map(\.text).contains("mean volume by hour") == false)
            #expect(try await chat.hear("only Mondays").answer?.lasting == before.lasting)
            // A question back is let go with its turn; then there is nothing left but the beginning.
            _ = try await chat.hear("volatility")
            for _ in 0..<3 { _ = try await chat.undo() }
            #expect(try await chat.messages().isEmpty)
            await #expect(throws: Failure.self) { try await chat.undo() }
            #expect(try await chat.store.messages(of: chat.session, last: nil).count > 10)
        }
    }

    @Test func `a long chat is told in summaries, and its turns stay small`() async throws {
        try await Desk.with { desk in
            let chat = try await desk.chat()
            var sizes: [Int] = []
            for number in 0..<30 {
                if number == 18 { try breaking(desk, "BEFORE INSERT ON messages WHEN NEW.role = 'summary'") }
                #expect(try await chat.hear(number % 2 == 0 ? "mean range by weekday" : "only Mondays").unsaved == nil)
                if number == 18 {
                    // Killed in between: the messages are told, and no summary.
                    #expect(try await chat.store.summaries(of: chat.session).count == 1)
                    try mending(desk)
                }
                sizes.append(try await stateSize(chat))
            }
            let summaries = try await chat.store.summaries(of: chat.session)
            #expect(summaries.compactMap(\.summarises) == [1...10, 11...20, 21...30, 31...40])
            #expect(summaries[0].text.contains("? mean range by weekday"))
            #expect(try await chat.told(limit: 1_000_000) { _ in 1 }.count == 23)
            #expect(sizes[29] == sizes[3])
        }
    }

    /// Bytes of the state that the chat's head keeps.
    private func stateSize(_ chat: Conversation) async throws -> Int {
        let head = try #require(try await chat.runtime.head(of: chat.session).checkpoint)
        return try await chat.store.checkpoints(upTo: head).checkpoints.last?.state.count ?? 0
    }

    private func breaking(_ desk: Desk, _ when: String) throws {
        try DatabaseQueue(path: desk.file).write { db in
            try db.execute(sql: "CREATE TRIGGER fault \(when) BEGIN SELECT RAISE(ABORT, 'the disk is full'); END")
        }
    }

    private func mending(_ desk: Desk) throws {
        try DatabaseQueue(path: desk.file).write { try $0.execute(sql: "DROP TRIGGER fault") }
    }
}
