/// One column of a result, or of rows to append. All cells have one type.
package struct Column: Sendable, Hashable, Codable {
    /// The cells; the place of a null holds zero, false or the empty text.
    package enum Values: Sendable, Hashable, Codable {
        case booleans([Bool])
        case integers([Int64])
        case doubles([Double])
        case texts([String])
        /// Days since 1970-01-01.
        case dates([Int32])
        /// Microseconds since 1970-01-01 00:00.
        case timestamps([Int64])
        /// Microseconds since midnight.
        case times([Int64])
    }

    package var name: String
    package var values: Values
    /// True where the cell is null; `nil` when no cell is.
    package var nulls: [Bool]?

    package init(name: String, values: Values, nulls: [Bool]? = nil) {
        self.name = name
        self.values = values
        self.nulls = nulls
    }

    package var count: Int { values.count }

    package func isNull(_ row: Int) -> Bool {
        nulls?[row] ?? false
    }

    package subscript(row: Int) -> Value {
        if isNull(row) { return .null }
        return switch values {
        case .booleans(let cells): .boolean(cells[row])
        case .integers(let cells): .integer(cells[row])
        case .doubles(let cells): .double(cells[row])
        case .texts(let cells): .text(cells[row])
        case .dates(let cells): .date(days: cells[row])
        case .timestamps(let cells): .timestamp(microseconds: cells[row])
        case .times(let cells): .time(microseconds: cells[row])
        }
    }
}

extension Column.Values {
    package var count: Int {
        switch self {
        case .booleans(let cells): cells.count
        case .integers(let cells), .timestamps(let cells), .times(let cells): cells.count
        case .doubles(let cells): cells.count
        case .texts(let cells): cells.count
        case .dates(let cells): cells.count
        }
    }
}
