internal import Studies
internal import StudySQL

extension Phrasing {
    /// One row of measures.
    func figures(_ summary: Summary) -> String {
        let condition = study.condition.map { wording.phrase($0) }
        if summary.measures.allSatisfy({ if case .count(nil) = $0 { true } else { false } }),
            let rows = table.figureColumns.first, let count = table.number(0, rows)
        {
            return counted(Int(count), condition)
        }
        if let condition, isEmpty { return say("text.none", ["what": .text(condition)]) }
        let told = summary.measures.filter(isTold)
        let isLong = told.count > Self.most
        let items = told.prefix(isLong ? Self.most + 1 : Self.most)
            .compactMap { sentence($0, inShort: isLong) }
        let figures = Self.joined(items)
        guard let condition else { return ended(Wording.capitalised(figures)) }
        var values: [String: Sentences.Value] = ["what": .text(condition), "figures": .text(figures)]
        guard let total, let count = chosen else { return ended(say("text.where", values)) }
        values["count"] = .count(count)
        values["total"] = .count(total)
        return ended(say("text.whereOf", values))
    }

    /// More figures than this are in the table, and the sentence takes the first ones in short.
    private static let most = 4

    /// So many groups that are each the first of another are told one by one: the months of a year, its weekdays.
    private static let groupsTold = 12

    /// Rows are told as "21 of 252", and how many have a known value is in the table.
    private func isTold(_ measure: Measure) -> Bool {
        guard case .count(let condition) = measure else { return true }
        if case .compare(_, _, .number(let value))? = condition { return value > Wording.lowest }
        return condition != nil
    }

    /// How many rows the condition chose.
    private var chosen: Int? {
        table.columns.firstIndex { $0.meaning == .rows }.flatMap { table.number(0, $0) }.map { Int($0) }
    }

    private var isEmpty: Bool { chosen == 0 }

    private func counted(_ count: Int, _ condition: String?) -> String {
        guard let condition else { return say("text.countAll", ["rows": .text(wording.rows(count))]) }
        let what = Wording.capitalised(condition)
        guard let total, total > 0 else {
            return say("text.item", ["name": .text(what), "value": .text(wording.rows(count))]) + "."
        }
        let share = wording.numbers.percent(100 * Double(count) / Double(total), decimals: 1)
        return say(
            "text.count",
            [
                "what": .text(what), "count": .text(wording.rows(count)), "total": .count(total),
                "share": .text(share),
            ]
        )
    }

    func sentence(_ measure: Measure, inShort: Bool) -> Item? {
        guard let value = column(measure, .value) else { return nil }
        guard case .share(let of, _, let withBase) = measure else {
            return Item(name: plainTitle(value), value: spoken(0, value), say: say)
        }
        if inShort { return Item(name: wording.phrase(of), value: spoken(0, value), say: say) }
        func part(_ part: ResultColumn.MeasurePart) -> Sentences.Value {
            .text(column(measure, part).map { spoken(0, $0) } ?? "—")
        }
        let base = withBase && column(measure, .base) != nil
        let text = say(
            base ? "text.shareBase" : "text.share",
            [
                "what": .text(wording.phrase(of)), "share": .text(spoken(0, value)),
                "hits": part(.hits), "rows": part(.rows), "low": part(.low), "high": part(.high),
                "base": part(.base),
            ]
        )
        return Item(text: text.hasSuffix(".") ? String(text.dropLast()) : text)
    }

    private func column(_ measure: Measure, _ part: ResultColumn.MeasurePart) -> Int? {
        table.columns.firstIndex { $0.meaning == .measure(measure: measure, part: part) }
    }

