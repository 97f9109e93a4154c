package import DuckDB
internal import Foundation
internal import Subprocess

#if canImport(System)
internal import System
#else
internal import SystemPackage
#endif

/// Runs SQL that was not written by our own code: through the gate, then in a process of its own that is ended when it
/// takes too long. A query that crashes, hangs or eats memory costs that process and nothing else.
package struct GuardedRunner: Sendable {
    /// Of the parent's patience beyond the query's own deadline, seconds: starting the process and reading its answer.
    static let grace = 2.0
    /// Bytes of an answer.
    static let reply = 32 << 20

    private let gate: Gate
    private let executable: String
    private let arguments: [String]
    /// After which a query that is given no time of its own is stopped.
    package let seconds: Double

    /// - Parameters:
    ///   - executable: path of a program that gives `SQLWorker.answer` of its standard input on its standard output.
    ///   - arguments: that make it do so.
    ///   - seconds: of a query that is given no time of its own.
    package init(executable: String, arguments: [String], seconds: Double = 3) throws(DuckDBError) {
        gate = try Gate()
        self.executable = executable
        self.arguments = arguments
        self.seconds = seconds
    }

    /// The rows of one SELECT over `minutes` and `sessions`; blocks nobody, and cancelling ends the process at once.
    package func run(_ work: Work) async throws(Refusal) -> Table {
        try await gate.check(work.sql)
        let reply: WorkReply
        do {
            reply = try await withThrowingTaskGroup(of: WorkReply?.self) { group in
                group.addTask { try await ask(work) }
                group.addTask {
                    try await Task.sleep(for: .seconds(work.seconds + Self.grace))
                    return nil
                }
                defer { group.cancelAll() }
                guard let first = try await group.next(), let reply = first else {
                    throw Refusal(.tooHeavy, "deadline")
                }
                return reply
            }
        } catch let refusal as Refusal {
            throw refusal
        } catch is CancellationError {
            throw Refusal(.tooHeavy, "cancelled")
        } catch {
            // The process ended by a signal, or its answer was no answer: memory, the stack, or time.
            throw Refusal(.tooHeavy, "the process ended")
        }
        switch reply {
        case .rows(let table): return table
        case .refused(let refusal): throw refusal
        }
    }

    private func ask(_ work: Work) async throws -> WorkReply {
        let encoder = PropertyListEncoder()
        encoder.outputFormat = .binary
        let request = try encoder.encode(work)
        var options = PlatformOptions()
        options.teardownSequence = []
        // Nothing of our environment: no key can be read there.
        let ended = try await Subprocess.run(
            .path(FilePath(executable)),
            arguments: Arguments(arguments),
            environment: .custom([:]),
            platformOptions: options,
            input: .data(request),
            output: .bytes(limit: Self.reply),
            error: .discarded
        )
        return try PropertyListDecoder().decode(WorkReply.self, from: Data(ended.standardOutput))
    }
}
