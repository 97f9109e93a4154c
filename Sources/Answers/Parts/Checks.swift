package import Bars
package import Studies
internal import StudySQL

/// Arithmetic that must hold of an answer's rows.
package struct Checks {
    private let table: AnswerTable
    private let study: Study
    private let say: Sentences

    package init(_ table: AnswerTable, study: Study, say: Sentences) {
        self.table = table
        self.study = study
        self.say = say
    }

    /// All checks; `asked` are the queries of the compiler with their numbers, `total` the units of the period.
    package func all(_ asked: [StudyRows.Check], total: Int?) -> [Answer.Check] {
        var checks = asked.compactMap(check)
        if let total { checks += subset(of: total) }
        if !table.isTruncated { checks += sums() }
        checks += shares()
        return checks
    }

    private func check(_ query: StudyRows.Check) -> Answer.Check? {
        let number = Double(query.number)
        switch query.subject {
        case .countsSum(let name):
            guard let column = table.index(name), !table.isTruncated else { return nil }
            let actual = table.sum(of: column)
            let isPart = isLimited
            return Answer.Check(
                name: say(
                    isPart ? "check.countsWithin" : "check.countsSum",
                    ["what": .text(table.columns[column].title)]
                ),
                expected: number,
                actual: actual,
                passed: isPart ? actual <= number : actual == number
            )
        case .subset(let name):
            guard let column = table.index(name) else { return nil }
            return subset(column, of: number)
        }
    }

    private func subset(of total: Int) -> [Answer.Check] {
        guard let column = table.columns.firstIndex(where: { $0.meaning == .rows }) else { return [] }
        return [subset(column, of: Double(total))]
    }

    private func subset(_ column: Int, of total: Double) -> Answer.Check {
        let actual = table.sum(of: column)
        return Answer.Check(
            name: say("check.subset", ["what": .text(table.columns[column].title)]),
            expected: total,
            actual: actual,
            passed: actual <= total
        )
    }

    /// The shares of a whole distribution.
    private func sums() -> [Answer.Check] {
        guard !isLimited, !table.rows.isEmpty else { return [] }
        return table.columns.indices.compactMap { column in
            guard case .bucketShare = table.columns[column].meaning else { return nil }
            let sum = table.sum(of: column)
            // A series without a single value has no shares.
            guard sum != 0 else { return nil }
            return Answer.Check(
                name: say("check.shares", ["what": .text(table.columns[column].title)]),
                expected: 100,
                actual: sum,
                passed: abs(sum - 100) < 1e-6
            )
        }
    }

    /// A share is its hits over its rows and lies in its interval; one check for the whole column.
    private func shares() -> [Answer.Check] {
        table.columns.indices.flatMap { column -> [Answer.Check] in
            guard case .measure(let measure, .value) = table.columns[column].meaning, case .share = measure,
                let hits = part(.hits, of: measure), let rows = part(.rows, of: measure)
            else { return [] }
            let title = Sentences.Value.text(table.columns[column].title)
            var checks: [Answer.Check] = []
            for row in table.rows {
                guard let share = row[column].number, let hit = row[hits].number, let all = row[rows].number, all > 0
                else { continue }
                let check = Answer.Check(
                    name: say("check.share", ["what": title]),
                    expected: 100 * hit / all,
                    actual: share,
                    passed: abs(share - 100 * hit / all) < 1e-6 && hit <= all
                )
                if checks.isEmpty || !check.passed { checks = [check] }
                if !check.passed { break }
            }
            return checks
        }
    }

    private func part(_ part: ResultColumn.MeasurePart, of measure: Measure) -> Int? {
        table.columns.firstIndex { $0.meaning == .measure(measure: measure, part: part) }
    }

    /// The result was cut to the first rows by the question.
    private var isLimited: Bool {
        switch study.result {
        case .distribution(let distribution): distribution.limit != nil
        case .summary(let summary): summary.limit != nil
        case .list, .runs, .comparison, .correlation, .standing: false
        }
    }
}
