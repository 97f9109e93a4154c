import Foundation

@testable import SessionsPostgres

/// What somebody tries who is not alice, and what must come of it.
struct Attack: Sendable {
    var name: String
    var attacker: Attacker
    var sql: [String]
    var outcome: Outcome
    /// Whether it would succeed if the tables had no policies: then it is they that stop it.
    var isStoppedByPolicies: Bool

    enum Attacker: Sendable {
        /// A user of the program.
        case bob
        /// The same user through Supabase's Data API, the schema exposed by mistake.
        case bobByAPI
        case anonByAPI
        case serviceByAPI
        /// The program's login before it has become anybody.
        case server
        case worker
        /// A user with these claims.
        case claims(String)
        /// Whoever gets the connection after alice, without saying who they are.
        case nextOnConnection
        /// Bob on the connection that alice had.
        case bobAfterAlice
    }

    enum Outcome: Hashable, Sendable {
        /// No row is seen or touched.
        case nothing
        /// The server's SQLSTATE.
        case refused(String)
    }

    init(_ name: String, _ attacker: Attacker, _ sql: String..., gives outcome: Outcome, byPolicies: Bool) {
        self.name = name
        self.attacker = attacker
        self.sql = sql
        self.outcome = outcome
        isStoppedByPolicies = byPolicies
    }
}

extension Attack.Attacker {
    /// The role that logs in.
    var login: String {
        switch self {
        case .bobByAPI, .anonByAPI, .serviceByAPI: "authenticator"
        default: "barwise_server"
        }
    }

    /// What the connection did before.
    var before: [Statement] {
        switch self {
        case .nextOnConnection, .bobAfterAlice:
            Identity.user(Attack.alice).opening(.write, PostgresSettings())
                + [Statement("SELECT count(*) FROM barwise.sessions"), Statement("COMMIT")]
        default: []
        }
    }

    var opening: [Statement] {
        switch self {
        case .bob, .bobAfterAlice: Identity.user(Attack.bob).opening(.write, PostgresSettings())
        case .bobByAPI: Self.become("authenticated", Attack.bobsClaims)
        case .anonByAPI: Self.become("anon", "")
        case .serviceByAPI: Self.become("service_role", "")
        case .server, .nextOnConnection: [Statement("BEGIN")]
        case .worker: Identity.worker.opening(.write, PostgresSettings())
        case .claims(let claims): Self.become("authenticated", claims)
        }
    }

    private static func become(_ role: String, _ claims: String) -> [Statement] {
        [
            Statement("BEGIN"),
            Statement(
                "SELECT set_config('role', $1, true), set_config('request.jwt.claims', $2, true)",
                [.text(role), .text(claims)]
            ),
        ]
    }
}
