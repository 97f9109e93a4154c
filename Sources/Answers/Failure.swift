package import JSONText

/// What a person or a program is told when a question cannot be answered for a reason that is not the question's.
package struct Failure: Error, Codable, Hashable, Sendable {
    package var code: Code
    /// One sentence, with what to try next.
    package var message: String
    /// For the log: what the layer below said. May hold SQL and values; never part of an answer.
    package var cause: String?

    /// The cause is not written.
    private enum CodingKeys: String, CodingKey { case code, message }

    package init(_ code: Code, message: String, cause: String? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    package var isRetryable: Bool {
        switch code {
        case .queryTimeout, .dataBusy, .storeUnavailable, .sessionBusy, .turnExhausted, .turnStopped: true
        default: false
        }
    }

    /// Stable and documented in docs/answer.md.
    package enum Code: String, Codable, Sendable, CaseIterable {
        /// A line of a batch is not what CONTRACT says, or a file cannot be read.
        case inputUnreadable = "input.unreadable"
        /// Nothing is loaded.
        case dataEmpty = "data.empty"
        /// The data directory cannot be read.
        case dataBroken = "data.broken"
        /// Another import is at work.
        case dataBusy = "data.busy"
        /// A file is not bars, or holds rows that `--strict` refuses.
        case importRefused = "import.refused"
        /// A knowledge file is missing or wrong.
        case knowledgeBroken = "knowledge.broken"
        /// The study cannot be computed by this version.
        case studyUnsupported = "study.unsupported"
        /// The query took longer than it may.
        case queryTimeout = "query.timeout"
        /// The rows are more than fit.
        case queryTooLarge = "query.too_large"
        /// The engine refused or broke off the query.
        case queryFailed = "query.failed"
        /// The figures contradict each other and are not shown.
        case checkFailed = "check.failed"
        /// Something needed is not installed (`doctor`).
        case setupIncomplete = "setup.incomplete"
        /// The store of conversations is not reached, or held by others for too long.
        case storeUnavailable = "store.unavailable"
        /// The store of conversations is refused, full, damaged, or of another version.
        case storeBroken = "store.broken"
        /// The turn has used up its steps or its time.
        case turnExhausted = "turn.exhausted"
        /// The turn was stopped.
        case turnStopped = "turn.stopped"
        /// There is no such conversation or message.
        case sessionUnknown = "session.unknown"
        /// Somebody else speaks in the conversation at this moment, or has just spoken.
        case sessionBusy = "session.busy"
        /// Another answer to the question was first.
        case questionAnswered = "question.answered"
        /// There is no turn, or none that is kept in full, to take back.
        case nothingToUndo = "undo.nothing"

        /// Of the process; 0 is a reply of any kind, 64 a wrong command line.
        package var exitCode: Int32 {
            switch self {
            case .setupIncomplete: 1
            case .inputUnreadable: 2
            case .dataEmpty, .dataBroken, .dataBusy: 3
            case .importRefused: 1
            case .knowledgeBroken: 4
            case .queryTimeout, .queryTooLarge: 5
            case .queryFailed, .studyUnsupported: 6
            case .checkFailed: 7
            case .storeUnavailable, .storeBroken: 8
            case .turnExhausted: 5
            case .turnStopped: 130
            case .sessionUnknown, .sessionBusy, .questionAnswered, .nothingToUndo: 9
            }
        }
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("code", code.rawValue)
            writer.member("message", message)
            writer.key("retryable")
            writer.bool(isRetryable)
        }
    }
}
