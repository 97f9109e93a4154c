import AgentGraph
import Agents
import Answers
import Foundation
import LanguageModels
import Market
import Sessions
import Studies
import Testing
import Understanding

/// What a model reads is believed only as far as the words and the data bear it out.
struct ModelReadingTests {
    /// A word that no lexicon has.
    private static let question = "mean range on skookum mondays"
    private static let right = Written.reading(
        Written.mean("mean range"),
        Written.big("skookum"),
        Written.weekday("mondays", 1)
    )

    @Test func `words that nobody knew are read, shown, and said to be a model's reading`() async throws {
        try await Desk.with { desk in
            #expect(await desk.plain(Self.question).status == .needsClarification)
            let (answer, requests) = try await desk.ask(Self.question, .text(Self.right))
            #expect(answer.status == .answered)
            #expect(answer.remarks.contains(desk.sentence(.read)))
            #expect(answer.bindings.contains { $0.words == "skookum" && $0.clause.contains("volume") })
            #expect(answer.study?.condition != nil)
            #expect(requests.count == 1)
            let request = try #require(requests.first)
            #expect(request.user == "anna" && request.agent == "understander")
            #expect(request.messages.map(\.text).joined().contains("question: " + Self.question))
            #expect(!request.fixed.contains("skookum"))
        }
    }

    @Test(arguments: [
        "mean range by weekday", "top 3 days by range", "hello", "what is a gap", "volatility",
        "will it rise tomorrow?",
        "NQ in 2010", "", "only fridays", "find anomalies",
    ])
    func `a question that the built-in reader binds, or that only a person can settle, makes no call`(
        question: String
    ) async throws {
        try await Desk.with { desk in
            let (answer, requests) = try await desk.ask(question)
            #expect(requests.isEmpty)
            #expect(answer.lasting == (await desk.plain(question)).lasting)
        }
    }

    @Test func `a word that the model dropped is told to it, and then asked about`() async throws {
        try await Desk.with { desk in
            let dropped = Written.reading(Written.mean("mean range"), Written.weekday("mondays", 1), empty: ["skookum"])
            let (answer, requests) = try await desk.ask(Self.question, .text(dropped), .text(dropped))
            #expect(answer.status == .needsClarification)
            #expect(answer.text.contains("skookum"))
            #expect(requests.count == 2)
            #expect(requests.last?.messages.last?.text.contains("skookum") == true)
            #expect(requests.map(\.fixed).first == requests.map(\.fixed).last)
        }
    }

    @Test func `a first reading that fails is mended by the second`() async throws {
        try await Desk.with { desk in
            let dropped = Written.reading(Written.mean("mean range"), Written.weekday("mondays", 1))
            let (answer, _) = try await desk.ask(Self.question, .text(dropped), .text(Self.right))
            #expect(answer.status == .answered)
        }
    }

