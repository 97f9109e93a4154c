import Foundation

/// The program as a process of its own.
enum Program {
    /// Beside the tests.
    static let barwise = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "barwise")

    /// What it wrote, and its exit code.
    static func output(
        of program: URL,
        _ arguments: [String],
        _ variables: [String: String] = [:]
    ) async throws -> (text: String, code: Int32) {
        let process = Process(), output = Pipe()
        process.executableURL = program
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(variables) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        try process.run()
        // On a thread of its own, since it blocks: Dispatch's, of which there are few, are those of all tasks.
        return await withCheckedContinuation { done in
            Thread.detachNewThread {
                let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
                process.waitUntilExit()
                done.resume(returning: (text, process.terminationStatus))
            }
        }
    }
}
