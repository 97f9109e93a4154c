internal import Market
internal import Studies

extension Line {
    /// "which instrument is more volatile", "средний размах обоих инструментов": a few loaded ones are named one by one.
    mutating func nameInstruments(_ context: ReadContext) {
        nameOwnInstrument(context)
        guard let place = pieces.firstIndex(where: { if case .eachInstrument = $0.sense { true } else { false } })
        else { return }
        let isNamed = pieces.contains {
            switch $0.sense {
            case .symbol, .instruments: true
            default: false
            }
        }
        let loaded = context.loaded.map(\.instrument.symbol)
        guard !isNamed, loaded.count < 5 else {
            // Beside a name it says what the name is; of many, which are meant is asked.
            if isNamed { drop(place) } else { pieces[place].sense = .unknown }
            return
        }
        guard loaded.count > 1 else { return drop(place) }
        let own = context.symbol.map { [$0] } ?? []
        let symbols = own.filter(loaded.contains) + loaded.filter { !own.contains($0) }
        // "Both are red" is of one day, where "which is more volatile" holds one against the other.
        let joint = Piece(
            sense: .mark(pieces[place].sense == .eachInstrument(joined: true) ? .and : .vs),
            tokens: pieces[place].tokens
        )
        let named = symbols.enumerated().flatMap { index, symbol in
            let piece = Piece(sense: .symbol(symbol), tokens: pieces[place].tokens)
            return index == 0 ? [piece] : [joint, piece]
        }
        pieces.replaceSubrange(place...place, with: named)
    }

    /// "correlation with NQ" where gold is looked at: of gold, which is not named again.
    private mutating func nameOwnInstrument(_ context: ReadContext) {
        let named = pieces.indices.filter { index in
            switch pieces[index].sense {
            case .symbol, .instruments, .eachInstrument: true
            default: false
            }
        }
        guard let own = context.symbol, named.count == 1, let first = pieces[named[0]].tokens.first, first > 0,
            case .instruments(let symbols) = pieces[named[0]].sense, !symbols.contains(own),
            symbols.contains(where: { symbol in context.loaded.contains { $0.instrument.symbol == symbol } }),
            forms.contains(tokens[first - 1].text, .withword),
            pieces.contains(where: { $0.sense == .task(.correlation) })
        else { return }
        pieces.insert(Piece(sense: .symbol(own), tokens: pieces[named[0]].tokens), at: named[0])
    }

    /// "NQ or MGC, which one more often ...": both are asked about.
    mutating func joinEitherInstrument() {
        guard pieces.contains(where: { $0.sense == .often }) else { return }
        for index in pieces.indices where isMark(index, .or) {
            guard case .symbol? = self[index - 1], case .symbol? = self[index + 1] else { continue }
            pieces[index].sense = .mark(.vs)
        }
    }
}
