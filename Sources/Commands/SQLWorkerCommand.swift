internal import ArgumentParser
internal import Foundation
internal import GuardedSQL

/// The process in which SQL that a model wrote is run; the program starts it for itself.
struct SQLWorkerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: SQLWorkerCommand.name,
        abstract: "Run one query from standard input, alone and bounded.",
        shouldDisplay: false
    )

    static let name = "sql-worker"

    func run() async throws {
        let request = FileHandle.standardInput.readDataToEndOfFile()
        FileHandle.standardOutput.write(await SQLWorker.answer(request))
    }
}
