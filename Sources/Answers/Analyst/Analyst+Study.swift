internal import Bars
internal import DuckDB
internal import Market
internal import Studies
internal import StudySQL
internal import Understanding

extension Analyst {
    func answered(_ reading: Reading, _ inquiry: Inquiry) async throws -> Answer {
        guard case .study(let study) = reading.intent else { return reply(reading, inquiry) }
        guard !loaded.isEmpty else { return nothingLoaded(reading.language) }
        do {
            var (answer, phrasing) = try await run(study, reading, inquiry)
            let others = otherReadings(reading, inquiry)
            describe(&answer, reading, study, others)
            try await addOtherwise(&answer, phrasing, reading, others)
            try await reword(&answer, phrasing, reading.wanted)
            return answer
        } catch let error as RunError {
            guard var answer = refused(error, reading.language) else { throw error }
            describe(&answer, reading, study, otherReadings(reading, inquiry))
            return answer
        }
    }

    /// The bindings and assumptions of a reading, and its study in words.
    func describe(_ answer: inout Answer, _ reading: Reading, _ study: Study?, _ others: [OtherReading] = []) {
        let wording = wording(study, reading.language)
        answer.bindings = reading.bindings.map {
            Answer.BoundWords(words: $0.words, clause: wording.phrase($0.clause))
        }
        answer.assumptions = notes(reading, others)
        answer.study = study
        answer.brief = study.map { Brief($0, wording: wording).markdown() }
        if case .study = reading.intent, let aside = reading.aside {
            answer.remarks.insert(wording.say("remark.aside", ["what": .text(aside)]), at: 0)
        }
        if case .study = reading.intent, reading.wanted == .figures, let edit = reading.edit {
            answer.remarks.insert(
                edit.whole.map { wording.say("remark.edited", ["what": .text($0)]) } ?? wording.say("remark.changed"),
                at: 0
            )
        }
    }

    private func run(
        _ study: Study,
        _ reading: Reading,
        _ inquiry: Inquiry
    ) async throws -> (answer: Answer, phrasing: Phrasing) {
        let wording = wording(study, reading.language)
        let rows = try await runner.run(study, seconds: deadline)
        var spent = rows.queryTime
        var table = AnswerTable(rows.table, columns: rows.query.columns, study: study, wording: wording)
        if rows.table.isTruncated {
            table.totalRows = try await chosen(by: study, spent: &spent) ?? table.totalRows + 1
        }
        let total = try await units(of: study, spent: &spent)
        var chosen = study.condition == nil ? total : nil
        if case .distribution = study.result, chosen == nil { chosen = try await self.chosen(by: study, spent: &spent) }
        let checks = Checks(table, study: study, wording: wording).all(rows.checks, chosen: chosen, total: total)
        if let failed = checks.first(where: { !$0.passed }) {
            throw Failure(
                .checkFailed,
                message: wording.say("failure.check.failed", ["what": .text(failed.name)]),
                cause: "\(failed)"
            )
        }
        var phrasing = Phrasing(table, study: study, wording: wording, total: total)
        phrasing.usual = try await usual(study, spent: &spent)
        var answer = Answer(status: .answered, language: reading.language, text: phrasing.text())
        let together = try await together(study, wording, spent: &spent)
        answer.facts = (together?.facts ?? []) + Facts.of(table, study: study)
        answer.facts += try await summaryFacts(study, spent: &spent)
        answer.facts += correlationFacts(study, table)
        answer.facts = Array(answer.facts.prefix(Facts.limit))
        answer.checks = checks
        answer.definitions = Definitions(study, wording: wording, catalogue: catalogue).lines()
        answer.remarks = Remarks(
            study,
            wording: wording,
            catalogue: catalogue,
            loaded: loaded.first { $0.instrument.symbol == study.symbols.first },
            today: context(inquiry).today
        ).lines(table, mended: reading.mended)
        if let together {
            answer.remarks.insert(wording.say("remark.together", ["what": .text(together.text)]), at: 0)
        }
        answer.remarks = reading.leftOut.map { wording.say("remark.leftOut.\($0.rawValue)") } + answer.remarks
        answer.chart = Chart(table, study: study, wording: wording).specification(title: inquiry.text)
        answer.table = table
        answer.sql = pasteable(rows.query, study)
        answer.timing.query = spent / .milliseconds(1)
        return (answer, phrasing)
    }

