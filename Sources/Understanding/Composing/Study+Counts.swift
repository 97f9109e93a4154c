internal import Studies

extension Study {
    /// "How many Mondays were red", "сколько раз январь был красным": so many of how many Mondays. What is of the calendar
    /// chooses the days, the rest is counted among them; counted among all days it would be a share of nothing asked for.
    func withCountsOfKinds() -> Study {
        guard case .summary(var summary) = result, summary.measures == [.count(where: nil)], summary.keys.isEmpty,
            case .all(let parts)? = condition
        else { return self }
        let kinds = parts.filter(\.isOfCalendar)
        guard let kind = Condition.every(kinds), let told = Condition.every(parts.filter { !$0.isOfCalendar }) else {
            return self
        }
        summary.measures = [.count(where: told), .share(of: told, where: nil, withBase: false)]
        var study = self
        study.condition = kind
        study.result = .summary(summary: summary)
        return study
    }
}
