internal import JSONText

extension OpenAICompatible {
    /// The body of `chat/completions`. What never changes comes first, so that the server's own cache hits it.
    func body(of request: ModelRequest, way: SchemaSupport.Way, isStream: Bool) -> JSONValue {
        let family = families.family(of: name)
        var members: [JSONValue.Member] = [.init("model", .string(name.model))]
        members.append(.init("messages", .array(messages(of: request, way: way))))
        if let temperature = family.temperature {
            members.append(.init("temperature", Int(exactly: temperature).map { .integer($0) } ?? .number(temperature)))
        }
        if let limit = family.limit { members.append(.init(limit, .integer(request.maxOutputTokens))) }
        if family.thinking == .effort, let level = family.known(request.thinking) {
            members.append(.init("reasoning_effort", .string(level)))
        }
        if let schema = request.schema, let format = format(schema, way: way) {
            members.append(.init("response_format", format))
        }
        members.append(.init("stream", .bool(isStream)))
        // Without it a stream tells no usage.
        if isStream { members.append(.init("stream_options", ["include_usage": true])) }
        return .object(members)
    }

    private func messages(of request: ModelRequest, way: SchemaSupport.Way) -> [JSONValue] {
        var fixed = request.fixed
        if let schema = request.schema, way != .schema {
            let wish = families.schemaPrompt.replacing("{schema}", with: schema.text)
            fixed = fixed.isEmpty ? wish : fixed + "\n\n" + wish
        }
        var messages: [JSONValue] = fixed.isEmpty ? [] : [["role": "system", "content": .string(fixed)]]
        for message in request.messages {
            let role = message.role == .user ? "user" : "assistant"
            messages.append(["role": .string(role), "content": .string(message.text)])
        }
        return messages
    }

    private func format(_ schema: JSONValue, way: SchemaSupport.Way) -> JSONValue? {
        switch way {
        case .schema:
            let named: JSONValue = ["name": "answer", "schema": schema, "strict": true]
            return ["type": "json_schema", "json_schema": named]
        case .json: return ["type": "json_object"]
        case .prompt: return nil
        }
    }
}
