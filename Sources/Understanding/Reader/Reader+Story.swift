internal import Studies

extension Reader {
    /// The question proper after a story about the speaker, which is set aside and told; nil where there is none, where it
    /// may restrict the question, or where the rest is no whole study by itself.
    func withoutStory(_ line: Line, _ context: ReadContext) -> Reading? {
        guard !isNested else { return nil }
        for place in line.beginnings {
            let before = line.tokens.indices.prefix { $0 < place.end }
            guard line.tells(before: place.start, isSaid: place.isSaid, after: place.end, of: context.symbol) else {
                continue
            }
            let rest = line.words(Array(place.end..<line.tokens.count)).trimmed
            var reading = short(rest, context)
            guard case .study = reading.intent, reading.unread.isEmpty else { continue }
            reading.aside = line.words(Array(before)).trimmedMarks
            return reading
        }
        return nil
    }
}

extension Line {
    /// Where a question proper may begin: after words that say so, or after a stop.
    fileprivate var beginnings: [(start: Int, end: Int, isSaid: Bool)] {
        var said: [(Int, Int, Bool)] = []
        var stops: [(Int, Int, Bool)] = []
        for piece in pieces.dropFirst() {
            guard let first = piece.tokens.first, let last = piece.tokens.last, last + 1 < tokens.count else {
                continue
            }
            if piece.sense == .mark(.leadin) {
                // At the end nothing follows it.
                guard pieces.contains(where: { ($0.tokens.first ?? 0) > last && !isIdle($0) }) else { continue }
                said.append((first, last + 1, true))
            } else if case .stop(let sign) = piece.sense, !tokens[last + 1].glued,
                // "I кв. 2024": the stop of an abbreviation ends no sentence.
                !(sign == "." && first > 0 && tokens[first - 1].text.count <= 3)
            {
                stops.append((first, last + 1, false))
            }
        }
        return (said.reversed() + stops.prefix(4)).map { (start: $0.0, end: $0.1, isSaid: $0.2) }
    }

    private func isIdle(_ piece: Piece) -> Bool {
        switch piece.sense {
        case .empty, .stop, .prep: true
        default: false
        }
    }

    /// Whether the words before a place only tell of the speaker. Where they say themselves that the question comes now,
    /// they may speak of the market, but name nothing that the question does not name again.
    fileprivate func tells(before start: Int, isSaid: Bool, after end: Int, of symbol: String?) -> Bool {
        let story = pieces.filter { ($0.tokens.last ?? 0) < start }
        let rest = Set(pieces.filter { ($0.tokens.first ?? 0) >= end }.map(\.sense))
        guard story.contains(where: { has(.speaker, in: $0) }) else { return false }
        return story.allSatisfy { piece in
            switch piece.sense {
            case .empty, .unknown, .chat, .stop, .prep, .bars, .unit(.day), .mark(.and), .mark(.but), .mark(.it),
                .mark(.those),
                .mark(.leadin), .mark(.or), .task(.trade), .task(.advice), .task(.seasonality),
                .verb(.form):
                return true
            case .mark, .when, .verb, .task, .colour, .way, .rise, .win, .size, .quantity, .unit, .relation, .often,
                .best,
                .superlative, .statistic:
                return isSaid
            case .instruments(let symbols): return symbols.contains { $0 == symbol } || rest.contains(piece.sense)
            default: return rest.contains(piece.sense)
            }
        }
    }
}
