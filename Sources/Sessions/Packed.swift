package import AgentGraph
internal import CZlib
package import Foundation

/// JSON texts as stores keep them: deflated (RFC 1951) against texts of their kind, which leaves a third to a seventh of
/// them. The step of a turn is made of small texts that are much alike, and each alone would hardly become shorter.
package enum Packed {
    /// First of what is packed; no JSON begins with it. Then the number of the words, then deflated bytes.
    private static let mark: UInt8 = 0
    private static let wordsNumber: UInt8 = 1
    /// Longer than any text that is stored: what claims to be is damaged.
    private static let longest = 64 << 20
    /// Looking back so far (2^13 bytes) reaches the whole of the words; little memory makes the start quick.
    private static let windowBits: Int32 = -13
    private static let memory: Int32 = 6

    /// As it is where packing would not make it shorter.
    package static func pack(_ data: Data) -> Data {
        guard let packed = deflated(data) else { return data }
        let isShorter = packed.count + 2 < data.count || data.first == mark
        return isShorter ? Data([mark, wordsNumber]) + packed : data
    }

    /// - Throws: `SessionError.corrupt`; `schema` for words of a newer program.
    package static func unpack(_ data: Data) throws -> Data {
        guard data.first == mark else { return data }
        guard data.dropFirst().first == wordsNumber else { throw SessionError(.schema, "packed by a newer program") }
        return try inflated([UInt8](data.dropFirst(2)))
    }

    /// Of one commit.
    package static func pack(_ events: [Event]) throws -> Data { pack(try encoder.encode(events)) }

    package static func events(_ data: Data) throws -> [Event] {
        try JSONDecoder().decode([Event].self, from: try unpack(data))
    }

    /// Members in one order, so that texts are alike.
    static var encoder: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }

    /// nil where zlib has no memory.
    private static func deflated(_ data: Data) -> Data? {
        var stream = z_stream()
        let size = Int32(MemoryLayout<z_stream>.size)
        guard
            deflateInit2_(
                &stream,
                Z_BEST_SPEED,
                Z_DEFLATED,
                windowBits,
                memory,
                Z_DEFAULT_STRATEGY,
                ZLIB_VERSION,
                size
            ) == Z_OK
        else { return nil }
        defer { deflateEnd(&stream) }
        let words = Array(words.utf8)
        guard deflateSetDictionary(&stream, words, UInt32(words.count)) == Z_OK else { return nil }
        var input = [UInt8](data), output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(data.count))))
        let status = input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                stream.take(input, output)
                return deflate(&stream, Z_FINISH)
            }
        }
        return status == Z_STREAM_END ? Data(output.prefix(Int(stream.total_out))) : nil
    }

    private static func inflated(_ data: [UInt8]) throws -> Data {
        let damaged = SessionError(.corrupt, "a packed text is damaged")
        var capacity = max(1024, 8 * data.count)
        while capacity <= longest {
            var stream = z_stream()
            guard inflateInit2_(&stream, windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
                throw SessionError(.failed, "zlib could not be started")
            }
            defer { inflateEnd(&stream) }
            let words = Array(words.utf8)
            guard inflateSetDictionary(&stream, words, UInt32(words.count)) == Z_OK else { throw damaged }
            var input = data, output = [UInt8](repeating: 0, count: capacity)
            let status = input.withUnsafeMutableBufferPointer { input in
                output.withUnsafeMutableBufferPointer { output in
                    stream.take(input, output)
                    return inflate(&stream, Z_FINISH)
                }
            }
            if status == Z_STREAM_END { return Data(output.prefix(Int(stream.total_out))) }
            guard status == Z_BUF_ERROR, stream.avail_out == 0 else { throw damaged }
            capacity *= 8
        }
        throw damaged
    }
}

extension z_stream {
    /// Both must outlive what is done with them.
    fileprivate mutating func take(
        _ input: UnsafeMutableBufferPointer<UInt8>,
        _ output: UnsafeMutableBufferPointer<UInt8>
    ) {
        (next_in, avail_in) = (input.baseAddress, UInt32(input.count))
        (next_out, avail_out) = (output.baseAddress, UInt32(output.count))
    }
}
