internal import Studies

/// The question before, and what each word of a follow-up can take the place of in it.
///
/// "а после трёх?" after "вероятность роста после двух красных дней" is read by putting its number in the place of the
/// other number; the whole sentence is then read like any question, so nothing of it is left out.
struct Restatement {
    /// The question before, cut to phrases.
    let line: Line
    /// The follow-up, cut to phrases.
    let edit: Line

    /// More ways than this to put the words in are too many to choose from.
    private static let limit = 6

    /// Whole questions that the follow-up may stand for: each of its words in the place of one of the same kind.
    /// Empty where one of them has no such place.
    var questions: [String] {
        // "total volume" is no mean, whatever statistic the question before names.
        if edit.pieces.contains(where: { $0.sense.isVolume && $0.tokens.count > 1 }),
            line.pieces.contains(where: { if case .statistic = $0.sense { true } else { false } })
        {
            return []
        }
        if let other = otherEvent { return [other] }
        if let other = otherNumber { return other }
        var ways: [[Range<Int>: Range<Int>]] = [[:]]
        for said in edit.groups where !said.allSatisfy(isQuiet) {
            let places = places(of: edit.subject(of: said))
            guard !places.isEmpty else { return [] }
            ways = ways.flatMap { way in
                places.filter { way[$0] == nil }.map { place in
                    var way = way
                    way[place] = said
                    return way
                }
            }
            guard (1...Self.limit).contains(ways.count) else { return [] }
        }
        return ways.filter { !$0.isEmpty }.map(text)
    }

    /// The question before with the follow-up after it, if nothing in it speaks of the same.
    var longer: String? {
        var start = edit.pieces.startIndex
        while start < edit.count, isLead(start) { start += 1 }
        guard start < edit.count else { return nil }
        // "а в последний?": the last of what, only a place in the question before could say.
        let isEnd = edit.pieces.indices.allSatisfy { index in
            isLead(index) || edit[index] == .relative(.last) || edit[index] == .relative(.past)
        }
        if isEnd { return nil }
        // "and as a percentage of the daily range": what was asked, beside another of its kind.
        let isShare = edit[start] == .task(.share) && Kind(edit[start + 1] ?? .empty) != nil
        for index in start..<edit.count where !isQuiet(index) && !isShare {
            guard let kind = Kind(edit.pieces[index].sense) else {
                switch edit.pieces[index].sense {
                case .task(.standing): continue
                case .task, .top, .often, .mark(.next), .mark(.previous), .mark(.opposite), .mark(.insteadof),
                    .mark(.add), .order, .orderWay:
                    return nil
                default: continue
                }
            }
            if kind == .rank || kind == .number(nil) || kind == .unit || kind == .bound { return nil }
            if kind.isOne, line.pieces.contains(where: { Kind($0.sense) == kind }) { return nil }
        }
        let first = (edit.pieces[start].prepTokens + edit.pieces[start].tokens).min() ?? 0
        let added = edit.words(edit.tokens.indices.filter { $0 >= first }).trimmedMarks
        return line.words(Array(line.tokens.indices)).trimmedMarks + ", " + added
    }

    /// A word that only says that something changes.
    private func isLead(_ index: Int) -> Bool {
        switch edit.pieces[index].sense {
        case .stop, .empty, .mark(.and), .mark(.but), .mark(.same), .mark(.it): true
        case .mark(.not): edit[index + 1] == .stop(",")
        default: false
        }
    }

    private func isQuiet(_ index: Int) -> Bool {
        if isLead(index) { return true }
        switch edit.pieces[index].sense {
        case .bars, .task(.days), .unit(.day), .unit(.session), .prep: return true
        case .task(.top): return edit.whole(index + 1) != nil
        default: return isTrailing(index)
        }
    }

    /// "последние", with a number and no unit behind it.
    private func isTrailing(_ index: Int) -> Bool {
        guard edit[index] == .relative(.last) || edit[index] == .relative(.past) else { return false }
        return edit.whole(index + 1) != nil && edit.unit(index + 2) == nil
    }

    /// Where in the question before a word of the follow-up can stand.
    private func places(of index: Int) -> [Range<Int>] {
        let sense = edit.pieces[index].sense
        let groups = line.groups
        if case .number(_, nil) = sense, isTrailing(index - 1) {
            // "за последние 5" after "за последние 3 дня".
            return groups.filter { group in
                guard case .dates = line.pieces[group.lowerBound].sense else { return false }
                return line.pieces[group.lowerBound].tokens.contains { line.tokens[$0].kind == .number }
            }
        }
        guard let kind = Kind(sense) else { return groups.filter { line[$0.lowerBound] == sense }.prefix(1).map { $0 } }
        var found: [Range<Int>] = []
        for wanted in [kind] + kind.others where found.isEmpty {
            found = groups.filter { Kind(line.pieces[line.subject(of: $0)].sense) == wanted }
        }
        // "через 3 дня": a number of days takes no other number's place.
        if kind == .number(nil), let unit = edit.unit(index + 1) {
            found = found.filter { line.unit($0.lowerBound + 1) == unit }
        }
        if edit[index - 1] == .task(.top) {
            // "top 5" after "days with a drop over 2%": how many rows, and no other number.
            found = found.filter { line.countsRows($0.lowerBound) }
        }
        if kind == .quantity, !edit.isOfCondition(index) {
            // "and the volume?" after "after a gap up": what is asked, and not what chooses the days.
            found = found.filter { !line.isOfCondition($0.lowerBound) }
        }
        // After "after" only what stands there too.
        let head = line.pieces.firstIndex { $0.sense == .mark(.after) } ?? line.count
        let follows = edit.pieces[..<index].contains { $0.sense == .mark(.after) }
        let beside = found.filter { ($0.lowerBound > head) == follows }
        // "after a gap up", then "after red days": no other word's place behind "after", and none before it.
        return beside.isEmpty && !(follows && head < line.count) ? found : beside
    }

