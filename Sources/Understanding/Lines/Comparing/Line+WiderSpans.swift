internal import Market
internal import Studies

/// One part of the day held against another by its width, day by day.
extension Line {
    /// "how often is the last hour wider than the first hour", "как часто Азия спокойнее Европы": its range beyond the
    /// other's.
    mutating func settleWiderSpans() {
        let countsDays = pieces.contains { [.often, .task(.share), .task(.count)].contains($0.sense) }
        guard countsDays, pieces.count(where: { if case .quantity = $0.sense { true } else { false } }) == 1 else {
            return
        }
        for index in pieces.indices.dropFirst() {
            guard case .quantity(let width)? = self[index], [Quantity(.range), Quantity(.volatility)].contains(width),
                has(.comparative, in: pieces[index]), case .span(let one)? = self[index - 1]
            else { continue }
            var next = index + 1
            while self[next] == .task(.compare) || isMark(next, .vs) { next += 1 }
            guard case .span(let other)? = self[next], other != one else { continue }
            var (left, right) = (Quantity(.range), Quantity(.range))
            (left.span, right.span) = (one, other)
            pieces[next].sense = .quantity(right)
            pieces[index].sense = .relation(has(.lesser, in: pieces[index]) ? .less : .greater)
            pieces[index].tokens = pieces[index..<next].flatMap(\.tokens).sorted()
            pieces[index - 1].sense = .quantity(left)
            pieces.removeSubrange((index + 1)..<next)
            return
        }
    }
}
