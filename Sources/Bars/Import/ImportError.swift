/// Why an import did nothing. Nothing was written where one of these is thrown.
package struct ImportError: Error, Sendable, CustomStringConvertible {
    /// Stable; for programs.
    package enum Code: String, Sendable, CaseIterable {
        case fileNotFound, unreadable, empty, notBars, unsupportedFormat, notOneMinute, ambiguousColumns
        case symbolNeeded, severalSymbols, symbolNotInFile, badSymbol, badTimezone, badColumns, badFormat
        case rejectedRows, classConflict
        case directoryUnusable, directoryTooNew, importRunning, storage
    }

    package var code: Code
    /// One English sentence with what to try next; names the file where there is one.
    package var message: String
    /// For the log: may hold an engine's own text.
    package var cause: String?
    /// What was found until then; with `rejectedRows`.
    package var report: ImportReport?

    package init(_ code: Code, _ message: String, cause: String? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    package var description: String { "\(code.rawValue): \(message)" }
}
