internal import CLibPQ
internal import Foundation

/// One connection, used by one thread. Every exchange is a pipeline: all statements go out at once, and the first that
/// fails ends those behind it.
final class Connection {
    let handle: OpaquePointer
    /// Names of prepared statements, by their SQL.
    private var prepared: [String: String] = [:]
    private var serial = 0
    private let answerTimeout: Duration

    /// Blocks until the server lets us in, refuses, or the time is up.
    init(url: String, timeout: Duration, answerTimeout: Duration) throws(PostgresError) {
        self.answerTimeout = answerTimeout
        handle = try Self.connect(url, timeout)
        guard PQenterPipelineMode(handle) == 1 else { throw lost() }
    }

    deinit { PQfinish(handle) }

    /// Outside any transaction.
    var isIdle: Bool { PQstatus(handle) == CONNECTION_OK && PQtransactionStatus(handle) == PQTRANS_IDLE }
    var isInTransaction: Bool {
        PQtransactionStatus(handle) == PQTRANS_INTRANS || PQtransactionStatus(handle) == PQTRANS_INERROR
    }

    /// One round trip.
    func run(_ statements: [Statement]) throws(PostgresError) -> [Rows] {
        var expected: [Expected] = []
        for statement in statements { try send(statement, &expected) }
        guard PQpipelineSync(handle) == 1 else { throw lost() }
        let deadline = ContinuousClock.now + answerTimeout
        var rows: [Rows] = []
        var failure: PostgresError?
        for one in expected {
            let result = try self.result(deadline)
            defer { PQclear(result) }
            switch PQresultStatus(result) {
            case PGRES_TUPLES_OK, PGRES_COMMAND_OK:
                switch one {
                case .prepared(let sql, let name): prepared[sql] = name
                case .rows: rows.append(Rows(result))
                }
            case PGRES_PIPELINE_ABORTED: break
            default: failure = failure ?? PostgresError(result: result, isLost: PQstatus(handle) == CONNECTION_BAD)
            }
            // Each statement's results end with none.
            if let surplus = try self.result(orNone: deadline) { PQclear(surplus) }
        }
        PQclear(try result(deadline))
        if let failure { throw failure }
        return rows
    }

    /// Several statements of our own, without values, as one.
    func script(_ sql: String) throws(PostgresError) {
        guard PQexitPipelineMode(handle) == 1 else { throw lost() }
        let result = PQexec(handle, sql)
        defer { PQclear(result) }
        let status = PQresultStatus(result)
        guard status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK else {
            let failure = PostgresError(result: result, isLost: PQstatus(handle) == CONNECTION_BAD)
            // The pipeline is entered again for the ROLLBACK; where that fails, the connection is lost anyway.
            _ = PQenterPipelineMode(handle)
            throw failure
        }
        guard PQenterPipelineMode(handle) == 1 else { throw lost() }
    }

    fileprivate enum Expected {
        case prepared(sql: String, name: String)
        case rows
    }

    private func send(_ statement: Statement, _ expected: inout [Expected]) throws(PostgresError) {
        let types = statement.values.map(\.type)
        let count = Int32(types.count)
        let name: String
        if let known = prepared[statement.sql] {
            name = known
        } else if case .prepared(_, let coming)? = expected.first(where: { $0.isPreparing(statement.sql) }) {
            name = coming
        } else {
            serial += 1
            name = "s\(serial)"
            guard PQsendPrepare(handle, name, statement.sql, count, types) == 1 else { throw lost() }
            expected.append(.prepared(sql: statement.sql, name: name))
        }
        let bytes = statement.values.map(\.bytes)
        let lengths = bytes.map { Int32($0?.count ?? 0) }
        let formats = [Int32](repeating: 1, count: bytes.count)
        // One block for all values: pointers into it stay good for the call.
        let block = bytes.reduce(into: [UInt8]()) { $0 += ($1 ?? []) + [0] }
        let sent = block.withUnsafeBufferPointer { block in
            var offset = 0
            let pointers = bytes.map { value -> UnsafePointer<CChar>? in
                defer { offset += (value?.count ?? 0) + 1 }
                guard value != nil, let base = block.baseAddress else { return nil }
                return UnsafeRawPointer(base + offset).assumingMemoryBound(to: CChar.self)
            }
            return PQsendQueryPrepared(handle, name, count, pointers, lengths, formats, 1)
        }
        guard sent == 1 else { throw lost() }
        expected.append(.rows)
    }

    private func result(_ deadline: ContinuousClock.Instant) throws(PostgresError) -> OpaquePointer {
        guard let result = try result(orNone: deadline) else { throw lost() }
        return result
    }

    /// Waits on the socket and not in libpq, so that a server that went silent does not hold us for ever.
    private func result(orNone deadline: ContinuousClock.Instant) throws(PostgresError) -> OpaquePointer? {
        while PQisBusy(handle) == 1 {
            guard Self.wait(PQsocket(handle), for: .read, until: deadline) else {
                throw PostgresError(sqlstate: nil, message: "the server went silent", isConnectionLost: true)
            }
            guard PQconsumeInput(handle) == 1 else { throw lost() }
        }
        return PQgetResult(handle)
    }

    private func lost() -> PostgresError {
        PostgresError(sqlstate: nil, message: Self.firstLine(PQerrorMessage(handle)), isConnectionLost: true)
    }

    static func firstLine(_ message: UnsafePointer<CChar>?) -> String {
        let text = message.map { String(cString: $0) } ?? ""
        return String(text.split(separator: "\n").first ?? "the connection was lost")
    }
}

extension Connection.Expected {
    fileprivate func isPreparing(_ sql: String) -> Bool {
        if case .prepared(sql, _) = self { return true }
        return false
    }
}

extension Rows {
    fileprivate init(_ result: OpaquePointer) {
        for column in 0..<PQnfields(result) {
            if let name = PQfname(result, column) { columns[String(cString: name)] = Int(column) }
        }
        values = (0..<PQntuples(result)).map { row in
            (0..<PQnfields(result)).map { column in
                guard PQgetisnull(result, row, column) == 0, let bytes = PQgetvalue(result, row, column) else {
                    return nil
                }
                return Data(bytes: bytes, count: Int(PQgetlength(result, row, column)))
            }
        }
        changes = PQcmdTuples(result).flatMap { Int(String(cString: $0)) } ?? 0
    }
}

extension PostgresError {
    fileprivate init(result: OpaquePointer?, isLost: Bool) {
        let field = { (code: Int32) in PQresultErrorField(result, code).map { String(cString: $0) } }
        let sqlstate = field(Self.sqlstateField)
        let names = [field(Self.tableField), field(Self.columnField), field(Self.constraintField)].compactMap(\.self)
        // Messages of data errors quote values, and so may those of functions; others name things only.
        let quotes = sqlstate.map { ["22", "23", "P0", "BW"].contains($0.prefix(2)) } ?? false
        let primary = quotes ? nil : field(Self.primaryField)
        self.init(
            sqlstate: sqlstate,
            message: ([primary].compactMap(\.self) + names).joined(separator: ", "),
            isConnectionLost: isLost || sqlstate.map { $0.hasPrefix("08") || $0.hasPrefix("57P") } ?? true
        )
    }

    // libpq names the fields by letters, in macros that Swift does not see.
    private static let sqlstateField = Int32(UInt8(ascii: "C"))
    private static let primaryField = Int32(UInt8(ascii: "M"))
    private static let tableField = Int32(UInt8(ascii: "t"))
    private static let columnField = Int32(UInt8(ascii: "c"))
    private static let constraintField = Int32(UInt8(ascii: "n"))
}
