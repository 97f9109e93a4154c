import AgentGraph
import Agents
import Answers
import Bars
import Foundation
import JSONText
import Knowledge
import LanguageModels
import Market
import Sessions
import Testing
import Understanding

/// A model's part in a turn: who is asked when two readers disagree, who pays, and what is the same every time.
struct ModelTurnTests {
    private static let question = "mean range on skookum mondays"
    private static let right = Written.reading(
        Written.mean("mean range"),
        Written.big("skookum"),
        Written.weekday("mondays", 1)
    )
    private static let story = "my neighbour told me about his garden. mean range on mondays"

    private func chat(
        _ desk: Desk,
        _ model: Scripted,
        _ session: ThreadID = ThreadID(),
        settings: AgentGraph.Settings = Conversation.settings()
    ) async throws -> Conversation {
        Conversation(
            desk.analyst,
            assistant: try desk.assistant(model),
            store: try await desk.store(),
            session: session,
            settings: settings
        )
    }

    @Test(arguments: [1, 2])
    func `two whole readings that disagree are both offered, and the one chosen is answered`(choice: Int) async throws {
        try await Desk.with { desk in
            let text = Written.reading(
                Written.big("my neighbour told me about his garden"),
                Written.mean("mean range"),
                Written.weekday("mondays", 1)
            )
            let model = Scripted([.text(text)])
            let chat = try await chat(desk, model)
            let asked = try #require(try await chat.hear(Self.story).answer)
            let options = try #require(asked.clarification?.options)
            #expect(asked.status == .needsClarification)
            #expect(options.count == 2 && options[0] != options[1])
            let answer = try #require(try await chat.hear("\(choice)").answer)
            #expect(answer.status == .answered)
            #expect(answer.remarks.contains(desk.sentence(.read)) == (choice == 2))
            #expect(answer.bindings.contains { $0.words.contains("garden") } == (choice == 2))
            #expect(model.requests.count == 1)
        }
    }

    @Test func `a story that the model has no place for either is set aside as before`() async throws {
        try await Desk.with { desk in
            let text = Written.reading(Written.mean("mean range"), Written.weekday("mondays", 1))
            let (answer, requests) = try await desk.ask(Self.story, .text(text))
            let plain = await desk.plain(Self.story)
            #expect(answer.text == plain.text && answer.study == plain.study && answer.remarks == plain.remarks)
            #expect(requests.count == 1)
        }
    }

    @Test func `a turn that is taken up again pays for no call a second time, and counts the first`() async throws {
        try await Desk.with { desk in
            let session = ThreadID()
            let dropped = Written.reading(Written.mean("mean range"), Written.weekday("mondays", 1))
            let first = Scripted([.pieces([dropped], Usage(input: 900, output: 70)), .silence])
            let dying = try await chat(desk, first, session)
            let turn = Task { try await dying.hear(Self.question) }
            // The first call is answered and kept; in the second one the process is gone.
            while first.requests.count < 2 { try await Task.sleep(for: .milliseconds(5)) }
            var settings = Conversation.settings()
            settings.owner = "another process"
            settings.isGone = { _ in true }
            let second = Scripted([.pieces([Self.right], Usage(input: 1000, output: 80))])
            let next = try await chat(desk, second, session, settings: settings)
            let reply = try #require(try await next.resume())
            #expect(reply.answer?.status == .answered)
            #expect(second.requests.count == 1)
            #expect(second.requests.first?.messages == first.requests.last?.messages)
            let run = try #require(reply.run)
            let spent = try await desk.store().load(run).record.spending.amounts
            #expect(spent[Assistant.Spent.calls] == 2)
            #expect(spent[Assistant.Spent.tokens] == 2050)
            let trace = try #require(
                try await desk.store().traces(of: run).first { $0.agent == "understander" && $0.inputTokens > 0 }
            )
            #expect(trace.inputTokens == 1900 && trace.outputTokens == 150)
            turn.cancel()
            _ = await turn.result
        }
    }

    @Test func `stopping a turn calls the model off, and its reading is not kept`() async throws {
        try await Desk.with { desk in
            let model = Scripted([.silence])
            let chat = try await chat(desk, model)
            let turn = Task { try await chat.hear(Self.question) }
            while model.requests.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
            turn.cancel()
            guard case .stopped = try await turn.value.kind else {
                Issue.record("the turn should have stopped")
                return
            }
            #expect(try await chat.messages().map(\.status) == [.complete, .stopped])
        }
    }

    @Test func `a turn that has used up its calls goes on without the model`() async throws {
        try await Desk.with { desk in
            let model = Scripted { _, _ in .text(Self.right) }
            let inquiry = Inquiry(text: Self.question, symbol: "NQ", asOf: CivilDate("2024-02-16"))
            let assistant = Assistant(model, prompts: try desk.prompts(), calls: 0)
            let answer = await desk.analyst.ask(inquiry, assistant: assistant)
            #expect(model.requests.isEmpty)
            #expect(answer.remarks.contains(desk.sentence(.unavailable)))
        }
    }

    @Test func `a follow-up of a model's reading changes it`() async throws {
        try await Desk.with { desk in
            let chat = try await chat(desk, Scripted([.text(Self.right)]))
            #expect(try await chat.hear(Self.question).answer?.status == .answered)
            let next = try #require(try await chat.hear("only in January").answer)
            #expect(next.status == .answered)
            #expect(next.remarks.contains(desk.sentence(.read)) == false)
        }
    }

    @Test func `what the model is told of the chat is short, and what was said before the question`() async throws {
        try await Desk.with { desk in
            let model = Scripted([.text(Self.right)])
            let chat = try await chat(desk, model)
            _ = try await chat.hear("mean range by weekday")
            _ = try await chat.hear(Self.question)
            let lines = try #require(model.requests.first?.messages.first?.text).split(separator: "\n")
            #expect(lines.count == 5)
            #expect(lines[2] == "user: mean range by weekday")
            #expect(lines[3].hasPrefix("you: "))
            #expect(lines[4] == "question: " + Self.question)
        }
    }

    @Test func `the static part is the same bytes in two processes`() async throws {
        func told() async -> [UInt8]? {
            let result = await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
                let folder = FileManager.default.temporaryDirectory.appending(path: "barwise-\(UUID().uuidString)")
                let knowledge = try KnowledgeDirectory.locate()
                let analyst = try Analyst(directory: DataDirectory(folder), knowledge: knowledge)
                let prompts = try Prompts(knowledge, analyst)
                print(prompts.names.map { prompts[$0] }.joined(separator: "\n"), prompts.proposal.json.text)
            }
            return result?.standardOutputContent
        }
        let first = try #require(await told())
        #expect(first.count > 4000)
        #expect(await told() == first)
    }
}
