internal import Market
internal import Studies
internal import StudySQL

extension Phrasing {
    func listing(_ list: Listing) -> String {
        let last = table.rows.count - 1
        if table.rows.count == 1 {
            let figures = Self.joined(
                table.figureColumns.prefix(8).map { Item(name: plainTitle($0), value: moment(0, $0), say: say) }
            )
            return figures.isEmpty
                ? label(0) + "."
                : say("text.list.one", ["date": .text(label(0)), "figures": .text(figures)])
        }
        if let order = list.order.first {
            let column =
                table.columns.firstIndex { $0.meaning == .series(series: order.by) } ?? table.figureColumns.first
            guard let column else { return say("text.noneOpen") }
            let more = (1...min(2, last)).map { label($0) + " (" + spoken($0, column) + ")" }.joined(separator: ", ")
            return say(
                "text.list.ordered",
                [
                    "what": .text(Wording.capitalised(plainTitle(column))), "top": .text(label(0)),
                    "topValue": .text(spoken(0, column)),
                    "more": .text(say("text.ranked.more", ["items": .text(more)])),
                ]
            )
        }
        return say(
            table.isTruncated ? "text.list.cut" : "text.list",
            [
                "n": .count(table.rows.count),
                "rows": .text(wording.rows(table.totalRows)), "first": .text(label(0)), "last": .text(label(last)),
            ]
        )
    }

    /// A value of a day; a time of the evening on which the trading day began says so.
    func moment(_ row: Int, _ column: Int) -> String {
        let text = spoken(row, column)
        if case .series(.time) = table.columns[column].meaning, table.rows[row][column].isNull {
            return say("text.absent")
        }
        guard case .series(.time) = table.columns[column].meaning, let start = wording.instrument?.dayStart, start < 0,
            let minute = table.rows[row][column].text.flatMap(Histogram.minute), minute >= start + 1440
        else { return text }
        return say("clock.eveBefore", ["clock": .text(text)])
    }

    func distribution(_ distribution: Distribution) -> String {
        let counts = table.columns.indices.filter {
            if case .bucketCount = table.columns[$0].meaning { true } else { false }
        }
        guard let bucket = table.columns.firstIndex(where: { $0.meaning == .bucket }), let first = counts.first,
            let top = table.extremes(of: first)?.largest
        else { return say("text.noneOpen") }
        func share(_ row: Int, _ column: Int) -> String {
            let sum = distribution.limit == nil ? table.sum(of: column) : 0
            let index = column + 1
            guard sum > 0 else {
                return table.columns.indices.contains(index) ? spoken(row, index) : "—"
            }
            return wording.numbers.percent(100 * (table.number(row, column) ?? 0) / sum, decimals: 1)
        }
        if counts.count == 1 {
            let what = distribution.of.first.map { wording.phrase($0) } ?? ""
            let isTime = table.columns[bucket].kind == .time
            if table.number(top, first) == 1, table.rows.count > 2, distribution.buckets == .exact {
                return say("text.distribution.flat", ["what": .text(what), "n": .count(table.rows.count)])
            }
            return say(
                isTime && distribution.limit == nil ? "text.distribution.one" : "text.distribution.range",
                [
                    "what": .text(what), "top": .text(bucketName(top, bucket)), "count": .text(count(top, first)),
                    "share": .text(share(top, first)), "total": .count(Int(table.sum(of: first))),
                ]
            )
        }
        let second = counts[1]
        let top2 = table.extremes(of: second)?.largest ?? top
        return say(
            "text.distribution.two",
            [
                "first": .text(distribution.of.first.map { wording.short($0) } ?? ""),
                "second": .text(distribution.of.dropFirst().first.map { wording.short($0) } ?? ""),
                "top": .text(bucketName(top, bucket)), "count": .text(count(top, first)),
                "share": .text(share(top, first)), "top2": .text(bucketName(top2, bucket)),
                "count2": .text(count(top2, second)), "share2": .text(share(top2, second)),
            ]
        )
    }

    /// A bucket of values by both its edges; times and single values by themselves.
    private func bucketName(_ row: Int, _ column: Int) -> String {
        let together = Array(table.rows.indices)
        let name = spoken(row, column, with: together)
        if case .distribution(let distribution) = study.result, case .minutes(let count) = distribution.buckets,
            let minute = table.rows[row][column].text.flatMap(Histogram.minute)
        {
            return wording.clock(Window(from: minute, to: minute + count))
        }
        guard table.columns[column].kind.isNumeric, case .distribution(let distribution) = study.result,
            distribution.buckets != .exact, let low = table.number(row, column)
        else { return name }
        let edges = table.rows.compactMap { $0[column].number }.sorted()
        guard let width = zip(edges.dropFirst(), edges).map({ $0 - $1 }).min(), width > 0 else { return name }
        let format = CellFormat(table, column: column, rows: together, wording: wording)
        return say(
            "text.between",
            ["low": .text(format.text(.number(low))), "high": .text(format.spoken(.number(low + width)))]
        )
    }

