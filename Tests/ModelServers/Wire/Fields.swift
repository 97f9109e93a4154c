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

    /// The first thing that does not fit, as "path: what is wrong"; nil when all fits.
    func complaint(about value: JSON, at path: String = "") -> String? {
        switch self {
        case .any: return nil
        case .string: return value.string == nil ? "\(path): expected a string" : nil
        case .boolean: return value.bool == nil ? "\(path): expected a boolean" : nil
        case .number: return value.number == nil ? "\(path): expected a number" : nil
        case .integer(let range):
            guard let integer = value.integer else { return "\(path): expected an integer" }
            return range.contains(integer) ? nil : "\(path): \(integer) is out of range"
        case .word(let words):
            guard let word = value.string else { return "\(path): expected a string" }
            return words.contains(word.lowercased()) ? nil : "\(path): invalid value \"\(word)\""
        case .array(let element):
            guard let elements = value.elements else { return "\(path): expected an array" }
            return elements.enumerated().lazy
                .compactMap { element.complaint(about: $1, at: "\(path)[\($0)]") }.first
        case .object(let fields):
            guard let members = value.members else { return "\(path): expected an object" }
            for (name, member) in members.sorted(by: { $0.key < $1.key }) {
                guard let field = fields[name] else {
                    return "Unknown name \"\(name)\" at '\(path)': Cannot find field."
                }
                if let complaint = field.complaint(about: member, at: path.isEmpty ? name : "\(path).\(name)") {
                    return complaint
                }
            }
            return nil
        }
    }
}
