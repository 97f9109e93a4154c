/// The request of the chat completions API, as far as text goes.
enum OpenAIFields {
    static let members: [String: Fields] = [
        "model": .string,
        "messages": .array(
            .object(["role": .word(["system", "developer", "user", "assistant"]), "content": .any, "name": .string])
        ),
        "temperature": .number, "top_p": .number, "n": .integer(1...1), "seed": .integer(Int.min...Int.max),
        "max_tokens": .integer(1...1_000_000), "max_completion_tokens": .integer(1...1_000_000),
        "presence_penalty": .number, "frequency_penalty": .number, "stop": .any, "user": .string,
        "reasoning_effort": .word(["none", "minimal", "low", "medium", "high", "xhigh"]), "store": .boolean,
        "stream": .boolean, "stream_options": .object(["include_usage": .boolean]),
        "response_format": .object([
            "type": .word(["text", "json_object", "json_schema"]),
            "json_schema": .object([
                "name": .string, "description": .string, "schema": .any, "strict": .boolean,
            ]),
        ]),
    ]

    static let chat: Fields = .object(members)

    /// Why the strict form refuses the schema; nil for one that it takes.
    static func strictComplaint(about schema: JSON, at path: String = "()") -> String? {
        guard let members = schema.members else { return nil }
        if members["type"]?.string == "object" || members["properties"] != nil {
            guard members["additionalProperties"] == .bool(false) else {
                return "In context=\(path), 'additionalProperties' is required to be supplied and to be false."
            }
            let properties = Set((members["properties"]?.members ?? [:]).keys)
            let required = Set((members["required"]?.elements ?? []).compactMap(\.string))
            if let missing = properties.subtracting(required).min() {
                return "In context=\(path), 'required' is required to be supplied and to be an array including every "
                    + "key in properties. Missing '\(missing)'."
            }
        }
        for (name, value) in members.sorted(by: { $0.key < $1.key }) {
            var inner: [JSON] = []
            switch name {
            case "properties", "$defs":
                inner = (value.members ?? [:]).sorted { $0.key < $1.key }.map(\.value)
            case "anyOf": inner = value.elements ?? []
            case "items": inner = [value]
            default: continue
            }
            for schema in inner {
                if let complaint = strictComplaint(about: schema, at: "\(path).\(name)") { return complaint }
            }
        }
        return nil
    }
}
