internal import CDuckDB
internal import Dispatch
internal import Synchronization

/// One query while it runs. Whoever wants it stopped says so here, and no other query is ever interrupted:
/// the lock is held while interrupting, and `finish()` takes it too.
final class RunningQuery: Sendable {
    enum Stop {
        case cancelled, deadline
    }

    private struct State {
        var isRunning = true
        var stop: Stop?
    }

    /// The engine drops an interrupt that comes before it started, so it is repeated.
    private static let interval = DispatchTimeInterval.milliseconds(50)
    private static let queue = DispatchQueue(label: "barwise.duckdb.watch", qos: .userInitiated)

    // The pointer is only given to `duckdb_interrupt`, which any thread may call while the connection is open,
    // and `isRunning` means that it is.
    private nonisolated(unsafe) let connection: duckdb_connection
    // A dispatch source may be scheduled and cancelled from any thread.
    private nonisolated(unsafe) let timer: any DispatchSourceTimer
    private let state = Mutex(State())

    /// `seconds` from now, the query is stopped.
    init(on connection: duckdb_connection, seconds: Double?) {
        self.connection = connection
        timer = DispatchSource.makeTimerSource(queue: Self.queue)
        timer.setEventHandler { [weak self] in self?.interrupt() }
        timer.schedule(deadline: seconds.map { .now() + $0 } ?? .distantFuture, repeating: Self.interval)
        timer.activate()
    }

    /// Why the query is to end early, if it is.
    var stop: Stop? {
        state.withLock { $0.stop }
    }

    func cancel() {
        state.withLock { $0.stop = $0.stop ?? .cancelled }
        timer.schedule(deadline: .now(), repeating: Self.interval)
    }

    func finish() {
        state.withLock { $0.isRunning = false }
        timer.cancel()
    }

    private func interrupt() {
        state.withLock { state in
            guard state.isRunning else { return }
            state.stop = state.stop ?? .deadline
            duckdb_interrupt(connection)
        }
    }
}
