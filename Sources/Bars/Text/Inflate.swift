internal import CZlib

extension ByteStream {
    /// How deflated bytes are wrapped: in gzip's (or zlib's) header, or bare as in a zip archive.
    enum DeflateWrapping: Int32 {
        case gzip = 47  // 15 + 32: window of 32 KB, header recognised
        case raw = -15
    }

    /// The inflated bytes of a deflated stream; gzip members that follow each other are joined.
    func inflated(_ wrapping: DeflateWrapping) throws -> ByteStream {
        let inflater = try Inflater(wrapping)
        return ByteStream { try inflater.next(from: self) }
    }
}

/// One zlib inflate stream, ended with the object.
private final class Inflater {
    // zlib keeps a pointer back to the stream, so it must not move.
    private let stream: UnsafeMutablePointer<z_stream>
    private let wrapping: ByteStream.DeflateWrapping
    private var input: [UInt8] = []
    private var offset = 0
    private var memberEnded = false
    private var ended = false
    private var inputEnded = false

    init(_ wrapping: ByteStream.DeflateWrapping) throws {
        self.wrapping = wrapping
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let status = inflateInit2_(stream, wrapping.rawValue, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard status == Z_OK else { throw ImportError(.unreadable, "zlib could not be started.") }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    func next(from source: ByteStream) throws -> [UInt8] {
        while !ended {
            if offset == input.count, !inputEnded {
                input = try source.next()
                offset = 0
                inputEnded = input.isEmpty
            }
            if memberEnded {
                guard wrapping == .gzip, offset < input.count, input[offset] == 0x1f else { break }
                inflateReset(stream)
                memberEnded = false
            }
            let output = try inflateSome()
            if !output.isEmpty { return output }
            if inputEnded, !memberEnded { throw ImportError(.unreadable, "The compressed file ends too early.") }
        }
        ended = true
        return []
    }

    private func inflateSome() throws -> [UInt8] {
        var status = Z_OK
        let output = [UInt8](unsafeUninitializedCapacity: ByteStream.pieceSize) { buffer, count in
            input.withUnsafeMutableBufferPointer { bytes in
                stream.pointee.next_in = bytes.baseAddress.map { $0 + offset }
                stream.pointee.avail_in = UInt32(bytes.count - offset)
                stream.pointee.next_out = buffer.baseAddress
                stream.pointee.avail_out = UInt32(buffer.count)
                status = inflate(stream, Z_NO_FLUSH)
                offset = bytes.count - Int(stream.pointee.avail_in)
                count = buffer.count - Int(stream.pointee.avail_out)
            }
        }
        switch status {
        case Z_OK, Z_BUF_ERROR: break
        case Z_STREAM_END: memberEnded = true
        default: throw ImportError(.unreadable, "The compressed file is damaged.")
        }
        return output
    }
}
