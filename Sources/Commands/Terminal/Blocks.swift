/// Bars of block characters.
enum Blocks {
    private static let eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
    private static let heights = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

    /// A bar to the right, in eighths of a character; never empty for a positive value.
    static func right(_ share: Double, _ width: Int) -> String {
        guard share > 0 else { return "" }
        let units = max(1, Int((share * Double(width) * 8).rounded()))
        return String(repeating: "█", count: units / 8) + eighths[units % 8]
    }

    /// A bar to the left, in halves of a character, filled with spaces to the width.
    static func left(_ share: Double, _ width: Int) -> String {
        guard share > 0 else { return String(repeating: " ", count: width) }
        let units = max(1, Int((share * Double(width) * 2).rounded()))
        let bar = (units % 2 == 1 ? "▐" : "") + String(repeating: "█", count: units / 2)
        return TextLayout.right(bar, width)
    }

    /// One line of heights between the smallest and the largest value; longer rows are averaged.
    static func line(_ values: [Double], _ width: Int) -> String {
        guard let low = values.min(), let high = values.max(), !values.isEmpty else { return "" }
        let points = min(width, values.count)
        return (0..<points).map { point in
            let from = point * values.count / points
            let to = max(from + 1, (point + 1) * values.count / points)
            let mean = values[from..<to].reduce(0, +) / Double(to - from)
            let share = high > low ? (mean - low) / (high - low) : 0.5
            return heights[min(7, Int(share * 8))]
        }.joined()
    }
}
