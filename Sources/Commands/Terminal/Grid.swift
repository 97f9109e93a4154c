/// A table of aligned columns with a heading and no lines.
struct Grid: Sendable {
    var titles: [String]
    var isNumeric: [Bool]
    var rows: [[String]]

    private static let gap = "  "
    private static let headingLines = 3

    /// The lines, and the titles of columns that did not fit.
    func lines(width: Int, paint: Paint) -> (lines: [String], left: [String]) {
        var widths = titles.indices.map { column in
            let cells = rows.map { TextLayout.width($0[column]) }.max() ?? 0
            return max(cells, Self.narrowest(titles[column], cells))
        }
        var shown = titles.count
        while shown > 1, Self.total(widths.prefix(shown)) > width { shown -= 1 }
        // What is left over widens the headings.
        var spare = width - Self.total(widths.prefix(shown))
        for column in 0..<shown where spare > 0 {
            let wanted = min(TextLayout.width(titles[column]), 28) - widths[column]
            guard wanted > 0 else { continue }
            widths[column] += min(wanted, spare)
            spare -= min(wanted, spare)
        }
        var lines = heading(shown, widths).map { paint.dim($0) }
        for row in rows {
            lines.append(trimmed((0..<shown).map { cell(row[$0], $0, widths) }.joined(separator: Self.gap)))
        }
        return (lines, Array(titles.dropFirst(shown)))
    }

    private func heading(_ shown: Int, _ widths: [Int]) -> [String] {
        let wrapped = (0..<shown).map { TextLayout.wrap(titles[$0], widths[$0]) }
        let height = min(wrapped.map(\.count).max() ?? 0, 6)
        return (0..<height).map { line in
            trimmed(
                wrapped.enumerated().map { column, parts in
                    let index = line - (height - parts.count)
                    return cell(parts.indices.contains(index) ? parts[index] : "", column, widths)
                }.joined(separator: Self.gap)
            )
        }
    }

    private func cell(_ text: String, _ column: Int, _ widths: [Int]) -> String {
        isNumeric[column] ? TextLayout.right(text, widths[column]) : TextLayout.left(text, widths[column])
    }

    private func trimmed(_ text: String) -> String {
        String(text.reversed().drop { $0 == " " }.reversed())
    }

    private static func total(_ widths: some Collection<Int>) -> Int {
        widths.reduce(0, +) + gap.count * max(0, widths.count - 1)
    }

    /// The least width at which a heading takes no more than a few lines.
    private static func narrowest(_ title: String, _ least: Int) -> Int {
        let longest = title.split(separator: " ").map { TextLayout.width(String($0)) }.max() ?? 0
        var width = max(longest, least)
        while width < 28, TextLayout.wrap(title, width).count > headingLines { width += 1 }
        return width
    }
}
