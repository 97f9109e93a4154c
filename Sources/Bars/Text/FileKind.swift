internal import Foundation

/// How a file is packed.
package enum Container: String, Codable, Sendable {
    case plain, gzip, zip, zstandard
}

/// What a file's first bytes say it is, after unpacking.
enum FileKind: Equatable {
    case text
    case parquet
    /// A format that is known and not read, by its name.
    case refused(String)

    init(firstBytes head: [UInt8]) {
        func starts(_ text: String, at offset: Int = 0) -> Bool {
            head.dropFirst(offset).starts(with: Array(text.utf8))
        }
        if starts("PAR1") {
            self = .parquet
        } else if starts("ARROW1") || starts("FEA1") {
            self = .refused("a Feather (Arrow) file")
        } else if starts("DBN") {
            self = .refused("a Databento DBN file; export it as CSV or Parquet")
        } else if starts("SQLite format 3") {
            self = .refused("an SQLite database")
        } else if starts("DUCK", at: 8) {
            self = .refused("a DuckDB database")
        } else if starts("\u{89}HDF") || head.starts(with: [0x89, 0x48, 0x44, 0x46]) {
            self = .refused("an HDF5 file")
        } else if head.starts(with: [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]) {
            self = .refused("a NumPy array")
        } else if starts("Obj\u{1}") {
            self = .refused("an Avro file")
        } else if starts("ORC") {
            self = .refused("an ORC file")
        } else if head.starts(with: [0xd0, 0xcf, 0x11, 0xe0]) {
            self = .refused("an old Excel workbook; save it as CSV")
        } else if starts("%PDF") {
            self = .refused("a PDF document")
        } else if head.starts(with: [0x37, 0x7a, 0xbc, 0xaf]) {
            self = .refused("a 7-Zip archive")
        } else if starts("Rar!") {
            self = .refused("a RAR archive")
        } else if starts("BZh") {
            self = .refused("packed with bzip2; unpack it first")
        } else if head.starts(with: [0xfd, 0x37, 0x7a, 0x58, 0x5a]) {
            self = .refused("packed with xz; unpack it first")
        } else {
            self = Self.textOrUnknown(head)
        }
    }

    private static func textOrUnknown(_ head: [UInt8]) -> FileKind {
        let isWide = head.starts(with: [0xff, 0xfe]) || head.starts(with: [0xfe, 0xff])
        if !isWide, head.prefix(4096).contains(0) { return .refused("a binary file of an unknown format") }
        let first = head.drop { $0 <= 0x20 || $0 == 0xef || $0 == 0xbb || $0 == 0xbf }.prefix(1)
        if first.elementsEqual([UInt8(ascii: "{")]) || first.elementsEqual([UInt8(ascii: "[")]) {
            return .refused("JSON; bars are read from CSV, text and Parquet")
        }
        let opening = String(decoding: head.prefix(256), as: UTF8.self).lowercased()
        if opening.contains("<!doctype") || opening.contains("<html") || opening.contains("<?xml") {
            return .refused("a web page or XML document")
        }
        return .text
    }

    /// How a file is packed, by its first bytes.
    static func container(firstBytes head: [UInt8]) -> Container {
        if head.starts(with: [0x1f, 0x8b]) { return .gzip }
        if head.starts(with: [0x50, 0x4b, 0x03, 0x04]) { return .zip }
        if head.starts(with: [0x28, 0xb5, 0x2f, 0xfd]) { return .zstandard }
        return .plain
    }
}
