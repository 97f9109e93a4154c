internal import Market
internal import Studies

extension Line {
    /// Dates in digits that lack a part: `2024-01`, `01.2024`, `10.01`, `10/01`.
    mutating func joinNumericDates(known: ClosedRange<Int>) {
        joinDaysBetween()
        var index = 0
        while index < count {
            defer { index += 1 }
            if let found = monthOfYear(index) {
                join(
                    index...found.end,
                    as: .dates(Dates(period: .months(found.month...found.month, of: found.year), shape: .month))
                )
            } else if let found = dayOfMonth(index, latest: known.upperBound) {
                // Read as a day and a month's name are: the year may follow, else it is the latest.
                let end = found.end
                pieces[index].sense = .number(Double(found.day), nil)
                var month = pieces[index]
                (month.sense, month.prep, month.afterStop) = (.months([found.month]), nil, false)
                if end > index { pieces.removeSubrange((index + 1)...end) }
                pieces.insert(month, at: index + 1)
                index += 1
            }
        }
    }

    /// "между 2 и 6 июня": days, not hours.
    mutating func joinDaysBetween() {
        for index in pieces.indices.reversed() where isMark(index, .between) {
            guard let low = whole(index + 1), (1...31).contains(low), isMark(index + 2, .and), whole(index + 3) != nil,
                case .months? = self[index + 4]
            else { continue }
            pieces[index + 2].sense = .stop("-")
            drop(index)
        }
    }

    private func digits(_ index: Int) -> String? {
        guard pieces.indices.contains(index), case .number(_, nil) = pieces[index].sense,
            pieces[index].tokens.count == 1
        else { return nil }
        let token = tokens[pieces[index].tokens[0]]
        return token.kind == .number ? token.text : nil
    }

    private func isGlued(_ index: Int) -> Bool {
        pieces.indices.contains(index) && pieces[index].tokens.first.map { tokens[$0].glued } ?? false
    }

    /// `2024-01`, `01/2024` in three pieces, `01.2024` in one.
    private func monthOfYear(_ index: Int) -> (month: Int, year: Int, end: Int)? {
        guard let first = digits(index), !isRelation(index - 1) else { return nil }
        let parts = first.split(separator: ".").map(String.init)
        if parts.count == 2, parts[0].count == 2, let month = Int(parts[0]), (1...12).contains(month),
            parts[1].count == 4, let year = Int(parts[1]), (1990...2099).contains(year)
        {
            return (month, year, index)
        }
        guard case .stop(let sign)? = self[index + 1], sign == "-" || sign == "/", isGlued(index + 1),
            isGlued(index + 2),
            let second = digits(index + 2), !isDateSign(index + 3), first.count + second.count == 6
        else { return nil }
        if first.count == 4, let year = year(index), let month = Int(second), (1...12).contains(month) {
            return (month, year, index + 2)
        }
        if sign == "/", first.count == 2, let year = year(index + 2), let month = Int(first), (1...12).contains(month) {
            return (month, year, index + 2)
        }
        return nil
    }

    private func isDateSign(_ index: Int) -> Bool {
        switch self[index] {
        case .stop("-")?, .stop("/")?, .stop(".")?: isGlued(index) && digits(index + 1) != nil && isGlued(index + 1)
        default: false
        }
    }

    /// `10.01` where nothing measures it; `10/01`, month first where the question is in English.
    private func dayOfMonth(_ index: Int, latest: Int) -> (day: Int, month: Int, end: Int)? {
        guard let text = digits(index), !isRelation(index - 1), !isMark(index - 1, .between) else { return nil }
        let parts = text.split(separator: ".").map(String.init)
        let found: (day: Int, month: Int, end: Int)
        if parts.count == 2, parts[1].count == 2, parts[0].count == 2 || parts[1].hasPrefix("0"),
            let day = Int(parts[0]), let month = Int(parts[1])
        {
            found = (day, month, index)
        } else if self[index + 1] == .stop("/"), isGlued(index + 1), isGlued(index + 2), !isDateSign(index + 3),
            let other = digits(index + 2), text.count == 2 || other.count == 2, let first = Int(text),
            let second = Int(other)
        {
            found = isRussian || first > 12 ? (first, second, index + 2) : (second, first, index + 2)
        } else {
            return nil
        }
        guard (1...31).contains(found.day), (1...12).contains(found.month) else { return nil }
        switch self[found.end + 1] {
        case .measure?, .unit?, .number?, .stop("%")?, .ordinalSuffix?: return nil
        default: return found
        }
    }

    /// Where a day stands before its month in digits.
    private var isRussian: Bool {
        tokens.contains { $0.kind == .word && ($0.text.first.map(Alphabet.isCyrillic) ?? false) }
    }
}
