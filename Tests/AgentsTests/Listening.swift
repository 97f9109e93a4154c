import ArgumentParser
import Synchronization

@testable import Commands

/// What a command writes, and the code it ends with.
func run(
    _ arguments: [String],
    answer: String? = nil
) async throws -> (output: String, complaints: String, code: Int32) {
    try await listening(answer) {
        var command = try Barwise.parseAsRoot(arguments)
        if var asynchronous = command as? any AsyncParsableCommand {
            try await asynchronous.run()
        } else {
            try command.run()
        }
    }
}

func listening(
    _ answer: String? = nil,
    _ work: () async throws -> Void
) async throws -> (output: String, complaints: String, code: Int32) {
    let output = Mutex("")
    let complaints = Mutex("")
    let streams = Output.Streams(
        output: { text in output.withLock { $0 += text } },
        complaints: { text in complaints.withLock { $0 += text } },
        answer: { answer }
    )
    var code: Int32 = 0
    do {
        try await Output.$streams.withValue(streams) { try await work() }
    } catch {
        code = Barwise.exitCode(for: error).rawValue
    }
    return (output.withLock { $0 }, complaints.withLock { $0 }, code)
}
