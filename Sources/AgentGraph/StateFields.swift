internal import Foundation

/// A state's top-level members as JSON texts, so that a step can store only those it changed.
struct StateFields: Equatable, Sendable {
    var members: [String: Data]

    init(members: [String: Data]) { self.members = members }

    /// - Parameter json: an object, as `JSONCoding` writes it; anything else is refused.
    init(object json: Data) throws {
        var scanner = MemberScanner(bytes: [UInt8](json))
        members = try scanner.members()
    }

    var json: Data {
        var text = Data([UInt8(ascii: "{")])
        for (index, name) in members.keys.sorted().enumerated() {
            if index > 0 { text.append(UInt8(ascii: ",")) }
            text.append(contentsOf: #""\#(name)":"#.utf8)
            text.append(members[name] ?? Data())
        }
        text.append(UInt8(ascii: "}"))
        return text
    }

    func changes(since old: StateFields) -> StateDelta {
        StateDelta(
            set: members.filter { old.members[$0.key] != $0.value }.mapValues { String(decoding: $0, as: UTF8.self) },
            removed: old.members.keys.filter { members[$0] == nil }.sorted()
        )
    }

    mutating func apply(_ delta: StateDelta) {
        for name in delta.removed { members[name] = nil }
        for (name, value) in delta.set { members[name] = Data(value.utf8) }
    }
}

/// What a step changed of the state.
struct StateDelta: Codable, Equatable, Sendable {
    /// Member's name, escaped as it stood in the JSON, and its JSON text.
    var set: [String: String]
    var removed: [String]
}

/// Cuts an object's text into its members; the members' own text is not looked into.
private struct MemberScanner {
    let bytes: [UInt8]
    var position = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func members() throws -> [String: Data] {
        var members: [String: Data] = [:]
        try expect(UInt8(ascii: "{"))
        if peek == UInt8(ascii: "}") { return members }
        while true {
            let name = try string()
            try expect(UInt8(ascii: ":"))
            members[String(decoding: name.dropFirst().dropLast(), as: UTF8.self)] = Data(try value())
            guard peek == UInt8(ascii: ",") else { break }
            position += 1
        }
        try expect(UInt8(ascii: "}"))
        return members
    }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func expect(_ byte: UInt8) throws {
        guard peek == byte else { throw GraphError(.unreadableState, "a state must be encoded as an object") }
        position += 1
    }

    private mutating func string() throws -> ArraySlice<UInt8> {
        let start = position
        try expect(UInt8(ascii: "\""))
        while let byte = peek, byte != UInt8(ascii: "\"") { position += byte == UInt8(ascii: "\\") ? 2 : 1 }
        try expect(UInt8(ascii: "\""))
        return bytes[start..<position]
    }

    private mutating func value() throws -> ArraySlice<UInt8> {
        let start = position
        var depth = 0
        while let byte = peek {
            switch byte {
            case UInt8(ascii: "\""):
                _ = try string()
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if depth == 0 { return bytes[start..<position] }
                depth -= 1
            case UInt8(ascii: ",") where depth == 0: return bytes[start..<position]
            default: break
            }
            position += 1
        }
        throw GraphError(.unreadableState, "a state's text ends too early")
    }
}
