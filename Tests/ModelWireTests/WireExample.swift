import Foundation
import LanguageModels
import ModelServers

/// A recorded or documented reply of the Gemini API, kept in `Examples`.
struct WireExample: CustomStringConvertible, Sendable {
    /// The file's name.
    var name: String
    /// How a call ends that is answered so; nil: well.
    var failure: ModelError.Code?

    init(_ name: String, _ failure: ModelError.Code? = nil) {
        self.name = name
        self.failure = failure
    }

    var description: String { name }

    var isStream: Bool { name.hasSuffix(".sse") }

    /// An error's status is the number in its name.
    var status: Int {
        name.hasPrefix("err_") ? Int(name.dropFirst("err_".count).prefix(while: \.isNumber)) ?? 429 : 200
    }

    var fault: Fault {
        get throws {
            let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Examples")
            let type =
                switch true {
                case isStream: "text/event-stream"
                case name.hasSuffix(".txt"): "text/html"
                default: "application/json; charset=UTF-8"
                }
            return .answer(status: status, type: type, body: try Data(contentsOf: folder.appending(path: name)))
        }
    }

    static let all: [WireExample] = [
        .init("generate.json"), .init("generate_no_cache_hit.json"), .init("generate_two_parts.json"),
        .init("generate_max_tokens.json", .truncated), .init("generate_only_thoughts.json", .truncated),
        .init("generate_not_json.json", .wrongShape), .init("generate_wrong_schema.json", .wrongShape),
        .init("generate_hostile_plan.json", .wrongShape),
        .init("safety_prompt_blocked.json", .refused), .init("safety_candidate.json", .refused),
        .init("missing_thought_signature.json", .unfinished), .init("continuation.json", .unfinished),
        .init("err_400_cache_too_small.json", .cacheRefused),
        .init("err_400_cache_with_system_instruction.json", .cacheRefused),
        .init("err_400_cache_model_mismatch.json", .cacheRefused),
        .init("err_403_cache_gone.json", .cacheGone), .init("err_404_cache_gone_vertex.json", .cacheGone),
        .init("err_400_bad_key.json", .badKey), .init("err_400_thinking_both.json", .badRequest),
        .init("err_404_model_gone.json", .gone), .init("err_429_minute.json", .busy),
        .init("err_429_day.json", .quota), .init("err_429_bare.json", .busy), .init("err_array_wrapped.json", .busy),
        .init("err_500.json", .server), .init("err_503.json", .server), .init("err_504.json", .server),
        .init("err_502_html.txt", .server),
        .init("stream_ok.sse"), .init("stream_comment_and_blank.sse"), .init("stream_multiline_data.sse"),
        .init("stream_truncated.sse", .unfinished), .init("stream_no_finish.sse", .unfinished),
        .init("stream_error_midway.sse", .server), .init("stream_safety_midway.sse", .refused),
    ]
}
