internal import Foundation

/// A query as the engine's own parser sees it (`json_serialize_sql`).
enum SyntaxTree: Hashable {
    case null
    /// Truth is 1, falsehood 0. Places in the text go up to 2⁶⁴ − 1, so these are no integers.
    case number(Double)
    case text(String)
    case list([SyntaxTree])
    case object([String: SyntaxTree])

    /// - Throws: `Refusal` for what is not JSON, or deeper than Foundation reads (512).
    init(json: String) throws(Refusal) {
        do {
            self.init(try JSONSerialization.jsonObject(with: Data(json.utf8), options: .fragmentsAllowed))
        } catch {
            throw Refusal(.size, "nested too deeply")
        }
    }

    private init(_ value: Any) {
        switch value {
        case let text as String: self = .text(text)
        case let number as NSNumber: self = .number(number.doubleValue)
        case let list as [Any]: self = .list(list.map(SyntaxTree.init))
        case let object as [String: Any]: self = .object(object.mapValues(SyntaxTree.init))
        default: self = .null
        }
    }

    subscript(label: String) -> SyntaxTree {
        guard case .object(let parts) = self else { return .null }
        return parts[label] ?? .null
    }

    var string: String? {
        guard case .text(let text) = self else { return nil }
        return text
    }

    var parts: [SyntaxTree] {
        guard case .list(let parts) = self else { return [] }
        return parts
    }

    /// Null, false, zero, an empty text, list or object: as if it were not there.
    var isAbsent: Bool {
        switch self {
        case .null, .number(0): true
        case .text(let text): text.isEmpty
        case .list(let parts): parts.isEmpty
        case .object(let parts): parts.isEmpty
        case .number: false
        }
    }
}
