import Foundation

/// The Python of `.vendor/sdk-venv`, which holds the official SDKs.
enum SDKPython {
    /// BARWISE_OFFLINE=1 leaves out what needs a package index.
    static let isWanted = ProcessInfo.processInfo.environment["BARWISE_OFFLINE"] != "1"

    struct Outcome: Sendable {
        var code: Int32
        var output: String
    }

    /// Runs a script of `Tests/ModelWireTests/sdk`; installs the SDKs first where they are missing.
    static func run(_ script: String, _ arguments: String...) async throws -> Outcome {
        let installed = try await run(
            repository.appending(path: "scripts/setup_python.sh").path,
            ["sdk", "Tests/ModelWireTests/sdk/requirements.txt"],
            keepsErrors: false
        )
        guard installed.code == 0 else { throw NotInstalled(reason: installed.output) }
        let python = installed.output.trimmingCharacters(in: .whitespacesAndNewlines)
        let path = repository.appending(path: "Tests/ModelWireTests/sdk/\(script)").path
        return try await run(python, ["-B", path] + arguments, keepsErrors: true)
    }

    private static let repository = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// - Parameter keepsErrors: Standard error is part of the output; else it goes where the tests' own goes, unless
    ///   the program failed.
    private static func run(_ program: String, _ arguments: [String], keepsErrors: Bool) async throws -> Outcome {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        // A proxy of the machine must not be asked for the loopback.
        process.environment = ProcessInfo.processInfo.environment.merging(["NO_PROXY": "127.0.0.1"]) { $1 }
        let output = Pipe()
        let errors = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = keepsErrors ? output : errors
        async let texts = (text(of: output), keepsErrors ? "" : text(of: errors))
        let code = try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do {
                try process.run()
            } catch {
                continuation.resume(throwing: error)
            }
            try? output.fileHandleForWriting.close()
            try? errors.fileHandleForWriting.close()
        }
        let (out, error) = await texts
        return Outcome(code: code, output: code == 0 ? out : out + error)
    }

    /// Reads to the end on a thread of its own: the read blocks.
    private static func text(of pipe: Pipe) async -> String {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                let data = pipe.fileHandleForReading.readDataToEndOfFile()
                continuation.resume(returning: String(decoding: data, as: UTF8.self))
            }
        }
    }
}

/// The SDKs are not there and could not be installed.
struct NotInstalled: Error, CustomStringConvertible {
    var reason: String
    var description: String { reason }
}
