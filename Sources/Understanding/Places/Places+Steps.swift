internal import Market
internal import Studies

extension Places {
    /// Two steps of one computation cannot both be taken of the same rows: the best of one, the range among fourteen.
    func steps() -> [Int] { ranksOfOne() }

    /// "September is the worst month, is it true": months cannot be ranked among Septembers.
    private func ranksOfOne() -> [Int] {
        guard case .summary(let summary) = study.result, summary.order != nil || summary.limit != nil else { return [] }
        return frame.calendarFacts.filter { fact in
            guard case .calendar(let field, let values) = fact.value.condition, values.count == 1 else { return false }
            return summary.keys.contains(.calendar(field: field))
                && (study.condition?.atoms.contains(fact.value.condition) ?? false)
        }
        .map(\.index)
    }
}
