import JSONText
import Testing

@testable import LanguageModels

struct OpenAIAnswerTests {
    private func read(_ documents: [String], schema: JSONValue? = nil) throws -> (ModelReply, [ModelDelta]) {
        var answer = OpenAIAnswer(Fixtures.request(schema: schema), key: nil)
        var deltas: [ModelDelta] = []
        for document in documents { deltas += try answer.add(Array(document.utf8)) }
        return (try answer.ended(), deltas)
    }

    private func whole(_ message: String, _ finish: String) -> String {
        #"{"model":"m-1","choices":[{"index":0,"message":\#(message),"finish_reason":\#(finish)}],"#
            + #""usage":{"prompt_tokens":20,"completion_tokens":9,"prompt_tokens_details":{"cached_tokens":16},"#
            + #""completion_tokens_details":{"reasoning_tokens":4}}}"#
    }

    @Test func `reasoning is kept apart, and its tokens are taken out of the completion's`() throws {
        let message = #"{"role":"assistant","content":"{\"intent\":\"data\",\"level\":3}","reasoning_content":"hm"}"#
        let (reply, _) = try read([whole(message, #""stop""#)], schema: Fixtures.schema)
        #expect(reply.text == Fixtures.plan)
        #expect(reply.thoughts == "hm")
        #expect(reply.usage == Usage(input: 20, cached: 16, output: 5, thinking: 4))
        #expect(reply.version == "m-1")
    }

    @Test func `a stream ends with its usage and its mark`() throws {
        let (reply, deltas) = try read([
            #"{"choices":[{"delta":{"role":"assistant","content":""},"finish_reason":null}]}"#,
            #"{"choices":[{"delta":{"content":"The high"},"finish_reason":null}],"usage":null}"#,
            #"{"choices":[{"delta":{"content":" is at 09:31."},"finish_reason":null}]}"#,
            #"{"choices":[{"delta":{},"finish_reason":"stop"}]}"#,
            #"{"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":7}}"#, "[DONE]",
        ])
        #expect(deltas == [.text("The high"), .text(" is at 09:31.")])
        #expect(reply.text == "The high is at 09:31.")
        #expect(reply.usage == Usage(input: 3, output: 7))
    }

    @Test(arguments: [
        (#"{"content":"x"}"#, #""length""#, ModelError.Code.truncated),
        (#"{"content":"x"}"#, #""content_filter""#, .refused), (#"{"content":"x"}"#, "null", .unfinished),
        (#"{"content":"x"}"#, #""tool_calls""#, .unfinished), (#"{"content":null}"#, #""stop""#, .empty),
        (#"{"content":null,"refusal":"I can't"}"#, #""stop""#, .refused), ("7", #""stop""#, .empty),
    ])
    func `what is no whole answer is an error that counts its tokens`(
        message: String,
        finish: String,
        code: ModelError.Code
    ) async throws {
        let error = try await modelError { try read([whole(message, finish)]) }
        #expect(error?.code == code)
        #expect(error?.usage?.input == 20)
    }

    @Test(arguments: [
        ("[DONE]", ModelError.Code.unfinished), ("{}", .unfinished), ("nonsense", .malformed),
        (#"{"error":{"message":"x","code":429}}"#, .busy), (#"{"error":{"message":"x"}}"#, .server),
    ])
    func `a stream that says nothing, or an error, is an error`(document: String, code: ModelError.Code) async throws {
        #expect(try await modelError { try read([document]) }?.code == code)
    }

    @Test(arguments: [
        (401, #"{"error":{"code":"invalid_api_key"}}"#, ModelError.Code.badKey), (403, "{}", .forbidden),
        (404, #"{"error":{"code":"model_not_found"}}"#, .gone),
        (429, #"{"error":{"type":"insufficient_quota"}}"#, .quota),
        (429, "{}", .busy), (400, #"{"error":{"code":"context_length_exceeded"}}"#, .promptTooLong),
        (400, #"{"object":"error","message":"x","code":400}"#, .badRequest), (422, #"{"detail":[]}"#, .badRequest),
        (500, #"{"error":"x"}"#, .server), (502, "<html>", .server), (501, "", .badRequest),
    ])
    func `errors of many servers are told by status and code`(status: Int, body: String, code: ModelError.Code) {
        let error = OpenAIFailure(status: status, retryAfter: .seconds(2), key: nil).error(Array(body.utf8))
        #expect(error.code == code)
        if code == .busy { #expect(error.retry == .after(.seconds(2))) }
    }
}
