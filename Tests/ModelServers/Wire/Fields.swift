/// Which members an object of the wire may have: a server that reads messages of a fixed form refuses others.
indirect enum Fields: Sendable {
    /// Any value.
    case any
    case string, boolean, number
    /// A number without a fraction in this range.
    case integer(ClosedRange<Int>)
    /// One of these words, whatever their case.
    case word(Set<String>)
    case array(Fields)
    case object([String: Fields])

    /// What does not fit, and where.
    struct Complaint: Error {
        var text: String
    }

    /// The value with its members' names in camelCase and its words in lower case, as the documentation has them: a
    /// member may also be named in snake_case, and a word written in capitals, as in the protocol buffers' JSON form.
    func read(_ value: JSON, at path: String = "") throws(Complaint) -> JSON {
        func expect(_ fits: Bool, _ form: String) throws(Complaint) {
            guard fits else { throw Complaint(text: "Invalid value at '\(path)': expected \(form)") }
        }
        switch self {
        case .any: return value
        case .string: try expect(value.string != nil, "a string")
        case .boolean: try expect(value.bool != nil, "a boolean")
        case .number: try expect(value.number != nil, "a number")
        case .integer(let range):
            try expect(value.integer.map(range.contains) == true, "an integer in \(range)")
        case .word(let words):
            let word = value.string?.lowercased() ?? ""
            try expect(words.contains(word), "one of \(words.sorted().joined(separator: ", "))")
            return .string(word)
        case .array(let element):
            guard let elements = value.elements else { throw Complaint(text: "Invalid value at '\(path)': no array") }
            var read: [JSON] = []
            for (index, value) in elements.enumerated() {
                read.append(try element.read(value, at: "\(path)[\(index)]"))
            }
            return .array(read)
        case .object(let fields):
            guard let members = value.members else { throw Complaint(text: "Invalid value at '\(path)': no object") }
            var read: [String: JSON] = [:]
            for (name, member) in members.sorted(by: { $0.key < $1.key }) {
                let documented = fields[name] == nil ? Self.camelCase(name) : name
                guard let field = fields[documented] else {
                    throw Complaint(text: "Unknown name \"\(name)\" at '\(path)': Cannot find field.")
                }
                read[documented] = try field.read(member, at: path.isEmpty ? name : "\(path).\(name)")
            }
            return .object(read)
        }
        return value
    }

    private static func camelCase(_ name: String) -> String {
        let words = name.split(separator: "_")
        return words.prefix(1).joined() + words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }
}
