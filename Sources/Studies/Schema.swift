/// How a study looks as JSON. Every type of a study is one definition; tests hold it against the encoder's own output.
public struct StudySchema: Sendable {
    public struct Definition: Sendable {
        public var name: String
        public var shape: Shape
    }

    public indirect enum Shape: Sendable {
        /// An object with these properties and no others.
        case record([Field])
        /// An object with exactly one property, the case's name, whose value is an object of the case's fields.
        case choice([(name: String, fields: [Field])])
        /// One of these texts.
        case names([String])
    }

    public struct Field: Sendable {
        public var name: String
        public var value: Value
        public var isOptional: Bool
    }

    public indirect enum Value: Sendable {
        case text, number, integer, boolean
        /// `YYYY-MM-DD`.
        case date
        case type(String)
        case list(of: Value)
    }

    public var definitions: [Definition]

    /// The schema of `Study`.
    public static let study = StudySchema(definitions: studyDefinitions)

    public func definition(_ name: String) -> Definition? {
        definitions.first { $0.name == name }
    }

    /// As a JSON Schema (draft 2020-12), without spaces, in the same order every time.
    public var json: String {
        let types = definitions.map { "\"\($0.name)\":\($0.shape.json)" }.joined(separator: ",")
        return
            "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"$ref\":\"#/$defs/Study\",\"$defs\":{\(types)}}"
    }
}

extension StudySchema.Shape {
    var json: String {
        switch self {
        case .record(let fields): Self.object(fields)
        case .names(let names): "{\"enum\":[\(names.map { "\"\($0)\"" }.joined(separator: ","))]}"
        case .choice(let cases):
            "{\"oneOf\":["
                + cases.map { Self.object([($0.name, Self.object($0.fields), false)]) }.joined(separator: ",") + "]}"
        }
    }

    private static func object(_ fields: [StudySchema.Field]) -> String {
        object(fields.map { ($0.name, $0.value.json, $0.isOptional) })
    }

    private static func object(_ properties: [(name: String, json: String, isOptional: Bool)]) -> String {
        let all = properties.map { "\"\($0.name)\":\($0.json)" }.joined(separator: ",")
        let required = properties.filter { !$0.isOptional }.map { "\"\($0.name)\"" }.joined(separator: ",")
        let needs = required.isEmpty ? "" : ",\"required\":[\(required)]"
        let has = all.isEmpty ? "" : ",\"properties\":{\(all)}"
        return "{\"type\":\"object\"\(has)\(needs),\"additionalProperties\":false}"
    }
}

extension StudySchema.Value {
    var json: String {
        switch self {
        case .text: "{\"type\":\"string\"}"
        case .number: "{\"type\":\"number\"}"
        case .integer: "{\"type\":\"integer\"}"
        case .boolean: "{\"type\":\"boolean\"}"
        case .date: "{\"type\":\"string\",\"format\":\"date\"}"
        case .type(let name): "{\"$ref\":\"#/$defs/\(name)\"}"
        case .list(let of): "{\"type\":\"array\",\"items\":\(of.json)}"
        }
    }
}
