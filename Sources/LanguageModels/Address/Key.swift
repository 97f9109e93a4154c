/// A provider's secret. It cannot be printed, put into a string, dumped or encoded; only the wire takes it out.
package struct Key: Sendable {
    private let secret: String

    /// Blanks and line ends around it are no part of it. nil: nothing is left, or it could not stand in a header.
    package init?(_ text: some StringProtocol) {
        let secret = text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()
        guard !secret.isEmpty, secret.allSatisfy({ $0.isASCII && !$0.isWhitespace && $0 > " " && $0 != "\u{7F}" })
        else {
            return nil
        }
        self.secret = String(secret)
    }

    /// For a request's header, and nothing else.
    func forHeader() -> String { secret }

    /// A server's text with the secret taken out, should it have been sent back.
    func takenOut(of text: String) -> String {
        text.split(separator: secret, omittingEmptySubsequences: false).joined(separator: "***")
    }
}

extension Key: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "***" }
    package var debugDescription: String { "***" }
    package var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}

extension DefaultStringInterpolation {
    @available(*, unavailable, message: "a key is never put into a string")
    package mutating func appendInterpolation(_ key: Key) {}

    @available(*, unavailable, message: "a key is never put into a string")
    package mutating func appendInterpolation(_ key: Key?) {}
}
