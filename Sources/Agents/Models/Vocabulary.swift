package import Answers
internal import Foundation
internal import GuardedSQL
internal import Market
internal import Studies
internal import Understanding

/// What prompts may name, as it is written into them: rendered from the catalogue and the study's own types, so that a
/// prompt cannot speak of what there is not. Sorted, and without a date.
package struct Vocabulary: Sendable {
    private let texts: [String: String]
    /// Of the catalogue and of what is loaded.
    package let symbols: [String]
    package let patterns: [String]

    package init(_ analyst: Analyst) {
        let catalogue = analyst.catalogue
        let loaded = analyst.loaded.map(\.instrument)
        let known = Set(catalogue.instruments.map(\.symbol))
        let instruments = (catalogue.instruments + loaded.filter { !known.contains($0.symbol) })
            .filter { Self.isPlain($0.symbol) }.sorted { $0.symbol < $1.symbol }
        symbols = instruments.map(\.symbol)
        patterns = catalogue.patterns.map(\.name).filter(Self.isPlain).sorted()
        func titled(_ kind: String, _ names: [String]) -> String {
            names.map { name in
                // Of a word's forms the first names it.
                let titles = Language.allCases.compactMap { language in
                    analyst.say(language).raw("\(kind).\(name)")?.split(separator: " | ").first.map(String.init)
                }
                let others = titles.enumerated().filter { place, title in
                    title.lowercased() != name.lowercased() && titles.firstIndex(of: title) == place
                }
                return ([name] + others.map(\.element)).joined(separator: " / ")
            }.joined(separator: "\n")
        }
        texts = [
            "instruments": Self.lines(instruments),
            "sessions": titled("session", SessionName.allCases.map(\.rawValue)),
            "metrics": titled("metric", Metric.allCases.map(\.rawValue)),
            "patterns": titled("pattern", patterns),
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

    /// Instruments of one class with the same sessions in a line: `indexFuture, rth 09:30-16:00, …: NQ (nasdaq, …); …`
    private static func lines(_ instruments: [Instrument]) -> String {
        let groups = Dictionary(grouping: instruments) { instrument in
            let sessions = instrument.sessions.sorted { $0.name.rawValue < $1.name.rawValue }
                .map { "\($0.name.rawValue) \($0.window.label)" }
            return ([instrument.instrumentClass.rawValue] + (sessions.isEmpty ? ["no sessions"] : sessions))
                .joined(separator: ", ")
        }
        return groups.sorted { $0.key < $1.key }.map { kind, members in
            let names = members.map { member in
                let aliases = member.aliases.sorted().joined(separator: ", ")
                return member.symbol + (aliases.isEmpty ? "" : " (\(aliases))")
            }
            return kind + ": " + names.joined(separator: "; ")
        }.joined(separator: "\n")
    }

    private static func list(_ names: [String]) -> String { names.sorted().joined(separator: ", ") }
}