    /// Whether the first row is the one that the answer tells; else the last, the latest of them.
    static func isFirstTold(_ runs: Runs) -> Bool {
        switch runs.show {
        case .longest, .ranked, .current: true
        case .totals, .list, .lengths: false
        }
    }

    func runs(_ runs: Runs) -> String {
        func column(_ meaning: ResultColumn.Meaning) -> Int? { table.columns.firstIndex { $0.meaning == meaning } }
        if let field = runs.by { return groups(Summary(measures: [], keys: [.calendar(field: field)])) }
        switch runs.show {
        case .current(let either):
            let length = column(.runLength).flatMap { table.number(0, $0) } ?? 0
            guard length > 0, let first = column(.runFirst), let size = column(.runLength) else {
                return say("text.runs.none", ["what": .text(wording.phrase(runs.of))])
            }
            let holds = !either || table.rows[0][0] == .bool(true)
            return say(
                "text.runs.current",
                [
                    "length": .text(count(0, size)), "first": .text(spoken(0, first)),
                    "what": .text(wording.phrase(holds ? runs.of : .not(of: runs.of))),
                ]
            )
        case .totals:
            let count = column(.runCount).flatMap { table.number(0, $0) } ?? 0
            return say(
                "text.runs",
                [
                    "count": .count(Int(count)), "n": .count(Int(count)),
                    "mean": .text(column(.runMeanLength).map { spoken(0, $0) } ?? "—"),
                    "longest": .text(column(.runLongest).map { self.count(0, $0) } ?? "—"),
                ]
            )
        case .lengths:
            guard let length = column(.runLength), let number = column(.runCount),
                let top = table.extremes(of: number)?.largest
            else { return say("text.noneOpen") }
            return say(
                "text.runs.lengths",
                ["top": .text(count(top, length)), "count": .text(spoken(top, number))]
            )
        case .list, .longest, .ranked:
            guard let first = column(.runFirst), let last = column(.runLast), let length = column(.runLength) else {
                return say("text.noneOpen")
            }
            let row = Self.isFirstTold(runs) ? 0 : table.rows.count - 1
            let key =
                switch runs.show {
                case .longest: table.rows.count > 1 ? "text.runs.longestMany" : "text.runs.longest"
                case .ranked: "text.runs.longest"
                default: "text.runs.list"
                }
            return say(
                key,
                [
                    "length": .text(count(row, length)), "first": .text(spoken(row, first)),
                    "last": .text(spoken(row, last)), "n": .count(table.totalRows),
                ]
            )
        }
    }

    func correlation(_ left: Series, _ right: Series) -> String {
        func number(_ meaning: ResultColumn.Meaning) -> Double? {
            table.columns.firstIndex { $0.meaning == meaning }.flatMap { table.number(0, $0) }
        }
        let numbers = wording.numbers
        let pairs = Int(number(.pairs) ?? 0)
        guard let r = number(.pearson) else {
            return say("text.correlation.undefined", ["rows": .text(wording.rows(pairs))])
        }
        let p = CorrelationTest.pValue(r: r, pairs: pairs)
        let strength =
            switch abs(r) {
            case ..<0.1: "none"
            case ..<0.3: "weak"
            case ..<0.6: "moderate"
            default: "strong"
            }
        let chance = p.map {
            $0 < 0.001 ? "< " + numbers.fixed(0.001, decimals: 3) : "= " + numbers.fixed($0, decimals: 3)
        }
        return say(
            "text.correlation",
            [
                "left": .text(wording.phrase(left)), "right": .text(wording.phrase(right)),
                "r": .text(numbers.fixed(r, decimals: 3)), "rows": .text(wording.rows(pairs)),
                "p": .text(chance ?? "—"),
                "rho": .text(number(.spearman).map { numbers.fixed($0, decimals: 3) } ?? "—"),
                "strength": .text(say("text.correlation.\(strength)")),
            ]
        )
    }

    /// Where a day stands, what is usual, and in words whether it is.
    func standing(_ series: [Series]) -> String {
        guard let first = series.first,
            let column = table.columns.firstIndex(where: { $0.meaning == .standing(of: first) }),
            let value = table.columns.firstIndex(where: { $0.meaning == .series(series: first) })
        else { return say("text.noneOpen") }
        let row = table.rows.count - 1
        var text = say(
            "text.standing",
            [
                "date": .text(label(row)), "what": .text(wording.phrase(first)), "value": .text(spoken(row, value)),
                "share": .text(spoken(row, column)),
            ]
        )
        if let usual {
            let unit = wording.unit(of: first)
            text +=
                " "
                + say(
                    "text.usual",
                    [
                        "median": .text(wording.amount(usual.median, unit)),
                        "low": .text(wording.amount(usual.low, unit)),
                        "high": .text(wording.amount(usual.high, unit)),
                    ]
                )
        }
        guard let share = table.number(row, column) else { return text }
        let level =
            switch share {
            case ..<10: "low"
            case ...90: "usual"
            default: "high"
            }
        return text + " " + say("text.standing.\(level)")
    }
}
