internal import AgentGraph
internal import Foundation
internal import Sessions

/// One call's attempts at its transaction, on a connection's thread.
struct Attempts: Sendable {
    let url: String
    let settings: PostgresSettings
    let opening: [Statement]
    let losesAnswer: @Sendable (Bool) -> Bool
    let acquaintance: Acquaintance
    let token = UUID()

    /// - Throws: what `work` throws; `SessionError` and `GraphError` for the server's errors.
    func run<Result>(_ work: (Transaction) throws -> Result, on slot: Slot) throws -> Result {
        var broken = 0
        var losses = 0
        while true {
            let connection: Connection
            do {
                connection = try self.connection(slot)
            } catch {
                throw error.told
            }
            do {
                return try once(work, connection, slot, isRepeated: losses > 0)
            } catch let error as PostgresError {
                if error.isTransient, broken + 1 < settings.attempts {
                    broken += 1
                    pause(.milliseconds(Int.random(in: 5...20) * broken))
                } else if error.isConnectionLost, losses < settings.attempts {
                    losses += 1
                } else {
                    throw error.told
                }
            }
        }
    }

    private func once<Result>(
        _ work: (Transaction) throws -> Result,
        _ connection: Connection,
        _ slot: Slot,
        isRepeated: Bool
    ) throws -> Result {
        let transaction = Transaction(connection, opening: opening, token: token, isRepeated: isRepeated)
        defer { if !transaction.isClean { slot.connection = nil } }
        do {
            let result = try work(transaction)
            try transaction.finish()
            if losesAnswer(isRepeated) {
                throw PostgresError(sqlstate: nil, message: "the answer was lost", isConnectionLost: true)
            }
            return result
        } catch {
            if (error as? PostgresError)?.isConnectionLost != true {
                // Where even this fails, the connection is not clean and is closed.
                try? transaction.rollback()
            }
            throw error
        }
    }

    /// The thread's own, or a new one; a server that is gone is looked for with growing pauses.
    private func connection(_ slot: Slot) throws(PostgresError) -> Connection {
        if let connection = slot.connection, connection.isIdle { return connection }
        slot.connection = nil
        let began = ContinuousClock.now
        var wait = Duration.milliseconds(20)
        while true {
            do {
                let connection = try Connection(
                    url: url,
                    timeout: settings.wait,
                    answerTimeout: settings.statementTimeout + .seconds(5)
                )
                slot.connection = connection
                acquaintance.make()
                return connection
            } catch {
                let patience: Duration? =
                    switch error.sqlstate {
                    case "53300": settings.wait
                    case "57P01", "57P02", "57P03": settings.reconnecting
                    case nil where acquaintance.isMade: settings.reconnecting
                    default: nil
                    }
                guard let patience, ContinuousClock.now - began + wait < patience else { throw error }
            }
            pause(wait)
            wait = min(wait * 2, .seconds(1))
        }
    }

    private func pause(_ duration: Duration) { Foundation.Thread.sleep(forTimeInterval: duration.seconds) }
}
