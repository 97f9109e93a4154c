internal import Answers
internal import ArgumentParser
internal import Foundation
internal import Sessions
internal import SessionsPostgres
internal import SessionsSQLite

struct StoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "store",
        abstract: "Prepare and check where conversations are kept (docs/stores.md).",
        subcommands: [StoreMigrateCommand.self, StoreCheckCommand.self]
    )
}

struct StoreMigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Make the store's tables, or bring them up to date.",
        discussion: "In PostgreSQL as a role that may create schemas and roles; not as the one the program logs in as."
    )

    @OptionGroup var data: DataOption
    @OptionGroup var store: StoreOption

    func run() async throws {
        let address = try store.address(in: data.directory)
        do {
            switch address {
            case .file:
                _ = try await address.open()
                Output.write("\(address): up to date\n")
            case .postgres(let url, _):
                let done = try await Migrator(pool: PostgresPool(url: url)).migrate()
                let text = done.isEmpty ? ["up to date"] : done.map { "done: \($0)" }
                Output.write(text.map { "\(address): \(TextLayout.harmless($0))\n" }.joined())
            }
        } catch let error as SessionError {
            throw Failure(error, at: address).exit()
        }
    }
}

struct StoreCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Look whether the store is sound and keeps its users apart.",
        discussion: "Exit code 1 if something is wrong; each finding says what to do."
    )

    @OptionGroup var data: DataOption
    @OptionGroup var store: StoreOption
    @OptionGroup var style: StyleOptions

    func run() async throws {
        let address = try store.address(in: data.directory)
        let findings: [Examination.Finding]
        do {
            switch address {
            case .file(let url): findings = try await Self.findings(url)
            case .postgres(let url, _):
                let pool = PostgresPool(url: url, settings: PostgresSettings(connections: 1))
                findings = try await Inspector(pool: pool).findings().map(Examination.Finding.init)
            }
        } catch let error as SessionError {
            throw Failure(error, at: address).exit()
        }
        Output.write(findings, terminal: style.terminal())
        if findings.contains(where: { $0.state == .missing }) { throw ExitCode(Failure.Code.setupIncomplete.exitCode) }
    }

    private static func findings(_ url: URL) async throws -> [Examination.Finding] {
        guard FileManager.default.fileExists(atPath: url.path) else {
            return [.init(state: .optional, subject: "store", detail: "\(url.path): made on first use")]
        }
        let faults = try await SQLiteStore(path: url.path).integrityProblems()
        guard faults.isEmpty else {
            return faults.map {
                .init(state: .missing, subject: "store", detail: $0, cure: "restore \(url.path) from a backup")
            }
        }
        return [
            .init(state: .good, subject: "store", detail: "\(url.path): sound, tables up to date"),
            .init(state: .good, subject: "users", detail: "one: whoever may read the file"),
        ]
    }
}

extension Examination.Finding {
    fileprivate init(_ finding: Inspector.Finding) {
        self.init(
            state: finding.isGood ? (finding.cure == nil ? .good : .optional) : .missing,
            subject: finding.subject,
            detail: finding.detail,
            cure: finding.cure
        )
    }
}
