internal import Market
internal import StudySQL

/// A distribution as it is drawn: values by bucket, times by half-hour of the clock in the order of the trading day.
package struct Histogram: Sendable {
    package struct Series: Sendable {
        package var title: String
        /// One a label.
        package var counts: [Double]
    }

    /// Lower edges of the buckets.
    package var labels: [String] = []
    package var series: [Series] = []
    /// Minutes of a slot where the buckets are times.
    package var slot: Int?

    package init(_ table: AnswerTable, wording: Wording) {
        guard let bucket = table.columns.firstIndex(where: { $0.meaning == .bucket }) else { return }
        let counts = table.columns.indices.filter {
            if case .bucketCount = table.columns[$0].meaning { true } else { false }
        }
        func title(_ column: Int) -> String {
            let title = table.columns[column].title
            return title.firstIndex { $0 == ":" || $0 == "," }.map { String(title[..<$0]) } ?? title
        }
        guard table.columns[bucket].kind == .time else {
            let format = CellFormat(table, column: bucket, rows: table.rows.indices, wording: wording)
            let edges = Self.edges(table.rows.map { $0[bucket].number })
            guard let edges else {
                labels = table.rows.map { format.text($0[bucket]) }
                series = counts.map { column in
                    Series(title: title(column), counts: table.rows.map { $0[column].number ?? 0 })
                }
                return
            }
            labels = edges.map { format.text(.number($0.edge)) }
            series = counts.map { column in
                Series(
                    title: title(column),
                    counts: edges.map { $0.row.flatMap { table.rows[$0][column].number } ?? 0 }
                )
            }
            return
        }
        let minutes = table.rows.map { $0[bucket].text.flatMap(Self.minute) ?? 0 }
        let start = wording.instrument?.dayStart ?? 0
        func place(_ minute: Int) -> Int { ((minute - start) % 1440 + 1440) % 1440 }
        let slots = minutes.map { $0 / 30 * 30 }
        guard let first = slots.map(place).min(), let last = slots.map(place).max() else { return }
        // A bucket wider than half an hour stays as it is.
        let isWide = Set(minutes).count > 1 && minutes.allSatisfy { $0 % 60 == 0 }
        let width = isWide ? 60 : 30
        slot = width
        let places = Array(stride(from: first, through: last, by: width))
        labels = places.map { Window.clock($0 + start) }
        series = counts.map { column in
            var sums = Array(repeating: 0.0, count: places.count)
            for (row, slot) in slots.enumerated() {
                let index = (place(slot) - first) / width
                if sums.indices.contains(index) { sums[index] += table.rows[row][column].number ?? 0 }
            }
            return Series(title: title(column), counts: sums)
        }
    }

    /// Empty buckets between others are drawn too; nil where the buckets are not evenly wide, in order, or too many.
    private static func edges(_ values: [Double?]) -> [(edge: Double, row: Int?)]? {
        let known = values.compactMap { $0 }
        guard known.count == values.count, let first = known.first, let last = known.last,
            let width = zip(known.dropFirst(), known).map({ $0 - $1 }).min(), width > 0
        else { return nil }
        let count = ((last - first) / width).rounded()
        guard count < 48 else { return nil }
        var edges = (0...Int(count)).map { (edge: first + Double($0) * width, row: Int?.none) }
        for (row, value) in known.enumerated() {
            let place = ((value - first) / width).rounded()
            guard abs(first + place * width - value) < width / 1000 else { return nil }
            edges[Int(place)] = (value, row)
        }
        return edges
    }

    /// `HH:MM` as minute of the clock.
    static func minute(_ text: String) -> Int? {
        guard let hour = Int(text.prefix(2)), let minute = Int(text.suffix(2)) else { return nil }
        return hour * 60 + minute
    }
}
