internal import Sessions

/// Looks whether a database guards its users from each other as the migrations left it.
public struct Inspector: Sendable {
    public struct Finding: Hashable, Sendable {
        public var isGood: Bool
        /// What was looked at.
        public var subject: String
        public var detail: String
        /// What to do about it; nil where nothing is wrong.
        public var cure: String?
    }

    public let pool: PostgresPool

    public init(pool: PostgresPool) { self.pool = pool }

    /// What is wrong, and what was found right; in the order in which one would mend it. Changes nothing.
    /// - Throws: `SessionError` where the server is not reached.
    public func findings() async throws -> [Finding] {
        try await pool.transaction(as: .login, .read) { tx in
            // Without a path every name is written out, so that expressions can be compared as text.
            _ = try tx.run([Statement("SELECT set_config('search_path', '', true)")])
            var findings: [Finding] = []
            // What is asked of tables and rights needs the roles, and what is asked of columns the tables.
            for part in [Self.server, Self.roles, Self.version, Self.claims] {
                findings += try part(tx)
                guard findings.allSatisfy(\.isGood) else { return findings }
            }
            for part in [Self.tables, Self.rights, Self.exposure] { findings += try part(tx) }
            return findings
        }
    }

    static func good(_ subject: String, _ detail: String) -> Finding {
        Finding(isGood: true, subject: subject, detail: detail, cure: nil)
    }

    static func bad(_ subject: String, _ detail: String, _ cure: String) -> Finding {
        Finding(isGood: false, subject: subject, detail: detail, cure: cure)
    }
}
