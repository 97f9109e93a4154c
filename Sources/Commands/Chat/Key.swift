/// A key as a terminal sends it.
enum Key: Hashable, Sendable {
    /// A piece of text; a letter and its accents come one by one.
    case text(Unicode.Scalar)
    case left, right, wordLeft, wordRight, home, end, up, down
    case backspace, delete
    /// To the end of the line, to its beginning, the word before.
    case cutTail, cutHead, cutWord
    case clearScreen, enter, interrupt, endOfInput
}

/// Bytes of a terminal in raw mode to keys. What is incomplete waits for the bytes that follow.
struct KeyDecoder {
    private var bytes: [UInt8] = []
    /// Between the marks of a paste a line end is a space: what is pasted is one question.
    private var isPasting = false

    mutating func keys(_ new: [UInt8]) -> [Key] {
        bytes += new
        var keys: [Key] = []
        while let (key, length) = next() {
            bytes.removeFirst(length)
            if let key { keys.append(key) }
        }
        return keys
    }

    /// The first key, nil for one without a meaning here, and its bytes; nil where more must come.
    private mutating func next() -> (Key?, Int)? {
        guard let first = bytes.first else { return nil }
        if first == 0x1B { return escape() }
        if first < 0x20 || first == 0x7F { return (control(first), 1) }
        let length = first < 0x80 ? 1 : first < 0xC0 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        guard length > 0 else { return (nil, 1) }
        guard bytes.count >= length else { return nil }
        return (String(validating: bytes.prefix(length), as: UTF8.self)?.unicodeScalars.first.map(Key.text), length)
    }

    private func control(_ byte: UInt8) -> Key? {
        switch byte {
        case 0x0A, 0x0D: isPasting ? .text(" ") : .enter
        case 0x09: .text(" ")
        case _ where isPasting: nil
        case 0x01: .home
        case 0x02: .left
        case 0x03: .interrupt
        case 0x04: .endOfInput
        case 0x05: .end
        case 0x06: .right
        case 0x08, 0x7F: .backspace
        case 0x0B: .cutTail
        case 0x0C: .clearScreen
        case 0x0E: .down
        case 0x10: .up
        case 0x15: .cutHead
        case 0x17: .cutWord
        default: nil
        }
    }

    /// `ESC [ … letter`, `ESC [ … ~`, `ESC O letter`, `ESC letter`.
    private mutating func escape() -> (Key?, Int)? {
        guard bytes.count > 1 else { return nil }
        switch bytes[1] {
        case UInt8(ascii: "["):
            guard let end = bytes.dropFirst(2).firstIndex(where: { (0x40...0x7E).contains($0) }) else {
                // Longer than any that a terminal sends: not one.
                return bytes.count > 32 ? (nil, 2) : nil
            }
            let code = String(decoding: bytes[2...end], as: UTF8.self)
            if code == "200~" || code == "201~" { isPasting = code == "200~" }
            return (Self.sequences[code], end + 1)
        case UInt8(ascii: "O"):
            guard bytes.count > 2 else { return nil }
            return (Self.sequences[String(UnicodeScalar(bytes[2]))], 3)
        case UInt8(ascii: "b"): return (.wordLeft, 2)
        case UInt8(ascii: "f"): return (.wordRight, 2)
        case 0x7F, 0x08: return (.cutWord, 2)
        case 0x1B: return (nil, 1)
        default: return (nil, 2)
        }
    }

    private static let sequences: [String: Key] = [
        "A": .up, "B": .down, "C": .right, "D": .left, "H": .home, "F": .end, "1~": .home, "4~": .end, "7~": .home,
        "8~": .end, "3~": .delete, "1;5C": .wordRight, "1;5D": .wordLeft, "1;3C": .wordRight, "1;3D": .wordLeft,
    ]
}
