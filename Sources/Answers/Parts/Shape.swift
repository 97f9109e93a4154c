internal import Studies
internal import StudySQL

extension AnswerTable {
    /// Columns that name a row: dates, keys, buckets, variants.
    package var labelColumns: [Int] {
        columns.indices.filter { index in
            switch columns[index].meaning {
            case .date, .timestamp, .symbol, .key, .bucket, .variant, .runFirst: true
            default: false
            }
        }
    }

    /// The columns that the answer is about: what was measured, before counts that stand beside it.
    package var figureColumns: [Int] {
        let figures = columns.indices.filter { index in
            switch columns[index].meaning {
            case .series, .measure(_, .value), .bucketCount, .standing, .pearson, .runLength, .runCount: true
            default: false
            }
        }
        // A mean says more than how many rows it is of.
        let told = figures.filter { index in
            if case .measure(let measure, _) = columns[index].meaning, case .count = measure { false } else { true }
        }
        if !told.isEmpty { return told + figures.filter { !told.contains($0) } }
        return figures.isEmpty ? columns.indices.filter { columns[$0].meaning == .rows } : figures
    }

    func number(_ row: Int, _ column: Int) -> Double? { rows[row][column].number }

    /// Rows with the largest and the smallest number of a column; nil where there is none.
    func extremes(of column: Int) -> (largest: Int, smallest: Int)? {
        let told = rows.indices.filter { number($0, column) != nil }
        guard
            let largest = told.max(by: { (number($0, column) ?? 0, $1) < (number($1, column) ?? 0, $0) }),
            let smallest = told.min(by: { (number($0, column) ?? 0, $0) < (number($1, column) ?? 0, $1) })
        else { return nil }
        return (largest, smallest)
    }

    func sum(of column: Int) -> Double {
        rows.reduce(0) { $0 + ($1[column].number ?? 0) }
    }
}
