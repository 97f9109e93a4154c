/// A bound parameter, or one cell of a result.
package enum Value: Sendable, Hashable {
    case null
    case boolean(Bool)
    case integer(Int64)
    case double(Double)
    case text(String)
    /// Days since 1970-01-01.
    case date(days: Int32)
    /// Microseconds since 1970-01-01 00:00, in whatever zone the column is kept.
    case timestamp(microseconds: Int64)
    /// Microseconds since midnight.
    case time(microseconds: Int64)
}
