import Foundation
import JSONText
import Testing

@testable import LanguageModels

struct GeminiAnswerTests {
    private func read(_ documents: [String], schema: JSONValue? = nil) throws -> (ModelReply, [ModelDelta]) {
        let key = try #require(Key("k-secret"))
        var answer = GeminiAnswer(Fixtures.request(schema: schema), key: key)
        var deltas: [ModelDelta] = []
        for document in documents { deltas += try answer.add(Array(document.utf8)) }
        return (try answer.ended(), deltas)
    }

    private func error(_ documents: [String], schema: JSONValue? = nil) async throws -> ModelError? {
        try await modelError { try read(documents, schema: schema) }
    }

    private func candidate(_ parts: String, _ rest: String = #","finishReason":"STOP""#) -> String {
        #"{"candidates":[{"content":{"parts":[\#(parts)],"role":"model"}\#(rest)}],"#
            + #""usageMetadata":{"promptTokenCount":10,"candidatesTokenCount":2,"totalTokenCount":12}}"#
    }

    @Test func `thoughts are kept apart, and an answer in several parts is one text`() throws {
        let half = #"{"text":"{\"intent\":\"da"},{"text":"ta\",\"level\":3}"}"#
        let (reply, deltas) = try read(
            [candidate(#"{"text":"weighing","thought":true},"# + half)],
            schema: Fixtures.schema
        )
        #expect(reply.text == Fixtures.plan)
        #expect(reply.json?["level"] == 3)
        #expect(reply.thoughts == "weighing")
        #expect(deltas.first == .thought("weighing"))
        #expect(reply.parts.map(\.text) == [Fixtures.plan])
    }

    @Test func `signatures stay with their part and go back unchanged`() throws {
        let stream = [
            candidate(#"{"text":"a"}"#, ""), candidate(#"{"text":"b"}"#, ""),
            candidate(#"{"text":"","thoughtSignature":"EtkBCtYBAdHtim9q=="}"#),
        ]
        let (reply, deltas) = try read(stream)
        #expect(reply.parts == [.init(text: "ab"), .init(text: "", signature: "EtkBCtYBAdHtim9q==")])
        #expect(deltas == [.text("a"), .text("b")])
    }

    @Test func `the last count of tokens holds, and a missing cache field is a miss`() throws {
        let first =
            #"{"usageMetadata":{"promptTokenCount":5120,"cachedContentTokenCount":4912,"thoughtsTokenCount":50}}"#
        let (reply, _) = try read([first, candidate(#"{"text":"ok"}"#)])
        #expect(reply.usage == Usage(input: 10, cached: 0, output: 2, thinking: 0))
    }

    @Test(arguments: [
        ("SAFETY", ModelError.Code.refused), ("RECITATION", .refused), ("PROHIBITED_CONTENT", .refused),
        ("OTHER", .refused), ("MAX_TOKENS", .truncated), ("CONTINUATION", .unfinished),
        ("MISSING_THOUGHT_SIGNATURE", .unfinished), ("WORD_OF_2030", .unfinished), ("", .unfinished),
    ])
    func `only STOP is an answer`(reason: String, code: ModelError.Code) async throws {
        let found = try await error([candidate(#"{"text":"half"}"#, #","finishReason":"\#(reason)""#)])
        #expect(found?.code == code)
        #expect(found?.usage == Usage(input: 10, output: 2))
    }

    @Test(arguments: [
        (#"{"promptFeedback":{"blockReason":"PROHIBITED_CONTENT"}}"#, ModelError.Code.refused),
        ("{}", .unfinished), (#"{"candidates":[]}"#, .unfinished), (#"{"candidates":[{"index":0}]}"#, .unfinished),
        (#"{"candidates":[{"content":{"role":"model"},"finishReason":"STOP"}]}"#, .empty),
        (#"{"candidates":7,"usageMetadata":[]}"#, .unfinished), ("<html>", .malformed), ("", .malformed),
        (#"{"error":{"code":503,"status":"UNAVAILABLE"}}"#, .server), (#"[{"error":{"code":429}}]"#, .busy),
    ])
    func `arrays that are missing, errors behind a 200 and HTML are errors`(
        document: String,
        code: ModelError.Code
    ) async throws {
        #expect(try await error([document])?.code == code)
    }

    @Test func `counts that no server would send do not break the sums`() throws {
        let counted =
            #"{"usageMetadata":{"promptTokenCount":-5,"candidatesTokenCount":1e300,"thoughtsTokenCount":"x"}}"#
        let (reply, _) = try read([candidate(#"{"text":"ok"}"#), counted])
        #expect(reply.usage == Usage())
    }

    @Test func `a fence round the JSON is refused, and the model's text is kept for the repair`() async throws {
        let text = #"{"text":"Sure!\n```json\n{\"intent\":\"data\",\"level\":3}\n```"}"#
        let found = try await error([candidate(text)], schema: Fixtures.schema)
        #expect(found?.code == .wrongShape)
        #expect(found?.rejected?.text.hasPrefix("Sure!") == true)
        #expect(found.map { !"\($0)".contains("Sure") } == true)
    }
}

struct GeminiFailureTests {
    private func error(_ status: Int, _ body: String, isCached: Bool = false) throws -> ModelError {
        let key = try #require(Key("k-secret"))
        return GeminiFailure(status: status, retryAfter: nil, isCached: isCached, key: key).error(Array(body.utf8))
    }

    private func body(_ code: Int, _ status: String, _ details: String = "") -> String {
        #"{"error":{"code":\#(code),"message":"k-secret is wrong","status":"\#(status)"\#(details)}}"#
    }

    @Test(arguments: [
        (400, "INVALID_ARGUMENT", false, ModelError.Code.badRequest), (400, "INVALID_ARGUMENT", true, .cacheRefused),
        (400, "FAILED_PRECONDITION", false, .forbidden), (401, "UNAUTHENTICATED", false, .badKey),
        (403, "PERMISSION_DENIED", false, .forbidden), (403, "PERMISSION_DENIED", true, .cacheGone),
        (404, "NOT_FOUND", true, .cacheGone), (404, "NOT_FOUND", false, .gone),
        (429, "RESOURCE_EXHAUSTED", false, .busy), (500, "INTERNAL", false, .server),
        (503, "UNAVAILABLE", false, .server), (504, "DEADLINE_EXCEEDED", false, .server),
        (413, "", false, .badRequest), (302, "", false, .badRequest),
    ])
    func `a status means one thing`(status: Int, name: String, isCached: Bool, code: ModelError.Code) throws {
        let found = try error(status, body(status, name), isCached: isCached)
        #expect(found.code == code)
        #expect(found.status == status)
        #expect(found.detail == "*** is wrong")
    }

    @Test func `a bad key is known by its reason, also where a kept content was used`() throws {
        let details = #","details":[{"@type":"x","reason":"API_KEY_INVALID"}]"#
        #expect(try error(400, body(400, "INVALID_ARGUMENT", details)).code == .badKey)
        #expect(try error(400, body(400, "INVALID_ARGUMENT", details), isCached: true).code == .badKey)
        let blocked = #","details":[{"reason":"API_KEY_SERVICE_BLOCKED"}]"#
        #expect(try error(403, body(403, "PERMISSION_DENIED", blocked), isCached: true).code == .forbidden)
    }

    @Test func `the wait is RetryInfo's, to the fraction of a second`() throws {
        let details = #","details":[{"retryDelay":"38.837906927s"}]"#
        let found = try error(429, body(429, "RESOURCE_EXHAUSTED", details))
        #expect(found.retry == .after(.seconds(38.837906927)))
        for bad in ["soon", "-3s", "1e99s", "s"] {
            let found = try error(429, body(429, "", #","details":[{"retryDelay":"\#(bad)"}]"#))
            #expect(found.retry == .backoff)
        }
    }

    @Test func `a day's quota is not waited for, whatever its delay says`() throws {
        let details =
            #","details":[{"violations":[{"quotaId":"GenerateRequestsPerDayPerProjectPerModel"}]},{"retryDelay":"45s"}]"#
        let found = try error(429, body(429, "RESOURCE_EXHAUSTED", details))
        #expect(found.code == .quota)
        #expect(found.retry == .never)
    }

    @Test func `HTML and nonsense are judged by their status`() throws {
        #expect(try error(502, "<html>Bad Gateway</html>").code == .server)
        #expect(try error(429, "[]").code == .busy)
        #expect(try error(400, "").code == .badRequest)
    }
}
