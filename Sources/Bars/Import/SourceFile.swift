internal import Crypto
internal import Foundation

/// One thing to read bars from: a file, or a member of an archive.
struct SourceFile {
    enum Content {
        case parquet(URL)
        /// Opens the unpacked text from its start.
        case text(open: () throws -> ByteStream)
        /// Why it is not read.
        case refused(ImportError)
    }

    /// As a person is told.
    var name: String
    /// Name without folders, that may hint at symbol and date; of the member, for an archive.
    var hint: String
    /// Whole path within what was given; LEAN keeps the symbol in the folder's name.
    var path: String
    var container: Container
    var member: String?
    var content: Content
    var url: URL
    /// It was found in a folder, not named: where it is not bars, it is skipped.
    var fromFolder: Bool

    /// What a file holds: itself, or the members of an archive.
    static func contents(of url: URL, name: String, fromFolder: Bool) throws -> [SourceFile] {
        let head = try ByteStream.file(url).head(16)
        guard !head.isEmpty else { throw ImportError(.empty, "'\(name)' is empty.") }
        let container = FileKind.container(firstBytes: head)
        func source(_ open: @escaping () throws -> ByteStream, hint: String, member: String? = nil) throws -> SourceFile
        {
            let shown = member.map { "\(name) › \(printable($0))" } ?? name
            let content: Content =
                switch FileKind(firstBytes: try open().head(4096)) {
                case .text: .text(open: { try open().normalised() })
                case .parquet where container == .plain: .parquet(url)
                case .parquet:
                    .refused(ImportError(.unsupportedFormat, "'\(shown)' is a packed Parquet file; unpack it."))
                case .refused(let what): .refused(ImportError(.unsupportedFormat, "'\(shown)' is \(what)."))
                }
            return SourceFile(
                name: shown,
                hint: hint,
                path: name,
                container: container,
                member: member,
                content: content,
                url: url,
                fromFolder: fromFolder
            )
        }
        let plainName = url.lastPathComponent
        switch container {
        case .plain: return [try source({ try .file(url) }, hint: plainName)]
        case .gzip: return [try source({ try .file(url).inflated(.gzip) }, hint: plainName)]
        case .zstandard: return [try source({ try .file(url).zstandardDecompressed() }, hint: plainName)]
        case .zip:
            let archive = try ZipArchive(url)
            if archive.members.contains(where: { $0.name == "[Content_Types].xml" }) {
                throw ImportError(.unsupportedFormat, "'\(name)' is an Excel workbook; save it as CSV.")
            }
            guard !archive.members.isEmpty else { throw ImportError(.empty, "'\(name)' is an empty archive.") }
            return try archive.members.map { member in
                try source({ try archive.stream(of: member) }, hint: member.name, member: member.name)
            }
        }
    }

    /// SHA-256 of the file as it was given, in hexadecimal.
    func sha256() throws -> String {
        var hash = SHA256()
        let stream = try ByteStream.file(url)
        while case let piece = try stream.next(), !piece.isEmpty { hash.update(data: piece) }
        return hash.finalize().map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }
}

extension ByteStream {
    /// Without a byte order mark, and UTF-16 as UTF-8.
    func normalised() throws -> ByteStream {
        let head = try next()
        if head.starts(with: [0xef, 0xbb, 0xbf]) { return prefixed(by: Array(head.dropFirst(3))) }
        if head.starts(with: [0xff, 0xfe]) || head.starts(with: [0xfe, 0xff]) {
            return prefixed(by: Array(head.dropFirst(2))).utf16Decoded(littleEndian: head[0] == 0xff)
        }
        return prefixed(by: head)
    }

    private func prefixed(by head: [UInt8]) -> ByteStream {
        var pending: [UInt8]? = head
        return ByteStream {
            while let first = pending {
                pending = nil
                if !first.isEmpty { return first }
            }
            return try next()
        }
    }

    private func utf16Decoded(littleEndian: Bool) -> ByteStream {
        var rest: [UInt8] = []
        return ByteStream {
            let piece = try next()
            if piece.isEmpty { return [] }
            let bytes = rest + piece
            rest = bytes.count % 2 == 0 ? [] : [bytes[bytes.count - 1]]
            let units = stride(from: 0, to: bytes.count - 1, by: 2).map { index in
                let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
                return littleEndian ? first | second << 8 : first << 8 | second
            }
            return Array(String(decoding: units, as: UTF16.self).utf8)
        }
    }
}