    /// The groups with the largest and the smallest of the first measure; the first ones of a ranking.
    func groups(_ summary: Summary) -> String {
        guard let column = table.figureColumns.first, let (largest, smallest) = table.extremes(of: column) else {
            return say("text.noneOpen")
        }
        let measure = Wording.capitalised(plainTitle(column))
        let together = Array(table.rows.indices)
        if table.rows.count == 1 {
            return say(
                "text.oneGroup",
                ["measure": .text(measure), "top": .text(label(0)), "topValue": .text(spoken(0, column))]
            )
        }
        if summary.limitInEach != nil {
            let items = together.prefix(Self.groupsTold).map {
                label($0) + " (" + spoken($0, column, with: together) + ")"
            }
            let more = together.count > Self.groupsTold ? ["…"] : []
            var values: [String: Sentences.Value] = [
                "measure": .text(measure), "items": .text((items + more).joined(separator: "; ")),
            ]
            // Days counted at a time of the clock: what happens then is said, and not that days are counted.
            guard case .eventCalendar(let event, _)? = summary.keys.last else {
                return say("text.groupsInEach", values)
            }
            values["what"] = .text(wording.phrase(.time(event: event, of: .own)))
            return say("text.groupsInEach.often", values)
        }
        if summary.limit != nil, summary.order != nil {
            let rest = table.rows.indices.dropFirst().prefix(2)
            let more = rest.map { label($0) + " (" + spoken($0, column, with: together) + ")" }.joined(separator: ", ")
            return say(
                "text.list.ordered",
                [
                    "what": .text(measure), "top": .text(label(0)),
                    "topValue": .text(spoken(0, column, with: together)),
                    "more": .text(more.isEmpty ? "" : say("text.ranked.more", ["items": .text(more)])),
                ]
            )
        }
        let first = say(
            "text.groups",
            [
                "measure": .text(measure), "top": .text(label(largest)),
                "topValue": .text(spoken(largest, column, with: together)), "bottom": .text(label(smallest)),
                "bottomValue": .text(spoken(smallest, column, with: together)),
            ]
        )
        let others = otherMeasures(besides: column).compactMap { other in
            table.extremes(of: other).map { extremes in
                say(
                    "text.groups",
                    [
                        "measure": .text(Wording.capitalised(plainTitle(other))), "top": .text(label(extremes.largest)),
                        "topValue": .text(spoken(extremes.largest, other, with: together)),
                        "bottom": .text(label(extremes.smallest)),
                        "bottomValue": .text(spoken(extremes.smallest, other, with: together)),
                    ]
                )
            }
        }
        return ([first] + others).joined(separator: " ")
    }

    /// Up to two more quantities that were measured; the same one in another unit is in the table.
    private func otherMeasures(besides column: Int) -> [Int] {
        guard !isBrief else { return [] }
        var names = [plainTitle(column)]
        return table.figureColumns.filter { other in
            switch table.columns[other].meaning {
            case .measure(.count(nil), _), .rows: return false
            default: break
            }
            guard !names.contains(plainTitle(other)) else { return false }
            names.append(plainTitle(other))
            return true
        }.prefix(2).map { $0 }
    }

    /// Each quantity for each of what is compared; how many rows there are is said with the first.
    func comparison() -> String {
        guard let first = table.figureColumns.first else { return say("text.noneOpen") }
        let counted = table.columns.firstIndex { $0.meaning == .rows }
        let sides = ([first] + otherMeasures(besides: first)).map { column in
            let rows = column == first && counted != column ? counted : nil
            return say(
                "text.comparison",
                [
                    "measure": .text(Wording.capitalised(plainTitle(column))),
                    "items": .text(compared(column, rows)),
                ]
            )
        }
        return (sides + [multiple].compactMap(\.self)).joined(separator: " ")
    }

    /// "The first is 1.99 times the second (+99%)."
    private var multiple: String? {
        guard !isBrief, let multiple = Multiple(table, study: study) else { return nil }
        let percent = wording.numbers.percent(multiple.percent, decimals: 1)
        return say(
            "text.multiple",
            [
                "times": .text(wording.numbers.fixed(multiple.times, decimals: multiple.times < 10 ? 3 : 1)),
                "percent": .text(multiple.percent > 0 ? "+" + percent : percent),
            ]
        )
    }

    private func compared(_ column: Int, _ counted: Int?) -> String {
        let together = Array(table.rows.indices)
        let items = together.prefix(8).map { row in
            say(
                counted == nil ? "text.item" : "text.itemOf",
                [
                    "name": .text(label(row)), "value": .text(spoken(row, column, with: together)),
                    "rows": .text(counted.map { count(row, $0) } ?? ""),
                ]
            )
        }
        return items.joined(separator: "; ") + (together.count > 8 ? "; …" : "")
    }
}
