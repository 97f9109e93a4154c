internal import Market
internal import Studies

extension Line {
    /// "do summer and fall differ", "fall vs spring", "average range in fall", "last fall": the season, where it stands in a
    /// list with another one or where a time of the year stands, and no fall of the price.
    mutating func settleFallSeason() {
        for index in pieces.indices {
            guard case .rise(up: false)? = self[index], isForm(index, .fallseason), pieces[index].tokens.count == 1,
                !isNumber(index + 1), !isRelation(index + 1), isListedWithSeason(index) || isTimeOfYear(index)
            else { continue }
            pieces[index].sense = .months([9, 10, 11])
        }
    }

    /// "summer, fall and winter", "fall more volatile than summer".
    private func isListedWithSeason(_ index: Int) -> Bool {
        guard !isVerb(index) else { return false }
        func isJoint(_ place: Int) -> Bool {
            joinsHeads(place) || isMark(place, .vs) || isMark(place, .or) || self[place] == .stop(",")
                || self[place] == .stop("/") || self[place] == .stop("-")
        }
        if isSeason(index - 1), prep(index) == .than || prep(index) == .to { return true }
        if isSeason(index + 1), prep(index + 1) == .than || prep(index + 1) == .to { return true }
        if isJoint(index - 1), isSeason(index - 2) { return true }
        if isJoint(index + 1), isSeason(index + 2) { return true }
        // "is fall more volatile than summer": what is held against a season.
        return pieces.indices[(index + 1)...].contains { isSeason($0) && prep($0) == .than } && index == firstNamed
    }

    private var firstNamed: Int? { pieces.indices.first { !isStop($0) && self[$0] != .task(.compare) } }

    /// "in fall", "during fall", "this fall", "fall 2024".
    private func isTimeOfYear(_ index: Int) -> Bool {
        if prep(index) == .in, let word = pieces[index].tokens.first, word > 0, !pieces[index].prepTokens.isEmpty,
            pieces[index].prepTokens.contains(word - 1)
        {
            return true
        }
        switch self[index - 1] {
        case .relative(.last)?, .relative(.this)?, .relative(.past)?, .relative(.previous)?: return true
        default: break
        }
        return year(index + 1) != nil && !isVerb(index)
    }

    /// "does it fall", "did NQ fall": a verb that asks stands before it in its clause.
    private func isVerb(_ index: Int) -> Bool {
        guard let word = pieces[index].tokens.first, !joinsHeads(index - 1), !isMark(index - 1, .or),
            self[index - 1] != .stop(",")
        else { return false }
        return tokens[..<word].suffix(3).contains { forms.contains($0.text, .auxiliary) }
            || isMark(index - 1, .it) || isMark(index - 1, .those)
    }

    private func isSeason(_ index: Int) -> Bool {
        if case .months(let months)? = self[index] { months.count == 3 } else { false }
    }
}
