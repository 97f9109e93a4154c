import Foundation
import Synchronization

extension FakeOpenAI {
    func chat(_ request: WireRequest, _ fault: Fault?) throws(OpenAIError) -> WireReply {
        let json = try body(request)
        guard let model = json["model"]?.string, models.contains(model) else {
            throw .unknownModel(json["model"]?.string ?? "")
        }
        let turns = try turns(json)
        let schema = try schema(json["response_format"])
        var tokens = Tokens()
        if let schema { tokens.append(schema.text) }
        for turn in turns { tokens.append("\(turn.role):\(turn.text)") }
        let now = time.now
        let cached = prefixes.withLock {
            $0.cached(tokens, model: model, minimum: Self.minimumCachedTokens, now: now)
        }
        let limit = json["max_completion_tokens"]?.integer ?? json["max_tokens"]?.integer
        let systems = turns.filter { ["system", "developer"].contains($0.role) }
        let ask = Ask(
            model: model,
            system: systems.map(\.text).joined(separator: "\n"),
            turns: turns.filter { !["system", "developer"].contains($0.role) },
            schema: schema,
            maximumOutputTokens: limit,
            thinking: json["reasoning_effort"]?.string,
            streams: request.operation == .stream
        )
        var answer = OpenAIAnswer(
            said: script(ask),
            tally: Tally(prompt: tokens.count, cached: cached),
            model: model,
            request: request.number
        )
        answer.apply(fault, limit: limit)
        let reportsUsage = json["stream_options"]?["include_usage"]?.bool ?? false
        var reply = request.operation == .generate ? answer.whole() : answer.stream(reportsUsage: reportsUsage)
        reply.charge = Charge(
            request: request.number,
            operation: request.operation,
            model: model,
            worked: answer.tally
        )
        if case .stream(.writes(let bytes)) = fault { reply = reply.split(into: bytes) }
        return reply
    }

    private func body(_ request: WireRequest) throws(OpenAIError) -> JSON {
        guard let json = request.json, let members = json.members else {
            throw .invalid("We could not parse the JSON body of your request.")
        }
        if let unknown = members.keys.filter({ OpenAIFields.members[$0] == nil }).min(), refusesUnknownMembers {
            throw .invalid("Unrecognized request argument supplied: \(unknown)")
        }
        let known = JSON.object(members.filter { OpenAIFields.members[$0.key] != nil })
        do {
            _ = try OpenAIFields.chat.read(known)
        } catch {
            throw .invalid(error.text)
        }
        guard json["max_tokens"] == nil || json["max_completion_tokens"] == nil else {
            throw .invalid("Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.")
        }
        guard json["stream_options"] == nil || json["stream"]?.bool == true else {
            throw .invalid("The 'stream_options' parameter is only allowed when 'stream' is enabled.")
        }
        return json
    }

    private func turns(_ json: JSON) throws(OpenAIError) -> [Ask.Turn] {
        guard let messages = json["messages"]?.elements, !messages.isEmpty else {
            throw .invalid("[] is too short - 'messages'", parameter: "messages")
        }
        var turns: [Ask.Turn] = []
        for message in messages {
            guard let role = message["role"]?.string,
                let text = message["content"]?.string ?? parts(message["content"])
            else { throw .invalid("Invalid message", parameter: "messages") }
            turns.append(Ask.Turn(role: role, text: text))
        }
        return turns
    }

    /// Content may be an array of text parts.
    private func parts(_ content: JSON?) -> String? {
        content?.elements?.compactMap { $0["text"]?.string }.joined()
    }

    private func schema(_ format: JSON?) throws(OpenAIError) -> JSON? {
        guard let format, let type = format["type"]?.string, type != "text" else { return nil }
        let named = format["json_schema"]
        switch (responseFormat, type) {
        case (.none, _): throw .noResponseFormat
        case (_, "json_object"): return nil
        case (.object, _):
            throw .invalid("'response_format.type' must be 'json_object' or 'text'.", parameter: "response_format.type")
        case (.schema, _), (.strictSchema, _):
            guard let schema = named?["schema"], let name = named?["name"]?.string, !name.isEmpty else {
                throw .invalid("Missing required parameter: 'response_format.json_schema.schema'.")
            }
            guard case .strictSchema = responseFormat, named?["strict"]?.bool == true,
                let complaint = OpenAIFields.strictComplaint(about: schema)
            else { return schema }
            throw .invalid(
                "Invalid schema for response_format '\(name)': \(complaint)",
                parameter: "response_format"
            )
        }
    }
}
