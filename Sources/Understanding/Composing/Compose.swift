internal import Market
internal import Studies

extension Frame {
    /// All studies that the words may mean; the best first. One that leaves words unused is kept for the question back.
    func candidates() -> [Candidate] {
        // The next day's own gap is another one.
        if asksLaterFill || asksNeitherFill { return laterFills() }
        let parts = partsOfWhole()
        var made: [Candidate] =
            times() + (parts.isEmpty ? shares() + counts() : parts) + runs() + correlations() + tops() + ranks()
            + afters()
            + lists()
            + summaries() + distributions()
            + latest() + comparisons() + ratios() + standings() + bySize() + delays() + openings() + crossings()
            + extremes() + mixtures() + figures() + rates() + seasons() + sessions() + directions() + ends()
            + daysThemselves() + patternCounts() + daysOfExtremes() + timesAsMuch() + sidesApart() + sameWays()
            + sharesAhead() + periodsOfDays() + movesOfPeriods() + divergences() + daysSince() + beyond()
        // One end of a rank is no answer where both are asked for.
        if asksForBothEnds {
            made.removeAll { if case .list(let list) = $0.study.result { list.limit != nil } else { false } }
        }
        let units = Set(facts.compactMap(\.value.unit) + quantities.compactMap(\.value.unit))
        return made.filter { candidate in units.allSatisfy { $0 == candidate.study.unit } }.sorted { left, right in
            let (a, b) = (unread(left).count, unread(right).count)
            if a != b { return a < b }
            return left.fit > right.fit
        }
    }

    /// Pieces that carry meaning and have no place in a study.
    func unread(_ candidate: Candidate) -> [Int] {
        indices.filter { index in
            guard !candidate.used.contains(index) else { return false }
            switch line.pieces[index].sense {
            case .empty, .stop, .prep: return false
            case .task(let task):
                // Said twice; "how does it behave ..., stats" asks for the same figures.
                let isSummary = task == .performance || task == .statistics
                return !candidate.used.contains {
                    line.pieces[$0].sense == .task(task)
                        || isSummary
                            && [.task(.performance), .task(.statistics)].contains(line.pieces[$0].sense)
                }
            case .mark(.each):
                return candidate.used.isDisjoint(
                    with: Set(
                        keys.map(\.index) + slots.map(\.index)
                            + all { $0 == .which(.session) ? true : nil }.map(\.index)
                    )
                )
            default: return true
            }
        }
    }
}
