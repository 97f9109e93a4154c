/// Lays compact JSON out over lines: what fits into the width stays on one line.
enum JSONLayout {
    static func lines(of json: String, width: Int) -> String {
        render(json[...], indent: 0, width: width)
    }

    private static func render(_ value: Substring, indent: Int, width: Int) -> String {
        guard let first = value.first, first == "{" || first == "[", indent + value.count > width,
            value.count > 2
        else { return spaced(value) }
        let inner = String(repeating: " ", count: indent + 2)
        let members = split(value.dropFirst().dropLast()).map { member in
            guard first == "{", let colon = firstColon(member) else {
                return inner + render(member, indent: indent + 2, width: width)
            }
            return inner + member[..<colon] + ": "
                + render(member[member.index(after: colon)...], indent: indent + 2, width: width)
        }
        return "\(first)\n" + members.joined(separator: ",\n") + "\n" + String(repeating: " ", count: indent)
            + (first == "{" ? "}" : "]")
    }

    /// A space after each colon and comma outside of strings.
    private static func spaced(_ value: Substring) -> String {
        var text = ""
        scan(value) { character, _, isString in
            text.append(character)
            if !isString, character == ":" || character == "," { text.append(" ") }
            return true
        }
        return text
    }

    /// The members of an object or array, at the commas of its own level.
    private static func split(_ body: Substring) -> [Substring] {
        var cuts: [Substring.Index] = []
        var index = body.startIndex
        scan(body) { character, depth, isString in
            if !isString, depth == 0, character == "," { cuts.append(index) }
            index = body.index(after: index)
            return true
        }
        var parts: [Substring] = []
        var start = body.startIndex
        for cut in cuts {
            parts.append(body[start..<cut])
            start = body.index(after: cut)
        }
        return parts + [body[start...]]
    }

    private static func firstColon(_ member: Substring) -> Substring.Index? {
        var index = member.startIndex
        var found: Substring.Index?
        scan(member) { character, depth, isString in
            if !isString, depth == 0, character == ":" {
                found = index
                return false
            }
            index = member.index(after: index)
            return true
        }
        return found
    }

    /// Each character with the depth of brackets around it and whether it is part of a string; until `false`.
    private static func scan(_ text: Substring, _ body: (Character, _ depth: Int, _ isString: Bool) -> Bool) {
        var (depth, isString, isEscaped) = (0, false, false)
        for character in text {
            let inside = isString
            if isEscaped {
                isEscaped = false
            } else if isString, character == "\\" {
                isEscaped = true
            } else if character == "\"" {
                isString.toggle()
            } else if !isString {
                if character == "}" || character == "]" { depth -= 1 }
            }
            guard body(character, depth, inside) else { return }
            if !isString, !inside, character == "{" || character == "[" { depth += 1 }
        }
    }
}
