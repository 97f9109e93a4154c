internal import AgentGraph
internal import GRDB
internal import Sessions

extension SessionError {
    /// Our own errors as they are, SQLite's by their code.
    static func passing(_ error: any Error) -> any Error {
        error is GraphError || error is SessionError ? error : SessionError(sqlite: error)
    }

    /// SQLite's message is kept: it names tables, not values.
    init(sqlite error: any Error) {
        if let error = error as? SessionError {
            self = error
            return
        }
        guard let error = error as? DatabaseError else {
            self.init(.failed, String(describing: type(of: error)))
            return
        }
        let code: Code =
            switch error.resultCode {
            case .SQLITE_BUSY, .SQLITE_LOCKED: .busy
            case .SQLITE_FULL, .SQLITE_IOERR: .full
            case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM: .readOnly
            case .SQLITE_CORRUPT, .SQLITE_NOTADB: .corrupt
            default: .failed
            }
        self.init(code, error.message ?? "\(error.resultCode)")
    }
}
