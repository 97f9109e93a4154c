internal import Market
internal import Studies

extension Line {
    /// "What is the probability that tomorrow is green after a red day", "что будет если гэп вниз - как часто закрылись в
    /// плюс": asked of a condition and told by how often, it is a question about what has been; tomorrow is the day after.
    mutating func settleSupposed() {
        if pieces.contains(where: { $0.sense == .mark(.after) }), pieces.contains(where: { $0.sense.tellsOfDays }) {
            // "after three red days, what next": what came then.
            for index in pieces.indices where self[index] == .task(.forecast) && has(.ensuing, in: pieces[index]) {
                pieces[index].sense = .task(.performance)
            }
        }
        let asksHowOften = pieces.contains { $0.sense == .task(.share) || $0.sense == .task(.count) }
        guard asksHowOften,
            pieces.contains(where: { $0.sense == .mark(.given) || $0.sense == .mark(.after) }),
            pieces.contains(where: { $0.sense.tellsOfDays })
        else { return }
        for index in pieces.indices where pieces[index].sense == .relative(.yesterday) {
            // "if yesterday was green": the day before each; "if today and yesterday were" names both.
            if isMark(index - 1, .and), self[index - 2] == .relative(.today) { continue }
            let next = pieces[(index + 1)...].first { $0.sense != .empty }
            let isGiven = pieces[..<index].contains { $0.sense == .mark(.given) || $0.sense == .mark(.after) }
            switch next?.sense {
            case .unit(.day)? where isGiven, .colour? where isGiven, .pattern? where isGiven:
                pieces[index].sense = .mark(.previous)
            default: continue
            }
        }
        let hasTomorrow = pieces.contains { $0.sense == .relative(.tomorrow) }
        for index in pieces.indices {
            switch pieces[index].sense {
            case .relative(.tomorrow): pieces[index].sense = .mark(.next)
            case .relative(.today)
            where hasTomorrow && !(isMark(index + 1, .and) && self[index + 2] == .relative(.yesterday)):
                pieces[index].sense = .empty
            case .task(.forecast) where pieces[index].tokens.allSatisfy({ forms.contains(tokens[$0].text, .supposes) }):
                pieces[index].sense = .empty
            default: continue
            }
        }
        for piece in pieces where piece.sense == .empty { empty.formUnion(piece.tokens) }
    }

    /// "Sell in May: ...", "trend days (body over 70% of the range)": a heading, or a name that its brackets define; what
    /// is computed is said beside it.
    mutating func dropDefinedTerms() {
        if let colon = pieces.firstIndex(where: { $0.sense == .stop(":") }), colon > 0,
            // A single word may as well be what is asked about: "delta: average volume".
            pieces[..<colon].contains(where: { $0.sense.isTerm && $0.tokens.count > 1 }),
            pieces[..<colon].allSatisfy({ $0.sense.isOfHeading }),
            pieces[(colon + 1)...].contains(where: { $0.sense.isComputed })
        {
            for index in pieces[...colon].indices { pieces[index].sense = .empty }
        }
        for index in pieces.indices where pieces[index].sense.isTerm {
            guard self[index + 1] == .stop("("),
                let end = pieces[index...].firstIndex(where: { $0.sense == .stop(")") }),
                pieces[index...end].contains(where: { if case .relation = $0.sense { true } else { false } }),
                pieces[index...end].contains(where: { $0.sense.isComputed })
            else { continue }
            for place in [index, index + 1, end] { pieces[place].sense = .empty }
            for place in pieces[index...end].indices where self[place] == .stop("|") { pieces[place].sense = .empty }
        }
        for piece in pieces where piece.sense == .empty { empty.formUnion(piece.tokens) }
    }
}

extension Sense {
    /// It says of days what they were like.
    fileprivate var tellsOfDays: Bool {
        switch self {
        case .colour, .way, .rise, .win, .pattern, .quantity, .verb, .event, .condition: true
        default: false
        }
    }

    var isTerm: Bool { if case .term = self { true } else { false } }

    fileprivate var isOfHeading: Bool {
        switch self {
        case .term, .termWord, .empty, .task(.trend), .mark(.or), .mark(.and), .stop(","), .stop("/"): true
        default: false
        }
    }

    fileprivate var isComputed: Bool {
        switch self {
        case .quantity, .task(.count), .task(.share), .statistic, .colour, .rise: true
        default: false
        }
    }
}
