internal import CDuckDB

/// How the cells of a column lie in the engine's vectors, and what they become.
enum Format {
    case boolean
    case int8, int16, int32, int64, uint8, uint16, uint32, uint64, int128, uint128
    case float, double
    /// An integer of the inner format, divided by the scale.
    case decimal(Width, divisor: Double)
    case text
    /// An index of the inner format into the names.
    case enumeration(Width, names: [String])
    case date
    /// Multiplied or divided to microseconds.
    case timestamp(Unit)
    case time(Unit)

    enum Width {
        case bits8, bits16, bits32, bits64, bits128
    }

    enum Unit {
        case seconds, milliseconds, microseconds, nanoseconds

        func microseconds(_ count: Int64) -> Int64 {
            switch self {
            case .seconds: Self.scaled(count, 1_000_000)
            case .milliseconds: Self.scaled(count, 1000)
            case .microseconds: count
            case .nanoseconds: Self.floored(count)
            }
        }

        /// The engine's infinities are the largest counts of every unit.
        private static func scaled(_ count: Int64, _ factor: Int64) -> Int64 {
            let (product, isOver) = count.multipliedReportingOverflow(by: factor)
            guard isOver else { return product }
            return count < 0 ? -Int64.max : Int64.max
        }

        private static func floored(_ count: Int64) -> Int64 {
            if count == Int64.max || count <= -Int64.max { return count }
            let (quotient, remainder) = count.quotientAndRemainder(dividingBy: 1000)
            return remainder < 0 ? quotient - 1 : quotient
        }
    }

    /// `nil` for a type without a format here: intervals, lists, blobs and the like.
    init?(_ type: duckdb_logical_type?) {
        switch duckdb_get_type_id(type) {
        case DUCKDB_TYPE_BOOLEAN: self = .boolean
        case DUCKDB_TYPE_TINYINT: self = .int8
        case DUCKDB_TYPE_SMALLINT: self = .int16
        case DUCKDB_TYPE_INTEGER, DUCKDB_TYPE_SQLNULL: self = .int32
        case DUCKDB_TYPE_BIGINT: self = .int64
        case DUCKDB_TYPE_UTINYINT: self = .uint8
        case DUCKDB_TYPE_USMALLINT: self = .uint16
        case DUCKDB_TYPE_UINTEGER: self = .uint32
        case DUCKDB_TYPE_UBIGINT: self = .uint64
        case DUCKDB_TYPE_HUGEINT: self = .int128
        case DUCKDB_TYPE_UHUGEINT: self = .uint128
        case DUCKDB_TYPE_FLOAT: self = .float
        case DUCKDB_TYPE_DOUBLE: self = .double
        case DUCKDB_TYPE_VARCHAR: self = .text
        case DUCKDB_TYPE_DATE: self = .date
        case DUCKDB_TYPE_TIME: self = .time(.microseconds)
        case DUCKDB_TYPE_TIME_NS: self = .time(.nanoseconds)
        case DUCKDB_TYPE_TIMESTAMP, DUCKDB_TYPE_TIMESTAMP_TZ: self = .timestamp(.microseconds)
        case DUCKDB_TYPE_TIMESTAMP_S: self = .timestamp(.seconds)
        case DUCKDB_TYPE_TIMESTAMP_MS: self = .timestamp(.milliseconds)
        case DUCKDB_TYPE_TIMESTAMP_NS, DUCKDB_TYPE_TIMESTAMP_TZ_NS: self = .timestamp(.nanoseconds)
        case DUCKDB_TYPE_DECIMAL:
            let divisor = (0..<duckdb_decimal_scale(type)).reduce(1.0) { product, _ in product * 10 }
            guard let width = Width(duckdb_decimal_internal_type(type)) else { return nil }
            self = .decimal(width, divisor: divisor)
        case DUCKDB_TYPE_ENUM:
            guard let width = Width(duckdb_enum_internal_type(type)) else { return nil }
            self = .enumeration(width, names: Self.names(type))
        default: return nil
        }
    }

    private static func names(_ type: duckdb_logical_type?) -> [String] {
        (0..<idx_t(duckdb_enum_dictionary_size(type))).map { index in
            let name = duckdb_enum_dictionary_value(type, index)
            defer { duckdb_free(name) }
            return name.map { String(cString: $0) } ?? ""
        }
    }
}

extension Format.Width {
    fileprivate init?(_ type: duckdb_type) {
        switch type {
        case DUCKDB_TYPE_UTINYINT: self = .bits8
        case DUCKDB_TYPE_SMALLINT, DUCKDB_TYPE_USMALLINT: self = .bits16
        case DUCKDB_TYPE_INTEGER, DUCKDB_TYPE_UINTEGER: self = .bits32
        case DUCKDB_TYPE_BIGINT: self = .bits64
        case DUCKDB_TYPE_HUGEINT: self = .bits128
        default: return nil
        }
    }
}
