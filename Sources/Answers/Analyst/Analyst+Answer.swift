internal import Bars
internal import Market
package import Studies
package import StudySQL
package import Understanding

extension Analyst {
    /// Findings as an answer: facts, words, chart and remarks. Runs nothing.
    package func answer(
        _ plan: Plan,
        _ findings: Findings,
        _ reading: Reading,
        _ others: [OtherReading],
        _ inquiry: Inquiry
    ) -> Answer {
        let (study, table) = (plan.study, findings.table)
        let phrasing = phrasing(plan, findings, reading.language)
        let wording = phrasing.wording
        let without = reading.leftOut.map { wording.say("without.\($0.rawValue)") }
        var answer = Answer(
            status: .answered,
            language: reading.language,
            text: (without + [phrasing.text()]).joined(separator: " ")
        )
        answer.facts = facts(plan, findings)
        answer.checks = findings.checks
        answer.definitions = Definitions(study, wording: wording, catalogue: catalogue).lines()
        answer.remarks = Remarks(
            study,
            wording: wording,
            catalogue: catalogue,
            loaded: loaded.first { $0.instrument.symbol == study.symbols.first },
            today: context(inquiry).today
        ).lines(table, mended: reading.mended, chosen: findings.count(.chosen))
        if case .figures(_, let text)? = findings.found[.together]?.content {
            answer.remarks.insert(wording.say("remark.together", ["what": .text(text)]), at: 0)
        }
        answer.chart = Chart(table, study: study, wording: wording).specification(title: inquiry.text)
        answer.table = table
        answer.sql = pasteable(plan.query, study)
        describe(&answer, reading, study, others)
        for companion in plan.otherwise { tell(&answer, companion, findings, others) }
        reword(&answer, phrasing, findings, reading.wanted)
        answer.timing.query = findings.spent
        return answer
    }

    private func facts(_ plan: Plan, _ findings: Findings) -> [Answer.Fact] {
        func companion(_ kind: Companion.Kind) -> [Answer.Fact] {
            if case .figures(let facts, _)? = findings.found[kind]?.content { facts } else { [] }
        }
        var facts = companion(.together) + Facts.of(findings.table, study: plan.study) + companion(.summary)
        facts += correlation(plan.study, findings.table)
        return Array(facts.prefix(Facts.limit))
    }

    private func correlation(_ study: Study, _ table: AnswerTable) -> [Answer.Fact] {
        guard case .correlation = study.result,
            let r = table.columns.firstIndex(where: { $0.meaning == .pearson }),
            let pairs = table.columns.firstIndex(where: { $0.meaning == .pairs }),
            let row = table.rows.first, let value = row[r].number, let count = row[pairs].number
        else { return [] }
        let p = CorrelationTest.pValue(r: value, pairs: Int(count))
        return [Answer.Fact(name: "p_value", value: p.map { .number($0) } ?? .null)]
    }

    /// Tells the figures of another reading that differ by more than a tenth: in the text, beside the question that asks
    /// for them, and as facts where there is room.
    private func tell(
        _ answer: inout Answer,
        _ companion: Companion,
        _ findings: Findings,
        _ others: [OtherReading]
    ) {
        guard case .otherwise(let place, let number) = companion.kind,
            case .figures(let facts, let text)? = findings.found[companion.kind]?.content
        else { return }
        let other = others[place]
        let key = text.hasPrefix(other.option.label) ? "text.otherwise.bare" : "text.otherwise"
        answer.text += " "
        answer.text += wording(other.study, answer.language).say(
            key,
            ["label": .text(other.option.label), "figures": .text(text)]
        )
        for index in answer.assumptions[other.assumption].alternatives.indices
        where answer.assumptions[other.assumption].alternatives[index].question == other.option.question {
            answer.assumptions[other.assumption].alternatives[index].figures = text
        }
        let prefix = number == 0 ? "otherwise_" : "otherwise\(number + 1)_"
        let named = facts.map { Answer.Fact(name: prefix + $0.name, value: $0.value) }
        answer.facts += named.prefix(Facts.limit - answer.facts.count)
    }

    /// The answer in the words that were asked for: how the figure came about, or where its SQL is.
    private func reword(_ answer: inout Answer, _ phrasing: Phrasing, _ findings: Findings, _ wanted: Wanted) {
        switch wanted {
        case .figures: break
        case .sql:
            answer.showsSQL = true
            answer.text = phrasing.say("why.sql") + " " + answer.text
        case .derivation:
            guard let sample = findings.sample else { return }
            let behind = Phrasing(sample.rows, study: sample.of.study, wording: phrasing.wording, total: nil)
            let definitions = Definitions(phrasing.study, wording: phrasing.wording, catalogue: catalogue)
                .ofQuantities()
            answer.text = Derivation(phrasing, sample.of, rows: behind).text(definitions: definitions)
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

    /// The SQL as it can be pasted into DuckDB; with several instruments it says what the tables are.
    package func pasteable(_ query: CompiledQuery, _ study: Study) -> String {
        guard study.instruments.count > 1 else { return query.pasteable }
        let names = study.instruments.joined(separator: ", ")
        return "-- minutes, sessions: views, UNION ALL of the tables in the files of \(names)\n" + query.pasteable
    }
}
