/// Walks over the lines of a stream. Lines end with LF, CRLF or (where a file has no LF) CR; the end is not part of
/// the line.
struct LineReader {
    let stream: ByteStream
    /// CR alone ends a line.
    var oldMacLines = false

    /// Calls `body` for each line with its bytes, where it starts and ends in them, and its number from 1.
    /// - Returns: the number of lines.
    @discardableResult
    func forEachLine(_ body: (Bytes, Int, Int, Int) throws -> Void) throws -> Int {
        let terminator: UInt8 = oldMacLines ? 0x0d : 0x0a
        var (rest, number): ([UInt8], Int) = ([], 0)
        while true {
            let piece = try stream.next()
            let isLast = piece.isEmpty
            let buffer = rest.isEmpty ? piece : rest + piece
            var begin = 0
            try buffer.withUnsafeBufferPointer { bytes in
                var index = rest.count
                while index < bytes.count {
                    if bytes[index] == terminator {
                        number += 1
                        try body(bytes, begin, Self.trimmed(bytes, begin, index), number)
                        begin = index + 1
                    }
                    index += 1
                }
                if isLast, begin < bytes.count {
                    number += 1
                    try body(bytes, begin, Self.trimmed(bytes, begin, bytes.count), number)
                }
            }
            if isLast { return number }
            rest = Array(buffer[begin...])
            guard rest.count < 1 << 24 else {
                throw ImportError(.notBars, "It has a line of more than 16 MB, so it is not bars.")
            }
        }
    }

    private static func trimmed(_ bytes: Bytes, _ begin: Int, _ end: Int) -> Int {
        end > begin && bytes[end - 1] == 0x0d ? end - 1 : end
    }
}
