/// The messages of the Gemini API, as far as text goes.
enum GeminiFields {
    static let generate: Fields = .object(generateMembers)

    static let count: Fields = .object([
        "contents": contents,
        "generateContentRequest": .object(generateMembers.merging(["model": .string]) { own, _ in own }),
    ])

    static let createCache: Fields = .object([
        "model": .string, "displayName": .string, "systemInstruction": content, "contents": contents,
        "tools": .array(.any), "toolConfig": .any, "ttl": .string, "expireTime": .string,
    ])

    static let updateCache: Fields = .object(["ttl": .string, "expireTime": .string])

    private static let generateMembers: [String: Fields] = [
        "contents": contents, "systemInstruction": content, "tools": .array(.any), "toolConfig": .any,
        "safetySettings": .array(.any), "generationConfig": configuration, "cachedContent": .string,
    ]

    private static let contents: Fields = .array(content)

    private static let content: Fields = .object([
        "role": .word(["user", "model"]),
        "parts": .array(
            .object([
                "text": .string, "thought": .boolean, "thoughtSignature": .string, "inlineData": .any,
                "fileData": .any, "functionCall": .any, "functionResponse": .any,
            ])
        ),
    ])

    private static let configuration: Fields = .object([
        "temperature": .number, "topP": .number, "topK": .number, "candidateCount": .integer(1...8),
        "maxOutputTokens": .integer(1...65_536), "stopSequences": .array(.string),
        "responseMimeType": .string, "responseSchema": .any, "responseJsonSchema": .any,
        "responseModalities": .array(.string), "presencePenalty": .number, "frequencyPenalty": .number,
        "seed": .integer(Int(Int32.min)...Int(Int32.max)), "responseLogprobs": .boolean,
        "logprobs": .integer(0...20), "mediaResolution": .string,
        "thinkingConfig": .object([
            "includeThoughts": .boolean,
            "thinkingBudget": .integer(-1...65_536),
            "thinkingLevel": .word(["minimal", "low", "medium", "high", "xhigh"]),
        ]),
    ])
}
