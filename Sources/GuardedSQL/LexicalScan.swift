/// What can be seen of a text before any parser reads it: the engine's parser takes seconds for eight kilobytes of
/// brackets or dots, and cannot be interrupted.
enum LexicalScan {
    static let bytes = 8 << 10
    static let depth = 40
    /// One after another, such as `a.b.c`, or `- - - 1`: each costs the binder or the stack.
    static let marks = 400

    static func check(_ sql: String) throws(Refusal) {
        guard sql.utf8.count <= bytes else { throw Refusal(.text, "longer than \(bytes) bytes") }
        var depth = 0
        var marks = 0
        for scalar in sql.unicodeScalars {
            switch scalar {
            case "(", "[", "{":
                depth += 1
                if depth > Self.depth { throw Refusal(.text, "more than \(Self.depth) brackets deep") }
            case ")", "]", "}": depth -= 1
            case ".", "-", "+", "|", ":", "!", "~": marks += 1
            default: if isUnfit(scalar) { throw Refusal(.text, "a control or invisible character") }
            }
        }
        guard marks <= Self.marks else { throw Refusal(.text, "more than \(Self.marks) operators and dots") }
    }

    /// NUL ends a C string, so the engine would see less than the checker; marks of direction and invisible characters
    /// make a person see something else.
    private static func isUnfit(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control: !["\n", "\r", "\t"].contains(scalar)
        case .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned: true
        case .spaceSeparator: scalar != " "
        default: false
        }
    }
}
