internal import Market
internal import Studies

extension Line {
    /// "when Asia and Europe are both green", "both overnight and RTH were red": how each of two parts of the day went is
    /// said once.
    mutating func shareColoursOfParts() {
        guard let both = pieces.indices.first(where: { isMark($0, .both) }) else { return }
        let first = isSpan(both + 1) ? both + 1 : both - 3
        guard isSpan(first), isMark(first + 1, .and), isSpan(first + 2) else { return }
        let place = both > first ? both + 1 : first + 3
        switch self[place] {
        case .colour?, .rise?, .win?: break
        default: return
        }
        var colour = pieces[place]
        (colour.tokens, colour.prep, colour.prepTokens, colour.afterStop) = ([], nil, [], false)
        if both > first {
            drop(both)
            pieces.insert(colour, at: first + 1)
        } else {
            pieces.insert(colour, at: first + 1)
            drop(both)
        }
    }
}
