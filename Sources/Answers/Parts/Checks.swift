package import Bars
package import Studies
internal import StudySQL

/// Arithmetic that must hold of an answer's rows.
package struct Checks {
    private let table: AnswerTable
    private let study: Study
    private let wording: Wording
    private var say: Sentences { wording.say }

    package init(_ table: AnswerTable, study: Study, wording: Wording) {
        self.table = table
        self.study = study
        self.wording = wording
    }

    /// All checks. `asked` are the compiler's, with their numbers; `chosen` the units that the condition chooses and
    /// `total` all units of the period, each counted by a query of its own, nil where it was not.
    package func all(_ asked: [StudyRows.Check], chosen: Int?, total: Int?) -> [Answer.Check] {
        var checks = asked.compactMap(check)
        if let chosen { checks += frequencies(of: chosen, besides: checks.isEmpty ? [] : asked) }
        if let total, study.condition != nil { checks += subset(of: total) }
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
            return counts(column, actual, isPart: isLimited, of: number)
        case .subset(let name):
            guard let column = table.index(name) else { return nil }
            return subset(column, of: number)
        }
    }

    private func counts(_ column: Int, _ actual: Double, isPart: Bool, of number: Double) -> Answer.Check {
        Answer.Check(
            name: say(
                isPart ? "check.countsWithin" : "check.countsSum",
                ["what": .text(title(column)), "unit": .text(say("units." + wording.unitKey))]
            ),
            expected: number,
            actual: actual,
            passed: isPart ? actual <= number : actual == number
        )
    }

    /// The frequencies of a distribution against the units chosen: every bar has a high, not every one a gap fill.
    private func frequencies(of chosen: Int, besides asked: [StudyRows.Check]) -> [Answer.Check] {
        guard !table.isTruncated else { return [] }
        return table.columns.indices.compactMap { column in
            guard case .bucketCount(let series) = table.columns[column].meaning,
                !asked.contains(where: { $0.subject == .countsSum(column: table.columns[column].name) })
            else { return nil }
            return counts(
                column,
                table.sum(of: column),
                isPart: isLimited || !Self.isAlwaysThere(series),
                of: Double(chosen)
            )
        }
    }

    private static func isAlwaysThere(_ series: Series) -> Bool {
        guard case .time(let event, .own) = series else { return false }
        switch event {
        case .high, .low, .firstBar, .lastBar: return true
        case .largestVolume, .above, .below, .touch, .gapFill, .shareOfRange: return false
        }
    }

    private func title(_ column: Int) -> String {
        let title = table.columns[column].title
        return title.firstIndex { $0 == ":" || $0 == "," }.map { String(title[..<$0]) } ?? title
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
                name: say("check.shares", ["what": .text(title(column))]),
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
        case .summary(let summary): summary.limit != nil || summary.limitInEach != nil
        case .list, .runs, .comparison, .correlation, .standing: false
        }
    }
}
