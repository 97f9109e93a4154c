internal import Market
package import Studies

/// A study as a specification in words: what a person reads to agree with the reading. Markdown.
package struct Brief {
    private let study: Study
    private let wording: Wording

    package init(_ study: Study, wording: Wording) {
        self.study = study
        self.wording = wording
    }

    private var say: Sentences { wording.say }

    package func markdown() -> String {
        var text = heading("brief.task") + task() + "\n\n"
        text += heading("brief.context") + bullets(context()) + "\n"
        let steps = self.steps().enumerated().map { "\($0 + 1). \($1)\n" }.joined()
        text += heading("brief.steps") + steps + "\n"
        text += heading("brief.columns") + bullets(columns()) + "\n"
        text += heading("brief.rows") + rows() + "\n"
        let sums = checks()
        if !sums.isEmpty { text += "\n" + heading("brief.checks") + bullets(sums) }
        return text
    }

    private func heading(_ key: String) -> String { "## " + say(key) + "\n" }
    private func bullets(_ lines: [String]) -> String { lines.map { "- \($0)\n" }.joined() }
    private func text(_ value: String) -> Sentences.Value { .text(value) }

    func task() -> String {
        let unit = text(wording.phrase(study.unit))
        func joined(_ measures: [Measure]) -> Sentences.Value {
            .text(measures.map(wording.labelled).joined(separator: "; "))
        }
        switch study.result {
        case .list(let list):
            return say(
                "brief.task.list",
                ["unit": unit, "columns": text(list.columns.map(wording.labelled).joined(separator: ", "))]
            )
        case .summary(let summary):
            guard !summary.keys.isEmpty else {
                return say("brief.task.summary", ["measures": joined(summary.measures)])
            }
            let keys = summary.keys.map(wording.phrase).joined(separator: ", ")
            return say("brief.task.summaryBy", ["measures": joined(summary.measures), "keys": text(keys)])
        case .distribution(let distribution):
            let of = distribution.of.map(wording.phrase).joined(separator: ", ")
            return say("brief.task.distribution", ["unit": unit, "of": text(of)])
        case .runs(let runs): return say("brief.task.runs", ["of": text(wording.phrase(runs.of))])
        case .comparison(let variants, let measures):
            let names = variants.map { wording.phrase($0) }.joined(separator: "; ")
            return say("brief.task.comparison", ["measures": joined(measures), "variants": text(names)])
        case .correlation(let left, let right):
            return say(
                "brief.task.correlation",
                ["left": text(wording.phrase(left)), "right": text(wording.phrase(right))]
            )
        case .standing(let series):
            return say("brief.task.standing", ["of": text(series.map(wording.labelled).joined(separator: ", "))])
        }
    }

    private func context() -> [String] {
        [
            say("brief.symbols", ["what": text(study.symbols.joined(separator: ", "))]),
            say("brief.period", ["what": text(wording.phrase(study.period))]),
            say("brief.span", ["what": text(wording.phrase(study.span))]),
            say("brief.unit", ["what": text(wording.phrase(study.unit))]),
            say("brief.level", ["n": .count(study.level)]),
        ]
    }

    private func steps() -> [String] {
        var steps = [say("brief.step.bars", ["unit": text(wording.phrase(study.unit))]), say("brief.step.period")]
        if let condition = study.condition {
            steps.append(say("brief.step.filter", ["what": text(wording.phrase(condition))]))
        }
        let events = StudyParts(study).events
        if !events.isEmpty {
            let names = events.map { wording.phrase(.time(event: $0, of: .own)) }.joined(separator: ", ")
            steps.append(say("brief.step.events", ["what": text(names)]))
        }
        switch study.result {
        case .list(let list):
            for order in list.order { steps.append(ordered(wording.phrase(order.by), order.descending)) }
            if let limit = list.limit { steps.append(say("brief.step.limit", ["n": .count(limit)])) }
        case .summary(let summary):
            if !summary.keys.isEmpty {
                let keys = summary.keys.map(wording.phrase).joined(separator: ", ")
                steps.append(say("brief.step.group", ["what": text(keys)]))
            }
            if let order = summary.order, summary.measures.indices.contains(order.measure) {
                steps.append(ordered(wording.phrase(summary.measures[order.measure]), order.descending))
            }
            if let each = summary.limitInEach, let first = summary.keys.first {
                let values: [String: Sentences.Value] = ["n": .count(each), "what": text(wording.phrase(first))]
                steps.append(say("brief.step.limitInEach", values))
            }
            if let limit = summary.limit { steps.append(say("brief.step.limit", ["n": .count(limit)])) }
        case .distribution, .runs, .comparison, .correlation, .standing: break
        }
        return steps
    }

    private func ordered(_ what: String, _ descending: Bool) -> String {
        let direction = say(descending ? "brief.step.descending" : "brief.step.ascending", ["what": text(what)])
        return say("brief.step.order", ["what": text(direction)])
    }

    private func columns() -> [String] {
        switch study.result {
        case .list(let list): [say("column.date")] + list.columns.map(wording.labelled)
        case .summary(let summary): summary.keys.map(wording.phrase) + summary.measures.map(wording.labelled)
        case .distribution(let distribution):
            [say("column.bucket")]
                + distribution.of.map {
                    say("column.bucketCount." + wording.unitKey, ["what": text(wording.phrase($0))])
                }
        case .runs: [say("column.runFirst"), say("column.runLast"), say("column.runLength." + wording.unitKey)]
        case .comparison(_, let measures): [say("column.variant")] + measures.map(wording.labelled)
        case .correlation: [say("column.pearson"), say("column.spearman"), say("measure.count." + wording.unitKey)]
        case .standing(let series): [say("column.date")] + series.map(wording.labelled)
        }
    }

    private func rows() -> String {
        switch study.result {
        case .list(let list):
            list.limit.map { say("brief.rows.atMost", ["n": .count($0)]) } ?? say("brief.rows.all")
        case .summary(let summary):
            summary.keys.isEmpty
                ? say("brief.rows.one")
                : summary.limit.map { say("brief.rows.atMost", ["n": .count($0)]) } ?? say("brief.rows.perGroup")
        case .distribution: say("brief.rows.perBucket")
        case .comparison(let variants, _): say("brief.rows.variants", ["n": .count(variants.count)])
        case .correlation: say("brief.rows.one")
        case .runs(let runs):
            runs.by != nil
                ? say("brief.rows.perGroup") : runs.show == .totals ? say("brief.rows.one") : say("brief.rows.all")
        case .standing: say("brief.rows.all")
        }
    }

    private func checks() -> [String] {
        var lines: [String] = []
        switch study.result {
        case .distribution: lines.append(say("brief.check.sum"))
        case .summary(let summary):
            if !summary.keys.isEmpty { lines.append(say("brief.check.sum")) }
        case .list, .runs, .comparison, .correlation, .standing: break
        }
        if StudyParts(study).hasShare { lines.append(say("brief.check.share")) }
        if study.condition != nil { lines.append(say("brief.check.subset")) }
        return lines
    }
}

extension Study {
    /// 0 raw rows, 1 an aggregate by period, 2 an event inside each group, 3 statistics of such events.
    package var level: Int {
        let hasEvents = !StudyParts(self).events.isEmpty
        return switch result {
        case .list: hasEvents ? 2 : unit == .minutes(count: 1) ? 0 : 1
        case .standing, .runs: 2
        case .summary, .comparison, .correlation: hasEvents ? 3 : condition == nil ? 1 : 2
        case .distribution: 3
        }
    }
}
