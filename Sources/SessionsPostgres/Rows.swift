internal import AgentGraph
package import Foundation
internal import Sessions

/// What one statement gave, copied out of libpq.
package struct Rows: Sendable {
    package var columns: [String: Int] = [:]
    package var values: [[Data?]] = []
    /// Rows that an INSERT, UPDATE or DELETE touched.
    package var changes = 0

    package var first: Row? { values.first.map { Row(columns: columns, values: $0) } }

    package func map<Result>(_ make: (Row) throws -> Result) rethrows -> [Result] {
        try values.map { try make(Row(columns: columns, values: $0)) }
    }
}

/// One row; a value that is missing or of another length is `store.schema`, not a guess.
package struct Row {
    let columns: [String: Int]
    let values: [Data?]

    package func text(_ column: String) throws -> String { try required(try optionalText(column), column) }
    package func optionalText(_ column: String) throws -> String? {
        try value(column).map { String(decoding: $0, as: UTF8.self) }
    }

    package func integer(_ column: String) throws -> Int { try required(try optionalInteger(column), column) }
    package func optionalInteger(_ column: String) throws -> Int? {
        try value(column).map { data in
            switch data.count {
            case 8: Int(Int64(truncatingIfNeeded: Self.bits(data)))
            case 4: Int(Int32(truncatingIfNeeded: Self.bits(data)))
            case 2: Int(Int16(truncatingIfNeeded: Self.bits(data)))
            default: throw unexpected(column)
            }
        }
    }

    package func bool(_ column: String) throws -> Bool { try optionalBool(column) ?? false }
    package func optionalBool(_ column: String) throws -> Bool? { try value(column).map { $0.first == 1 } }

    package func data(_ column: String) throws -> Data { try required(try value(column), column) }
    package func optionalData(_ column: String) throws -> Data? { try value(column) }

    package func date(_ column: String) throws -> Date { try required(try optionalDate(column), column) }
    package func optionalDate(_ column: String) throws -> Date? {
        try optionalInteger(column).map { Date(timeIntervalSince1970: Double($0) / 1e6 + PostgresValue.epoch) }
    }

    package func optionalUUID(_ column: String) throws -> UUID? {
        try value(column).map { data in
            guard data.count == 16 else { throw unexpected(column) }
            return data.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
        }
    }

    /// A closed set's member as it was stored.
    func member<Value: RawRepresentable<String>>(_ column: String) throws -> Value {
        guard let value = Value(rawValue: try text(column)) else { throw unexpected(column) }
        return value
    }

    private func value(_ column: String) throws -> Data? {
        guard let index = columns[column] else { throw unexpected(column) }
        return values[index]
    }

    private func required<Value>(_ value: Value?, _ column: String) throws -> Value {
        guard let value else { throw unexpected(column) }
        return value
    }

    private func unexpected(_ column: String) -> SessionError {
        SessionError(.schema, "unexpected value in column \(column)")
    }

    private static func bits(_ data: Data) -> UInt64 { data.reduce(0) { $0 << 8 | UInt64($1) } }
}
