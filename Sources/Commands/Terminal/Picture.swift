internal import Answers
internal import Market
internal import Studies
internal import StudySQL

/// A picture of an answer's rows in block characters.
struct Picture {
    /// More bars than this do not fit a screen.
    private static let most = 32

    let table: AnswerTable
    let study: Study
    let wording: Wording
    let width: Int
    let paint: Paint

    func lines() -> [String] {
        guard table.rows.count > 1 else { return [] }
        switch study.result {
        case .distribution: return histogram()
        case .summary, .comparison: return bars()
        case .list(let list): return list.order.isEmpty ? sparkline() : []
        case .runs(let runs): return runs.show == .lengths || runs.by != nil ? bars() : []
        case .correlation, .standing: return []
        }
    }

    private func histogram() -> [String] {
        let histogram = Histogram(table, wording: wording)
        guard histogram.labels.count > 1, histogram.labels.count <= 48 else { return [] }
        var lines: [String] = []
        if let slot = histogram.slot {
            let text =
                slot == 30
                ? wording.say("ui.picture.halfHours") : wording.say("ui.picture.slots", ["n": .count(slot)])
            lines.append(paint.dim(text))
        }
        switch histogram.series.count {
        case 1: lines += single(histogram)
        case 2: lines += mirrored(histogram)
        default: return []
        }
        return lines
    }

    private func single(_ histogram: Histogram) -> [String] {
        let counts = histogram.series[0].counts
        return bars(histogram.labels, counts, counts.map { wording.numbers.integer(Int($0)) })
    }

    /// The first series grows to the left, the second to the right, the label between them.
    private func mirrored(_ histogram: Histogram) -> [String] {
        let (first, second) = (histogram.series[0], histogram.series[1])
        let most = max(first.counts.max() ?? 0, second.counts.max() ?? 0)
        guard most > 0 else { return [] }
        let label = histogram.labels.map(TextLayout.width).max() ?? 5
        let number = wording.numbers.integer(Int(most)).count
        let side = max(8, min(40, (width - label - 2 * number - 6) / 2))
        let head =
            TextLayout.right(first.title, side) + String(repeating: " ", count: number + label + number + 4)
            + second.title
        return [paint.dim(head)]
            + histogram.labels.indices.map { index in
                let (a, b) = (first.counts[index], second.counts[index])
                let left = paint.first(Blocks.left(a / most, side))
                let right = paint.second(Blocks.right(b / most, side))
                let middle =
                    TextLayout.right(wording.numbers.integer(Int(a)), number) + " "
                    + paint.dim(TextLayout.right(histogram.labels[index], label)) + " "
                    + TextLayout.left(wording.numbers.integer(Int(b)), number)
                return left + " " + middle + " " + right
            }
    }

    /// A bar for each group, of the first figure.
    private func bars() -> [String] {
        guard table.rows.count <= Self.most,
            let column = table.figureColumns.first(where: { table.columns[$0].kind.isNumeric })
        else { return [] }
        let values = table.rows.map { $0[column].number }
        guard values.contains(where: { $0 != nil && $0 != 0 }) else { return [] }
        let names = table.labelColumns.isEmpty ? [0] : table.labelColumns
        let formats = names.map { CellFormat(table, column: $0, rows: table.rows.indices, wording: wording) }
        let labels = table.rows.map { row in
            zip(names, formats).map { $1.text(row[$0]) }.joined(separator: " ")
        }
        guard (labels.map(TextLayout.width).max() ?? 0) <= width / 2 else { return [] }
        let format = CellFormat(table, column: column, rows: table.rows.indices, wording: wording)
        return [paint.dim(table.columns[column].title)]
            + bars(labels, values.map { $0 ?? 0 }, table.rows.map { format.text($0[column]) })
    }

    /// Bars from zero, the negative ones to the left of it.
    private func bars(_ labels: [String], _ values: [Double], _ texts: [String]) -> [String] {
        let label = labels.map(TextLayout.width).max() ?? 0
        let text = texts.map(TextLayout.width).max() ?? 0
        let space = max(10, min(56, width - label - text - 4))
        let low = min(0, values.min() ?? 0)
        let high = max(0, values.max() ?? 0)
        guard high > low else { return [] }
        let left = low < 0 ? max(2, Int((Double(space) * -low / (high - low)).rounded())) : 0
        let right = max(2, space - left)
        return labels.indices.map { index in
            let value = values[index]
            let negative = low < 0 ? Blocks.left(value < 0 ? value / low : 0, left) : ""
            let positive = value > 0 ? Blocks.right(value / high, right) : ""
            return side(labels[index], label) + "  " + TextLayout.right(texts[index], text) + "  "
                + paint.second(negative) + paint.first(positive)
        }
    }

    /// Numbers stand to the right, names to the left.
    private func side(_ label: String, _ width: Int) -> String {
        label.first?.isNumber == true || label.hasPrefix("\u{2212}")
            ? TextLayout.right(label, width) : TextLayout.left(label, width)
    }

    private func sparkline() -> [String] {
        guard
            let column = table.columns.indices.first(where: {
                table.columns[$0].kind.isNumeric && !table.labelColumns.contains($0)
            })
        else { return [] }
        let close = table.columns.indices.first {
            table.columns[$0].meaning == .series(series: .metric(metric: .close, of: .own))
        }
        let chosen = close ?? column
        let values = table.rows.compactMap { $0[chosen].number }
        guard values.count > 4 else { return [] }
        let format = CellFormat(table, column: chosen, rows: table.rows.indices, wording: wording)
        let (low, high) = (values.min() ?? 0, values.max() ?? 0)
        return [
            paint.dim(
                table.columns[chosen].title + ": " + format.text(.number(low)) + " … " + format.text(.number(high))
            ),
            paint.first(Blocks.line(values, min(width, 76))),
        ]
    }
}
