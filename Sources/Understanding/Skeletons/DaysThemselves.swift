internal import Market
internal import Studies

extension Frame {
    /// What is asked of a day itself and not of its prices: whether it was traded, which weekday it was.
    func daysThemselves() -> [Candidate] { traded() + weekdayOfDate() }

    /// "did the market open on Jan 9 2025", "торговался ли рынок на рождество": its first and last minute; a day without
    /// trading is told as that.
    private func traded() -> [Candidate] {
        let verbs = indices.filter {
            // "was the market closed on ..."
            line[$0] == .verb(.open) || line[$0] == .verb(.close) || line[$0] == .verb(.trade)
                || line[$0] == .unknown && line.has(.shut, in: line.pieces[$0])
        }
        guard verbs.count == 1, quantities.isEmpty, statistics.isEmpty, dayFacts.isEmpty, isOneDay,
            line.has(.asks) || line.has(.past) || line.has(.whether), !line.has(.how), !line.has(.whereabouts)
        else { return [] }
        return [told([.time(event: .firstBar, of: .own), .time(event: .lastBar, of: .own)], Set(verbs), "traded")]
    }

    /// "what day of the week was March 13 2023".
    private func weekdayOfDate() -> [Candidate] {
        guard singleDay, quantities.isEmpty, statistics.isEmpty, facts.isEmpty else { return [] }
        let verbs = indices.filter { line[$0] == .verb(.form) }
        if let asked = indices.first(where: { line[$0] == .which(.weekday) }) {
            return [told([.calendar(field: .weekday)], Set(verbs + [asked]), "weekday of a date")]
        }
        // "what day was March 13": the weekday, or what happened on it.
        guard let asked = task(.days), line.tokens.first.map({ line.forms.contains($0.text, .what) }) ?? false,
            indices.allSatisfy({ $0 == asked || verbs.contains($0) || line.isStop($0) || isDay($0) })
        else { return [] }
        let columns = [Series.calendar(field: .weekday)] + Self.plainColumns.prefix(4)
        return [told(columns, Set(verbs + [asked]), "a date's day")]
    }

    /// A day by its date, or by the holiday that it is.
    private var isOneDay: Bool {
        if singleDay, calendarFacts.isEmpty { return true }
        guard calendarFacts.count == 1, case .event(.holiday, 0) = calendarFacts[0].value.condition else {
            return false
        }
        return true
    }

    private func isDay(_ index: Int) -> Bool {
        switch line[index] {
        case .dates?, .relative?, .symbol?: true
        default: false
        }
    }

    private func told(_ columns: [Series], _ used: Set<Int>, _ name: String) -> Candidate {
        let base = study(.list(list: Listing(columns: columns)))
        return Candidate(
            name: name,
            study: base.study,
            used: used.union(base.used),
            fit: 30,
            assumptions: base.assumptions
        )
    }
}
