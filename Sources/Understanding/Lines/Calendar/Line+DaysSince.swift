internal import Market
internal import Studies

extension Line {
    /// "days since the last 2% drop", "сколько дней прошло с исторического максимума", "how long since a gap over 1%": how many
    /// trading days lie behind the latest one of which it holds.
    mutating func settleDaysSince() {
        if !pieces.contains(where: { $0.sense == .mark(.since) }) { joinSince() }
        guard let since = pieces.firstIndex(where: { $0.sense == .mark(.since) }) else { return }
        // "since the last drop": of several it is the last that days are counted from.
        for index in pieces.indices.reversed()
        where index > since && [.relative(.last), .relative(.past)].contains(pieces[index].sense) {
            if case .condition(let fact)? = self[index + 1], !fact.isCalendar, pieces[index].prep == nil { drop(index) }
        }
        // "since the all-time high": of the highest price there was; "since the last record close" says which of closes.
        for index in pieces.indices where index > since {
            guard case .condition(let fact)? = self[index], let up = fact.condition.isRecord,
                fact.condition == Self.record(up: up).condition, !has(.closeverb, in: pieces[index])
            else { continue }
            let price = Series.metric(metric: up ? .high : .low, of: .own)
            pieces[index].sense = .condition(
                Fact(
                    condition: .extreme(of: price, largest: up, count: 1, within: nil, among: nil),
                    isOutcome: true
                )
            )
        }
    }

    /// "what's the ATH and how many days since": what is counted from is not said again, and what is asked is not how many.
    mutating func settleDanglingSince() {
        guard let last = pieces.indices.last(where: { !isStop($0) && !isMark($0, .it) }), last > 0,
            self[last] == .prep(.since)
        else { return }
        pieces[last].sense = .unknown
    }

    /// What days are counted from stands behind the word: the last of its kind, or the one there is.
    private mutating func joinSince() {
        let asked = pieces.indices.filter { unit($0) == .day || self[$0] == .task(.length) }
        guard asked.count == 1, let day = asked.first, !pieces[day].each, prep(day) == nil else { return }
        var next = day + 1
        while self[next] == .verb(.travel) || isMark(next, .it) || isSymbol(next) || isMark(next, .after)
            || isMark(next, .ago)
        { next += 1 }
        guard let from = prep(next), from == .since || from == .from else { return }
        var fact = next
        while isRelative(fact), [.relative(.last), .relative(.past)].contains(pieces[fact].sense) { fact += 1 }
        guard case .condition(let found)? = self[fact], !found.isCalendar,
            fact > next || found.condition.isRecord != nil || from == .since,
            pieces[(fact + 1)...].allSatisfy({ piece in
                switch piece.sense {
                case .stop, .symbol, .empty, .span: true
                default: false
                }
            })
        else { return }
        var first = day
        if self[day - 1] == .task(.count) || self[day - 1] == .task(.howmuch) { first -= 1 }
        let symbols = pieces[day..<next].filter { if case .symbol = $0.sense { true } else { false } }
        let words = pieces[first..<next].filter { piece in !symbols.contains(piece) }
        let tokens = words.flatMap(\.tokens) + pieces[next].prepTokens
        (pieces[next].prep, pieces[next].prepTokens) = (nil, [])
        pieces.replaceSubrange(first..<next, with: [Piece(sense: .mark(.since), tokens: tokens.sorted())] + symbols)
    }

    private func isSymbol(_ index: Int) -> Bool { if case .symbol? = self[index] { true } else { false } }
}
