extension ProseReader {
    /// What begins with a word: a month, a weekday, a written-out figure, a time, a name.
    func worded(at place: Int) -> (ProseClaim.Content?, Int)? {
        if let named = named(at: place), !isOnlyLetters(place) { return named }
        if let quarter = quarter(at: place) { return quarter }
        if let date = dateFromMonth(at: place) { return date }
        if let weekday = first(place, { if case .weekday(let day) = $0 { day } else { nil } }) {
            return (.weekday(weekday), place + 1)
        }
        if let minute = first(place, { if case .clock(let minute) = $0 { minute } else { nil } }) {
            return (.clock(minute), place + 1)
        }
        if has(.ratio, place) { return (.ratio(ProseWords.plain(tokens[place].text)), place + 1) }
        return written(at: place) ?? named(at: place)
    }

    /// `twenty-five`, `two hundred`, `сто двадцать три`, `third`.
    private func written(at place: Int) -> (ProseClaim.Content?, Int)? {
        if let value = ordinalWord(place) {
            if let (month, year, end) = monthAndYear(at: place + 1) {
                return (.date([DatePart(year: year, month: month, day: value)]), end)
            }
            return (.ordinal(value), place + 1)
        }
        guard let first = numberWord(place) ?? multiplier(place), tokens[place].text.count > 1 else { return nil }
        var (total, current, last, end) = (0, first, first, place + 1)
        while true {
            let next = isMark(end, "-") ? end + 1 : skip(end)
            guard next > end else { break }
            if let value = numberWord(next), value < last, last >= 20, last % 10 == 0 || last >= 100 {
                (current, last) = (current + value, value)
            } else if let factor = multiplier(next), tokens[next].text.count > 1, factor < 1_000_000_000_000 {
                if factor == 100 {
                    current *= factor
                } else {
                    (total, current) = (total + current * factor, 0)
                }
                last = factor
            } else if let value = ordinalWord(next), value < last, last >= 20 {
                return (.ordinal(total + current + value), next + 1)
            } else {
                break
            }
            end = next + 1
        }
        var figure = Figure(size: Double(total + current))
        figure.sign = wordOfSign(before: place)
        return finished(figure, at: end)
    }

    private func numberWord(_ place: Int) -> Int? {
        first(place) { if case .number(let value) = $0 { value } else { nil } }
    }

    private func ordinalWord(_ place: Int) -> Int? {
        first(place) { if case .ordinal(let value) = $0 { value } else { nil } }
    }

    /// No digits hang on the word.
    private func isOnlyLetters(_ place: Int) -> Bool { tail(of: place) == place + 1 || has(.quarter, place) }

    /// A symbol or a proper name: large letters, digits among them, or a large first letter inside a sentence.
    private func named(at place: Int) -> (ProseClaim.Content?, Int)? {
        let word = tokens[place].text
        let end = tail(of: place)
        let large = word.count { $0.isUppercase }
        let isName =
            end > place + 1 || large > 1 || large == 1 && word.first?.isLowercase ?? false
            || large == 1 && word.count > 1 && !layout.isOpening[place]
        guard isName else { return nil }
        return (.name(tokens[place..<end].map { ProseWords.plain($0.text) }.joined()), end)
    }

    /// Past the digits of `NR7`, `SMA20`, `Nasdaq-100`, and the letters behind them.
    private func tail(of place: Int) -> Int {
        var end = place + 1
        if kind(end) == .digits {
            end += 1
        } else if isMark(end, "-"), kind(end + 1) == .digits {
            end += 2
        } else {
            return end
        }
        return kind(end) == .word ? end + 1 : end
    }
}
