internal import Studies

extension Line {
    /// Turns of a chat whose first words say more there than in a question by itself.
    mutating func settleTurnsAhead() {
        settleLeadingWhen()
    }

    /// "when the gap is above 1%", «когда гэп больше 1%» behind another question: under that condition; no verb that asks
    /// stands behind the word, and nothing is asked.
    private mutating func settleLeadingWhen() {
        guard
            let first = pieces.firstIndex(where: { $0.sense != .empty && !$0.sense.isSilent && $0.sense != .mark(.and) }
            ),
            self[first] == .when, let last = pieces[first].tokens.last, tokens.indices.contains(last + 1),
            !forms.contains(tokens[last + 1].text, .asks),
            // "when Asia was red": a window, and how it went, asks for no time.
            isWindowAhead(first + 1) || !has(.past) && pieces.last?.sense != .stop("?"),
            pieces.indices.contains(where: { isRelation($0) && isNumber($0 + 1) || isState($0) }),
            !pieces.contains(where: { piece in
                switch piece.sense {
                case .task, .often, .statistic, .superlative, .best, .which: true
                default: false
                }
            })
        else { return }
        pieces[first].sense = .mark(.given)
    }

    /// "Asia", "the first hour", "the last hour": a part of the day, its words not yet joined.
    private func isWindowAhead(_ index: Int) -> Bool {
        switch self[index] {
        case .span?, .symbol?: true
        case .ordinal?, .relative(.last)?: if case .unit? = self[index + 1] { true } else { false }
        default: false
        }
    }

    private func isState(_ index: Int) -> Bool {
        switch self[index] {
        case .colour?, .win?: true
        default: false
        }
    }
}

extension Frame {
    /// "next day green?": a day, and how it went; after what, is not said.
    var isNextDayAlone: Bool {
        let said = indices.filter { line[$0] != .empty && !line.pieces[$0].sense.isSilent && !line.isMark($0, .and) }
        guard said.count >= 2, line.isMark(said[0], .next) else { return false }
        return said.dropFirst().allSatisfy { place in
            line.unit(place) == .day
                || dayFacts.contains { $0.index == place && $0.value.settled && $0.value.run == nil }
        } && dayFacts.count == 1
    }
}
