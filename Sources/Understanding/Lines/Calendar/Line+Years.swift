internal import Market
internal import Studies

extension Line {
    /// Years as people say them: "24-й год", "в 24 году", "'24", "в январе 25", "две тысячи двадцать четвёртый".
    ///
    /// - Parameter known: years that two digits may stand for without the word "year"
    mutating func joinYears(known: ClosedRange<Int>) {
        joinSpokenNumbers()
        joinNumericDates(known: known)
        var index = 0
        while index < count {
            defer { index += 1 }
            if year(index) != nil, let end = ordinalEnd(index) {
                join(index...end, as: pieces[index].sense)
                continue
            }
            guard let found = shortYear(index, known: known) else { continue }
            join(index...found.end, as: .number(Double(found.year), nil))
            shareCentury(before: index, known: known)
        }
    }

    /// "две тысячи двадцать четвёртый", "twenty twenty four", "двадцать пять": numbers of several words.
    private mutating func joinSpokenNumbers() {
        var index = 0
        while index < count {
            defer { index += 1 }
            guard let tens = spoken(index), (20...90).contains(tens), tens % 10 == 0, follows(index + 1) else {
                continue
            }
            if let ones = spoken(index + 1), (1...9).contains(ones) {
                join(index...(index + 1), as: .number(Double(tens + ones), nil))
            } else if case .ordinal(let ones)? = self[index + 1], (1...9).contains(ones) {
                join(index...(index + 1), as: .ordinal(tens + ones))
            }
        }
        index = 0
        while index < count {
            defer { index += 1 }
            if spoken(index) == 2, self[index + 1] == .measure(.thousand), follows(index + 2),
                let rest = spoken(index + 2) ?? ordinal(index + 2), (1...99).contains(rest)
            {
                join(index...(index + 2), as: .number(Double(2000 + rest), nil))
            } else if spoken(index) == 20, follows(index + 1), let rest = spoken(index + 1), (10...99).contains(rest) {
                join(index...(index + 1), as: .number(Double(2000 + rest), nil))
            }
        }
    }

    /// A number in words.
    func spoken(_ index: Int) -> Int? {
        guard let value = whole(index), pieces[index].tokens.allSatisfy({ tokens[$0].kind == .word }) else {
            return nil
        }
        return value
    }

    private func ordinal(_ index: Int) -> Int? { if case .ordinal(let value)? = self[index] { value } else { nil } }

    func follows(_ index: Int) -> Bool {
        pieces.indices.contains(index) && prep(index) == nil && !pieces[index].afterStop
    }

    /// The end of a number's "-й", "-го", "-м".
    private func ordinalEnd(_ index: Int) -> Int? {
        guard pieces.indices.contains(index + 1), let first = pieces[index + 1].tokens.first,
            pieces[index + 1].tokens.count == 1, tokens[first].glued
        else { return nil }
        switch pieces[index + 1].sense {
        case .ordinalSuffix: return index + 1
        // "24-м" after "в"; "24м" are minutes.
        case .unit(.minute) where prep(index) == .in && isLast(index + 1) && !tokens[first].isHyphened:
            // "в 24м": nothing is said of which bars it would be.
            return isShortYear(index) ? index + 1 : nil
        case .unit(.minute), .measure: return tokens[first].isHyphened && tokens[first].text.count < 3 ? index + 1 : nil
        default: return nil
        }
    }

    private func isLast(_ index: Int) -> Bool {
        index + 1 == count || isStop(index + 1) || pieces[index + 1].afterStop || prep(index + 1) != nil
    }

    /// More than minutes are counted by.
    private func isShortYear(_ index: Int) -> Bool {
        whole(index).map { (21...29).contains($0) } ?? false
    }

