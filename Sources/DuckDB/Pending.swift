internal import CDuckDB

#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// A statement that has begun. It is never destroyed while its tasks run, since that can hang: it is
/// interrupted and stepped until the engine reports the end.
struct Pending: ~Copyable {
    private let handle: duckdb_pending_result?

    init(_ statement: duckdb_prepared_statement?, isStreaming: Bool) {
        var handle: duckdb_pending_result?
        // A failure here is kept in the handle and reported by the first step.
        _ =
            isStreaming
            ? duckdb_pending_prepared_streaming(statement, &handle) : duckdb_pending_prepared(statement, &handle)
        self.handle = handle
    }

    deinit {
        var handle = handle
        duckdb_destroy_pending(&handle)
    }

    mutating func run(
        on connection: duckdb_connection,
        _ running: RunningQuery?,
        _ sql: String
    ) throws(DuckDBError) -> Rows {
        var idleSteps = 0
        stepping: while true {
            if running?.stop != nil {
                duckdb_interrupt(connection)
            }
            switch duckdb_pending_execute_task(handle) {
            case DUCKDB_PENDING_RESULT_READY:
                break stepping
            case DUCKDB_PENDING_ERROR:
                let message = duckdb_pending_error(handle).map { String(cString: $0) }
                throw DuckDBError(.execute, message ?? "the statement failed", sql: sql)
            case DUCKDB_PENDING_NO_TASKS_AVAILABLE:
                // The engine's other threads have all that is left to do.
                idleSteps += 1
                _ = idleSteps < 100 ? sched_yield() : usleep(100)
            default:
                idleSteps = 0
            }
        }
        var result = duckdb_result()
        let state = duckdb_execute_pending(handle, &result)
        let rows = Rows(owning: result)
        if state != DuckDBSuccess {
            throw DuckDBError(.execute, rows.errorMessage ?? "the statement failed", sql: sql)
        }
        return rows
    }
}
