/// Why bytes are no JSON document that we take.
package struct JSONError: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Problem: String, Sendable {
        case syntax = "not JSON"
        case tooDeep = "too many levels within one another"
        case repeatedName = "a name that stands twice in one object"
        case number = "a number beyond what can be held"
        case text = "text that is not Unicode"
    }

    package var problem: Problem
    /// Bytes from the start.
    package var offset: Int

    package var description: String { "\(problem.rawValue) (byte \(offset))" }
}

extension JSONValue {
    /// Parses a whole document, strictly: RFC 8259, no NaN, no lone surrogates, no name twice in an object.
    ///
    /// - Parameter depth: arrays and objects within one another; one more is an error, found before it is read.
    package init(parsing bytes: some Sequence<UInt8>, depth: Int = 64) throws(JSONError) {
        var parser = JSONParser(bytes: Array(bytes), depth: depth)
        self = try parser.document()
    }

    package init(parsing text: String, depth: Int = 64) throws(JSONError) {
        try self.init(parsing: text.utf8, depth: depth)
    }
}

struct JSONParser {
    let bytes: [UInt8]
    let depth: Int
    var at = 0

    init(bytes: [UInt8], depth: Int) {
        self.bytes = bytes
        self.depth = depth
    }

    var next: UInt8? { at < bytes.count ? bytes[at] : nil }

    func wrong(_ problem: JSONError.Problem) -> JSONError { JSONError(problem: problem, offset: at) }

    mutating func document() throws(JSONError) -> JSONValue {
        let value = try value(depth)
        skipSpace()
        guard next == nil else { throw wrong(.syntax) }
        return value
    }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { at += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        at += 1
        return true
    }

    private mutating func value(_ levels: Int) throws(JSONError) -> JSONValue {
        skipSpace()
        switch next {
        case UInt8(ascii: "{"): return try object(levels)
        case UInt8(ascii: "["): return try array(levels)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
        let letters = word.withUTF8Buffer { Array($0) }
        guard bytes[at...].starts(with: letters) else { throw wrong(.syntax) }
        at += letters.count
        return value
    }

    private mutating func array(_ levels: Int) throws(JSONError) -> JSONValue {
        guard levels > 0 else { throw wrong(.tooDeep) }
        at += 1
        var elements: [JSONValue] = []
        skipSpace()
        if take(UInt8(ascii: "]")) { return .array(elements) }
        while true {
            elements.append(try value(levels - 1))
            skipSpace()
            if take(UInt8(ascii: "]")) { return .array(elements) }
            guard take(UInt8(ascii: ",")) else { throw wrong(.syntax) }
        }
    }

    private mutating func object(_ levels: Int) throws(JSONError) -> JSONValue {
        guard levels > 0 else { throw wrong(.tooDeep) }
        at += 1
        var members: [JSONValue.Member] = []
        var names: Set<String> = []
        skipSpace()
        if take(UInt8(ascii: "}")) { return .object(members) }
        while true {
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw wrong(.syntax) }
            let name = try string()
            guard names.insert(name).inserted else { throw wrong(.repeatedName) }
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw wrong(.syntax) }
            members.append(JSONValue.Member(name, try value(levels - 1)))
            skipSpace()
            if take(UInt8(ascii: "}")) { return .object(members) }
            guard take(UInt8(ascii: ",")) else { throw wrong(.syntax) }
        }
    }

    private mutating func digits() -> Int {
        let start = at
        while let byte = next, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { at += 1 }
        return at - start
    }

    private mutating func number() throws(JSONError) -> JSONValue {
        let start = at
        _ = take(UInt8(ascii: "-"))
        let first = next
        let whole = digits()
        guard whole == 1 || (whole > 1 && first != UInt8(ascii: "0")) else { throw wrong(.syntax) }
        var isWhole = true
        if take(UInt8(ascii: ".")) {
            isWhole = false
            guard digits() > 0 else { throw wrong(.syntax) }
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            isWhole = false
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            guard digits() > 0 else { throw wrong(.syntax) }
        }
        let text = String(decoding: bytes[start..<at], as: UTF8.self)
        if isWhole, let integer = Int(text) { return .integer(integer) }
        guard let number = Double(text), number.isFinite else { throw wrong(.number) }
        return .number(number)
    }
}
