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
            case .series, .measure(_, .value), .bucketCount, .standing, .pearson, .runLength, .runCount,
                .runLongest, .runMeanLength:
                true
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

    /// Rows with the largest and the smallest number (latest and earliest time) of a column; nil where there is none.
    func extremes(of column: Int) -> (largest: Int, smallest: Int)? {
        let values = rows.map { $0[column].number ?? $0[column].minute }
        let told = rows.indices.filter { values[$0] != nil }
        guard
            let largest = told.max(by: { (values[$0] ?? 0, $1) < (values[$1] ?? 0, $0) }),
            let smallest = told.min(by: { (values[$0] ?? 0, $0) < (values[$1] ?? 0, $1) })
        else { return nil }
        return (largest, smallest)
    }

    func sum(of column: Int) -> Double {
        rows.reduce(0) { $0 + ($1[column].number ?? 0) }
    }
}

extension Cell {
    /// Minutes of the clock of a time `HH:MM`.
    fileprivate var minute: Double? {
        guard let parts = text?.split(separator: ":"), parts.count == 2, let hour = Double(parts[0]),
            let minute = Double(parts[1])
        else { return nil }
        return hour * 60 + minute
    }
}
