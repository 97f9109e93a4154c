import Foundation

/// What the model said, as a chat completion and its chunks.
struct OpenAIAnswer {
    var said: Said
    /// Counts of the prompt; those of the answer are counted from what is said.
    var tally: Tally
    var model: String
    /// Number of the request.
    var request: Int
    private var fault: Fault?

    init(said: Said, tally: Tally, model: String, request: Int) {
        self.said = said
        self.tally = tally
        self.model = model
        self.request = request
    }

    /// Makes what is said fit the limit and the fault, and counts it.
    mutating func apply(_ fault: Fault?, limit: Int?) {
        self.fault = fault
        said = said.limited(to: limit)
        if let replyFault { said = said.altered(by: replyFault) }
        tally.output = said.parts.map(Tokens.count).reduce(0, +)
        tally.thoughts = said.thoughtTokens
    }

    private var replyFault: ReplyFault? {
        guard case .reply(let fault) = fault else { return nil }
        return fault
    }

    private var streamFault: StreamFault? {
        guard case .stream(let fault) = fault else { return nil }
        return fault
    }

    /// The wire's word for why the model ended.
    private var finish: String {
        switch replyFault {
        case .promptBlocked, .candidateBlocked: return "content_filter"
        default: break
        }
        switch said.finishReason {
        case "STOP": return "stop"
        case "MAX_TOKENS": return "length"
        case "SAFETY": return "content_filter"
        default: return said.finishReason.lowercased()
        }
    }

    func whole() -> WireReply {
        let json: JSON = [
            "id": .string("chatcmpl-\(request)"), "object": "chat.completion", "created": 1_795_000_000,
            "model": .string(model), "usage": usage,
            "choices": [
                [
                    "index": 0, "finish_reason": .string(finish), "logprobs": .null,
                    "message": [
                        "role": "assistant", "content": said.parts.isEmpty ? .null : .string(said.text),
                        "refusal": .null,
                    ],
                ]
            ],
        ]
        return WireReply(pieces: [ReplyFault.piece(json, reports: tally, replyFault)])
    }

    func stream(reportsUsage: Bool) -> WireReply {
        var pieces = chunks(reportsUsage).map { ReplyFault.piece($0, reports: $1, replyFault) }
        for index in pieces.indices {
            let data = pieces[index].bytes
            let line =
                streamFault == .multilineData
                ? Data("data: {\ndata: ".utf8) + data.dropFirst() : Data("data: ".utf8) + data
            let comment = streamFault == .comments ? Data(": keep-alive\n\n".utf8) : Data()
            pieces[index].bytes = comment + line + Data("\n\n".utf8)
        }
        if streamFault != .noFinish, streamFault != .errorMidway {
            pieces.append(.init(Data("data: [DONE]\n\n".utf8)))
        }
        return WireReply(type: "text/event-stream; charset=utf-8", pieces: pieces)
    }

    private func chunks(_ reportsUsage: Bool) -> [(JSON, Tally?)] {
        var chunks: [(JSON, Tally?)] = [(chunk(["role": "assistant", "content": ""], reportsUsage: reportsUsage), nil)]
        var finish = streamFault == .unknownFinish ? "continuation" : finish
        for text in said.streamed {
            chunks.append((chunk(["content": .string(text)], reportsUsage: reportsUsage), nil))
            if streamFault == .errorMidway { return chunks + [(OpenAIError.overloaded.json, nil)] }
            if streamFault == .safetyMidway {
                finish = "content_filter"
                break
            }
        }
        if streamFault == .noFinish { return chunks }
        chunks.append((chunk([:], finish: finish, reportsUsage: reportsUsage), nil))
        guard reportsUsage else { return chunks }
        return chunks + [(envelope(choices: [], usage: usage), tally)]
    }

    private func chunk(_ delta: JSON, finish: String? = nil, reportsUsage: Bool) -> JSON {
        envelope(
            choices: [["index": 0, "delta": delta, "finish_reason": finish.map(JSON.string) ?? .null]],
            usage: reportsUsage ? .null : nil
        )
    }

    private func envelope(choices: JSON, usage: JSON?) -> JSON {
        .present([
            "id": .string("chatcmpl-\(request)"), "object": "chat.completion.chunk", "created": 1_795_000_000,
            "model": .string(model), "choices": choices, "usage": usage,
        ])
    }

    private var usage: JSON {
        let completion = tally.output + tally.thoughts
        return [
            "prompt_tokens": .count(tally.prompt), "completion_tokens": .count(completion),
            "total_tokens": .count(tally.prompt + completion),
            "prompt_tokens_details": ["cached_tokens": .count(tally.cached)],
            "completion_tokens_details": ["reasoning_tokens": .count(tally.thoughts)],
        ]
    }
}
