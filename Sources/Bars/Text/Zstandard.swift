internal import CZstd

extension ByteStream {
    /// The bytes of a Zstandard stream; frames that follow each other are joined.
    func zstandardDecompressed() throws -> ByteStream {
        let decompressor = try ZstandardDecompressor()
        return ByteStream { try decompressor.next(from: self) }
    }
}

/// One libzstd decompression context, freed with the object.
private final class ZstandardDecompressor {
    private let context: OpaquePointer
    private var input: [UInt8] = []
    private var offset = 0
    private var inputEnded = false
    /// 0 where a frame is complete.
    private var pending = 0

    init() throws {
        guard let context = ZSTD_createDCtx() else { throw ImportError(.unreadable, "libzstd could not be started.") }
        self.context = context
    }

    deinit { ZSTD_freeDCtx(context) }

    func next(from source: ByteStream) throws -> [UInt8] {
        while true {
            if offset == input.count, !inputEnded {
                input = try source.next()
                offset = 0
                inputEnded = input.isEmpty
            }
            if inputEnded, pending == 0 { return [] }
            let output = try decompressSome()
            if !output.isEmpty { return output }
            if inputEnded, pending != 0 { throw ImportError(.unreadable, "The compressed file ends too early.") }
        }
    }

    private func decompressSome() throws -> [UInt8] {
        var failed = false
        let output = [UInt8](unsafeUninitializedCapacity: ByteStream.pieceSize) { buffer, count in
            input.withUnsafeBytes { bytes in
                var source = ZSTD_inBuffer(src: bytes.baseAddress, size: bytes.count, pos: offset)
                var target = ZSTD_outBuffer(dst: buffer.baseAddress, size: buffer.count, pos: 0)
                let status = ZSTD_decompressStream(context, &target, &source)
                failed = ZSTD_isError(status) != 0
                pending = failed ? 0 : status
                offset = source.pos
                count = target.pos
            }
        }
        if failed { throw ImportError(.unreadable, "The compressed file is damaged.") }
        return output
    }
}
