internal import Market
internal import Studies

extension Line {
    /// "3-7.02.2025", "с 3 по 7.02.2025", "from 3 to 7/02/2025": the first day has its month and year behind the last.
    mutating func joinDaysToDates() {
        for index in pieces.indices.reversed() {
            guard case .dates(let dates)? = self[index], dates.shape == .day, let last = dates.period.singleDay,
                let token = pieces[index].tokens.first, tokens[token].kind == .number
            else { continue }
            let first: Int
            if self[index - 1] == .stop("-"), tokens[token].glued,
                pieces[index - 1].tokens.allSatisfy({ tokens[$0].glued })
            {
                first = index - 2
            } else if prep(index) == .to || prep(index) == .by, prep(index - 1) == .from || prep(index - 1) == .since {
                first = index - 1
            } else {
                continue
            }
            guard let day = whole(first), day >= 1, day < last.day, pieces[first].tokens.count == 1,
                let begin = CivilDate(year: last.year, month: last.month, day: day)
            else { continue }
            join(first...index, as: .dates(Dates(period: .range(begin, last), shape: .other, assumed: dates.assumed)))
            (pieces[first].prep, pieces[first].prepTokens) = (nil, [])
        }
    }

    /// "between 3 and 7 June inclusive": both ends of dates belong to them in any case.
    mutating func dropInclusive() {
        for index in pieces.indices.dropFirst().reversed()
        where self[index] == .unknown && has(.inclusive, in: pieces[index]) && isDates(index - 1) {
            drop(index)
        }
    }
}
