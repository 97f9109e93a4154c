/// A result, column by column. Its coding is for another process of this very program, and kept nowhere.
package struct Table: Sendable, Hashable, Codable {
    package var columns: [Column]
    package var rowCount: Int
    /// More rows existed than `Limits.rows`.
    package var isTruncated: Bool

    package init(columns: [Column], rowCount: Int, isTruncated: Bool = false) {
        self.columns = columns
        self.rowCount = rowCount
        self.isTruncated = isTruncated
    }

    package subscript(row: Int, column: Int) -> Value {
        columns[column][row]
    }

    package func column(named name: String) -> Column? {
        columns.first { $0.name == name }
    }
}
