package import Foundation

/// As whom a transaction is done. It is set for the transaction only, as PostgREST does.
package enum Identity: Hashable, Sendable {
    /// One user: sees and writes their own rows.
    case user(UUID)
    /// The program itself, for what belongs to no user.
    case worker
    /// The role of the connection; for migrations and checks.
    case login

    /// What opens a transaction.
    func opening(_ access: Access, _ settings: PostgresSettings) -> [Statement] {
        let begin = Statement(access == .read ? "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" : "BEGIN")
        let timeout = PostgresValue.text("\(settings.statementTimeout.milliseconds)")
        switch self {
        case .user(let user):
            // The older setting of one claim goes before the newer one of all, so both are set.
            let id = user.uuidString.lowercased()
            let claims = #"{"sub":"\#(id)","role":"authenticated"}"#
            return [begin, Statement(Self.enter, [.text("authenticated"), .text(claims), .text(id), timeout])]
        case .worker:
            return [begin, Statement(Self.enter, [.text("barwise_worker"), .text(""), .text(""), timeout])]
        case .login:
            return [begin]
        }
    }

    private static let enter = """
        SELECT set_config('role', $1, true), set_config('request.jwt.claims', $2, true),
            set_config('request.jwt.claim.sub', $3, true), set_config('search_path', '', true),
            set_config('row_security', 'on', true), set_config('statement_timeout', $4, true),
            set_config('lock_timeout', $4, true), set_config('idle_in_transaction_session_timeout', $4, true)
        """

    /// After a transaction: whether the connection is as it was before.
    static let left = Statement(
        """
        SELECT current_user = session_user AND coalesce(current_setting('request.jwt.claims', true), '') = ''
            AND coalesce(current_setting('request.jwt.claim.sub', true), '') = '' AS is_clean
        """
    )
}

package enum Access: Sendable {
    case read, write
}
