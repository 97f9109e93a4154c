internal import Answers
internal import ArgumentParser
internal import Bars

extension Failure {
    /// Told on stderr; the process ends with the code's exit code.
    func exit() -> ExitCode {
        Output.note("barwise: \(TextLayout.harmless(message)) [\(code.rawValue)]")
        return ExitCode(code.exitCode)
    }

    init(_ error: ImportError) {
        let code: Code =
            switch error.code {
            case .importRunning: .dataBusy
            case .directoryUnusable, .directoryTooNew, .storage: .dataBroken
            case .fileNotFound, .unreadable: .inputUnreadable
            default: .importRefused
            }
        self.init(code, message: error.message, cause: error.cause)
    }
}
