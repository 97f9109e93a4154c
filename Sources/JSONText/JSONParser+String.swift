extension JSONParser {
    /// From the opening quote to behind the closing one.
    mutating func string() throws(JSONError) -> String {
        at += 1
        var out: [UInt8] = []
        while let byte = next {
            at += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: out, as: UTF8.self) else { throw wrong(.text) }
                return text
            case UInt8(ascii: "\\"): try escape(into: &out)
            case 0..<0x20: throw wrong(.syntax)
            default: out.append(byte)
            }
        }
        throw wrong(.syntax)
    }

    private mutating func escape(into out: inout [UInt8]) throws(JSONError) {
        guard let byte = next else { throw wrong(.syntax) }
        at += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): out.append(byte)
        case UInt8(ascii: "b"): out.append(0x08)
        case UInt8(ascii: "f"): out.append(0x0C)
        case UInt8(ascii: "n"): out.append(0x0A)
        case UInt8(ascii: "r"): out.append(0x0D)
        case UInt8(ascii: "t"): out.append(0x09)
        case UInt8(ascii: "u"): out += UTF8.encode(try scalar()).map { Array($0) } ?? []
        default: throw wrong(.syntax)
        }
    }

    /// What stands behind `\u`, a second half included.
    private mutating func scalar() throws(JSONError) -> Unicode.Scalar {
        let first = try unit()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard UTF16.isLeadSurrogate(first), bytes[at...].starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")]) else {
            throw wrong(.text)
        }
        at += 2
        let second = try unit()
        guard UTF16.isTrailSurrogate(second) else { throw wrong(.text) }
        let value = 0x10000 + ((UInt32(first) - 0xD800) << 10) + (UInt32(second) - 0xDC00)
        guard let scalar = Unicode.Scalar(value) else { throw wrong(.text) }
        return scalar
    }

    private mutating func unit() throws(JSONError) -> UInt16 {
        guard at + 4 <= bytes.count else { throw wrong(.syntax) }
        var value: UInt16 = 0
        for byte in bytes[at..<at + 4] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { throw wrong(.syntax) }
            value = value << 4 | UInt16(digit)
        }
        at += 4
        return value
    }
}