    /// How many units the period has, the condition aside; nil where counting them would read minutes.
    private func units(of study: Study, spent: inout Duration) async throws -> Int? {
        switch study.unit {
        case .minutes: return nil
        case .day, .week, .month, .quarter, .year: break
        }
        if case .comparison = study.result { return nil }
        if case .clock = study.span, study.condition == nil, case .list = study.result { return nil }
        var whole = study
        whole.condition = nil
        return try await chosen(by: whole, spent: &spent)
    }

    /// How many rows a study's condition chooses.
    private func chosen(by study: Study, spent: inout Duration) async throws -> Int? {
        var counted = study
        counted.result = .summary(summary: Summary(measures: [.count(where: nil)]))
        let rows = try await runner.run(counted, seconds: deadline, checked: false)
        spent += rows.queryTime
        guard let column = rows.query.columns.firstIndex(where: { $0.meaning == .rows }), rows.table.rowCount > 0,
            case .integer(let count) = rows.table[0, column]
        else { return nil }
        return Int(count)
    }

    /// Periods that were named one by one, taken as one.
    private func together(
        _ study: Study,
        _ wording: Wording,
        spent: inout Duration
    ) async throws -> (facts: [Answer.Fact], text: String)? {
        guard case .comparison(let variants, let measures) = study.result, study.period != .all,
            variants.allSatisfy({ $0.period != nil })
        else { return nil }
        var whole = study
        whole.result = .summary(summary: Summary(measures: measures))
        let rows = try await runner.run(whole, seconds: deadline)
        spent += rows.queryTime
        let table = AnswerTable(rows.table, columns: rows.query.columns, study: whole, wording: wording)
        let phrasing = Phrasing(table, study: whole, wording: wording, total: nil)
        return (Facts.of(table, study: whole), phrasing.text())
    }

    /// Mean, deviation and quartiles beside a distribution of values.
    private func summaryFacts(_ study: Study, spent: inout Duration) async throws -> [Answer.Fact] {
        guard case .distribution(let distribution) = study.result, distribution.of.count == 1,
            let series = distribution.of.first
        else { return [] }
        switch series {
        case .time, .calendar: return []
        default: break
        }
        let statistics: [Statistic] = [
            .mean, .deviation, .quantile(probability: 0.25), .median, .quantile(probability: 0.75),
        ]
        var companion = study
        companion.result = .summary(
            summary: Summary(measures: statistics.map { .statistic(statistic: $0, of: series, where: nil) })
        )
        let rows = try await runner.run(companion, seconds: deadline, checked: false)
        spent += rows.queryTime
        let table = AnswerTable(
            rows.table,
            columns: rows.query.columns,
            study: companion,
            wording: wording(study, .en)
        )
        return Facts.of(table, study: companion)
    }

    /// Median and quartiles of what a standing is of, over the whole period.
    private func usual(
        _ study: Study,
        spent: inout Duration
    ) async throws -> (
        median: Double, low: Double, high: Double
    )? {
        guard case .standing(let series) = study.result, let first = series.first else { return nil }
        let statistics: [Statistic] = [.median, .quantile(probability: 0.25), .quantile(probability: 0.75)]
        var companion = study
        companion.condition = nil
        companion.result = .summary(
            summary: Summary(measures: statistics.map { .statistic(statistic: $0, of: first, where: nil) })
        )
        let rows = try await runner.run(companion, seconds: deadline, checked: false)
        spent += rows.queryTime
        let table = AnswerTable(rows.table, columns: rows.query.columns, study: companion, wording: wording(study, .en))
        let values = table.figureColumns.compactMap { table.number(0, $0) }
        return values.count == 3 ? (values[0], values[1], values[2]) : nil
    }

    private func correlationFacts(_ study: Study, _ table: AnswerTable) -> [Answer.Fact] {
        guard case .correlation = study.result,
            let r = table.columns.firstIndex(where: { $0.meaning == .pearson }),
            let pairs = table.columns.firstIndex(where: { $0.meaning == .pairs }),
            let row = table.rows.first, let value = row[r].number, let count = row[pairs].number
        else { return [] }
        let p = CorrelationTest.pValue(r: value, pairs: Int(count))
        return [Answer.Fact(name: "p_value", value: p.map { .number($0) } ?? .null)]
    }

    /// The SQL as it can be pasted into DuckDB; with several instruments it says what the tables are.
    func pasteable(_ query: CompiledQuery, _ study: Study) -> String {
        guard study.instruments.count > 1 else { return query.pasteable }
        let names = study.instruments.joined(separator: ", ")
        return "-- minutes, sessions: views, UNION ALL of the tables in the files of \(names)\n" + query.pasteable
    }
}
