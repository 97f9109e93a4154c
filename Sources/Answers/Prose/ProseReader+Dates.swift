extension ProseReader {
    /// What begins with digits.
    func figureOrDate(at place: Int) -> (ProseClaim.Content?, Int)? {
        numericDate(at: place) ?? clock(at: place) ?? dayAndMonth(at: place) ?? number(at: place)
    }

    /// `2024-03-05`, `05.03.2024`, `3/5/2024` (either way round), `2024-03`.
    private func numericDate(at place: Int) -> (ProseClaim.Content?, Int)? {
        guard kind(place + 2) == .digits, let mark = tokens.indices.contains(place + 1) ? tokens[place + 1] : nil else {
            return nil
        }
        let isThree = isMark(place + 3, mark.text) && kind(place + 4) == .digits
        switch mark.text {
        case "-":
            guard let year = year(place), let month = digits(place + 2, 2...2) else { return nil }
            if isThree, let day = digits(place + 4, 2...2) {
                return (dates([DatePart(year: year, month: month, day: day)]), place + 5)
            }
            guard (1...12).contains(month), !isMark(place + 3, "-.") || kind(place + 4) != .digits else { return nil }
            return (.date([DatePart(year: year, month: month)]), place + 3)
        case ".", "/":
            guard isThree, let first = digits(place, 1...2), let second = digits(place + 2, 1...2),
                let year = year(place + 4) ?? digits(place + 4, 2...2).map({ 2000 + $0 })
            else { return nil }
            let dayFirst = DatePart(year: year, month: second, day: first)
            let monthFirst = DatePart(year: year, month: first, day: second)
            return (dates(mark.text == "." ? [dayFirst] : [dayFirst, monthFirst]), place + 5)
        default: return nil
        }
    }

    private func dates(_ parts: [DatePart]) -> ProseClaim.Content {
        let sound = parts.filter { (1...12).contains($0.month ?? 1) && (1...31).contains($0.day ?? 1) }
        return sound.isEmpty ? .unreadable : .date(sound)
    }

    /// `09:30`, `9:30 am`, `9:30 a.m.`
    private func clock(at place: Int) -> (ProseClaim.Content?, Int)? {
        guard isMark(place + 1, ":"), let hour = digits(place, 1...2), let minute = digits(place + 2, 2...2) else {
            return nil
        }
        if isMark(place + 3, ":"), kind(place + 4) == .digits { return (.unreadable, place + 5) }
        guard hour <= 24, minute < 60, hour < 24 || minute == 0 else { return (.unreadable, place + 3) }
        guard let (half, end) = halfOfDay(at: place + 3) else {
            return (.clock((hour * 60 + minute) % 1440), place + 3)
        }
        guard (1...12).contains(hour) else { return (.unreadable, end) }
        return (.clock(hour % 12 * 60 + minute + half), end)
    }

    /// Minutes to add: 0 before noon, 720 after.
    func halfOfDay(at place: Int) -> (minutes: Int, end: Int)? {
        let next = skip(place)
        if has(.morning, next) { return (0, next + 1) }
        if has(.evening, next) { return (720, next + 1) }
        // a.m.
        guard isMark(next + 1, "."), kind(next) == .word, kind(next + 2) == .word,
            tokens[next + 2].text.lowercased() == "m"
        else { return nil }
        let end = isMark(next + 3, ".") ? next + 4 : next + 3
        return switch tokens[next].text.lowercased() {
        case "a": (0, end)
        case "p": (720, end)
        default: nil
        }
    }

    /// `5 March`, `5th of March, 2024`; of `3–14 March 2024` the first day, with the month and the year behind.
    private func dayAndMonth(at place: Int) -> (ProseClaim.Content?, Int)? {
        guard let day = digits(place, 1...2), (1...31).contains(day) else { return nil }
        let after = pastOrdinal(place + 1)
        let dash = skip(after)
        if isMark(dash, ProseToken.dashes), digits(skip(dash + 1), 1...2) != nil,
            let (month, year, _) = monthAndYear(at: pastOrdinal(skip(dash + 1) + 1))
        {
            return (.date([DatePart(year: year, month: month, day: day)]), after)
        }
        guard let (month, year, end) = monthAndYear(at: after) else { return nil }
        return (.date([DatePart(year: year, month: month, day: day)]), end)
    }

    /// Past `th`, `-го`.
    private func pastOrdinal(_ place: Int) -> Int {
        if has(.ordinalEnding, place) { return place + 1 }
        return isMark(place, "-") && has(.ordinalEnding, place + 1) ? place + 2 : place
    }

    func monthAndYear(at place: Int) -> (month: Int, year: Int?, end: Int)? {
        var next = skip(place)
        guard next > place else { return nil }
        if has(.of, next) { next = skip(next + 1) }
        guard let month = month(next) else { return nil }
        let (year, end) = year(behind: next + 1)
        return (month, year, end)
    }

    /// ` 2024`, `, 2024`, `. 2024` behind a month.
    private func year(behind place: Int) -> (Int?, Int) {
        var next = place
        if isMark(next, ",.") { next += 1 }
        next = skip(next)
        guard next > place, let year = year(next), kind(next + 1) != .word else { return (nil, place) }
        return (year, next + 1)
    }

    /// What begins with the name of a month: `March 5th, 2024`, `March 2024`, `March`.
    func dateFromMonth(at place: Int) -> (ProseClaim.Content?, Int)? {
        guard let month = month(place) else { return nil }
        let dot = isMark(place + 1, ".") && kind(place + 2) == .space && kind(place + 3) == .digits ? 1 : 0
        let next = skip(place + 1 + dot)
        if next > place + 1, let day = digits(next, 1...2), (1...31).contains(day),
            !isMark(next + 1, ":.,%") || kind(next + 2) != .digits || isMark(next + 1, ",")
        {
            let (year, end) = year(behind: pastOrdinal(next + 1))
            return (.date([DatePart(year: year, month: month, day: day)]), end)
        }
        let (year, end) = year(behind: place + 1)
        return (.date([DatePart(year: year, month: month)]), end)
    }

    /// `Q1 2024`, `1-й квартал 2024`.
    func quarter(at place: Int) -> (ProseClaim.Content?, Int)? {
        guard has(.quarter, place), let number = digits(place + 1, 1...1), (1...4).contains(number) else { return nil }
        let (year, end) = year(behind: place + 2)
        return (.quarter(number, year: year), end)
    }
}
