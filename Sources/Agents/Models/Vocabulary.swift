internal import Foundation
internal import GuardedSQL
package import Market
internal import Studies

/// What prompts may name, as it is written into them: rendered from the catalogue and the study's own types, so that a
/// prompt cannot speak of what there is not.
package struct Vocabulary: Sendable {
    private let texts: [String: String]

    package init(_ catalogue: Catalogue) {
        texts = [
            "instruments": Self.list(catalogue.instruments.map(\.symbol).filter(Self.isPlain)),
            "sessions": Self.list(SessionName.allCases.map(\.rawValue)),
            "metrics": Self.list(Metric.allCases.map(\.rawValue)),
            "patterns": Self.list(catalogue.patterns.map(\.name).filter(Self.isPlain)),
            "study": StudySchema.study.json,
            "sql.functions": Self.list(Array(Allowed.functions)),
            "sql.aggregates": Self.list(Array(Allowed.aggregates)),
            "sql.windows": Self.list(Array(Allowed.windows)),
            "sql.types": Self.list(Array(Allowed.types)),
        ]
    }

    package subscript(name: String) -> String? { texts[name] }

    /// Symbols, names of files and headers may hold anything; only these go to a model.
    package static func isPlain(_ name: String) -> Bool {
        (1...32).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "/"),
                    UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }

    private static func list(_ names: [String]) -> String { names.sorted().joined(separator: ", ") }
}
