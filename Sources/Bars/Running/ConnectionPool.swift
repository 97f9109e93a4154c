internal import DuckDB
internal import Synchronization

/// Connections to one database, lent one caller at a time as long as they last: queries of one connection wait for one
/// another.
final class ConnectionPool: Sendable {
    /// More queries at once than this share connections.
    private static let most = 4

    private let database: Database
    private let connections = Mutex<[(connection: Connection, users: Int)]>([])

    init(_ database: Database) { self.database = database }

    /// The first idle connection, a new one, or the one with the fewest users.
    func lend() throws(DuckDBError) -> (place: Int, connection: Connection) {
        try connections.withLock { connections throws(DuckDBError) in
            var place = connections.firstIndex { $0.users == 0 }
            if place == nil, connections.count < Self.most {
                connections.append((try Connection(database), 0))
                place = connections.count - 1
            }
            let chosen = place ?? connections.indices.min { connections[$0].users < connections[$1].users } ?? 0
            connections[chosen].users += 1
            return (chosen, connections[chosen].connection)
        }
    }

    func take(back place: Int) { connections.withLock { $0[place].users -= 1 } }
}
