package import Market

/// What a data directory holds. A new one replaces the old by a rename, so a reader sees one or the other.
package struct Manifest: Codable, Sendable, Equatable {
    /// One loaded symbol.
    package struct Entry: Codable, Sendable, Equatable {
        /// File name within `symbols`.
        package var file: String
        package var instrumentClass: InstrumentClass
        /// IANA name of the zone of the stored wall clock.
        package var zone: String
        package var coverage: Coverage
        /// Most calendar days between neighbouring trading days of any session: how far back a look-back may have to read.
        package var longestPause: Int
        /// What was imported, oldest first; a source that was imported again counts from then.
        package var sources: [Source]
    }

    /// A file that bars came from.
    package struct Source: Codable, Sendable, Equatable {
        package var name: String
        /// Of the file as it was given, in hexadecimal.
        package var sha256: String
        /// Bars that it gave.
        package var bars: Int
    }

    /// Version of this layout. A newer one is refused.
    package var version: Int
    /// Counts imports; part of every file's name, so that no name is used twice.
    package var generation: Int
    package var symbols: [String: Entry]

    static let currentVersion = 1
    static let empty = Manifest(version: currentVersion, generation: 0, symbols: [:])
}
