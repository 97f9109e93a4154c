internal import Foundation

/// How numbers are written in a file.
package struct NumberStyle: Sendable, Hashable {
    /// `.` or `,`.
    var decimal: UInt8
    /// What may stand between groups of three digits.
    var grouping: UInt8

    static let point = NumberStyle(decimal: UInt8(ascii: "."), grouping: UInt8(ascii: ","))
    static let comma = NumberStyle(decimal: UInt8(ascii: ","), grouping: UInt8(ascii: "."))

    package var hasDecimalComma: Bool { self == .comma }
}

typealias Bytes = UnsafeBufferPointer<UInt8>

private let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
]

/// Reads a decimal number that fills the whole stretch, spaces around it aside. NaN where it is none.
///
/// Exact: up to 2^53 and 22 decimals by one correctly rounded division, beyond that by `strtod`.
func parseNumber(_ bytes: Bytes, _ start: Int, _ end: Int, _ style: NumberStyle) -> Double {
    var (index, end) = (start, end)
    while index < end, bytes[index] == 0x20 { index += 1 }
    while end > index, bytes[end - 1] == 0x20 { end -= 1 }
    guard index < end else { return .nan }
    let first = index
    let negative = bytes[index] == 0x2d
    if negative || bytes[index] == 0x2b { index += 1 }
    var (mantissa, digits, decimals, sinceGroup): (UInt64, Int, Int, Int) = (0, 0, 0, -1)
    var sawDecimal = false
    while index < end {
        let byte = bytes[index]
        if byte &- 0x30 < 10 {
            guard digits < 19 else { return slowNumber(bytes, first, end, style) }
            mantissa = mantissa &* 10 &+ UInt64(byte &- 0x30)
            if mantissa > 0 { digits += 1 }
            if sawDecimal { decimals += 1 }
            if sinceGroup >= 0 { sinceGroup += 1 }
        } else if byte == style.decimal, !sawDecimal {
            guard sinceGroup < 0 || sinceGroup == 3 else { return .nan }
            (sawDecimal, sinceGroup) = (true, -1)
        } else if byte == style.grouping, !sawDecimal, index > first {
            guard sinceGroup < 0 || sinceGroup == 3 else { return .nan }
            sinceGroup = 0
        } else {
            return slowNumber(bytes, first, end, style)
        }
        index += 1
    }
    guard sinceGroup < 0 || sinceGroup == 3, bytes[end - 1] &- 0x30 < 10 || end - first > 1 else { return .nan }
    if !(bytes[end - 1] &- 0x30 < 10), !(end - first >= 2 && bytes[end - 2] &- 0x30 < 10) { return .nan }
    guard mantissa < 1 << 53, decimals < powersOfTen.count else { return slowNumber(bytes, first, end, style) }
    let value = Double(mantissa) / powersOfTen[decimals]
    return negative ? -value : value
}

/// Exponents and very long numbers.
private func slowNumber(_ bytes: Bytes, _ start: Int, _ end: Int, _ style: NumberStyle) -> Double {
    guard end - start <= 64 else { return .nan }
    var text = ""
    for index in start..<end {
        let byte = bytes[index] == style.decimal ? UInt8(ascii: ".") : bytes[index]
        guard byte &- 0x30 < 10 || "+-.eE".utf8.contains(byte) else { return .nan }
        text.unicodeScalars.append(Unicode.Scalar(byte))
    }
    return Double(text) ?? .nan
}