    /// The question before with pieces of the follow-up, by the pieces whose place they take.
    private func text(_ way: [Range<Int>: Range<Int>]) -> String {
        var words: [Int: String] = [:]
        var gone: Set<Int> = []
        for (place, said) in way {
            let (old, new) = (line.pieces[line.subject(of: place)], edit.pieces[edit.subject(of: said)])
            var tokens = line.pieces[place].flatMap(\.tokens)
            if case .number(_, nil) = new.sense, let number = tokens.first(where: { line.tokens[$0].kind == .number }) {
                // "а больше 500?": the unit stays.
                tokens = [number]
            } else if !new.prepTokens.isEmpty {
                tokens += old.prepTokens
            }
            if old.isOpenPeriod, let first = tokens.min(), line.empty.contains(first - 1) {
                // "since 2022", then "and Q2 2024": of that quarter alone.
                tokens.append(first - 1)
            }
            guard let first = tokens.min(), let last = tokens.max() else { continue }
            words[first] = edit.words(new.prepTokens + edit.pieces[said].flatMap(\.tokens))
            // With what joins several of them.
            gone.formUnion(place.count > 1 ? Array(first...last) + tokens : tokens)
        }
        var text = ""
        for index in line.tokens.indices {
            if let said = words[index] {
                text += (text.isEmpty ? "" : " ") + said
            } else if !gone.contains(index) {
                let token = line.tokens[index]
                text += (text.isEmpty || token.glued && !gone.contains(index - 1) ? "" : " ") + token.written
            }
        }
        return text
    }

    /// What a phrase speaks of, as far as another of its kind can stand there instead.
    enum Kind: Hashable {
        case dates, weekday, month, quarter, day, window, bound, symbol, key, unit, pattern, event, relation, ordinal
        case end, quantity, statistic, rank, colour, way, rise, win, verb, counted, size
        case number(Scale?)

        init?(_ sense: Sense) {
            switch sense {
            case .dates: self = .dates
            case .condition(let fact):
                var condition = fact.condition
                if case .not(let other) = condition { condition = other }
                switch condition {
                case .calendar(.weekday, _): self = .weekday
                case .calendar(.month, _): self = .month
                case .calendar(.quarter, _): self = .quarter
                case .calendar: self = .day
                case .event: self = .event
                default: return nil
                }
            case .span, .window: self = .window
            case .timeBound: self = .bound
            case .symbol: self = .symbol
            case .key, .slots: self = .key
            case .unit: self = .unit
            case .pattern: self = .pattern
            case .event: self = .event
            case .relation: self = .relation
            case .ordinal: self = .ordinal
            case .quantity(let quantity): self = quantity.isPrice ? .end : .quantity
            case .statistic, .extremum: self = .statistic
            case .superlative, .best: self = .rank
            case .colour: self = .colour
            case .way: self = .way
            case .rise: self = .rise
            case .win: self = .win
            case .size: self = .size
            case .verb(.form): return nil
            case .verb: self = .verb
            case .task(.count), .task(.share): self = .counted
            case .number(_, let scale): self = .number(scale)
            default: return nil
            }
        }

        /// Kinds whose place it takes where there is none of its own.
        var others: [Kind] {
            switch self {
            case .number(nil): [.number(.percent), .number(.points), .number(.ticks), .number(.dollars)]
            case .number: [.number(nil)]
            case .statistic: [.end]
            default: []
            }
        }

        var isNumber: Bool { if case .number = self { true } else { false } }

        /// A question has only one of the kind.
        var isOne: Bool {
            switch self {
            case .dates, .symbol, .statistic, .key, .quantity, .counted, .rank, .unit: true
            default: false
            }
        }
    }
}

extension Sense {
    fileprivate var isVolume: Bool { if case .quantity(let quantity) = self { quantity.isVolume } else { false } }
}

extension Piece {
    /// "since 2022", "from June": with no end.
    fileprivate var isOpenPeriod: Bool {
        guard case .dates(let dates) = sense, let range = dates.period.dateRange else { return false }
        return range.last == nil
    }
}

extension Line {
    /// Of a group that begins with "without", what is left out; else its first piece.
    fileprivate func subject(of group: Range<Int>) -> Int {
        group.count > 1 && (isMark(group.lowerBound, .except) || isMark(group.lowerBound, .not))
            ? group.lowerBound + 1 : group.lowerBound
    }

    /// Pieces by themselves, or several of one kind that are joined: "2022 и 2023", or left out: "без пятниц".
    fileprivate var groups: [Range<Int>] {
        var made: [Range<Int>] = []
        var index = pieces.startIndex
        while index < count {
            var end = index + 1
            if isMark(index, .except) || isMark(index, .not), end < count,
                case .condition(let fact) = pieces[end].sense, fact.isCalendar
            {
                end += 1
            }
            if let kind = Restatement.Kind(pieces[end - 1].sense) {
                while isMark(end, .and) || isMark(end, .or) || self[end] == .stop(","), end + 1 < count,
                    Restatement.Kind(pieces[end + 1].sense) == kind
                {
                    end += 2
                }
            }
            made.append(index..<end)
            index = end
        }
        return made
    }
}