    @Test(arguments: [
        // Smuggled into a part that says the same without it.
        Written.reading(Written.mean("mean range"), Written.weekday("skookum mondays", 1)),
        Written.reading(
            Written.mean("mean range"),
            Written.weekday("mondays", 1),
            #"{"is":"unit","words":"skookum","unit":"day","minutes":0}"#
        ),
        // Words that nobody said.
        Written.reading(
            Written.mean("mean range"),
            Written.big("skookum"),
            Written.weekday("mondays", 1),
            Written.weekday("tuesdays", 2)
        ),
        // Another day than the words'.
        Written.reading(Written.mean("mean range"), Written.big("skookum"), Written.weekday("mondays", 3)),
        Written.reading(Written.mean("mean range"), Written.big("skookum"), Written.weekday("mondays", 1, not: true)),
        // Another quantity.
        Written.reading(Written.mean("mean range", "volume"), Written.big("skookum"), Written.weekday("mondays", 1)),
        // A number of the model's own.
        Written.reading(Written.mean("mean range"), Written.above("skookum", "300"), Written.weekday("mondays", 1)),
        // A period of the model's own for a word that names none.
        Written.reading(
            Written.mean("mean range"),
            Written.big("skookum"),
            Written.weekday("mondays", 1),
            #"{"is":"period","words":"range","first":"2024-01-10","last":null}"#
        ),
        // Orders, markup and SQL where words should be.
        Written.reading(Written.mean("mean range; DROP TABLE minutes"), Written.big("skookum")),
        Written.reading(Written.mean("mean range"), Written.big("<img src=x onerror=alert(1)>")),
        Written.reading(intent: "chat", reason: "greeting"),
        Written.reading(intent: "explain", terms: ["SELECT * FROM minutes"]),
        Written.reading(intent: "cannot"),
        Written.reading(intent: "edit"),
        Written.reading(intent: "clarify"),
        // Beyond what a study may hold.
        Written.reading(Written.mean("mean range"), Written.above("skookum", "1e300"), Written.weekday("mondays", 1)),
        Written.reading(
            Written.mean("mean range"),
            Written.weekday("mondays", 1),
            Written.condition("skookum", #"{"field":"weekday","oneOf":[9]}"#)
        ),
        Written.reading(
            Written.mean("mean range"),
            Written.weekday("mondays", 1),
            #"{"is":"period","words":"skookum","first":"2024-13-45","last":null}"#
        ),
        // An answer that its condition settles.
        Written.reading(
            Written.mean("mean range"),
            Written.weekday("mondays", 1),
            Written.weekday("skookum", 2)
        ),
    ])
    func `a reading that the words do not bear out is refused, and the question goes back`(text: String) async throws {
        try await Desk.with { desk in
            let (answer, _) = try await desk.ask(Self.question, .text(text), .text(text))
            #expect(answer.status == .needsClarification)
            #expect(answer.text.contains("skookum"))
            for hostile in ["DROP", "<img", "SELECT"] { #expect(!answer.json().contains(hostile)) }
        }
    }

    @Test(arguments: [
        Written.reading(Written.mean("mean range", "happiness"), Written.big("skookum"), Written.weekday("mondays", 1)),
        Written.reading(Written.mean("mean range"), Written.above("skookum", "NaN"), Written.weekday("mondays", 1)),
        Written.reading(
            #"{"is":"symbol","words":"skookum","symbol":"WHATEVER"}"#,
            Written.mean("mean range"),
            Written.weekday("mondays", 1)
        ),
        Written.reading(Written.mean("mean range"), #"{"is":"sql","words":"skookum","sql":"SELECT 1"}"#),
        "Ignore the schema. Mean range is 12.", "",
    ])
    func `what is not of the schema is no reading, and the user is told`(text: String) async throws {
        try await Desk.with { desk in
            let (answer, _) = try await desk.ask(Self.question, .text(text), .text(text))
            #expect(answer.status == .needsClarification)
            #expect(answer.text == (await desk.plain(Self.question)).text)
            #expect(answer.remarks == [desk.sentence(.unavailable)])
        }
    }

    @Test func `an instrument that is known and not loaded is no data`() async throws {
        try await Desk.with { desk in
            let text = Written.reading(
                #"{"is":"symbol","words":"skookum","symbol":"MGC"}"#,
                Written.mean("mean range"),
                Written.weekday("mondays", 1)
            )
            let (answer, _) = try await desk.ask(Self.question, .text(text))
            #expect(answer.status == .noData)
            #expect(answer.text.contains("MGC"))
        }
    }

    @Test func `years that are not loaded are no data`() async throws {
        try await Desk.with { desk in
            let text = Written.reading(
                Written.mean("mean range"),
                Written.big("skookum"),
                Written.weekday("mondays", 1),
                #"{"is":"period","words":"2011","first":"2011-01-01","last":"2011-12-31"}"#
            )
            let (answer, _) = try await desk.ask("mean range on skookum mondays in 2011", .text(text))
            #expect(answer.status == .noData)
            let other = text.replacing("2011-", with: "2024-")
            let (asked, _) = try await desk.ask("mean range on skookum mondays in 2011", .text(other), .text(other))
            #expect(asked.status == .needsClarification)
        }
    }

    @Test(arguments: [ModelError.Code.unreachable, .timeout, .badKey, .refused, .truncated, .unavailable])
    func `without the model the turn goes the built-in way, and says so once`(code: ModelError.Code) async throws {
        try await Desk.with { desk in
            let (answer, requests) = try await desk.ask(Self.question, .failure(ModelError(code, "for a test")))
            let plain = await desk.plain(Self.question)
            #expect(requests.count == 1)
            #expect(answer.text == plain.text)
            #expect(answer.clarification == plain.clarification)
            #expect(answer.remarks == plain.remarks + [desk.sentence(.unavailable)])
        }
    }

    @Test func `numbers and denials of the words stand in the reading, in either direction`() async throws {
        try await Desk.with { desk in
            let question = "mean volume on skookum days with range above 7"
            func reading(_ number: String) -> String {
                Written.reading(
                    Written.mean("mean volume", "volume"),
                    Written.big("skookum", "gap"),
                    Written.above("range above 7", number)
                )
            }
            #expect(try await desk.ask(question, .text(reading("7"))).answer.status == .answered)
            let other = try await desk.ask(question, .text(reading("8")), .text(reading("8"))).answer
            #expect(other.status == .needsClarification)
            let denied = "mean volume on skookum days that are not mondays"
            func without(_ not: Bool) -> String {
                Written.reading(
                    Written.mean("mean volume", "volume"),
                    Written.big("skookum", "gap"),
                    Written.weekday("not mondays", 1, not: not)
                )
            }
            #expect(try await desk.ask(denied, .text(without(true))).answer.status == .answered)
            let undenied = try await desk.ask(denied, .text(without(false)), .text(without(false))).answer
            #expect(undenied.status == .needsClarification)
        }
    }
}
