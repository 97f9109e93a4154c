internal import Understanding

extension ProseReader {
    /// `1,234.5`, `1 234,5`, `−3`, `12%`, `1.2k`, `5th`, `15-minute`, `2024`.
    func number(at place: Int) -> (ProseClaim.Content?, Int)? {
        guard var (figure, end) = written(at: place) else { return (.unreadable, place + 1) }
        figure.sign = sign(before: place)
        if kind(end) == .word {
            // Letters without a space: an ending, a multiplier, a unit, or nothing that we know.
            if has(.ordinalEnding, end), !has(.unitEnding, end) { return (ordinal(figure), end + 1) }
            if let factor = multiplier(end) {
                figure.multiply(by: factor)
            } else if let hour = hour(figure, end) {
                return hour
            } else if !has(.unitEnding, end) {
                return (.unreadable, end + 1)
            }
            end += 1
        } else if isMark(end, "-"), has(.ordinalEnding, end + 1), tokens[end + 1].text.count <= 3 {
            return (ordinal(figure), end + 2)
        }
        return finished(figure, at: end)
    }

    /// With what stands behind a figure: multipliers, percent, what is counted.
    func finished(_ figure: Figure, at place: Int) -> (ProseClaim.Content?, Int) {
        var (figure, end) = (figure, place)
        while let factor = multiplier(skip(end)), tokens[skip(end)].text.count > 1 {
            figure.multiply(by: factor)
            end = skip(end) + 1
        }
        if let hour = hour(figure, end) { return hour }
        let next = skip(end)
        if isMark(next, "%") || has(.percent, next) {
            figure.isPercent = true
            end = next + 1
        } else if let past = words.percents.lazy.compactMap({ row($0, at: next) }).first {
            figure.isPercent = true
            end = past
        }
        let isWhole = figure.resolution == 1 && figure.sign == nil && !figure.isPercent
        let joined = isMark(next, "-") ? next + 1 : next
        if isWhole, (1900...2100).contains(figure.size), figure.size == figure.size.rounded(),
            !has(.counted, joined)
        {
            figure.year = Int(figure.size)
        }
        return (.number(figure), end)
    }

    /// `10 o'clock`, `9am`, `10 часов`.
    private func hour(_ figure: Figure, _ end: Int) -> (ProseClaim.Content?, Int)? {
        guard figure.resolution == 1, figure.sign == nil, figure.size <= 24 else { return nil }
        let hour = Int(figure.size)
        if let (half, past) = halfOfDay(at: end) {
            return ((1...12).contains(hour) ? .clock(hour % 12 * 60 + half) : .unreadable, past)
        }
        let next = skip(end)
        guard has(.hour, next) else { return nil }
        var figure = figure
        figure.clock = hour * 60 % 1440
        if let (half, past) = halfOfDay(at: next + 1), (1...12).contains(hour) {
            return (.clock(hour % 12 * 60 + half), past)
        }
        return (.number(figure), next + 1)
    }

    private func ordinal(_ figure: Figure) -> ProseClaim.Content {
        figure.resolution == 1 && figure.size < 10_000 ? .ordinal(Int(figure.size)) : .unreadable
    }

    func multiplier(_ place: Int) -> Int? {
        first(place) { if case .multiplier(let factor) = $0 { factor } else { nil } }
    }

    /// Digits in groups, with decimals, as the language writes them; nil for what is no number in it.
    private func written(at place: Int) -> (Figure, Int)? {
        var (whole, end) = ("0", place)
        if kind(place) == .digits {
            whole = tokens[place].text
            end = place + 1
            while whole.count <= 15, tokens[place].text.count <= 3, isGrouping(end), kind(end + 1) == .digits,
                tokens[end + 1].text.count == 3, !isYearsList(place, end)
            {
                whole += tokens[end + 1].text
                end += 2
            }
        }
        var fraction = ""
        if isMark(end, ".,"), kind(end + 1) == .digits {
            fraction = tokens[end + 1].text
            end += 2
            // 1.2.3 and 1,23,45 are no numbers.
            if isMark(end, ".,"), kind(end + 1) == .digits { return nil }
        }
        guard whole.count + fraction.count <= 15, let size = Double(whole + "." + (fraction.isEmpty ? "0" : fraction))
        else { return nil }
        let resolution = fraction.reduce(1.0) { value, _ in value / 10 }
        return (Figure(size: size, resolution: resolution), end)
    }

    private func isGrouping(_ place: Int) -> Bool {
        guard tokens.indices.contains(place) else { return false }
        let mark = tokens[place].text
        let thousands = NumberFormat(language).thousands
        // Any space stands for the no-break one.
        return mark == thousands || ["\u{A0}", "\u{202F}", "\u{2009}"].contains(mark)
            || mark == " " && thousands == "\u{A0}"
    }

    /// "1, 100" is a list; "5 100" in Russian is a number only if it is written so throughout.
    private func isYearsList(_ first: Int, _ end: Int) -> Bool {
        tokens[end].text == " " && tokens[first].text.hasPrefix("0")
    }

    /// A minus or plus that belongs to the figure here: not a dash between two of them, nor a hyphen behind a word.
    private func sign(before place: Int) -> Figure.Sign? {
        let before = place - 1
        if isMark(before, "-\u{2013}\u{2212}"), ![.digits, .word].contains(kind(before - 1)) { return .minus }
        if isMark(before, "\u{2212}") { return .minus }
        if isMark(before, "+") { return .plus }
        return wordOfSign(before: place)
    }

    func wordOfSign(before place: Int) -> Figure.Sign? {
        guard kind(place - 1) == .space else { return nil }
        if has(.minus, place - 2) { return .minus }
        return has(.plus, place - 2) ? .plus : nil
    }
}

extension Figure {
    mutating func multiply(by factor: Int) {
        size *= Double(factor)
        resolution *= Double(factor)
    }
}
