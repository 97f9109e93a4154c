internal import Market
internal import Studies

extension Line {
    /// Words that say of a period only that it is one or that it is meant whole: "за весь 2024 год", "full year 2024",
    /// "12 months of 2024", "период: 2024", "в окне 9:30-16:00"; before years are joined.
    mutating func dropPeriodWords(known: ClosedRange<Int>, today: CivilDate) {
        doubtMeansOfYears()
        var index = count - 1
        while index >= 0 {
            defer { index -= 1 }
            guard index < count else { continue }
            if let last = periodWords(index, known, today) {
                for place in (index...last).reversed() { dropBefore(place) }
            }
        }
    }

    /// "yesterday's range against the average of the year": of which days the mean is, is asked; a study of yesterday has
    /// no other period.
    private mutating func doubtMeansOfYears() {
        guard
            pieces.contains(where: {
                $0.sense == .relative(.yesterday) || $0.sense == .relative(.today)
                    || $0.sense == .relative(.beforeyesterday)
            })
        else { return }
        for index in pieces.indices.dropFirst() where prep(index) != .by && !pieces[index].each {
            switch (self[index - 1], self[index]) {
            case (.statistic(.mean)?, .unit(.year)?), (.task(.standing)?, .unit(.year)?),
                (.statistic(.mean)?, .unit(.quarter)?), (.task(.standing)?, .unit(.quarter)?),
                (.statistic(.mean)?, .unit(.month)?), (.task(.standing)?, .unit(.month)?):
                guard year(index + 1) == nil else { continue }
                pieces[index].sense = .unknown
            default: continue
            }
        }
    }

    /// Drops a word; its preposition is that of what follows.
    private mutating func dropBefore(_ index: Int) {
        if pieces.indices.contains(index + 1), pieces[index].prep != nil,
            pieces[index + 1].prep == nil
                || !isStop(index)
        {
            if pieces[index + 1].prep == nil || pieces[index + 1].prep == .in {
                empty.formUnion(pieces[index + 1].prepTokens)
                (pieces[index + 1].prep, pieces[index + 1].prepTokens) = (pieces[index].prep, pieces[index].prepTokens)
            } else {
                empty.formUnion(pieces[index].prepTokens)
            }
        }
        if !isStop(index), pieces.indices.contains(index + 1) {
            pieces[index + 1].afterStop = pieces[index].afterStop
        }
        drop(index)
    }

    /// The last of the words that begin here and only lead to a period; nil where they say more.
    private func periodWords(_ index: Int, _ known: ClosedRange<Int>, _ today: CivilDate) -> Int? {
        let words = pieces[index].tokens.map { tokens[$0].text }
        guard !words.isEmpty, !pieces[index].each else { return nil }
        if self[index + 1] == .stop(":") || self[index + 1] == .stop("-"), year(index + 2) != nil {
            // "период: 2024", "год - 2024"
            let isNamed = words.allSatisfy { forms.contains($0, .periodword) } || unit(index) == .year
            if isNamed, prep(index) != .by, whole(index - 1) == nil { return index + 1 }
        }
        switch self[index] {
        case .unknown?, .mark(.buckets)?, .empty?, .stop?:
            guard !isStop(index) else { return nil }
            if words.allSatisfy({ forms.contains($0, .periodword) }) {
                return isPeriod(index + 1, known) ? index : nil
            }
            let isWindow = isClock(index + 1) && prep(index + 1) != .by && prep(index + 1) != .to
            // "6am-4pm window": said behind it.
            return words.allSatisfy { forms.contains($0, .timeword) } && (isWindow || isHour(index - 1)) ? index : nil
        case .relation(.less)?:
            // "в рамках 2024", "within 2024": no bound.
            guard has(.within, in: pieces[index]), pieces[index].tokens.count <= 2 else { return nil }
            return isPeriod(index + 1, known) ? index : nil
        case .relative(let relative)?:
            return pointsAt(relative, index, today)
        case .mark(.previous)?:
            return pointsAt(.previous, index, today)
        case .number(12, nil)?:
            return unit(index + 1) == .month && year(index + 2) != nil ? index + 1 : nil
        default:
            return nil
        }
    }

    /// "прошлый 2024 год", "the last year 2024", "this year 2025", "all year 2024": the year that is named anyway.
    private func pointsAt(_ relative: Relative, _ index: Int, _ today: CivilDate) -> Int? {
        let last = unit(index + 1) == .year && prep(index + 1) == nil ? index + 1 : index
        guard let year = year(last + 1), prep(last + 1) == nil, !pieces[last + 1].afterStop else { return nil }
        switch relative {
        case .last, .past, .previous:
            return year < today.year || relative != .previous && year == today.year ? last : nil
        case .this: return year == today.year ? last : nil
        case .all: return last == index ? index : nil
        default: return nil
        }
    }

    /// A year, a month of one, dates, or the two digits of a year.
    private func isPeriod(_ index: Int, _ known: ClosedRange<Int>) -> Bool {
        guard pieces.indices.contains(index), !pieces[index].afterStop else { return false }
        if year(index) != nil { return true }
        switch self[index] {
        case .dates?: return true
        case .months?, .quarter?, .half?: return year(index + 1) != nil
        case .unit(.year)?: return year(index + 1) != nil
        case .number(20, nil)?, .ordinal(20)?: return pieces[index].tokens.allSatisfy { tokens[$0].kind == .word }
        case .number(2, nil)?: return self[index + 1] == .measure(.thousand)
        case .number(let value, nil)?:
            guard value == value.rounded(), (20...99).contains(value), known.contains(2000 + Int(value)) else {
                return false
            }
            return unit(index + 1) == .year || self[index + 1] == .ordinalSuffix
        default: return false
        }
    }

    /// The end of a window of the clock stands here.
    private func isHour(_ index: Int) -> Bool {
        let joint = self[index - 1]
        switch self[index] {
        case .ampm?: return true
        case .clock?: return joint == .stop("-") || prep(index) == .to
        case .number?: return joint == .stop(":") || self[index - 2] == .stop(":")
        default: return false
        }
    }

    /// A time of the clock begins here: `9:30`.
    private func isClock(_ index: Int) -> Bool {
        if case .clock? = self[index] { return true }
        return whole(index) != nil && self[index + 1] == .stop(":") && whole(index + 2) != nil
    }
}
