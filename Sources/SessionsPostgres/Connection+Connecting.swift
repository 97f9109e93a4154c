internal import CLibPQ
internal import Foundation

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

extension Connection {
    enum Readiness {
        case read, write
    }

    /// A connected handle. Blocks for `timeout` at most for each address that the host's name stands for.
    static func connect(_ url: String, _ timeout: Duration) throws(PostgresError) -> OpaquePointer {
        // libpq's own error would quote what it cannot read.
        guard let address = PostgresURL(url) else {
            throw PostgresError(sqlstate: nil, message: "the URL cannot be read", isConnectionLost: true)
        }
        // A URL is read first and the rest after it, so what is named here holds whatever the URL says.
        let options: KeyValuePairs = [
            "dbname": address.text, "client_encoding": "UTF8", "fallback_application_name": "barwise",
            "keepalives_idle": "10",
            "keepalives_interval": "5", "keepalives_count": "3", "tcp_user_timeout": "20000",
        ]
        let handle = withCStrings(options.map(\.key)) { keys in
            withCStrings(options.map(\.value)) { values in PQconnectStartParams(keys, values, 1) }
        }
        guard let handle else { throw PostgresError(sqlstate: nil, message: "out of memory", isConnectionLost: true) }
        // Verbose, since libpq gives the SQLSTATE of a refusal nowhere else.
        PQsetErrorVerbosity(handle, PQERRORS_VERBOSE)
        PQsetNoticeProcessor(handle, { _, _ in }, nil)
        let deadline = ContinuousClock.now + timeout
        var awaited: Readiness? = .write
        while PQstatus(handle) != CONNECTION_BAD {
            if let awaited, !wait(PQsocket(handle), for: awaited, until: deadline) {
                PQfinish(handle)
                throw PostgresError(sqlstate: nil, message: "no answer from the server", isConnectionLost: true)
            }
            switch PQconnectPoll(handle) {
            case PGRES_POLLING_OK: return handle
            case PGRES_POLLING_READING: awaited = .read
            case PGRES_POLLING_WRITING: awaited = .write
            default: awaited = nil
            }
            if awaited == nil { break }
        }
        let message = firstLine(PQerrorMessage(handle))
        PQfinish(handle)
        throw PostgresError(sqlstate: sqlstate(in: message), message: message, isConnectionLost: true)
    }

    /// Of a refusal in libpq's verbose form, "FATAL:  28P01: …".
    private static func sqlstate(in message: String) -> String? {
        for part in message.split(separator: ":") {
            let word = part.drop { $0.isWhitespace }
            if word.count == 5, word != "FATAL", word.utf8.allSatisfy({ 48...57 ~= $0 || 65...90 ~= $0 }) {
                return String(word)
            }
        }
        return nil
    }

    /// False when the time is up first.
    static func wait(_ socket: Int32, for readiness: Readiness, until deadline: ContinuousClock.Instant) -> Bool {
        while true {
            let left = deadline - .now
            guard left > .zero else { return false }
            let events = Int16(readiness == .read ? POLLIN : POLLOUT)
            var watched = pollfd(fd: socket, events: events, revents: 0)
            let ready = poll(&watched, 1, Int32(clamping: left.milliseconds))
            if ready > 0 { return true }
            if ready < 0, errno != EINTR { return true }
        }
    }

    /// NULL-terminated, good for the call.
    private static func withCStrings<Result>(
        _ texts: [String],
        _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Result
    ) -> Result {
        let copies = texts.map { strdup($0) }
        defer { copies.forEach { free($0) } }
        let pointers = copies.map { UnsafePointer($0) } + [nil]
        return pointers.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { preconditionFailure("the list ends with nil") }
            return body(base)
        }
    }
}
