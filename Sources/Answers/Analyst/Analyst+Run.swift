package import Bars
internal import DuckDB
internal import Studies
internal import StudySQL
package import Understanding

extension Analyst {
    /// Has the engine bind a plan's SQL against the data, without running it.
    package func prepare(_ plan: Plan) async throws(RunError) {
        try await runner.prepare(plan.query, of: plan.study)
    }

    /// The rows of a plan's own study.
    package func run(_ plan: Plan, _ language: Language) async throws(RunError) -> Findings {
        let rows = try await runner.run(plan.query, of: plan.study, seconds: deadline)
        let table = AnswerTable(
            rows.table,
            columns: rows.query.columns,
            study: plan.study,
            wording: wording(plan.study, language)
        )
        return Findings(
            table: table,
            isCut: rows.table.isTruncated,
            asked: rows.checks,
            spent: rows.queryTime / .milliseconds(1)
        )
    }

    /// What is to be looked up beside the rows; all of them are counted where not all fit.
    package func companions(of plan: Plan, _ findings: Findings) throws(RunError) -> [Companion] {
        guard findings.isCut, !plan.companions.contains(where: { $0.kind == .chosen }) else {
            return plan.companions
        }
        return [try companion(.chosen, plan.study.counted)] + plan.companions
    }

    package func find(_ companion: Companion, _ language: Language) async throws(RunError) -> Finding {
        let study = companion.study
        let rows = try await runner.run(
            companion.query,
            of: study,
            seconds: deadline,
            checked: companion.kind == .together
        )
        let content: Finding.Content
        switch companion.kind {
        case .total, .chosen: content = .count(rows: rows.count)
        case .usual:
            let table = table(rows, study, .en)
            let values = table.figureColumns.compactMap { table.number(0, $0) }
            content = values.count == 3 ? .quartiles(median: values[0], low: values[1], high: values[2]) : .nothing
        case .together:
            let table = table(rows, study, language)
            let phrasing = Phrasing(table, study: study, wording: wording(study, language), total: nil)
            content = .figures(facts: Facts.of(table, study: study), text: phrasing.text())
        case .summary: content = .figures(facts: Facts.of(table(rows, study, .en), study: study), text: "")
        case .otherwise: preconditionFailure("another reading is held against the answer's rows")
        }
        return Finding(content: content, milliseconds: rows.queryTime / .milliseconds(1))
    }

    /// What another reading says, where it differs from the rows that are there.
    package func compare(
        _ companion: Companion,
        with plan: Plan,
        _ findings: Findings,
        _ language: Language
    ) async throws(RunError) -> Finding {
        let study = companion.study
        let rows = try await runner.run(companion.query, of: study, seconds: deadline, checked: false)
        let first = phrasing(plan, findings, language)
        var second = Phrasing(
            table(rows, study, language),
            study: study,
            wording: wording(study, language),
            total: findings.total
        )
        second.isBrief = true
        let content = Otherwise(second, besides: first).map { Finding.Content.figures(facts: $0.facts, text: $0.text) }
        return Finding(content: content ?? .nothing, milliseconds: rows.queryTime / .milliseconds(1))
    }

    /// Holds the rows against their sums.
    /// - Throws: `Failure.checkFailed`: such figures are not shown.
    package func check(_ plan: Plan, _ findings: inout Findings, _ language: Language) throws(Failure) {
        let (study, wording) = (plan.study, wording(plan.study, language))
        if findings.isCut {
            findings.table.totalRows = findings.count(.chosen) ?? findings.table.totalRows + 1
        }
        var chosen = study.condition == nil ? findings.total : nil
        if case .distribution = study.result, chosen == nil { chosen = findings.count(.chosen) }
        findings.checks = Checks(findings.table, study: study, wording: wording)
            .all(findings.asked, chosen: chosen, total: findings.total)
        guard let failed = findings.checks.first(where: { !$0.passed }) else { return }
        throw Failure(
            .checkFailed,
            message: wording.say("failure.check.failed", ["what": .text(failed.name)]),
            cause: "\(failed)"
        )
    }

    /// The rows behind the first figure, where the question is how it came about.
    package func derive(_ plan: Plan, _ findings: inout Findings, _ reading: Reading) async throws(RunError) {
        guard reading.wanted == .derivation, !findings.table.rows.isEmpty,
            let sample = Derivation.Sample(phrasing(plan, findings, reading.language))
        else { return }
        let rows = try await runner.run(sample.study, seconds: deadline, checked: false)
        findings.spent += rows.queryTime / .milliseconds(1)
        var table = AnswerTable(
            rows.table,
            columns: rows.query.columns,
            study: sample.study,
            wording: wording(plan.study, reading.language)
        )
        if rows.table.isTruncated { table.totalRows = table.rows.count + 1 }
        findings.sample = (sample, table)
    }

    func phrasing(_ plan: Plan, _ findings: Findings, _ language: Language) -> Phrasing {
        var phrasing = Phrasing(
            findings.table,
            study: plan.study,
            wording: wording(plan.study, language),
            total: findings.total
        )
        if case .quartiles(let median, let low, let high)? = findings.found[.usual]?.content {
            phrasing.usual = (median, low, high)
        }
        return phrasing
    }

    private func table(_ rows: StudyRows, _ study: Study, _ language: Language) -> AnswerTable {
        AnswerTable(rows.table, columns: rows.query.columns, study: study, wording: wording(study, language))
    }
}

extension StudyRows {
    /// The number of rows that a counting study gives.
    fileprivate var count: Int? {
        guard let column = query.columns.firstIndex(where: { $0.meaning == .rows }), table.rowCount > 0,
            case .integer(let count) = table[0, column]
        else { return nil }
        return Int(count)
    }
}
