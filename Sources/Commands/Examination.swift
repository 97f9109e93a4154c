internal import Answers
internal import Bars
internal import DuckDB
internal import Foundation
internal import Knowledge
internal import Market
internal import Understanding

/// What the program needs, looked at one by one.
struct Examination {
    let directory: DataDirectory

    struct Finding: Sendable {
        enum State: Sendable {
            case good
            /// Missing, and answers can do without.
            case optional
            case missing
        }

        var state: State
        var subject: String
        var detail: String
        /// What to do about it.
        var cure: String?
    }

    func findings() async -> [Finding] {
        [knowledge(), await engine(), zones()] + bars()
    }

    private func knowledge() -> Finding {
        do {
            let folder = try KnowledgeDirectory.locate()
            let catalogue = try Catalogue.load(folder)
            _ = try Glossary.load(folder)
            for language in Language.allCases { _ = try Sentences(language: language, knowledge: folder) }
            return Finding(
                state: .good,
                subject: "knowledge files",
                detail:
                    "\(folder.path): \(catalogue.instruments.count) instruments, \(catalogue.patterns.count) patterns"
            )
        } catch {
            return Finding(
                state: .missing,
                subject: "knowledge files",
                detail: "\(error)",
                cure: "mend the file, or set BARWISE_KNOWLEDGE to a good copy of Sources/Knowledge/Files"
            )
        }
    }

    private func engine() async -> Finding {
        do {
            let database = try Database(path: nil, settings: .sandbox)
            let table = try await Connection(database).query("SELECT version()")
            let version = if case .text(let text) = table[0, 0] { text } else { "?" }
            let settings = try database.settingsReadBack()
            return Finding(
                state: .good,
                subject: "libduckdb",
                detail: "\(version), \(settings.count) settings hold"
            )
        } catch {
            return Finding(
                state: .missing,
                subject: "libduckdb",
                detail: "\(error)",
                cure: "run make setup, then make build"
            )
        }
    }

    private func zones() -> Finding {
        let needed = ["America/New_York", "UTC", "Europe/London"]
        let unknown = needed.filter { ZoneTable(identifier: $0) == nil }
        guard unknown.isEmpty else {
            return Finding(
                state: .missing,
                subject: "time zones",
                detail: "unknown: \(unknown.joined(separator: ", "))",
                cure: "install the package tzdata"
            )
        }
        return Finding(state: .good, subject: "time zones", detail: "found")
    }

    private func bars() -> [Finding] {
        let path = directory.url.path
        do {
            let manifest = try directory.manifest()
            guard !manifest.symbols.isEmpty else {
                return [
                    Finding(
                        state: .optional,
                        subject: "bars",
                        detail: "nothing is loaded in \(path)",
                        cure: "barwise import FILE --symbol NQ"
                    )
                ]
            }
            return manifest.symbols.sorted { $0.key < $1.key }.map { symbol, entry in
                let file = directory.file(entry).path
                guard FileManager.default.isReadableFile(atPath: file) else {
                    return Finding(
                        state: .missing,
                        subject: "bars of \(symbol)",
                        detail: "\(file) is not there",
                        cure: "import \(symbol) again"
                    )
                }
                let coverage = entry.coverage
                let span =
                    coverage.firstDay.flatMap { first in coverage.lastDay.map { "\(first) to \($0)" } } ?? "no day"
                return Finding(state: .good, subject: "bars of \(symbol)", detail: "\(span), \(coverage.bars) bars")
            }
        } catch {
            return [
                Finding(
                    state: .missing,
                    subject: "bars",
                    detail: "\(path): \(error.message)",
                    cure: "import the bars into a new directory"
                )
            ]
        }
    }
}
