internal import Studies

extension Line {
    /// Times in other signs than `9:30`: "9h30", "9 ч 30 мин", "0930-1030", "с 9.30 до 16.00".
    mutating func joinWrittenClocks() {
        joinHoursAndMinutes()
        joinPlainDigits()
        joinPoints()
    }

    /// "9h30", "9 ч 30 мин": in one word, or where a time may stand.
    private mutating func joinHoursAndMinutes() {
        for index in pieces.indices.reversed() {
            guard let hour = whole(index), (0...23).contains(hour), unit(index + 1) == .hour,
                let minute = whole(index + 2), (0...59).contains(minute), digits(index + 2).count == 2
            else { continue }
            let isOneWord = isGlued(index + 1) && isGlued(index + 2)
            guard isOneWord || hour >= 6 && opensTime(index) else { continue }
            let hasUnit = isForm(index + 3, .shortminute) || unit(index + 3) == .minute && prep(index + 3) == nil
            join(index...(hasUnit && !isOneWord ? index + 3 : index + 2), as: .clock(hour * 60 + minute))
        }
    }

    /// "0930-1030", "1800-0930": four digits of which one side begins with a nought.
    private mutating func joinPlainDigits() {
        func minute(_ index: Int) -> Int? {
            let text = digits(index)
            guard text.count == 4, let value = whole(index), value / 100 <= 24, value % 100 < 60, value <= 2400 else {
                return nil
            }
            return value / 100 * 60 + value % 100
        }
        for index in pieces.indices where digits(index).count == 4 && digits(index).hasPrefix("0") {
            guard let own = minute(index) else { continue }
            for other in otherEnds(of: index) {
                if let end = minute(other) { pieces[other].sense = .clock(end) }
            }
            pieces[index].sense = .clock(own)
        }
    }

    /// "с 9.30 до 16.00", "8.30-9.30", "до 10.30", "в 8.30 утра": two digits behind the point, of hours that a session has.
    private mutating func joinPoints() {
        func minute(_ index: Int) -> Int? {
            let parts = digits(index).split(separator: ".")
            guard parts.count == 2, let hour = Int(parts[0]), let minute = Int(parts[1]), parts[1].count == 2,
                (0...23).contains(hour), minute < 60, minute % 5 == 0 || minute == 59,
                case .number(_, nil)? = self[index]
            else { return nil }
            switch self[index + 1] {
            case .measure?, .task(.share)?: return nil
            default: return hour * 60 + minute
            }
        }
        for index in pieces.indices {
            guard let own = minute(index) else { continue }
            if let other = otherEnds(of: index).first, other > index {
                guard let end = minute(other), max(own, end) >= 8 * 60 else { continue }
                pieces[index].sense = .clock(own)
                pieces[other].sense = .clock(end)
            } else if case .ampm? = self[index + 1] {
                pieces[index].sense = .clock(own)
            } else if own >= 8 * 60, isMark(index - 1, .before) || isMark(index - 1, .after) {
                pieces[index].sense = .clock(own)
            }
        }
    }

    /// The numbers that a dash, "to" or "and" ties to this one.
    private func otherEnds(of index: Int) -> [Int] {
        func ties(_ joint: Int, _ later: Int) -> Bool {
            self[joint] == .stop("-") || isMark(joint, .before) || isMark(joint, .and) && isMark(joint - 2, .between)
                || joint == later && prep(later) == .to
        }
        return [index - 2, index - 1, index + 1, index + 2].filter { other in
            guard whole(other) != nil || !digits(other).isEmpty else { return false }
            let (earlier, later) = (min(index, other), max(index, other))
            return later - earlier == 2 ? ties(earlier + 1, later) : prep(later) == .to
        }
    }

    private func opensTime(_ index: Int) -> Bool {
        prep(index) == .from || prep(index) == .to || isMark(index - 1, .before) || isMark(index - 1, .after)
            || isMark(index - 1, .between) || self[index - 1] == .stop("-") || self[index - 1] == .stop("(")
    }

    /// The digits of a number as they were written; none where it is something else.
    private func digits(_ index: Int) -> String {
        guard pieces.indices.contains(index), case .number? = self[index], pieces[index].tokens.count == 1 else {
            return ""
        }
        return tokens[pieces[index].tokens[0]].text
    }

    private func isGlued(_ index: Int) -> Bool {
        pieces.indices.contains(index) && pieces[index].tokens.first.map { tokens[$0].glued } ?? false
    }
}
