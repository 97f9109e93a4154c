import Market
import Studies

/// The columns of a summary. Shares are derived from counts by name, in a second step over the counted groups.
struct GroupSelection {
    /// What is counted for each group.
    private(set) var groupItems: [String] = []
    /// What is made of it, in the order of the columns.
    private var derivedItems: [String] = []
    /// Shares over all rows of the period.
    private(set) var bases: [String] = []
    private(set) var columns: [ResultColumn] = []
    private(set) var isTwoSteps = false
    private var names = ColumnNames()

    /// Adds a column that is aggregated over the rows, and returns its name.
    @discardableResult
    mutating func add(_ sql: String, _ wanted: String, _ meaning: ResultColumn.Meaning, _ unit: Unit) -> String {
        let name = column(wanted, meaning, unit)
        groupItems.append(sql == name ? sql : "\(sql) AS \(name)")
        derivedItems.append(name)
        return name
    }

    /// Adds a column made of others by name.
    @discardableResult
    mutating func derive(_ sql: String, _ wanted: String, _ meaning: ResultColumn.Meaning, _ unit: Unit) -> String {
        isTwoSteps = true
        let name = column(wanted, meaning, unit)
        derivedItems.append("\(sql) AS \(name)")
        return name
    }

    /// Counts in a step of its own, so that what follows reads the columns by their names alone.
    mutating func countFirst() { isTwoSteps = true }

    /// Adds a number that groups are ordered by and nobody sees.
    mutating func addHidden(_ sql: String) -> String {
        isTwoSteps = true
        groupItems.append("\(sql) AS place")
        return "place"
    }

    /// Adds a share over all rows of the period; nil: the same as a share that is there.
    mutating func base(_ sql: String?, orAs share: String, _ wanted: String, _ meaning: ResultColumn.Meaning) {
        isTwoSteps = true
        let name = column(wanted, meaning, .percent)
        guard let sql else { return derivedItems.append("\(share) AS \(name)") }
        bases.append("\(sql) AS base_\(bases.count + 1)")
        derivedItems.append("base_\(bases.count) AS \(name)")
    }

    private mutating func column(_ wanted: String, _ meaning: ResultColumn.Meaning, _ unit: Unit) -> String {
        let name = names.unique(wanted)
        columns.append(ResultColumn(name: name, meaning: meaning, unit: unit))
        return name
    }

    var grouped: String { groupItems.joined(separator: ",\n    ") }
    var derived: String { derivedItems.joined(separator: ",\n    ") }
}
