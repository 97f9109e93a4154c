extension Restatement {
    /// "probability of a green day after a gap up", then "after a red day": another event behind "after", whatever words
    /// say it. Nil where a word of the follow-up has its own kind there, whose place it takes.
    var otherEvent: String? {
        let afters = line.pieces.indices.filter { line.isMark($0, .after) }
        guard afters.count == 1, let head = afters.first,
            let mark = edit.pieces.indices.first(where: { edit.isMark($0, .after) }),
            edit.pieces[..<mark].allSatisfy({ $0.sense.isLeadOfTurn }),
            let event = event(of: edit, behind: mark),
            edit.pieces[event.upperBound...].allSatisfy(\.sense.isLeadOfTurn),
            let old = self.event(of: line, behind: head)
        else { return nil }
        let there = Set(old.compactMap { Kind(line.pieces[$0].sense) })
        let said = event.compactMap { Kind(edit.pieces[$0].sense) }
        guard said.contains(where: { !there.contains($0) && !$0.isNumber && $0 != .unit && $0 != .relation }) else {
            return nil
        }
        return text(of: line, old, from: head, words: words(of: edit, event, from: mark))
    }

    /// "five instead of three", "не 3, а 5": the number that the question before names.
    var otherNumber: [String]? {
        let numbers = edit.pieces.indices.filter { edit.number($0) != nil }
        guard numbers.count == 2, let first = edit.number(numbers[0]), let second = edit.number(numbers[1]),
            edit.pieces.indices.allSatisfy({ index in
                switch edit.pieces[index].sense {
                case _ where numbers.contains(index): true
                case .stop, .empty, .mark(.insteadof), .mark(.not), .mark(.and), .mark(.but), .unit(.day), .task(.days),
                    .task(.top):
                    true
                default: false
                }
            })
        else { return nil }
        let isDenied = edit.isMark(numbers[0] - 1, .not) && !edit.isMark(numbers[1] - 1, .not)
        guard isDenied || edit.isMark(numbers[1] - 1, .insteadof) || edit.isMark(numbers[1] - 1, .not) else {
            return nil
        }
        let (old, new) = isDenied ? (first, second) : (second, first)
        let places = line.tokens.indices.filter { index in
            line.tokens[index].value == old
                || line.pieces.contains { $0.tokens == [index] && $0.sense == .number(old, nil) }
        }
        return places.map { place in
            line.tokens.indices.map { $0 == place ? String(Int(new)) : line.words([$0]) }.joined(separator: " ")
        }
    }

    /// The pieces behind "after" that say after what.
    private func event(of line: Line, behind mark: Int) -> Range<Int>? {
        var end = mark + 1
        while end < line.count, line.pieces[end].sense.isOfEvent { end += 1 }
        while end > mark + 1, line.isMark(end - 1, .and) || line.isMark(end - 1, .or) { end -= 1 }
        return end > mark + 1 ? (mark + 1)..<end : nil
    }

    /// The words of the pieces, articles before them too.
    private func words(of line: Line, _ pieces: Range<Int>, from mark: Int) -> String {
        line.words(tokens(of: line, pieces, from: mark))
    }

    private func tokens(of line: Line, _ pieces: Range<Int>, from mark: Int) -> [Int] {
        let first = (line.pieces[mark].tokens.max() ?? -1) + 1
        let last = line.pieces[pieces].flatMap { $0.prepTokens + $0.tokens }.max() ?? first
        return first <= last ? Array(first...last) : []
    }

    private func text(of line: Line, _ pieces: Range<Int>, from mark: Int, words: String) -> String? {
        let gone = tokens(of: line, pieces, from: mark)
        guard let first = gone.first, let last = gone.last else { return nil }
        let before = line.words(Array(line.tokens.indices.prefix(first)))
        let after = line.words(Array(line.tokens.indices.dropFirst(last + 1)))
        return [before, words, after].filter { !$0.isEmpty }.joined(separator: " ")
    }
}

extension Line {
    /// A number that says how many rows of a rank are listed.
    func countsRows(_ index: Int) -> Bool {
        func ranks(_ place: Int) -> Bool {
            switch self[place] {
            case .task(.top)?, .superlative?, .best?: true
            default: false
            }
        }
        return ranks(index - 1) || ranks(index + 1)
    }

    /// A quantity that says of which kind days are, and is not asked for: "a gap up", "range over 2%".
    func isOfCondition(_ index: Int) -> Bool {
        switch self[index + 1] {
        case .way?, .rise?, .size?, .relation?, .number?: return true
        case .verb(.close)?, .verb(.fill)?: return true
        default: break
        }
        switch self[index - 1] {
        case .way?, .size?, .number?, .mark(.after)?, .mark(.given)?, .mark(.not)?, .mark(.except)?: return true
        default: return false
        }
    }

    fileprivate func number(_ index: Int) -> Double? {
        if case .number(let value, nil)? = self[index], value == value.rounded() { value } else { nil }
    }
}

extension Sense {
    /// It only says that something changes.
    fileprivate var isLeadOfTurn: Bool {
        switch self {
        case .stop, .empty, .mark(.and), .mark(.but): true
        default: false
        }
    }

    /// A day is told by it: its colour, its move, a pattern, a gap, how large, how many in a row.
    fileprivate var isOfEvent: Bool {
        switch self {
        case .colour, .way, .rise, .win, .pattern, .event, .number, .relation, .size, .quantity, .ordinal, .measure,
            .unit(.day), .empty, .mark(.and), .mark(.or), .mark(.consecutive), .mark(.not), .mark(.inside),
            .mark(.outside), .verb(.fill), .verb(.close):
            true
        case .condition(let fact): !fact.isCalendar
        default: false
        }
    }
}
