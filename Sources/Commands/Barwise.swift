internal import ArgumentParser

/// Runs the command that the process was called with, and ends the process where it fails.
package func runBarwise() async {
    await Barwise.main()
}

/// `barwise`: the commands and nothing else.
struct Barwise: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "barwise",
        abstract: "Ask market data a question in plain words, Russian or English, and get a checked answer.",
        discussion: """
            barwise import NQ.parquet --symbol NQ
            barwise ask "which time most often makes the day's high or low, 2020-2025, 6am to 4pm"
            """,
        version: "0.1.0",
        subcommands: [
            AskCommand.self, ChatCommand.self, SessionsCommand.self, TraceCommand.self, ExplainCommand.self,
            ImportCommand.self, InstrumentsCommand.self, DoctorCommand.self, SQLWorkerCommand.self, StoreCommand.self,
            UsageCommand.self,
        ]
    )
}
