internal import JSONText

extension Gemini {
    /// The body of `generateContent`. What never changes comes first, so that Google's own cache hits it.
    func body(of request: ModelRequest) -> JSONValue {
        var members: [JSONValue.Member] = []
        if let cached = request.cachedContent {
            // A kept content must not come with a system instruction of its own (400).
            members.append(.init("cachedContent", .string(cached)))
        } else if !request.fixed.isEmpty {
            members.append(.init("systemInstruction", instruction(request.fixed)))
        }
        members.append(.init("contents", .array(request.messages.map(content))))
        members.append(.init("generationConfig", configuration(of: request)))
        return .object(members)
    }

    func instruction(_ text: String) -> JSONValue {
        ["parts": [["text": .string(text)]]]
    }

    private func content(_ message: ChatMessage) -> JSONValue {
        let parts = message.parts.map { part -> JSONValue in
            var members: [JSONValue.Member] = [.init("text", .string(part.text))]
            if let signature = part.signature { members.append(.init("thoughtSignature", .string(signature))) }
            return .object(members)
        }
        return ["role": .string(message.role.rawValue), "parts": .array(parts)]
    }

    private func configuration(of request: ModelRequest) -> JSONValue {
        let family = families.family(of: name)
        var members: [JSONValue.Member] = []
        if let temperature = family.temperature {
            members.append(.init("temperature", Int(exactly: temperature).map { .integer($0) } ?? .number(temperature)))
        }
        members.append(.init("maxOutputTokens", .integer(request.maxOutputTokens)))
        if let schema = request.schema {
            members.append(.init("responseMimeType", "application/json"))
            members.append(.init("responseJsonSchema", schema))
        }
        // Never both of them: that is a 400.
        switch family.thinking {
        case .budget:
            if let budget = family.budget(request.thinking) {
                // Thinking counts against the answer's limit, so half of that is left for the answer.
                let tokens = min(budget, request.maxOutputTokens / 2)
                members.append(.init("thinkingConfig", ["thinkingBudget": .integer(tokens)]))
            }
        case .level:
            if let level = family.known(request.thinking) {
                members.append(.init("thinkingConfig", ["thinkingLevel": .string(level)]))
            }
        case .effort, .none: break
        }
        return .object(members)
    }
}
