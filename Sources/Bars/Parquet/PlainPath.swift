internal import Foundation

/// A path that the engine does not take for a pattern: the file's own, or where that has `*?[{` in it, a link with a
/// plain name, which goes with the object.
final class PlainPath: Sendable {
    let url: URL
    private let isLink: Bool

    init(_ url: URL) throws {
        isLink = url.path.contains { "*?[{".contains($0) }
        guard isLink else {
            self.url = url
            return
        }
        self.url = FileManager.default.temporaryDirectory.appendingPathComponent("barwise-\(UUID().uuidString).parquet")
        try FileManager.default.createSymbolicLink(at: self.url, withDestinationURL: url.absoluteURL)
    }

    deinit {
        if isLink { try? FileManager.default.removeItem(at: url) }  // The system clears it anyway.
    }
}
