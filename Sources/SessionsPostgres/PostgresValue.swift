package import Foundation

/// A bound value, sent in PostgreSQL's binary form: with its length, so that no character ends it.
package enum PostgresValue: Hashable, Sendable {
    case text(String?)
    case integer(Int?)
    case data(Data?)
    case bool(Bool)
    /// Kept to the microsecond.
    case date(Date?)
    case uuid(UUID?)

    /// The type's number in the server's catalogue; the same on every server.
    var type: UInt32 {
        switch self {
        case .text: 25
        case .integer: 20
        case .data: 17
        case .bool: 16
        case .date: 1184
        case .uuid: 2950
        }
    }

    /// nil for NULL.
    var bytes: [UInt8]? {
        switch self {
        case .text(let text): text.map { Array($0.utf8) }
        case .integer(let value): value.map { Self.bigEndian(Int64($0)) }
        case .data(let data): data.map(Array.init)
        case .bool(let value): [value ? 1 : 0]
        case .date(let date): date.map { Self.bigEndian(Int64(($0.timeIntervalSince1970 - Self.epoch) * 1e6)) }
        case .uuid(let uuid): uuid.map { withUnsafeBytes(of: $0.uuid, Array.init) }
        }
    }

    /// 2000-01-01 UTC, from which the server counts, in seconds since 1970.
    static let epoch = 946_684_800.0

    private static func bigEndian(_ value: Int64) -> [UInt8] { withUnsafeBytes(of: value.bigEndian, Array.init) }
}

/// A constant text of SQL with its bound values.
package struct Statement: Sendable {
    package var sql: String
    package var values: [PostgresValue]

    package init(_ sql: String, _ values: [PostgresValue] = []) {
        self.sql = sql
        self.values = values
    }
}
