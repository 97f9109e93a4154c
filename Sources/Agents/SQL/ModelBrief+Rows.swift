internal import Answers
internal import DuckDB
internal import Foundation

extension ModelBrief {
    /// What of a result is not as the brief says; empty: all of it is.
    func faults(_ table: Table) -> [String] {
        let names = table.columns.map { $0.name.lowercased() }
        guard names == columns.map(\.name) else {
            return ["the columns must be \(columns.map(\.name).joined(separator: ", ")), in this order"]
        }
        var faults: [String] = []
        for (column, expected) in zip(table.columns, columns) where !expected.kind.fits(column.values) {
            faults.append("\(expected.name) must be of the kind \(expected.kind.rawValue)")
        }
        if table.isTruncated || !(leastRows...mostRows).contains(table.rowCount) {
            let count = table.isTruncated ? "more than \(table.rowCount)" : "\(table.rowCount)"
            faults.append("there are \(count) rows; the brief says \(leastRows) to \(mostRows)")
        }
        for column in table.columns.indices where table.rowCount > 0 {
            if (0..<table.rowCount).allSatisfy({ table.columns[column].isNull($0) }) {
                faults.append("\(columns[column].name) is null in every row")
            }
        }
        for sum in sums {
            guard let actual = self.sum(sum.column, table) else {
                faults.append("\(sum.column) has no numbers")
                continue
            }
            if !Self.comesOut(actual, sum.total) {
                faults.append("\(sum.column) sums to \(actual); the brief says \(sum.total)")
            }
        }
        return faults
    }

    /// The sums as an answer's checks.
    func checks(_ table: Table, name: (String) -> String) -> [Answers.Answer.Check] {
        sums.compactMap { sum in
            self.sum(sum.column, table).map { actual in
                .init(
                    name: name(sum.column),
                    expected: sum.total,
                    actual: actual,
                    passed: Self.comesOut(actual, sum.total)
                )
            }
        }
    }

    /// Percents are rounded where a query rounds them.
    private static func comesOut(_ actual: Double, _ total: Double) -> Bool {
        abs(actual - total) <= 0.001 * max(1, abs(total))
    }

    private func sum(_ name: String, _ table: Table) -> Double? {
        guard let place = columns.firstIndex(where: { $0.name == name }), table.columns.indices.contains(place) else {
            return nil
        }
        return switch table.columns[place].values {
        case .integers(let values): values.reduce(0) { $0 + Double($1) }
        case .doubles(let values): values.reduce(0, +)
        case .booleans, .texts, .dates, .timestamps, .times: nil
        }
    }
}

extension ModelBrief.Column.Kind {
    fileprivate func fits(_ values: DuckDB.Column.Values) -> Bool {
        switch (self, values) {
        case (.date, .dates), (.time, .times), (.timestamp, .timestamps), (.text, .texts), (.boolean, .booleans): true
        case (.integer, .integers), (.number, .integers), (.number, .doubles): true
        // Clock times are written as HH:MM too, whole numbers may come out of sums.
        case (.time, .texts), (.date, .texts): true
        case (.integer, .doubles(let values)): values.allSatisfy { $0 == $0.rounded() }
        default: false
        }
    }

    /// As an answer's columns have it.
    var shown: AnswerTable.Kind {
        switch self {
        case .date: .date
        case .time: .time
        case .timestamp: .timestamp
        case .integer: .integer
        case .number: .number
        case .text: .text
        case .boolean: .boolean
        }
    }
}
