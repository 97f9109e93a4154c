internal import ArgumentParser
internal import Bars
internal import Foundation

/// `--data DIR` and where the data are without it.
struct DataOption: ParsableArguments {
    @Option(
        name: .customLong("data"),
        help: ArgumentHelp(
            "The data directory. Default: BARWISE_DATA, else the user's data folder.",
            valueName: "dir"
        )
    )
    var path: String?

    var directory: DataDirectory {
        DataDirectory(URL(fileURLWithPath: path ?? Self.standard(), isDirectory: true))
    }

    /// `BARWISE_DATA`, else `barwise` in the folder where the system keeps a user's data.
    static func standard(environment: [String: String] = ProcessInfo.processInfo.environment) -> String {
        if let named = environment["BARWISE_DATA"], !named.isEmpty { return named }
        let home = environment["HOME"] ?? NSHomeDirectory()
        #if os(macOS)
        return home + "/Library/Application Support/barwise"
        #else
        let share = environment["XDG_DATA_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? home + "/.local/share"
        return share + "/barwise"
        #endif
    }
}
