package import JSONText
internal import Market
package import Studies
internal import StudySQL

/// A Vega-Lite specification of an answer's rows, the data in it.
package struct Chart {
    /// Longer tables have no picture.
    static let most = 3_000

    private let table: AnswerTable
    private let study: Study
    private let wording: Wording

    package init(_ table: AnswerTable, study: Study, wording: Wording) {
        self.table = table
        self.study = study
        self.wording = wording
    }

    /// Nil where a picture would say no more than the number.
    package func specification(title: String) -> JSONValue? {
        guard table.rows.count > 1, table.rows.count <= Self.most, !table.isTruncated else { return nil }
        return switch study.result {
        case .distribution: distribution(title)
        case .summary, .comparison: groups(title)
        case .list(let list): self.list(list, title)
        case .runs(let runs) where runs.show == .lengths || runs.by != nil: groups(title)
        case .runs, .correlation, .standing: nil
        }
    }

    private func specification(
        _ title: String,
        _ values: [JSONValue],
        _ mark: JSONValue,
        _ encoding: JSONValue
    ) -> JSONValue {
        framed(title, values, [.init("mark", mark), .init("encoding", encoding)])
    }

    private func framed(_ title: String, _ values: [JSONValue], _ drawn: [JSONValue.Member]) -> JSONValue {
        let frame: [JSONValue.Member] = [
            .init("$schema", "https://vega.github.io/schema/vega-lite/v5.json"),
            .init("title", .string(title)), .init("width", "container"),
            .init("config", ["locale": wording.chartLocale]),
            .init("data", ["values": .array(values)]),
        ]
        return .object(frame + drawn)
    }

    /// Bars of a few groups are kept slim.
    private func bar(_ count: Int) -> JSONValue {
        ["type": "bar", "width": ["band": .number(count <= 3 ? 0.3 : 0.8)]]
    }

    /// An axis of names, in the order given; long names are slanted.
    private func names(_ field: String, _ labels: [String], title: String) -> JSONValue {
        let fits = labels.reduce(0) { $0 + $1.count } <= Self.level
        let heading: JSONValue = title.isEmpty ? .null : .string(title)
        let axis: JSONValue = ["labelAngle": .integer(fits ? 0 : -45), "labelOverlap": true]
        return ["field": .string(field), "type": "ordinal", "sort": .null, "title": heading, "axis": axis]
    }

    /// More letters than this do not fit on one line under a chart.
    private static let level = 90

    /// Bars by bucket, a colour a series; times in half-hours of the clock.
    private func distribution(_ title: String) -> JSONValue? {
        let picture = Histogram(table, wording: wording)
        guard !picture.series.isEmpty else { return nil }
        let values = picture.series.flatMap { series in
            zip(picture.labels, series.counts).map { label, count -> JSONValue in
                ["bucket": .string(label), "series": .string(series.title), "n": .number(count)]
            }
        }
        let bucket = table.columns.first { $0.meaning == .bucket }?.title ?? ""
        let counted = Wording.capitalised(wording.say("measure.count." + wording.unitKey))
        let y: JSONValue = ["field": "n", "type": "quantitative", "title": .string(counted)]
        let tooltip: JSONValue = [["field": "bucket"], ["field": "series"], ["field": "n"]]
        var encoding: [JSONValue.Member] = [
            .init("x", names("bucket", picture.labels, title: bucket)), .init("y", y),
            .init("tooltip", tooltip),
        ]
        if picture.series.count > 1 {
            encoding.append(.init("xOffset", ["field": "series"]))
            encoding.append(.init("color", ["field": "series", "title": .null]))
            return specification(title, values, "bar", .object(encoding))
        }
        return specification(title, values, bar(values.count), .object(encoding))
    }

    /// A bar for each group of the first figure; a share with its interval.
    private func groups(_ title: String) -> JSONValue? {
        let labels = table.labelColumns.isEmpty ? [0] : table.labelColumns
        guard let figure = table.figureColumns.first(where: { !labels.contains($0) }) else { return nil }
        let formats = labels.map { CellFormat(table, column: $0, rows: table.rows.indices, wording: wording) }
        let interval = self.interval(of: figure)
        let values = table.rows.map { row -> JSONValue in
            var members = zip(labels, formats).enumerated().map { index, part in
                JSONValue.Member(index == 0 ? "group" : "part", .string(part.1.text(row[part.0])))
            }
            members = Array(members.prefix(2)) + [.init("value", Self.value(row[figure]))]
            if let interval {
                members.append(.init("low", Self.value(row[interval.low])))
                members.append(.init("high", Self.value(row[interval.high])))
            }
            return .object(members)
        }
        var named: [String] = []
        for row in table.rows {
            let name = formats[0].text(row[labels[0]])
            if !named.contains(name) { named.append(name) }
        }
        let x = names("group", named, title: table.columns[labels[0]].title)
        let y: JSONValue = [
            "field": "value", "type": "quantitative", "title": .string(table.columns[figure].title),
        ]
        var encoding: [JSONValue.Member] = [.init("x", x), .init("y", y)]
        if labels.count > 1 {
            encoding.append(.init("xOffset", ["field": "part", "sort": .null]))
            let legend: JSONValue = ["field": "part", "sort": .null, "title": .string(table.columns[labels[1]].title)]
            encoding.append(.init("color", legend))
            encoding.append(
                .init("tooltip", [["field": "group"], ["field": "part"], ["field": "value"]])
            )
            return specification(title, values, "bar", .object(encoding))
        }
        encoding.append(.init("tooltip", [["field": "group"], ["field": "value"]]))
        guard interval != nil else { return specification(title, values, bar(named.count), .object(encoding)) }
        let bars: JSONValue = ["mark": bar(named.count), "encoding": .object(encoding)]
        let low: JSONValue = ["field": "low", "type": "quantitative"]
        let ends: JSONValue = [
            "mark": ["type": "rule", "color": "#333"], "encoding": ["x": x, "y": low, "y2": ["field": "high"]],
        ]
        return framed(title, values, [.init("layer", [bars, ends])])
    }

    /// The columns of a share's interval.
    private func interval(of column: Int) -> (low: Int, high: Int)? {
        guard case .measure(let measure, .value) = table.columns[column].meaning,
            let low = table.columns.firstIndex(where: { $0.meaning == .measure(measure: measure, part: .low) }),
            let high = table.columns.firstIndex(where: { $0.meaning == .measure(measure: measure, part: .high) })
        else { return nil }
        return (low, high)
    }

    /// A line through consecutive rows; bars for those that an order or a condition picked out.
    private func list(_ list: Listing, _ title: String) -> JSONValue? {
        guard let time = table.columns.firstIndex(where: { $0.meaning == .date || $0.meaning == .timestamp }) else {
            return nil
        }
        let isPicked = !list.order.isEmpty || study.condition != nil
        if !isPicked, let prices = candles() { return candlestick(title, time: time, prices) }
        guard let figure = figure(list, besides: time), !isPicked || table.rows.count <= Self.mostBars else {
            return nil
        }
        let values = table.rows.map { row -> JSONValue in
            let moment: JSONValue = isPicked ? .string(row[time].text ?? "") : Self.local(row[time])
            return ["time": moment, "value": Self.value(row[figure])]
        }
        let x = isPicked ? names("time", table.rows.map { $0[time].text ?? "" }, title: "") : times(time)
        let y: JSONValue = [
            "field": "value", "type": "quantitative", "scale": ["zero": .bool(isPicked)],
            "title": .string(table.columns[figure].title),
        ]
        let moment: JSONValue = ["field": "time", "type": .string(isPicked ? "nominal" : "temporal")]
        let tooltip: JSONValue = [moment, ["field": "value"]]
        let mark: JSONValue = isPicked ? bar(values.count) : "line"
        return specification(title, values, mark, ["x": x, "y": y, "tooltip": tooltip])
    }

    /// More days than this are no bars to look at.
    private static let mostBars = 100

    /// What the list is ordered by, else its first figure.
    private func figure(_ list: Listing, besides time: Int) -> Int? {
        let ordered = list.order.first.flatMap { order in
            table.columns.firstIndex { $0.meaning == .series(series: order.by) }
        }
        if let ordered, table.columns[ordered].kind.isNumeric { return ordered }
        return table.columns.indices.first { $0 != time && table.columns[$0].kind.isNumeric }
    }

    private func candles() -> [Int]? {
        let wanted: [Metric] = [.open, .high, .low, .close]
        let found = wanted.compactMap { metric in
            table.columns.firstIndex { $0.meaning == .series(series: .metric(metric: metric, of: .own)) }
        }
        return found.count == wanted.count ? found : nil
    }

    private func candlestick(_ title: String, time: Int, _ prices: [Int]) -> JSONValue {
        let values = table.rows.map { row -> JSONValue in
            [
                "time": Self.local(row[time]), "open": Self.value(row[prices[0]]),
                "high": Self.value(row[prices[1]]), "low": Self.value(row[prices[2]]),
                "close": Self.value(row[prices[3]]),
            ]
        }
        let width = max(1, min(12, 400 / max(1, values.count)))
        let colour: JSONValue = [
            "condition": ["test": "datum.open <= datum.close", "value": "#2e9e6b"], "value": "#d1495b",
        ]
        let moment: JSONValue = ["field": "time", "type": "temporal"]
        let tooltip: JSONValue = [moment, ["field": "open"], ["field": "high"], ["field": "low"], ["field": "close"]]
        let encoding: JSONValue = ["x": times(time), "color": colour, "tooltip": tooltip]
        let low: JSONValue = ["field": "low", "type": "quantitative", "scale": ["zero": false], "title": .null]
        let wick: JSONValue = ["mark": "rule", "encoding": ["y": low, "y2": ["field": "high"]]]
        let open: JSONValue = ["field": "open", "type": "quantitative"]
        let body: JSONValue = [
            "mark": ["type": "bar", "size": .integer(width)], "encoding": ["y": open, "y2": ["field": "close"]],
        ]
        return framed(
            title,
            values,
            [.init("encoding", encoding), .init("layer", [wick, body])]
        )
    }

    /// An axis of time; minutes by the clock, with their day where there are several.
    private func times(_ column: Int) -> JSONValue {
        guard table.columns[column].kind == .timestamp else {
            return ["field": "time", "type": "temporal", "title": .null]
        }
        let days = Set(table.rows.compactMap { $0[column].text?.prefix(10) })
        let format: JSONValue = .string(days.count > 2 ? wording.say("chart.dayMinute") : "%H:%M")
        return ["field": "time", "type": "temporal", "title": .null, "axis": ["format": format]]
    }

    /// A moment without a zone: a bare date would be taken for midnight in Greenwich, the evening before in New York.
    private static func local(_ cell: Cell) -> JSONValue {
        let text = cell.text ?? ""
        return .string(text.count == 10 ? text + "T00:00" : text.replacing(" ", with: "T"))
    }

    private static func value(_ cell: Cell) -> JSONValue {
        switch cell {
        case .null: .null
        case .integer(let value): .integer(value)
        case .number(let value): .number(value)
        case .text(let text): .string(text)
        case .bool(let value): .bool(value)
        }
    }
}
