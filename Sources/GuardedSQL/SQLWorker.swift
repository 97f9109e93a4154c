internal import Bars
internal import DuckDB
package import Foundation

#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// The side of the process that is alone with a query: whatever the query does to it, nobody else is there. What may be
/// asked at all was settled by the gate before.
package enum SQLWorker {
    /// Bytes of address space: text and lists that functions make escape the engine's own limit.
    static let memory: rlim_t = 2 << 30
    /// Seconds of processor time, should nobody be left to end the process.
    static let processor: rlim_t = 10

    /// Reads one `Work` and gives the bytes of its `WorkReply`.
    package static func answer(_ request: Data) async -> Data {
        limit()
        var reply: WorkReply
        do {
            let work = try PropertyListDecoder().decode(Work.self, from: request)
            reply = .rows(table: try await run(work))
        } catch let error as Refusal {
            reply = .refused(refusal: error)
        } catch {
            reply = .refused(refusal: Refusal(.failed, "the worker was not given work"))
        }
        let encoder = PropertyListEncoder()
        encoder.outputFormat = .binary
        // A table of numbers and texts has a property list; an empty answer is told as a failure by who reads it.
        return (try? encoder.encode(reply)) ?? Data()
    }

    private static func run(_ work: Work) async throws(Refusal) -> Table {
        do {
            let connection = try Connection(try openBars(work.files))
            let limits = Limits(rows: work.rows, bytes: work.bytes, seconds: work.seconds)
            return try await connection.query(work.sql, [], limits: limits)
        } catch {
            throw Refusal(error)
        }
    }

    /// No more memory, processor time or files than one query needs; none of it can be raised again.
    private static func limit() {
        let bounds = [(RLIMIT_AS, memory), (RLIMIT_CPU, processor), (RLIMIT_FSIZE, 0), (RLIMIT_CORE, 0)]
        for (resource, value) in bounds {
            var bound = rlimit(rlim_cur: value, rlim_max: value)
            #if canImport(Darwin)
            setrlimit(resource, &bound)
            #else
            setrlimit(__rlimit_resource_t(resource.rawValue), &bound)
            #endif
        }
    }
}

extension Refusal {
    /// The engine's words are told only for what fails before a cell is read.
    init(_ error: DuckDBError) {
        switch error.code {
        case .deadline, .cancelled, .tooLarge: self.init(.tooHeavy, error.code.description)
        case .prepare, .bind, .unsupportedType: self.init(.bind, String(error.message.prefix(600)))
        default: self.init(.failed, error.code.description)
        }
    }
}