    /// Two digits that are a year, and the last piece that they take.
    private func shortYear(_ index: Int, known: ClosedRange<Int>) -> (year: Int, end: Int)? {
        let said = ordinal(index)
        guard let value = whole(index) ?? said, (0...99).contains(value), let token = pieces[index].tokens.first else {
            return nil
        }
        let year = 2000 + value
        guard year <= known.upperBound else { return nil }
        let isTwoDigits = tokens[token].text.count == 2 || pieces[index].tokens.count > 1 || said != nil && value > 9
        if token > 0, tokens[token].glued, ["'", "’", "‘", "`"].contains(tokens[token - 1].text) {
            return (year, index)
        }
        let end = said == nil ? ordinalEnd(index) : index
        let next = (end ?? index) + 1
        guard isTwoDigits else { return nil }
        if unit(next) == .year, prep(next) == nil, !isRelative(index - 1) {
            // "За 24 года" are twenty-four years; "24-го года", "январь 24 года" a year.
            let name = forms.contains(pieces[next].text, .yearname)
            if name || end != nil || isPartOfYear(index - 1) { return (year, end ?? index) }
        }
        guard known.contains(year) else { return nil }
        if let end, prep(index) == .in, let last = pieces[end].tokens.last, forms.contains(tokens[last].text, .locative)
        {
            return (year, end)
        }
        if isNamedYear(index, end ?? index) { return (year, end ?? index) }
        guard isPartOfYear(index - 1), prep(index) == nil, !isClockOrMeasure(next) else { return nil }
        if said != nil {
            // "ноябрь двадцать пятого": a day is said before its month.
            guard tokens[token].text.first.map(Alphabet.isCyrillic) ?? false, value > 20 else { return nil }
        }
        let isDay: Bool
        if case .months? = self[index - 1], let first = pieces[index - 1].tokens.first {
            // A day stands behind the month's name in English only, "oct 20th" as well as "oct 20".
            isDay = !(tokens[first].text.first.map(Alphabet.isCyrillic) ?? false) && !tokens[token].isHyphened
        } else {
            isDay = false
        }
        return isDay ? nil : (year, end ?? index)
    }

    /// "за 24-й", "за двадцать четвёртый", "за 24": nothing else takes such a form after "за" and "in".
    private func isNamedYear(_ index: Int, _ end: Int) -> Bool {
        guard prep(index) == .in, let token = pieces[index].prepTokens.last, let last = pieces[end].tokens.last,
            !isClockOrMeasure(end + 1)
        else { return false }
        if forms.contains(tokens[last].text, .ofyear) { return true }
        guard end == index, tokens[last].kind == .number, tokens[last].text.count == 2,
            forms.contains(tokens[token].text, .lasting),
            // "а за 20?" goes on with what was counted.
            pieces.contains(where: { ![.empty, .mark(.and)].contains($0.sense) && !isStop($0) && $0 != pieces[index] })
        else { return false }
        return end + 1 == count || isStop(end + 1) || pieces[end + 1].afterStop || prep(end + 1) != nil
    }

    private func isStop(_ piece: Piece) -> Bool {
        if case .stop = piece.sense { true } else { false }
    }

    private func isPartOfYear(_ index: Int) -> Bool {
        switch self[index] {
        case .months?, .quarter?, .half?: true
        default: false
        }
    }

    private func isClockOrMeasure(_ index: Int) -> Bool {
        switch self[index] {
        case .measure?, .stop(":")?, .ampm?, .unit?, .months?: true
        case .stop("-")?: whole(index + 1) != nil
        default: false
        }
    }

    /// "с 20 по 24 год", "23 и 24 годы": the numbers beside a year are years too.
    private mutating func shareCentury(before index: Int, known: ClosedRange<Int>) {
        var later = index
        while later > 0 {
            var place = later - 1
            if isMark(place, .and) || isMark(place, .vs) || isMark(place, .or) || self[place] == .stop(",")
                || self[place] == .stop("-")
            {
                place -= 1
            } else if prep(later) != .to, prep(later) != .by {
                return
            }
            let begin = place > 0 && pieces.indices.contains(place) && self[place] == .ordinalSuffix ? place - 1 : place
            guard let value = whole(begin), known.contains(2000 + value), let token = pieces[begin].tokens.first,
                tokens[token].text.count == 2 || pieces[begin].tokens.count > 1
            else { return }
            join(begin...place, as: .number(Double(2000 + value), nil))
            later = begin
        }
    }
}
