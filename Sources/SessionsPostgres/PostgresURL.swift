internal import CLibPQ
internal import Foundation

/// Where a PostgreSQL server and a database on it are, `postgres://user:password@host:port/database`.
public struct PostgresURL: Hashable, Sendable, CustomStringConvertible {
    /// As libpq reads it, with the password.
    public let text: String

    /// - Returns: nil for what is none, and where a part could be taken for another: of a password with a bare `@`,
    ///   `:`, `/` or `?` in it libpq takes the rest for a host or a port, which its errors name.
    public init?(_ text: String) {
        guard let start = text.range(of: "://"), text.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) else { return nil }
        let scheme = text[..<start.lowerBound].lowercased()
        let parts = text[start.upperBound...].split(separator: "@", omittingEmptySubsequences: false)
        guard ["postgres", "postgresql"].contains(scheme), let last = parts.last, parts.count <= 2 else { return nil }
        if parts.count == 2 {
            guard !parts[0].contains(where: "/?#".contains), parts[0].count(where: { $0 == ":" }) <= 1 else {
                return nil
            }
        }
        guard last.prefix(while: { !"/?".contains($0) }).split(separator: ",").allSatisfy(Self.isHost) else {
            return nil
        }
        self.text = scheme + text[start.lowerBound...]
        guard let options = PQconninfoParse(self.text, nil) else { return nil }
        PQconninfoFree(options)
    }

    /// A port is a number.
    private static func isHost(_ text: Substring) -> Bool {
        let port = (text.lastIndex(of: "]").map { text[$0...] } ?? text).split(separator: ":").dropFirst()
        return port.count <= 1 && port.allSatisfy { $0.utf8.allSatisfy { 0x30...0x39 ~= $0 } }
    }

    /// For people; without the password and what stands behind `?`.
    public var description: String {
        guard let start = text.range(of: "://") else { return text }
        let place = text[start.upperBound...].prefix { $0 != "?" }
        guard let end = place.firstIndex(of: "@") else { return String(text[..<start.upperBound] + place) }
        return String(text[..<start.upperBound] + place[..<end].prefix { $0 != ":" } + place[end...])
    }
}
