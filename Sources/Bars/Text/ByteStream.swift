internal import Foundation

/// The bytes of a source in order, a piece at a time. Reading blocks on the disk.
struct ByteStream {
    /// The next piece; empty at the end.
    let next: () throws -> [UInt8]

    /// At least `count` bytes from the start, unless there are fewer.
    func head(_ count: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            let piece = try next()
            if piece.isEmpty { break }
            bytes += piece
        }
        return bytes
    }

    /// Size of the pieces read from a file.
    static let pieceSize = 1 << 20

    /// A stretch of a file; the whole file without a range.
    static func file(_ url: URL, range: Range<UInt64>? = nil) throws -> ByteStream {
        let handle = try openFile(url)
        if let range { try handle.seek(toOffset: range.lowerBound) }
        var left = range.map { $0.upperBound - $0.lowerBound } ?? UInt64.max
        return ByteStream {
            let wanted = Int(min(UInt64(pieceSize), left))
            guard wanted > 0 else { return [] }
            do {
                let data = try handle.read(upToCount: wanted) ?? Data()
                left -= UInt64(data.count)
                return [UInt8](data)
            } catch {
                throw ImportError(
                    .unreadable,
                    "'\(printable(url.lastPathComponent))' cannot be read.",
                    cause: "\(error)"
                )
            }
        }
    }
}

func openFile(_ url: URL) throws -> FileHandle {
    do {
        return try FileHandle(forReadingFrom: url)
    } catch {
        let exists = FileManager.default.fileExists(atPath: url.path)
        throw ImportError(
            exists ? .unreadable : .fileNotFound,
            "'\(printable(url.lastPathComponent))' " + (exists ? "cannot be read." : "does not exist."),
            cause: "\(error)"
        )
    }
}
