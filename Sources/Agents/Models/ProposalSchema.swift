package import JSONText
internal import Market
internal import Studies
internal import Understanding

/// The JSON schema of a `Proposal`: flat, without recursion, every property required and none besides, which strict servers
/// and Gemini both take. What can be named is an enumeration; bounds of numbers are the decoder's to see to.
package struct ProposalSchema: Sendable {
    package typealias JSON = JSONValue

    package let json: JSON

    /// - Parameters:
    ///   - symbols: of the instruments that may be named, each plain.
    ///   - patterns: of the catalogue.
    package init(symbols: [String], patterns: [String]) {
        let sorts = Proposal.Sort.allCases.map { Self.part($0, symbols: symbols) }
        json = Self.object(
            ("intent", Self.names(Proposal.Kind.self)),
            ("reason", Self.names(Proposal.Reason.self)),
            ("terms", Self.list(Self.text)),
            ("parts", Self.list(["anyOf": .array(sorts)])),
            ("empty", Self.list(Self.text)),
            definitions: [
                .init("metric", Self.names(Metric.self)),
                .init("series", ["anyOf": .array(Self.series)]),
                .init("window", ["anyOf": .array(Self.windows)]),
                .init("within", Self.optional(Self.reference("window"))),
                .init("test", ["anyOf": .array(Self.tests(patterns))]),
            ]
        )
    }

    private static func part(_ sort: Proposal.Sort, symbols: [String]) -> JSON {
        let own: [(String, JSON)] =
            switch sort {
            case .symbol: [("symbol", one(of: symbols))]
            case .period: [("first", date), ("last", date)]
            case .days: [("count", integer), ("fromEnd", boolean)]
            case .unit: [("unit", names(Proposal.Rows.self)), ("minutes", integer)]
            case .window: [("window", reference("window"))]
            case .condition:
                [
                    ("place", names(Proposal.Place.self)), ("test", reference("test")), ("not", boolean),
                    ("shift", integer),
                    ("run", integer), ("or", boolean),
                ]
            case .measure:
                [
                    ("statistic", names(Proposal.Figure.self)), ("of", optional(reference("series"))),
                    ("probability", number),
                ]
            case .column: [("of", reference("series"))]
            case .key: [("field", names(Proposal.Group.self)), ("minutes", integer)]
            case .order: [("by", reference("series")), ("descending", boolean)]
            case .limit: [("count", integer)]
            case .shape: [("shape", names(Proposal.Shape.self))]
            case .buckets: [("minutes", integer)]
            }
        return object([("is", one(of: [sort.rawValue])), ("words", text)] + own)
    }

    private static var series: [JSON] {
        let metric = reference("metric"), window = reference("within")
        return [
            object(("metric", metric), ("window", window), ("shift", integer), ("absolute", boolean)),
            object(("time", names(Proposal.Moment.self)), ("window", window)),
            object(("number", number)),
            object(("indicator", names(Proposal.Line.self)), ("count", integer)),
            object(("average", names(Proposal.Average.self)), ("of", metric), ("rows", integer), ("window", window)),
            object(("quantile", number), ("of", metric), ("window", window)),
        ]
    }

    private static var windows: [JSON] {
        [
            object(("session", names(SessionName.self))), object(("from", text), ("to", text)),
            object(("opening", integer)), object(("closing", integer)), object(("afterOpening", integer)),
        ]
    }

    private static func tests(_ patterns: [String]) -> [JSON] {
        [
            object(("left", reference("series")), ("relation", names(Relation.self)), ("right", reference("series"))),
            object(("field", names(Proposal.Field.self)), ("oneOf", list(integer))),
            object(("pattern", one(of: patterns))), object(("event", names(Proposal.Event.self)), ("offset", integer)),
            object(("gapFilled", boolean)),
        ]
    }

    // MARK: Words of JSON Schema

    private static let text: JSON = ["type": "string"]
    private static let number: JSON = ["type": "number"]
    private static let integer: JSON = ["type": "integer"]
    private static let boolean: JSON = ["type": "boolean"]
    private static let date: JSON = ["type": ["string", "null"]]

    private static func list(_ of: JSON) -> JSON { ["type": "array", "items": of] }
    private static func reference(_ name: String) -> JSON { ["$ref": .string("#/$defs/" + name)] }
    private static func optional(_ of: JSON) -> JSON { ["anyOf": [of, ["type": "null"]]] }

    private static func one(of names: [String]) -> JSON {
        ["type": "string", "enum": .array(names.map { .string($0) })]
    }

    private static func names<Names: CaseIterable & RawRepresentable<String>>(_ type: Names.Type) -> JSON {
        one(of: type.allCases.map(\.rawValue))
    }

    private static func object(_ properties: (String, JSON)..., definitions: [JSON.Member] = []) -> JSON {
        object(properties, definitions: definitions)
    }

    private static func object(_ properties: [(String, JSON)], definitions: [JSON.Member] = []) -> JSON {
        var members: [JSON.Member] = [
            .init("type", "object"),
            .init("properties", .object(properties.map { .init($0.0, $0.1) })),
            .init("required", .array(properties.map { .string($0.0) })),
            .init("additionalProperties", false),
        ]
        if !definitions.isEmpty { members.append(.init("$defs", .object(definitions))) }
        return .object(members)
    }
}
