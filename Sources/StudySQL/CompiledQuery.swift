package import Market
package import Studies

/// A study as SQL: one SELECT with bound values, and what its columns mean.
package struct CompiledQuery: Sendable {
    /// One clause a line; values as `$1`, `$2` …
    package var sql: String
    package var bindings: [SQLValue]
    package var columns: [ResultColumn]
    /// Checks that must hold of the rows, each a SELECT of one number.
    package var checks: [CheckQuery]

    init(
        sql: String,
        bindings: [SQLValue],
        columns: [ResultColumn],
        checks: [(subject: CheckQuery.Subject, sql: String)]
    ) {
        (self.sql, self.bindings) = SQLValue.renumbered(sql, bindings)
        self.columns = columns
        self.checks = checks.map { check in
            let own = SQLValue.renumbered(check.sql, bindings)
            return CheckQuery(subject: check.subject, sql: own.sql, bindings: own.bindings)
        }
    }

    /// It looks at minutes, not at roll-ups alone: tens of milliseconds on years instead of one.
    package var readsMinutes: Bool { sql.contains("FROM minutes") }

    /// The same with its values written in: what a person pastes into DuckDB.
    package var pasteable: String { SQLValue.inline(bindings, into: sql) }
}

/// A SELECT of one number that a column's sum (or the number of rows) must equal or not exceed.
package struct CheckQuery: Sendable {
    package enum Subject: Hashable, Sendable {
        /// The counts of all buckets or groups sum to the number of units asked about.
        case countsSum(column: String)
        /// The chosen units are no more than the period's.
        case subset(column: String)
    }

    package var subject: Subject
    package var sql: String
    package var bindings: [SQLValue]
}

/// A column of a study's rows.
package struct ResultColumn: Hashable, Sendable {
    package var name: String
    package var meaning: Meaning
    package var unit: Unit

    package init(name: String, meaning: Meaning, unit: Unit) {
        self.name = name
        self.meaning = meaning
        self.unit = unit
    }

    package enum Meaning: Hashable, Sendable {
        /// The unit's trading day (a longer unit's first day); the opening of a row of minutes.
        case date, timestamp
        case symbol
        /// A group's value of a key.
        case key(key: Key)
        /// Lower edge (or the value itself) of a distribution's bucket.
        case bucket
        case variant
        /// Number of rows in the group.
        case rows
        case measure(measure: Measure, part: MeasurePart)
        case series(series: Series)
        /// Rows of a bucket, and their percentage of all that have a value, for one of the distribution's series.
        case bucketCount(of: Series), bucketShare(of: Series)
        case runFirst, runLast, runLength, runCount, runMeanLength, runLongest
        case pearson, spearman, pairs
        /// Percent of the period's rows with a smaller value.
        case standing(of: Series)
    }

    package enum MeasurePart: String, Hashable, Sendable {
        case value
        /// Of a share: rows on which it holds, rows on which it can be told, the 95% Wilson interval's ends, the same
        /// share over all rows of the period.
        case hits, rows, low, high, base
    }
}
