internal import Market
internal import Studies

/// Words in a study whose kind of answer leaves them without effect.
extension Frame {
    func misreadKinds(_ study: Study) -> [Int] {
        ranksOfOneDay(study) + oftenOnOneDate(study) + pricesBesideTimes(study) + fillsAsKinds(study)
            + laterDaysUntold(study) + weeksByTheirDays(study) + levelsOfOwnWindow(study)
    }

    /// "was Dec 18 the worst FOMC day": one day has no rank among others.
    private func ranksOfOneDay(_ study: Study) -> [Int] {
        guard singleDay, study.unit == .day, case .list = study.result else { return [] }
        return bests.map(\.index) + superlatives.map(\.index)
    }

    /// "26 декабря чаще зелёное": of one day there is no oftener.
    private func oftenOnOneDate(_ study: Study) -> [Int] {
        guard singleDay, study.unit == .day, case .summary = study.result else { return [] }
        return often.sorted()
    }

    /// "high of the day before or after 8:30": when it comes, and no mean of prices.
    private func pricesBesideTimes(_ study: Study) -> [Int] {
        guard case .comparison = study.result, statistics.isEmpty, quantities.count == 1,
            quantities[0].value.extreme != nil
        else { return [] }
        return marks(.or)
    }

    /// "gap fill on FOMC days vs normal days": how many fill on each, and not what filled ones were like.
    private func fillsAsKinds(_ study: Study) -> [Int] {
        guard case .comparison = study.result, quantities.isEmpty, statistics.isEmpty, task(.performance) == nil else {
            return []
        }
        return dayFacts.filter { $0.value.condition == .gapFilled && study.condition == .gapFilled }.map(\.index)
    }

    /// "5 red days in a row, how many times, and how did the sixth close": a count tells nothing of the sixth.
    private func laterDaysUntold(_ study: Study) -> [Int] {
        guard case .summary(let summary) = study.result, summary.measures == [.count(where: nil)] else { return [] }
        return indices.filter { if case .ordinal(let number)? = line[$0] { number > 1 } else { false } }
    }

    /// "weekly return if Monday is red": of the weeks; days grouped by week are the Mondays alone.
    private func weeksByTheirDays(_ study: Study) -> [Int] {
        guard case .summary = study.result, study.unit == .day,
            calendarFacts.contains(where: {
                if case .calendar(.weekday, _) = $0.value.condition { true } else { false }
            })
        else { return [] }
        return keys.filter { $0.value == .calendar(field: .weekStart) }.map(\.index)
    }

    /// "does price come back to VWAP after lunch": a window's own VWAP lies between its low and its high on every day.
    private func levelsOfOwnWindow(_ study: Study) -> [Int] {
        guard study.unit == .day else { return [] }
        return dayFacts.filter { fact in
            var isLevel = false
            var isEnd = false
            fact.value.condition.visit { element in
                switch element {
                case .series(.indicator(.vwap)): isLevel = true
                case .series(.metric(.low, _)), .series(.metric(.high, _)): isEnd = true
                default: break
                }
            }
            return isLevel && isEnd
        }.map(\.index)
    }
}
