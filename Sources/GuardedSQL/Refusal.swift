/// Why a text is not run as SQL, or why running it gave no rows.
package struct Refusal: Error, Sendable, Hashable, Codable {
    package var code: Code
    /// What of the text was refused, or the engine's own words where they can quote no cell: for whoever wrote the SQL.
    package var detail: String

    package init(_ code: Code, _ detail: String) {
        self.code = code
        self.detail = detail
    }

    /// Stable names.
    package enum Code: String, Sendable, Codable, CaseIterable {
        /// Too long, too deep, or with characters that no query needs.
        case text = "sql.text"
        case parse = "sql.parse"
        case notOneStatement = "sql.not_one_statement"
        /// Something other than reading: writing, settings, descriptions.
        case notSelect = "sql.not_select"
        case table = "sql.table"
        case function = "sql.function"
        case type = "sql.type"
        /// A part of the language that is not on the list.
        case construct = "sql.construct"
        /// More parts than a query of a person's size has.
        case size = "sql.size"
        /// It does not fit the tables.
        case bind = "sql.bind"
        /// It failed while running; the engine's words may quote cells and stay in the log.
        case failed = "sql.failed"
        /// Time, memory or rows ran out.
        case tooHeavy = "sql.too_heavy"
    }
}
