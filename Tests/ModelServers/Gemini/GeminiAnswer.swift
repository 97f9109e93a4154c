import Foundation

/// What the model said, as generateContent and its stream give it.
struct GeminiAnswer {
    var said: Said
    /// Counts of the prompt; those of the answer are counted from what is said.
    var tally: Tally
    var model: String
    /// Number of the request.
    var request: Int
    var showsThoughts: Bool
    private var fault: Fault?

    init(said: Said, tally: Tally, model: String, request: Int, showsThoughts: Bool) {
        self.said = said
        self.tally = tally
        self.model = model
        self.request = request
        self.showsThoughts = showsThoughts
    }

    /// Makes what is said fit the limit and the fault, and counts it.
    mutating func apply(_ fault: Fault?, limit: Int?) {
        self.fault = fault
        said = said.limited(to: limit)
        if let replyFault { said = said.altered(by: replyFault) }
        if replyFault == .promptBlocked { return }
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

    func whole() -> WireReply {
        var parts: [JSON] = []
        if showsThoughts, !said.thoughts.isEmpty { parts.append(["text": .string(said.thoughts), "thought": true]) }
        parts += said.parts.map { ["text": .string($0)] }
        if said.thoughtTokens > 0, !parts.isEmpty, !said.parts.isEmpty {
            parts[parts.count - 1] = .present([
                "text": parts[parts.count - 1]["text"], "thoughtSignature": .string(signature),
            ])
        }
        var json = event(parts: parts, finish: said.finishReason, tally: tally)
        switch replyFault {
        case .promptBlocked:
            json = .present(["promptFeedback": ["blockReason": "PROHIBITED_CONTENT"], "usageMetadata": usage(tally)])
        case .candidateBlocked(let reason): json = event(parts: nil, finish: reason, tally: tally)
        default: break
        }
        return WireReply(pieces: [ReplyFault.piece(json, reports: tally, replyFault)])
    }

    /// - Parameter asEvents: False for the array that is streamed without alt=sse.
    func stream(_ asEvents: Bool) -> WireReply {
        var pieces = events().map { ReplyFault.piece($0, reports: $1, replyFault) }
        guard asEvents else {
            for index in pieces.indices {
                pieces[index].bytes = Data((index == 0 ? "[" : ",\r\n").utf8) + pieces[index].bytes
            }
            if !pieces.isEmpty { pieces[pieces.count - 1].bytes += Data("]".utf8) }
            return WireReply(pieces: pieces)
        }
        for index in pieces.indices {
            let data = pieces[index].bytes
            if streamFault == .multilineData {
                pieces[index].bytes = Data("data: {\ndata: ".utf8) + data.dropFirst() + Data("\n\n".utf8)
            } else {
                pieces[index].bytes = Data("data: ".utf8) + data + Data("\r\n\r\n".utf8)
            }
            if streamFault == .comments {
                pieces[index].bytes = Data(": keep-alive\r\n\r\n".utf8) + pieces[index].bytes
            }
        }
        return WireReply(type: "text/event-stream", pieces: pieces)
    }

    /// The events of the stream with the counts that each reports.
    private func events() -> [(JSON, Tally?)] {
        // What is known when the first text comes.
        let early = Tally(prompt: tally.prompt, cached: tally.cached, thoughts: tally.thoughts)
        if replyFault == .promptBlocked {
            return [(["promptFeedback": ["blockReason": "PROHIBITED_CONTENT"], "usageMetadata": usage(tally)], tally)]
        }
        if case .candidateBlocked(let reason) = replyFault {
            return [(event(parts: nil, finish: reason, tally: tally), tally)]
        }
        var events: [(JSON, Tally?)] = []
        if showsThoughts, !said.thoughts.isEmpty {
            events.append((event(parts: [["text": .string(said.thoughts), "thought": true]], tally: early), early))
        }
        for text in said.streamed {
            let first = events.isEmpty ? early : nil
            events.append((event(parts: [["text": .string(text)]], tally: first), first))
            switch streamFault {
            case .errorMidway: return events + [(GeminiError.overloaded.json, nil)]
            case .safetyMidway: return events + [(event(parts: nil, finish: "SAFETY", tally: tally), tally)]
            default: break
            }
        }
        if streamFault == .noFinish { return events }
        let finish = streamFault == .unknownFinish ? "CONTINUATION" : said.finishReason
        let last: [JSON] = said.thoughtTokens > 0 ? [["text": "", "thoughtSignature": .string(signature)]] : []
        return events + [(event(parts: last, finish: finish, tally: tally), tally)]
    }

    /// - Parameter parts: Nil for a candidate without content; empty for a content without parts.
    private func event(parts: [JSON]?, finish: String? = nil, tally: Tally? = nil) -> JSON {
        let content = parts.map { parts -> JSON in
            .present(["role": "model", "parts": parts.isEmpty ? nil : .array(parts)])
        }
        return .present([
            "candidates": [
                .present(["content": content, "finishReason": finish.map(JSON.string), "index": 0])
            ],
            "usageMetadata": tally.map(usage), "modelVersion": .string(model),
            "responseId": .string("reply-\(request)"),
        ])
    }

    private func usage(_ tally: Tally) -> JSON { GeminiUsage.json(tally) }

    /// Bytes that mean nothing, in base64.
    private var signature: String { Data("signature of \(request)".utf8).base64EncodedString() }
}
