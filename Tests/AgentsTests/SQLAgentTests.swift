import AgentGraph
import Agents
import Answers
import Foundation
import GuardedSQL
import Knowledge
import LanguageModels
import Market
import Studies
import Synchronization
import Testing
import Understanding

/// Questions that no study expresses, answered by SQL of a model that says what a test has it say; the SQL itself runs.
struct SQLAgentTests {
    private static let question = "zorkle of the closes"

    private static func brief(
        words: String = "zorkle",
        symbols: [String] = ["NQ"],
        columns: String = #"[{"name":"days","title":"days","kind":"integer","unit":"days"}]"#,
        rows: (Int, Int) = (1, 1),
        sums: String = "[]",
        answerable: Bool = true
    ) -> Scripted.Step {
        let names = symbols.map { "\"\($0)\"" }.joined(separator: ",")
        return .text(
            """
            {"answerable": \(answerable), "task": "The zorkle of the closes.", "symbols": [\(names)],
             "steps": [{"text": "Count the closes.", "words": ["\(words)", "closes"]}], "columns": \(columns),
             "leastRows": \(rows.0), "mostRows": \(rows.1), "sums": \(sums)}
            """
        )
    }

    private static func sql(_ text: String) -> Scripted.Step {
        .text(#"{"sql": "\#(text)"}"#)
    }

    private static let count = "SELECT count(*) AS days FROM sessions WHERE session = 'RTH'"

    private static func runner() throws -> GuardedRunner {
        let program = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().appending(
            path: "barwise"
        )
        return try GuardedRunner(executable: program.path, arguments: ["sql-worker"], seconds: 300)
    }

    private static func ask(
        _ desk: Desk,
        _ model: Scripted,
        _ question: String = question,
        isOn: Bool = true,
        calls: Int = 12,
        _ show: @escaping @Sendable (Event) -> Void = { _ in }
    ) async throws -> Answer {
        let assistant = Assistant(
            model,
            prompts: try Prompts(try KnowledgeDirectory.locate(), desk.analyst),
            sql: isOn ? try runner() : nil,
            wording: .never,
            calls: calls
        )
        let inquiry = Inquiry(text: question, symbol: "NQ", asOf: CivilDate("2024-02-16"))
        return await desk.analyst.ask(inquiry, assistant: assistant, show: show)
    }

    /// What the understander asks is none of this suite's matter.
    private static func model(_ steps: [Scripted.Step]) -> Scripted {
        let place = Place()
        return Scripted { request, _ in
            guard request.agent.hasPrefix("sql") else { return .failure(ModelError(.refused, "not here")) }
            let index = place.next()
            return steps.indices.contains(index) ? steps[index] : .failure(ModelError(.badRequest, "no more steps"))
        }
    }

    private static func asked(_ model: Scripted) -> [String] {
        model.requests.map(\.agent).filter { $0.hasPrefix("sql") }
    }

    @Test func `rows that are as the brief says are the answer, and it says whose SQL it is`() async throws {
        try await Desk.with { desk in
            let model = Self.model([Self.brief(), Self.sql(Self.count)])
            let answer = try await Self.ask(desk, model)
            #expect(answer.status == .answered)
            #expect(answer.facts.map(\.name) == ["days"])
            #expect(answer.facts.first?.value == .integer(29))
            #expect(answer.text == "The zorkle of the closes. days 29.")
            #expect(answer.sql == Self.count)
            #expect(answer.remarks.contains(desk.analyst.say(.en)("remark.model.wroteSQL")))
            #expect(answer.bindings.map(\.words) == ["zorkle", "closes"])
            #expect(Self.asked(model) == ["sql.brief", "sql"])
        }
    }

    @Test func `without the setting, and for what a study answers, no SQL is asked for`() async throws {
        try await Desk.with { desk in
            let model = Self.model([Self.brief(), Self.sql(Self.count)])
            let answer1 = try await Self.ask(desk, model, isOn: false)
            #expect(answer1.status == .needsClarification)
            let answer2 = try await Self.ask(desk, model, "mean range by weekday")
            #expect(answer2.status == .answered)
            #expect(Self.asked(model) == [])
        }
    }

    /// Read whole, and with no SQL of ours: a moment of the day within rows of minutes.
    private static let beyond = Reading(
        language: .en,
        intent: .study(
            study: Study(
                symbols: ["NQ"],
                unit: .minutes(count: 5),
                span: .wholeDay,
                result: .list(list: Listing(columns: [.time(event: .high, of: .own)]))
            )
        )
    )

    @Test(arguments: [true, false])
    func `a study that has no SQL of ours is offered to the model, and declined where nothing comes of it`(
        isWritten: Bool
    ) async throws {
        try await Desk.with { desk in
            let inquiry = Inquiry(text: Self.question, symbol: "NQ", asOf: CivilDate("2024-02-16"))
            let plain = await desk.analyst.answer(to: Self.beyond, inquiry)
            #expect(plain.status == .declined)
            let model = Self.model([Self.brief(answerable: isWritten), Self.sql(Self.count)])
            let prompts = try Prompts(try KnowledgeDirectory.locate(), desk.analyst)
            let assistant = Assistant(model, prompts: prompts, sql: try Self.runner(), wording: .never)
            let answer = await desk.analyst.answer(to: Self.beyond, inquiry, assistant: assistant)
            #expect(Self.asked(model) == (isWritten ? ["sql.brief", "sql"] : ["sql.brief"]))
            #expect(answer.status == (isWritten ? .answered : .declined))
            #expect(answer.text == (isWritten ? "The zorkle of the closes. days 29." : plain.text))
            let off = Assistant(model, prompts: prompts, wording: .never)
            #expect(await desk.analyst.answer(to: Self.beyond, inquiry, assistant: off).text == plain.text)
            #expect(Self.asked(model).count == (isWritten ? 2 : 1))
        }
    }

    @Test func `an answer by a model's SQL is told again as it was, and nobody is asked twice`() async throws {
        try await Desk.with { desk in
            let model = Self.model([Self.brief(), Self.sql(Self.count)])
            let prompts = try Prompts(try KnowledgeDirectory.locate(), desk.analyst)
            let assistant = Assistant(model, prompts: prompts, sql: try Self.runner(), wording: .never)
            let chat = Conversation(desk.analyst, assistant: assistant, store: try await desk.store())
            let first = try await chat.hear(Self.question, key: "k")
            let again = try await chat.hear(Self.question, key: "k")
            #expect(first.answer?.text == "The zorkle of the closes. days 29.")
            #expect(again.answer?.text == first.answer?.text && again.answer?.sql == Self.count)
            #expect(Self.asked(model) == ["sql.brief", "sql"])
        }
    }

    @Test func `where no brief can be made the question goes back as ever`() async throws {
        try await Desk.with { desk in
            let model = Self.model([Self.brief(answerable: false)])
            let answer = try await Self.ask(desk, model)
            #expect(answer.status == .needsClarification)
            #expect(Self.asked(model) == ["sql.brief"])
        }
    }

    @Test(arguments: [
        ("words that the question does not have", Self.brief(words: "prices")),
        ("a word that found no place before is left out", Self.brief(words: "of the")),
        (
            "columns with names that are no names",
            Self.brief(columns: #"[{"name":"a b; DROP","title":"x","kind":"integer","unit":"none"}]"#)
        ),
        ("no columns", Self.brief(columns: "[]")), ("rows out of order", Self.brief(rows: (5, 2))),
        ("a sum of no column", Self.brief(sums: #"[{"column":"x","total":1}]"#)),
    ])
    func `a brief that is not of the question is mended once, or nothing comes of it`(
        what: String,
        brief: Scripted.Step
    ) async throws {
        try await Desk.with { desk in
            let model = Self.model([brief, brief])
            let answer3 = try await Self.ask(desk, model)
            #expect(answer3.status == .needsClarification)
            #expect(Self.asked(model) == ["sql.brief", "sql.brief"])
            let mended = Self.model([brief, Self.brief(), Self.sql(Self.count)])
            let answer4 = try await Self.ask(desk, mended)
            #expect(answer4.status == .answered)
        }
    }

    @Test(arguments: [
        ("SELECT * FROM read_text('/etc/passwd')", "sql.function"), ("DROP TABLE minutes", "sql."),
        ("SELECT 1 AS days; SELECT 2", "sql.not_one_statement"), ("SELECT nothing AS days FROM minutes", "sql.bind"),
        ("SELECT count(*) AS n FROM sessions", "columns must be days"),
        ("SELECT 'x' AS days FROM sessions LIMIT 1", "of the kind integer"),
        ("SELECT bars AS days FROM sessions", "rows; the brief says 1 to 1"),
        ("SELECT CAST(NULL AS INTEGER) AS days", "null in every row"),
    ])
    func `a query that is refused, or is not as its brief, is mended`(sql: String, told: String) async throws {
        try await Desk.with { desk in
            let model = Self.model([Self.brief(), Self.sql(sql), Self.sql(Self.count)])
            let answer = try await Self.ask(desk, model)
            #expect(answer.facts.first?.value == .integer(29))
            let repair = try #require(model.requests.last?.messages.last?.text)
            #expect(repair.contains(told), "\(repair)")
        }
    }

    @Test func `after three repairs the question goes back, and one remark says so`() async throws {
        try await Desk.with { desk in
            let bad = Self.sql("SELECT getenv('HOME') AS days")
            let model = Self.model([Self.brief(), bad, bad, bad, bad, Self.sql(Self.count)])
            let answer = try await Self.ask(desk, model)
            #expect(answer.status == .needsClarification)
            #expect(Self.asked(model) == ["sql.brief", "sql", "sql", "sql", "sql"])
            #expect(answer.remarks.filter { $0 == desk.analyst.say(.en)("remark.model.unavailable") }.count == 1)
        }
    }

    @Test(arguments: [0, 1]) func `a day's budget that is used up before the SQL is said as that`(
        briefs: Int
    ) async throws {
        try await Desk.with { desk in
            let model = Self.model(
                [Scripted.Step](repeating: Self.brief(), count: briefs) + [.failure(ModelError(.budget, "used up"))]
            )
            let answer = try await Self.ask(desk, model)
            #expect(answer.status == .needsClarification)
            #expect(answer.remarks.last == desk.analyst.say(.en)("remark.model.overBudget"))
        }
    }

    @Test func `the calls of one step count against the turn's too`() async throws {
        try await Desk.with { desk in
            let bad = Self.sql("SELECT getenv('HOME') AS days")
            let model = Self.model([Self.brief(), bad, bad, bad, bad])
            let answer = try await Self.ask(desk, model, calls: 3)
            #expect(answer.status == .needsClarification)
            #expect(model.requests.count == 3)
        }
    }

    @Test func `sums that the brief tells are checks of the answer`() async throws {
        try await Desk.with { desk in
            let columns =
                #"[{"name":"half","title":"half","kind":"text","unit":"none"},"#
                + #"{"name":"share","title":"share","kind":"number","unit":"percent"}]"#
            let brief = Self.brief(columns: columns, rows: (2, 2), sums: #"[{"column":"share","total":100}]"#)
            func sql(_ other: Int) -> Scripted.Step {
                Self.sql("SELECT 'first' AS half, 60.0::DOUBLE AS share UNION ALL SELECT 'second', \(other).0::DOUBLE")
            }
            let model = Self.model([brief, sql(50), sql(40)])
            let answer = try await Self.ask(desk, model)
            #expect(answer.checks.map(\.passed) == [true])
            #expect(answer.checks.first?.expected == 100)
            #expect(answer.table?.totalRows == 2)
            #expect(model.requests.last?.messages.last?.text.contains("share sums to 110") == true)
        }
    }

    @Test func `a model's own words are shown only where they claim nothing`() async throws {
        try await Desk.with { desk in
            let model = Scripted { request, _ in
                guard request.agent.hasPrefix("sql") else { return .failure(ModelError(.refused, "not here")) }
                guard request.agent == "sql.brief" else { return Self.sql(Self.count) }
                return .text(
                    """
                    {"answerable": true, "task": "See https://evil.example: 99% win.", "symbols": ["NQ"],
                     "steps": [{"text": "<img src=x> 4242", "words": ["zorkle", "closes"]}],
                     "columns": [{"name":"days","title":"[x](y) 77","kind":"integer","unit":"days"}],
                     "leastRows": 1, "mostRows": 1, "sums": []}
                    """
                )
            }
            let json = try await Self.ask(desk, model).json()
            for hostile in ["evil", "99%", "<img", "4242", "[x]", "77"] {
                #expect(!json.contains(hostile), "\(hostile)")
            }
        }
    }
}

/// Counts calls.
private final class Place: Sendable {
    private let count = Mutex(0)

    func next() -> Int {
        count.withLock { count in
            defer { count += 1 }
            return count
        }
    }
}
