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
        case .runs(let runs) where runs.show == .lengths: groups(title)
        case .runs, .correlation, .standing: nil
        }
    }

    private func specification(
        _ title: String,
        _ values: [JSONValue],
        _ mark: JSONValue,
        _ encoding: JSONValue
    ) -> JSONValue {
        [
            "$schema": "https://vega.github.io/schema/vega-lite/v5.json", "title": .string(title), "width": "container",
            "data": ["values": .array(values)], "mark": mark, "encoding": encoding,
        ]
    }

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
        return specification(
            title,
            values,
            "bar",
            [
                "x": ["field": "bucket", "type": "ordinal", "sort": .null, "title": .string(bucket)],
                "y": [
                    "field": "n", "type": "quantitative",
                    "title": .string(wording.say("measure.count." + wording.unitKey)),
                ],
                "xOffset": ["field": "series"], "color": ["field": "series", "title": .null],
                "tooltip": [["field": "bucket"], ["field": "series"], ["field": "n"]],
            ]
        )
    }

    private func groups(_ title: String) -> JSONValue? {
        let labels = table.labelColumns.isEmpty ? [0] : table.labelColumns
        guard let figure = table.figureColumns.first(where: { !labels.contains($0) }) else { return nil }
        let formats = labels.map { CellFormat(table, column: $0, rows: table.rows.indices, wording: wording) }
        let values = table.rows.map { row -> JSONValue in
            var members = zip(labels, formats).enumerated().map { index, part in
                JSONValue.Member(key: index == 0 ? "group" : "part", value: .string(part.1.text(row[part.0])))
            }
            members = Array(members.prefix(2)) + [.init(key: "value", value: Self.value(row[figure]))]
            return .object(members)
        }
        var encoding: [JSONValue.Member] = [
            .init(
                key: "x",
                value: [
                    "field": "group", "type": "ordinal", "sort": .null,
                    "title": .string(table.columns[labels[0]].title),
                ]
            ),
            .init(
                key: "y",
                value: ["field": "value", "type": "quantitative", "title": .string(table.columns[figure].title)]
            ),
        ]
        if labels.count > 1 {
            encoding.append(.init(key: "xOffset", value: ["field": "part"]))
            encoding.append(
                .init(key: "color", value: ["field": "part", "title": .string(table.columns[labels[1]].title)])
            )
        }
        return specification(title, values, "bar", .object(encoding))
    }

    private func list(_ list: Listing, _ title: String) -> JSONValue? {
        guard let time = table.columns.firstIndex(where: { $0.meaning == .date || $0.meaning == .timestamp }) else {
            return nil
        }
        if let prices = candles() { return candlestick(title, time: time, prices) }
        guard let figure = table.columns.indices.first(where: { $0 != time && table.columns[$0].kind.isNumeric }) else {
            return nil
        }
        let isRanked = !list.order.isEmpty
        let values = table.rows.map { row -> JSONValue in
            ["time": .string(row[time].text ?? ""), "value": Self.value(row[figure])]
        }
        return specification(
            title,
            values,
            isRanked ? "bar" : "line",
            [
                "x": isRanked
                    ? ["field": "time", "type": "ordinal", "sort": .null, "title": .null]
                    : ["field": "time", "type": "temporal", "title": .null],
                "y": [
                    "field": "value", "type": "quantitative", "scale": ["zero": .bool(isRanked)],
                    "title": .string(table.columns[figure].title),
                ],
            ]
        )
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
                "time": .string(row[time].text ?? ""), "open": Self.value(row[prices[0]]),
                "high": Self.value(row[prices[1]]), "low": Self.value(row[prices[2]]),
                "close": Self.value(row[prices[3]]),
            ]
        }
        let axis: JSONValue = ["zero": false]
        return [
            "$schema": "https://vega.github.io/schema/vega-lite/v5.json", "title": .string(title), "width": "container",
            "data": ["values": .array(values)],
            "encoding": [
                "x": ["field": "time", "type": "temporal", "title": .null],
                "color": [
                    "condition": ["test": "datum.open <= datum.close", "value": "#2e9e6b"], "value": "#d1495b",
                ],
            ],
            "layer": [
                [
                    "mark": "rule",
                    "encoding": [
                        "y": ["field": "low", "type": "quantitative", "scale": axis, "title": .null],
                        "y2": ["field": "high"],
                    ],
                ],
                [
                    "mark": "bar",
                    "encoding": ["y": ["field": "open", "type": "quantitative"], "y2": ["field": "close"]],
                ],
            ],
        ]
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
