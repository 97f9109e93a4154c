import AgentGraph
import Agents
import Answers
import Foundation
import Market
import Sessions
import Testing
import Understanding

struct GraphTests {
    private static let study = ["understander", "router", "sqlAgent", "validator", "executor", "responder"]

    @Test(arguments: [
        ("mean range by weekday", study), ("средний диапазон по дням недели", study),
        ("what is a gap", ["understander", "router", "concept", "responder"]),
        ("hello", ["understander", "router", "smallTalk", "responder"]),
        ("will it rise tomorrow?", ["understander", "router", "decline", "responder"]),
        ("find anomalies in 2024", ["understander", "router", "clarifier"]),
        ("backtest buying at 10:00", ["understander", "router", "backtester", "responder"]),
        ("volatility", ["understander", "router", "clarifier"]),
    ])
    func `each kind of question goes its own way`(question: String, nodes: [String]) async throws {
        try await Desk.with { desk in
            let heard = Heard()
            _ = try await desk.chat().hear(question, show: heard.hear)
            #expect(heard.nodes == nodes)
        }
    }

    @Test func `a test of a strategy is declined, with questions that can be asked`() async throws {
        try await Desk.with { desk in
            let answer = await desk.analyst.ask(Inquiry(text: "backtest buying at 10:00", symbol: "NQ"))
            #expect(answer.status == .declined)
            #expect(answer.text.contains("“"))
        }
    }

    @Test func `a search for anomalies asks what to measure of its period`() async throws {
        try await Desk.with { desk in
            let answer = await desk.analyst.ask(Inquiry(text: "find anomalies in 2024", symbol: "NQ"))
            #expect(answer.status == .needsClarification)
            let options = try #require(answer.clarification?.options)
            #expect((2...4).contains(options.count) && options.allSatisfy { $0.question.contains("2024") })
        }
    }

    @Test(arguments: ["mean range by weekday", "volatility", "what is a gap", "NQ in 2010", "top 3 days by range"])
    func `an answer is the same whether it is kept or not`(question: String) async throws {
        try await Desk.with { desk in
            let inquiry = Inquiry(text: question, symbol: "NQ", asOf: CivilDate("2024-02-16"))
            let plain = await desk.analyst.ask(inquiry)
            let kept = try #require(try await desk.chat().hear(question).answer)
            #expect(kept.lasting == plain.lasting)
        }
    }

    @Test func `a chat reads follow-ups as a batch with their history does`() async throws {
        try await Desk.with { desk in
            let said = ["mean range by weekday", "hello", "only in January", "and the median?"]
            let chat = try await desk.chat()
            for (place, question) in said.enumerated() {
                let kept = try #require(try await chat.hear(question).answer)
                let inquiry = Inquiry(
                    text: question,
                    symbol: "NQ",
                    asOf: CivilDate("2024-02-16"),
                    history: Array(said[..<place])
                )
                #expect(kept.lasting == (await desk.analyst.ask(inquiry)).lasting, "\(question)")
            }
        }
    }

    @Test(arguments: [
        ("range", "January 2024", "range, January 2024"), ("volume", "by weekday", "volume by weekday"),
        ("gaps", "up more than 1%", "gaps up more than 1%"), ("range", "average volume", "average volume"),
    ])
    func `what is said after a question back is worked into it, in a history as in a chat`(
        _ open: String,
        _ reply: String,
        _ whole: String
    ) async throws {
        try await Desk.with { desk in
            let asOf = CivilDate("2024-02-16")
            let plain = await desk.analyst.ask(Inquiry(text: whole, symbol: "NQ", asOf: asOf))
            let replied = await desk.analyst.ask(Inquiry(text: reply, symbol: "NQ", asOf: asOf, history: [open]))
            #expect(plain.status == .answered)
            #expect(replied.text == plain.text)
            let chat = try await desk.chat()
            _ = try await chat.hear(open)
            #expect(try await chat.hear(reply).answer?.text == plain.text)
        }
    }

    @Test func `a turn over its budget ends in an answer that says so`() async throws {
        try await Desk.with { desk in
            var settings = Conversation.settings()
            settings.budget = Budget(steps: 3)
            let chat = Conversation(desk.analyst, store: try await desk.store(), settings: settings)
            let heard = Heard()
            let answer = try #require(try await chat.hear("mean range by weekday", show: heard.hear).answer)
            #expect(heard.nodes == ["understander", "router", "sqlAgent", "responder"])
            #expect(answer.failure?.code == .turnExhausted)
            #expect(try await chat.messages().map(\.status) == [.complete, .failed])
        }
    }

    @Test func `the drawing of the graph is current`() async throws {
        try await Desk.with { desk in
            let drawn = "```mermaid\n" + AnalystGraph(desk.analyst, isKept: true).mermaid + "```"
            let page = URL(fileURLWithPath: #filePath).appending(path: "../../../docs/conversations.md").standardized
            let text = try String(contentsOf: page, encoding: .utf8)
            #expect(text.contains(drawn), "docs/conversations.md should hold:\n\(drawn)")
        }
    }
}
