/// What responseJsonSchema may say.
enum GeminiSchema {
    private static let read: Set<String> = [
        "$id", "$defs", "$ref", "$anchor", "type", "format", "title", "description", "enum", "items", "prefixItems",
        "minItems", "maxItems", "minimum", "maximum", "anyOf", "oneOf", "properties", "additionalProperties",
        "required", "propertyOrdering",
    ]
    /// Taken and not enforced.
    private static let ignored: Set<String> = ["minLength", "maxLength", "uniqueItems", "pattern", "default"]

    /// The first keyword that is not taken, as a path; nil for a schema that is.
    static func complaint(about schema: JSON, at path: String = "response_json_schema") -> String? {
        guard let members = schema.members else {
            return schema.bool == nil ? "\(path): expected a schema" : nil
        }
        for (name, value) in members.sorted(by: { $0.key < $1.key }) {
            guard read.contains(name) || ignored.contains(name) else { return "\(path): unsupported keyword \(name)" }
            if members["$ref"] != nil, !name.hasPrefix("$") { return "\(path): \(name) beside $ref" }
            let inner = "\(path).\(name)"
            switch name {
            case "properties", "$defs":
                guard let schemas = value.members else { return "\(inner): expected an object" }
                for (key, schema) in schemas.sorted(by: { $0.key < $1.key }) {
                    if let complaint = complaint(about: schema, at: "\(inner).\(key)") { return complaint }
                }
            case "anyOf", "oneOf", "prefixItems":
                guard let schemas = value.elements else { return "\(inner): expected an array" }
                for schema in schemas {
                    if let complaint = complaint(about: schema, at: inner) { return complaint }
                }
            case "items", "additionalProperties":
                if let complaint = complaint(about: value, at: inner) { return complaint }
            default: continue
            }
        }
        return nil
    }
}
