/// A place in a stretch of bytes.
struct Cursor {
    let bytes: Bytes
    var index: Int
    let end: Int

    var atEnd: Bool { index >= end }

    /// One or two digits and a colon.
    var looksLikeTime: Bool {
        (index + 1 < end && bytes[index + 1] == 0x3a) || (index + 2 < end && bytes[index + 2] == 0x3a)
    }

    mutating func skipSpaces() {
        while index < end, bytes[index] == 0x20 { index += 1 }
    }

    mutating func take(_ byte: UInt8) -> Bool {
        guard index < end, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    mutating func takeIfDigitFollows(_ byte: UInt8) -> Bool {
        guard index + 1 < end, bytes[index + 1] &- 0x30 < 10 else { return false }
        return take(byte)
    }

    /// Up to 18 digits.
    mutating func takeNumber() -> Int? {
        let begin = index
        var value = 0
        while index < end, bytes[index] &- 0x30 < 10, index - begin < 18 {
            value = value * 10 + Int(bytes[index] &- 0x30)
            index += 1
        }
        return index > begin ? value : nil
    }

    /// The digits after a second's decimal point, in milliseconds; a rest below one counts as one.
    mutating func takeFraction() -> Int64 {
        var (value, scale, rest): (Int64, Int64, Bool) = (0, 100, false)
        while index < end, bytes[index] &- 0x30 < 10 {
            let digit = Int64(bytes[index] &- 0x30)
            if scale > 0 { value += digit * scale } else if digit > 0 { rest = true }
            scale /= 10
            index += 1
        }
        return value + (rest ? 1 : 0)
    }

    /// `-`, `/`, `.`, or a space between the parts of a date.
    mutating func takeDateSeparator() -> Bool {
        guard index < end, [0x2d, 0x2f, 0x2e, 0x20].contains(bytes[index]) else { return false }
        index += 1
        return true
    }

    mutating func skipDateSeparators() {
        while index < end, [0x2d, 0x2f, 0x2e, 0x20, 0x2c].contains(bytes[index]) { index += 1 }
    }

    /// What stands between a date and a time: spaces, `T`, `_`, `,`, `-`.
    mutating func skipSeparators() -> Bool {
        let begin = index
        while index < end, [0x20, 0x54, 0x74, 0x5f, 0x2c, 0x2d].contains(bytes[index]) { index += 1 }
        return index > begin
    }

    /// True for PM, false for AM.
    mutating func takeMeridiem() -> Bool? {
        guard index + 1 < end, bytes[index + 1] | 0x20 == UInt8(ascii: "m") else { return nil }
        switch bytes[index] | 0x20 {
        case UInt8(ascii: "a"): index += 2; return false
        case UInt8(ascii: "p"): index += 2; return true
        default: return nil
        }
    }

    /// `Z`, `+05:30`, `-0500`, `+00`, `UTC`, `GMT` and the American abbreviations, as minutes east of UTC.
    mutating func takeOffset() -> Int32? {
        let sign: Int32 = bytes[index] == 0x2d ? -1 : 1
        if take(0x2b) || take(0x2d) {
            let begin = index
            guard let first = takeNumber() else { return nil }
            let length = index - begin
            if take(0x3a) {
                guard let minutes = takeNumber(), first <= 15, minutes < 60 else { return nil }
                return sign * Int32(first * 60 + minutes)
            }
            guard first <= 1500 else { return nil }
            return sign * Int32(length <= 2 ? first * 60 : first / 100 * 60 + first % 100)
        }
        let names: [(String, Int32)] = [
            ("z", 0), ("utc", 0), ("gmt", 0), ("est", -300), ("edt", -240), ("cst", -360), ("cdt", -300),
        ]
        let rest = String(decoding: bytes[index..<end], as: UTF8.self).lowercased()
        guard let match = names.first(where: { $0.0 == rest }) else { return nil }
        index = end
        return match.1
    }

    private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

    /// An English month, by its first three letters, as 1 to 12.
    mutating func takeMonthName() -> Int? {
        guard index + 2 < end, bytes[index] | 0x20 >= UInt8(ascii: "a"), bytes[index] > 0x40 else { return nil }
        let name = String(decoding: bytes[index..<(index + 3)], as: UTF8.self).lowercased()
        guard let month = Self.months.firstIndex(of: name) else { return nil }
        while index < end, bytes[index] > 0x40 { index += 1 }
        return month + 1
    }
}
