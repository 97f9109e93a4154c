package import Foundation
internal import Sessions

/// One transaction on the connection's own thread. Statements go out in batches, each a round trip; the opening goes
/// with the first, the COMMIT with the last.
package final class Transaction {
    /// The call's name, the same for each attempt at it: what is stored under it is not stored twice.
    package let token: UUID
    /// An earlier attempt's end was not seen: it may have been carried out.
    package let isRepeated: Bool
    private let connection: Connection
    private let opening: [Statement]
    private var state = State.new
    /// Whether nothing of the transaction is left on the connection.
    private(set) var isClean = false

    private enum State {
        case new, open, ended
    }

    init(_ connection: Connection, opening: [Statement], token: UUID, isRepeated: Bool) {
        self.connection = connection
        self.opening = opening
        self.token = token
        self.isRepeated = isRepeated
    }

    /// One round trip.
    package func run(_ statements: [Statement]) throws(PostgresError) -> [Rows] {
        switch state {
        case .new:
            // Where it fails, the BEGIN may have been carried out.
            state = .open
            let rows = try connection.run(opening + statements)
            return Array(rows.dropFirst(opening.count))
        case .open: return try connection.run(statements)
        case .ended: preconditionFailure("a transaction that has ended runs nothing")
        }
    }

    /// One round trip, which ends the transaction.
    @discardableResult
    package func commit(_ statements: [Statement] = []) throws(PostgresError) -> [Rows] {
        try end(statements, Statement("COMMIT"))
    }

    /// Gives up what was done.
    package func rollback() throws(PostgresError) {
        guard state != .ended else { return }
        guard connection.isInTransaction else {
            state = .ended
            isClean = connection.isIdle
            return
        }
        _ = try end([], Statement("ROLLBACK"))
    }

    func finish() throws(PostgresError) {
        if state == .open { try commit() }
    }

    /// Several statements of our own as one; for migrations.
    package func script(_ sql: String) throws(PostgresError) {
        if state == .new { _ = try run([]) }
        try connection.script(sql)
    }

    private func end(_ statements: [Statement], _ last: Statement) throws(PostgresError) -> [Rows] {
        let rows = try run(statements + [last, Identity.left])
        state = .ended
        // A row that cannot be read is no sign of cleanness.
        isClean = connection.isIdle && ((try? rows.last?.first?.bool("is_clean")) ?? false)
        return Array(rows.dropLast(2))
    }
}
