internal import Yams

/// Decodes from parsed YAML. Several times faster than Yams' own decoder, which matters because every command reads the
/// catalogue, and stricter: a key that the type does not know is an error, so that a misspelt one is not passed over.
struct NodeDecoder: Decoder {
    let node: Node
    let codingPath: [any CodingKey]
    let allowsUnknownKeys: Bool
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard case .mapping(let mapping) = node else { throw mismatch("a mapping") }
        return KeyedDecodingContainer(try KeyedNodes<Key>(decoder: self, mapping: mapping))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard case .sequence(let sequence) = node else { throw mismatch("a list") }
        return ListedNodes(decoder: self, nodes: Array(sequence))
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer { SingleNode(decoder: self) }

    func child(_ node: Node, _ key: some CodingKey) -> NodeDecoder {
        NodeDecoder(node: node, codingPath: codingPath + [key], allowsUnknownKeys: allowsUnknownKeys)
    }

    /// A scalar as written, quotes and escapes resolved.
    func scalar() throws -> Node.Scalar {
        guard case .scalar(let scalar) = node else { throw mismatch("one value") }
        return scalar
    }

    var isNull: Bool {
        guard case .scalar(let scalar) = node, scalar.style == .plain || scalar.style == .any else { return false }
        return scalar.string.isEmpty || scalar.string == "null" || scalar.string == "~"
    }

    func value<T: LosslessStringConvertible>(_ what: String) throws -> T {
        let text = try scalar().string
        guard let value = T(text) else { throw wrong("'\(text)' is not \(what)") }
        return value
    }

    func decode<T: Decodable>(_ type: T.Type) throws -> T {
        switch type {
        case is String.Type: try cast(scalar().string)
        case is Int.Type: try cast(value("a whole number") as Int)
        case is Double.Type: try cast(value("a number") as Double)
        case is Bool.Type: try cast(value("true or false") as Bool)
        default: try T(from: self)
        }
    }

    private func cast<T>(_ value: some Any) throws -> T {
        guard let value = value as? T else { throw wrong("is not \(T.self)") }
        return value
    }

    func mismatch(_ expected: String) -> DecodingError {
        let found =
            switch node {
            case .mapping: "a mapping"
            case .sequence: "a list"
            case .scalar(let scalar): "'\(scalar.string)'"
            case .alias: "an alias"
            }
        return wrong("\(expected) is expected, found \(found)")
    }

    func wrong(_ message: String) -> DecodingError {
        let line = node.mark.map { " (line \($0.line))" } ?? ""
        return .dataCorrupted(.init(codingPath: codingPath, debugDescription: message + line))
    }
}

/// The place of an entry in a list, counted from 0.
struct ListKey: CodingKey {
    let index: Int
    var intValue: Int? { index }
    var stringValue: String { "\(index)" }

    init(_ index: Int) { self.index = index }
    init?(intValue: Int) { self.init(intValue) }
    init?(stringValue: String) { nil }
}

private struct SingleNode: SingleValueDecodingContainer {
    let decoder: NodeDecoder
    var codingPath: [any CodingKey] { decoder.codingPath }

    func decodeNil() -> Bool { decoder.isNull }
    func decode<T: Decodable>(_ type: T.Type) throws -> T { try decoder.decode(type) }
    func decode(_ type: Bool.Type) throws -> Bool { try decoder.value("true or false") }
    func decode(_ type: String.Type) throws -> String { try decoder.scalar().string }
    func decode(_ type: Double.Type) throws -> Double { try decoder.value("a number") }
    func decode(_ type: Float.Type) throws -> Float { try decoder.value("a number") }
    func decode(_ type: Int.Type) throws -> Int { try decoder.value("a whole number") }
    func decode(_ type: Int8.Type) throws -> Int8 { try decoder.value("a whole number") }
    func decode(_ type: Int16.Type) throws -> Int16 { try decoder.value("a whole number") }
    func decode(_ type: Int32.Type) throws -> Int32 { try decoder.value("a whole number") }
    func decode(_ type: Int64.Type) throws -> Int64 { try decoder.value("a whole number") }
    func decode(_ type: UInt.Type) throws -> UInt { try decoder.value("a whole number") }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try decoder.value("a whole number") }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try decoder.value("a whole number") }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try decoder.value("a whole number") }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try decoder.value("a whole number") }
}
