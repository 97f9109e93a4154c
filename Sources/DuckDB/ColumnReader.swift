internal import CDuckDB

/// Copies one column of a result out of the engine's vectors into a typed array, chunk by chunk.
struct ColumnReader {
    private let name: String
    private let format: Format
    private var count = 0
    private var nulls: [Bool]?

    // The one that the format fills; 128-bit integers go to the doubles once one does not fit in 64 bits.
    private var booleans: [Bool] = []
    private var integers: [Int64] = []
    private var doubles: [Double] = []
    private var texts: [String] = []
    private var days: [Int32] = []
    private var isWide = false

    /// Fails with `unsupportedType` for a type that no `Column.Values` holds.
    init(_ result: inout duckdb_result, _ index: idx_t, _ sql: String) throws(DuckDBError) {
        name = duckdb_column_name(&result, index).map { String(cString: $0) } ?? ""
        var type = duckdb_column_logical_type(&result, index)
        defer { duckdb_destroy_logical_type(&type) }
        guard let format = Format(type) else {
            let number = duckdb_get_type_id(type).rawValue
            throw DuckDBError(.unsupportedType, "column \(name) has the engine's type \(number)", sql: sql)
        }
        self.format = format
    }

    var column: Column {
        let values: Column.Values =
            switch format {
            case .boolean: .booleans(booleans)
            case .int128, .uint128, .uint64: isWide ? .doubles(doubles) : .integers(integers)
            case .int8, .int16, .int32, .int64, .uint8, .uint16, .uint32: .integers(integers)
            case .float, .double, .decimal: .doubles(doubles)
            case .text, .enumeration: .texts(texts)
            case .date: .dates(days)
            case .timestamp: .timestamps(integers)
            case .time: .times(integers)
            }
        return Column(name: name, values: values, nulls: nulls)
    }

    /// Appends the first `count` cells of the vector and tells their bytes.
    mutating func append(_ vector: duckdb_vector?, _ count: Int) -> Int {
        guard count > 0, let data = duckdb_vector_get_data(vector) else { return 0 }
        let cells = Cells(data: data, mask: duckdb_vector_get_validity(vector), count: count)
        let bytes = append(cells)
        if nulls != nil || cells.hasNulls {
            var nulls = self.nulls ?? Array(repeating: false, count: self.count)
            self.nulls = nil
            for row in 0..<count {
                nulls.append(!cells.isValid(row))
            }
            self.nulls = nulls
        }
        self.count += count
        return bytes
    }

    private mutating func append(_ cells: Cells) -> Int {
        switch format {
        case .boolean: return cells.append(UInt8.self, to: &booleans, null: false) { $0 != 0 }
        case .int8: return cells.append(Int8.self, to: &integers, null: 0) { Int64($0) }
        case .int16: return cells.append(Int16.self, to: &integers, null: 0) { Int64($0) }
        case .int32: return cells.append(Int32.self, to: &integers, null: 0) { Int64($0) }
        case .uint8: return cells.append(UInt8.self, to: &integers, null: 0) { Int64($0) }
        case .uint16: return cells.append(UInt16.self, to: &integers, null: 0) { Int64($0) }
        case .uint32: return cells.append(UInt32.self, to: &integers, null: 0) { Int64($0) }
        case .int64: return cells.append(Int64.self, to: &integers, null: 0)
        case .uint64: return appendWide(cells, UInt64.self) { $0 }
        case .int128: return appendWide(cells, duckdb_hugeint.self) { Int128($0) }
        case .uint128: return appendWide(cells, duckdb_uhugeint.self) { UInt128($0) }
        case .float: return cells.append(Float.self, to: &doubles, null: 0) { Double($0) }
        case .double: return cells.append(Double.self, to: &doubles, null: 0)
        case .decimal(let width, let divisor): return appendDecimals(cells, width, divisor)
        case .text: return cells.appendTexts(to: &texts)
        case .enumeration(let width, let names): return appendNames(cells, width, names)
        case .date: return cells.append(Int32.self, to: &days, null: 0)
        case .timestamp(let unit), .time(let unit):
            return unit == .microseconds
                ? cells.append(Int64.self, to: &integers, null: 0)
                : cells.append(Int64.self, to: &integers, null: 0) { unit.microseconds($0) }
        }
    }

    private mutating func appendWide<Source, Cell: BinaryInteger>(
        _ cells: Cells,
        _ type: Source.Type,
        _ convert: (Source) -> Cell
    ) -> Int {
        if !isWide {
            let start = integers.count
            var fits = true
            let bytes = cells.append(type, to: &integers, null: 0) { source in
                let narrow = Int64(exactly: convert(source))
                fits = fits && narrow != nil
                return narrow ?? 0
            }
            if fits { return bytes }
            isWide = true
            doubles = integers.prefix(start).map { Double($0) }
            integers = []
        }
        return cells.append(type, to: &doubles, null: 0) { Double(convert($0)) }
    }

    private mutating func appendDecimals(_ cells: Cells, _ width: Format.Width, _ divisor: Double) -> Int {
        switch width {
        case .bits8: cells.append(Int8.self, to: &doubles, null: 0) { Double($0) / divisor }
        case .bits16: cells.append(Int16.self, to: &doubles, null: 0) { Double($0) / divisor }
        case .bits32: cells.append(Int32.self, to: &doubles, null: 0) { Double($0) / divisor }
        case .bits64: cells.append(Int64.self, to: &doubles, null: 0) { Double($0) / divisor }
        case .bits128: cells.append(duckdb_hugeint.self, to: &doubles, null: 0) { Double(Int128($0)) / divisor }
        }
    }

    private mutating func appendNames(_ cells: Cells, _ width: Format.Width, _ names: [String]) -> Int {
        switch width {
        case .bits8: cells.append(UInt8.self, to: &texts, null: "") { names[Int($0)] }
        case .bits16: cells.append(UInt16.self, to: &texts, null: "") { names[Int($0)] }
        default: cells.append(UInt32.self, to: &texts, null: "") { names[Int($0)] }
        }
    }
}

extension Int128 {
    fileprivate init(_ value: duckdb_hugeint) {
        self = Int128(value.upper) << 64 | Int128(value.lower)
    }
}

extension UInt128 {
    fileprivate init(_ value: duckdb_uhugeint) {
        self = UInt128(value.upper) << 64 | UInt128(value.lower)
    }
}
