/// The servers' token count: a fixed rule, so that every usage they report can be checked by hand.
///
/// A run of letters and digits costs one token for each four bytes of UTF-8 begun ("question" 2; six Cyrillic letters 3); every
/// other character costs one; white space costs nothing, and belongs to the token after it. That is more than the real
/// tokenizers take for prose (about a quarter more for English) and for JSON, so that what is measured by it is not
/// flattered.
package struct Tokens: Sendable, Hashable {
    /// For each token the hash of the text up to its end: two texts share their first n tokens when `chain[n - 1]` is
    /// equal.
    private(set) var chain: [UInt64] = []

    package init(_ texts: String...) {
        for text in texts { append(text) }
    }

    package var count: Int { chain.count }

    package static func count(_ text: String) -> Int {
        let count = text.utf8.withContiguousStorageIfAvailable { countOfASCII($0) } ?? nil
        return count ?? pieces(of: text).count
    }

    package mutating func append(_ text: String) {
        var hash = chain.last ?? 0xcbf2_9ce4_8422_2325
        for piece in Self.pieces(of: text) {
            for byte in piece.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
            chain.append(hash)
        }
    }

    /// Number of tokens at the start that both have.
    package func sharedPrefix(with other: Tokens) -> Int {
        var low = 0
        var high = min(count, other.count)
        while low < high {
            let middle = (low + high + 1) / 2
            if chain[middle - 1] == other.chain[middle - 1] { low = middle } else { high = middle - 1 }
        }
        return low
    }

    /// The count of a text in ASCII, for texts of megabytes; nil for others.
    private static func countOfASCII(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        var count = 0
        var run = 0
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                if run % 4 == 0 { count += 1 }
                run += 1
            case 9...13, 32: run = 0
            case 0..<0x80:
                count += 1
                run = 0
            default: return nil
            }
        }
        return count
    }

    /// The tokens' texts, the white space before each included; white space at the end belongs to none.
    package static func pieces(of text: String) -> [Substring] {
        var pieces: [Substring] = []
        let scalars = text.unicodeScalars
        var start = scalars.startIndex
        var position = start
        /// Bytes that the token under construction may still take; 0 while none is.
        var room = 0
        func isWord(_ scalar: Unicode.Scalar) -> Bool {
            scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        }
        while position < scalars.endIndex {
            let scalar = scalars[position]
            let width = UTF8.width(scalar)
            if room > 0, !isWord(scalar) || width > room {
                pieces.append(text[start..<position])
                start = position
                room = 0
            }
            scalars.formIndex(after: &position)
            if isWord(scalar) {
                room = (room == 0 ? max(4, width) : room) - width
                if room == 0 {
                    pieces.append(text[start..<position])
                    start = position
                }
            } else if !scalar.properties.isWhitespace {
                pieces.append(text[start..<position])
                start = position
            }
        }
        if room > 0 { pieces.append(text[start..<scalars.endIndex]) }
        return pieces
    }
}

extension UTF8 {
    fileprivate static func width(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0..<0x80: 1
        case 0x80..<0x800: 2
        case 0x800..<0x1_0000: 3
        default: 4
        }
    }
}
