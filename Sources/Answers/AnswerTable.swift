package import JSONText
package import StudySQL

/// The rows of an answer, up to `limit` of them.
package struct AnswerTable: Sendable {
    /// More rows than this are counted and left out.
    package static let limit = 10_000

    package var columns: [Column]
    package var rows: [[Cell]]
    /// How many there are, those left out included.
    package var totalRows: Int

    package init(columns: [Column], rows: [[Cell]], totalRows: Int) {
        self.columns = columns
        self.rows = rows
        self.totalRows = totalRows
    }

    package var isTruncated: Bool { rows.count < totalRows }

    package func index(_ name: String) -> Int? {
        columns.firstIndex { $0.name == name }
    }

    package struct Column: Sendable {
        /// As in the SQL.
        package var name: String
        /// In the language of the answer.
        package var title: String
        package var kind: Kind
        /// What its numbers are measured in; nil for dates, times and names.
        package var unit: String?
        package var meaning: ResultColumn.Meaning?

        package init(
            name: String,
            title: String,
            kind: Kind,
            unit: String? = nil,
            meaning: ResultColumn.Meaning? = nil
        ) {
            self.name = name
            self.title = title
            self.kind = kind
            self.unit = unit
            self.meaning = meaning
        }
    }

    /// How a column's cells are to be read. Weekdays and months are ISO numbers; `time` is `HH:MM`.
    package enum Kind: String, Sendable {
        case date, time, timestamp, integer, number, text, boolean, year, quarter, month, weekday

        package var isNumeric: Bool { self == .integer || self == .number }
    }
}

/// One value, in full precision.
package enum Cell: Hashable, Sendable {
    case null
    case integer(Int)
    case number(Double)
    /// Names, dates `YYYY-MM-DD`, times `HH:MM`, timestamps `YYYY-MM-DD HH:MM`.
    case text(String)
    case bool(Bool)

    package var number: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value.isFinite ? value : nil
        case .null, .text, .bool: nil
        }
    }

    package var text: String? {
        if case .text(let text) = self { text } else { nil }
    }

    package var isNull: Bool {
        if case .number(let value) = self { !value.isFinite } else { self == .null }
    }

    package func write(to writer: inout JSONWriter) {
        switch self {
        case .null: writer.null()
        case .integer(let value): writer.integer(value)
        case .number(let value): writer.number(value)
        case .text(let value): writer.string(value)
        case .bool(let value): writer.bool(value)
        }
    }
}

/// An object with one member, named for the kind: whole numbers and others are told apart when they come back.
extension Cell: Codable {
    private enum Kind: String, CodingKey { case null, integer, number, text, bool }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Kind.self)
        self =
            switch values.allKeys.first {
            case .integer: .integer(try values.decode(Int.self, forKey: .integer))
            case .number: .number(try values.decode(Double.self, forKey: .number))
            case .text: .text(try values.decode(String.self, forKey: .text))
            case .bool: .bool(try values.decode(Bool.self, forKey: .bool))
            case .null, nil: .null
            }
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Kind.self)
        switch self {
        case .null: try values.encodeNil(forKey: .null)
        case .integer(let value): try values.encode(value, forKey: .integer)
        case .number(let value): try values.encode(value, forKey: .number)
        case .text(let value): try values.encode(value, forKey: .text)
        case .bool(let value): try values.encode(value, forKey: .bool)
        }
    }
}
