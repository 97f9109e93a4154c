internal import Foundation

/// The members of a zip archive, read from its central directory. ZIP64 and encrypted archives are refused.
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
        let directoryOffset = UInt64(tail.little32(end + 16))
        let directorySize = UInt64(tail.little32(end + 12))
        guard directoryOffset + directorySize <= size else { throw Self.damaged(url) }
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
            members.append(
                Member(
                    name: String(decoding: directory[(position + 46)..<end], as: UTF8.self),
                    method: directory.little16(position + 10),
                    compressedSize: UInt64(directory.little32(position + 20)),
                    headerOffset: UInt64(directory.little32(position + 42))))
            position = end + Int(directory.little16(position + 30)) + Int(directory.little16(position + 32))
        }
        return members.filter { !$0.name.hasSuffix("/") && !$0.name.hasPrefix("__MACOSX/") }
    }

    /// The decompressed bytes of one member.
    func stream(of member: Member) throws -> ByteStream {
        let handle = try openFile(url)
        try handle.seek(toOffset: member.headerOffset)
        let header = [UInt8](try handle.read(upToCount: 30) ?? Data())
        guard header.count == 30, header.little32(0) == 0x0403_4b50 else { throw Self.damaged(url) }
        let start = member.headerOffset + 30 + UInt64(header.little16(26)) + UInt64(header.little16(28))
        let bytes = try ByteStream.file(url, range: start..<(start + member.compressedSize))
        switch member.method {
        case 0: return bytes
        case 8: return try bytes.inflated(.raw)
        default:
            throw ImportError(
                .unsupportedFormat,
                "'\(member.name)' in '\(url.lastPathComponent)' is packed by a method that is not read; pack it anew.")
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

    fileprivate func little32(_ position: Int) -> UInt32 {
        UInt32(little16(position)) | UInt32(little16(position + 2)) << 16
    }
}
