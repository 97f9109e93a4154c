internal import Yams

/// The entries of a mapping.
struct KeyedNodes<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let decoder: NodeDecoder
    private let keys: [String]
    private let nodes: [Node]
    /// Built for long mappings only; short ones are searched.
    private let index: [String: Int]?

    var codingPath: [any CodingKey] { decoder.codingPath }
    var allKeys: [Key] { keys.compactMap { Key(stringValue: $0) } }

    init(decoder: NodeDecoder, mapping: Node.Mapping) throws {
        self.decoder = decoder
        var keys: [String] = []
        var nodes: [Node] = []
        keys.reserveCapacity(mapping.count)
        nodes.reserveCapacity(mapping.count)
        for (key, value) in mapping {
            guard case .scalar(let scalar) = key else { throw decoder.wrong("a key is not a plain word") }
            if !decoder.allowsUnknownKeys, Key(stringValue: scalar.string) == nil {
                throw decoder.wrong("no such key: '\(scalar.string)'")
            }
            keys.append(scalar.string)
            nodes.append(value)
        }
        self.keys = keys
        self.nodes = nodes
        index = keys.count > 8 ? Dictionary(zip(keys, keys.indices)) { first, _ in first } : nil
    }

    private func find(_ key: Key) -> Node? {
        let name = key.stringValue
        return (index.map { $0[name] } ?? keys.firstIndex(of: name)).map { nodes[$0] }
    }

    private func child(_ key: Key) throws -> NodeDecoder {
        guard let node = find(key) else {
            throw DecodingError.keyNotFound(key, .init(codingPath: codingPath, debugDescription: ""))
        }
        return decoder.child(node, key)
    }

    func contains(_ key: Key) -> Bool { find(key) != nil }

    func decodeNil(forKey key: Key) throws -> Bool { try child(key).isNull }

    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T { try child(key).decode(type) }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type,
        forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
        try child(key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try child(key).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder { decoder }
    func superDecoder(forKey key: Key) throws -> any Decoder { try child(key) }
}

/// The entries of a list.
struct ListedNodes: UnkeyedDecodingContainer {
    let decoder: NodeDecoder
    let nodes: [Node]
    var currentIndex = 0

    var codingPath: [any CodingKey] { decoder.codingPath }
    var count: Int? { nodes.count }
    var isAtEnd: Bool { currentIndex >= nodes.count }

    private func child() throws -> NodeDecoder {
        guard nodes.indices.contains(currentIndex) else { throw decoder.wrong("the list ends too early") }
        return decoder.child(nodes[currentIndex], ListKey(currentIndex))
    }

    mutating func decodeNil() throws -> Bool {
        guard try child().isNull else { return false }
        currentIndex += 1
        return true
    }

    mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
        let value = try child().decode(type)
        currentIndex += 1
        return value
    }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> {
        let container = try child().container(keyedBy: type)
        currentIndex += 1
        return container
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        let container = try child().unkeyedContainer()
        currentIndex += 1
        return container
    }

    mutating func superDecoder() throws -> any Decoder {
        let child = try child()
        currentIndex += 1
        return child
    }
}
