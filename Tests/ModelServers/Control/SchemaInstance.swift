extension JSON {
    /// The smallest value of a schema: required members only, the first word of each enumeration, the least number.
    ///
    /// - Parameter schema: A part of this one, which holds the definitions that the part refers to.
    func instance(of schema: JSON) -> JSON {
        if let name = schema["$ref"]?.string?.split(separator: "/").last.map(String.init) {
            return (self["$defs"]?[name]).map(instance) ?? .null
        }
        if let constant = schema["const"] { return constant }
        if let words = schema["enum"]?.elements, let first = words.first { return first }
        if let choice = (schema["anyOf"] ?? schema["oneOf"])?.elements?.first { return instance(of: choice) }
        switch (schema["type"]?.string ?? schema["type"]?.elements?.first?.string)?.lowercased() {
        case "object":
            let required = (schema["required"]?.elements ?? []).compactMap(\.string)
            return .object(
                Dictionary(
                    required.map { ($0, schema["properties"]?[$0].map(instance) ?? .null) },
                    uniquingKeysWith: { first, _ in first }
                )
            )
        case "array":
            let count = schema["minItems"]?.integer ?? 0
            return .array(Array(repeating: schema["items"].map(instance) ?? .null, count: count))
        case "string": return "word"
        case "integer", "number": return schema["minimum"] ?? 0
        case "boolean": return false
        default: return .null
        }
    }
}
