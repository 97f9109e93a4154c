internal import Market
internal import Studies

extension Frame {
    /// "what percent of Mondays come after a red day": of the days of the calendar, which are the whole.
    func sharesOfDays() -> [Candidate] {
        guard let asked = task(.share), calendarFacts.count == 1, let days = calendarFacts.first, days.index > asked,
            dayFacts.count == 1, let event = dayFacts.first, let marker = marks(.after).first, marks(.after).count == 1,
            days.index < marker, marker < event.index, marks(.next).isEmpty, quantities.isEmpty, statistics.isEmpty,
            keys.isEmpty, slots.isEmpty, spans.isEmpty, superlatives.isEmpty, bests.isEmpty, horizons().isEmpty,
            task(.count, .time, .compare) == nil
        else { return [] }
        let before = Condition.shifted(of: event.value.condition, by: -1)
        let base = study(
            .summary(summary: Summary(measures: [.share(of: before, where: nil, withBase: true)])),
            sessionEvent: event.value.ofSession
        )
        var used: Set<Int> = [asked, days.index, marker, event.index]
        for index in indices where isShareFiller(index) { used.insert(index) }
        return [
            Candidate(
                name: "share of days",
                study: base.study,
                used: used.union(base.used),
                fit: 34,
                assumptions: base.assumptions
            )
        ]
    }
}
