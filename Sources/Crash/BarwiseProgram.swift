import Foundation

/// The program itself, run as a child process.
struct BarwiseProgram {
    let file: URL

    struct End {
        var way: Way
        /// Of standard output; the last one may be cut off.
        var lines: [String]
    }

    enum Way: Hashable {
        case ended, killed
        case failed(code: Int32)
    }

    /// - Parameter moment: after which it is killed, if it still runs; its output must fit into a pipe then.
    func run(_ arguments: [String], killedAfter moment: Duration? = nil) async throws -> End {
        let process = Process(), output = Pipe()
        process.executableURL = file
        process.arguments = arguments
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        if let moment {
            try await Task.sleep(for: moment)
            if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        }
        // On a thread of its own, since it blocks: Dispatch's, of which there are few, are those of all tasks.
        return await withCheckedContinuation { done in
            Thread.detachNewThread {
                let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
                process.waitUntilExit()
                let way: Way =
                    process.terminationReason == .uncaughtSignal
                    ? .killed : process.terminationStatus == 0 ? .ended : .failed(code: process.terminationStatus)
                done.resume(returning: End(way: way, lines: text.split(separator: "\n").map(String.init)))
            }
        }
    }
}
