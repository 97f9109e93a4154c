internal import Foundation

/// The members of a zip archive, read from its central directory. Encrypted archives are refused.
struct ZipArchive {
    struct Member {
        var name: String
        fileprivate var method: UInt16
        fileprivate var compressedSize: UInt64
        fileprivate var headerOffset: UInt64
    }

    let url: URL
    let members: [Member]

    init(_ url: URL) throws {
        self.url = url
        let handle = try openFile(url)
        let size = try handle.seekToEnd()
        let tailSize = min(size, 65_557)
        try handle.seek(toOffset: size - tailSize)
        let tail = [UInt8](try handle.readToEnd() ?? Data())
        guard let end = tail.indices.last(where: { tail.little32($0) == 0x0605_4b50 && $0 + 22 <= tail.count }) else {
            throw Self.damaged(url)
        }
        var directoryOffset = UInt64(tail.little32(end + 16))
        var directorySize = UInt64(tail.little32(end + 12))
        if end >= 20, tail.little32(end - 20) == 0x0706_4b50 {  // ZIP64: 64-bit places in a record of its own.
            guard tail.little64(end - 12) < size else { throw Self.damaged(url) }
            try handle.seek(toOffset: tail.little64(end - 12))
            let record = [UInt8](try handle.read(upToCount: 56) ?? Data())
            guard record.little32(0) == 0x0606_4b50 else { throw Self.damaged(url) }
            (directorySize, directoryOffset) = (record.little64(40), record.little64(48))
        }
        guard directoryOffset <= size, directorySize <= size - directoryOffset else { throw Self.damaged(url) }
        try handle.seek(toOffset: directoryOffset)
        let directory = [UInt8](try handle.read(upToCount: Int(directorySize)) ?? Data())
        members = try Self.members(of: directory, url: url)
    }

    private static func members(of directory: [UInt8], url: URL) throws -> [Member] {
        var members: [Member] = []
        var position = 0
        while position + 46 <= directory.count, directory.little32(position) == 0x0201_4b50 {
            let nameLength = Int(directory.little16(position + 28))
            let end = position + 46 + nameLength
            guard end <= directory.count else { throw damaged(url) }
            if directory.little16(position + 8) & 1 != 0 {
                throw ImportError(.unsupportedFormat, "'\(url.lastPathComponent)' is an encrypted zip archive.")
            }
            let extra = end..<min(directory.count, end + Int(directory.little16(position + 30)))
            var wide = wideFields(directory[extra])
            func field(_ offset: Int) -> UInt64 {
                let value = directory.little32(position + offset)
                return value == .max && !wide.isEmpty ? wide.removeFirst() : UInt64(value)
            }
            _ = field(24)  // Its size unpacked comes first among the wide fields.
            members.append(
                Member(
                    name: String(decoding: directory[(position + 46)..<end], as: UTF8.self),
                    method: directory.little16(position + 10),
                    compressedSize: field(20),
                    headerOffset: field(42)
                )
            )
            position = end + Int(directory.little16(position + 30)) + Int(directory.little16(position + 32))
        }
        return members.filter { !$0.name.hasSuffix("/") && !$0.name.hasPrefix("__MACOSX/") }
    }

    /// The 64-bit numbers of the ZIP64 extra field.
    private static func wideFields(_ extra: ArraySlice<UInt8>) -> [UInt64] {
        let bytes = Array(extra)
        var position = 0
        while position + 4 <= bytes.count {
            let length = Int(bytes.little16(position + 2))
            if bytes.little16(position) == 1 {
                return stride(from: position + 4, to: min(position + 4 + length, bytes.count) - 7, by: 8)
                    .map(bytes.little64)
            }
            position += 4 + length
        }
        return []
    }

    /// The decompressed bytes of one member.
    func stream(of member: Member) throws -> ByteStream {
        let handle = try openFile(url)
        guard member.headerOffset <= UInt64(Int64.max) else { throw Self.damaged(url) }
        try handle.seek(toOffset: member.headerOffset)
        let header = [UInt8](try handle.read(upToCount: 30) ?? Data())
        guard header.count == 30, header.little32(0) == 0x0403_4b50 else { throw Self.damaged(url) }
        let start = member.headerOffset + 30 + UInt64(header.little16(26)) + UInt64(header.little16(28))
        let size = try handle.seekToEnd()
        guard start <= size, member.compressedSize <= size - start else { throw Self.damaged(url) }
        let bytes = try ByteStream.file(url, range: start..<(start + member.compressedSize))
        switch member.method {
        case 0: return bytes
        case 8: return try bytes.inflated(.raw)
        default:
            throw ImportError(
                .unsupportedFormat,
                "'\(member.name)' in '\(url.lastPathComponent)' is packed by a method that is not read; pack it anew."
            )
        }
    }

    private static func damaged(_ url: URL) -> ImportError {
        ImportError(.unreadable, "'\(url.lastPathComponent)' is a damaged zip archive.")
    }
}

extension [UInt8] {
    fileprivate func little16(_ position: Int) -> UInt16 {
        guard position >= 0, position + 2 <= count else { return 0 }
        return UInt16(self[position]) | UInt16(self[position + 1]) << 8
    }

    fileprivate func little64(_ position: Int) -> UInt64 {
        UInt64(little32(position)) | UInt64(little32(position + 4)) << 32
    }

    fileprivate func little32(_ position: Int) -> UInt32 {
        UInt32(little16(position)) | UInt32(little16(position + 2)) << 16
    }
}
