internal import Market
internal import Studies

extension Line {
    /// "after 14:00", "до полудня", "by 10:30".
    mutating func joinTimeBounds() {
        var index = 0
        while index < count {
            defer { index += 1 }
            if case .window(let hours)? = self[index], pieces[index].tokens.count == 1,
                isMark(index - 1, .before) || prep(index) == .by
            {
                // "до обеда", "by lunch": until those hours begin.
                join((prep(index) == .by ? index : index - 1)...index, as: .timeBound(after: false, minute: hours.from))
                continue
            }
            guard case .clock(let minute)? = self[index] else { continue }
            if isMark(index + 1, .or), let after = isOnwards(index + 2), !isMark(index - 1, .after),
                !isMark(index - 1, .before)
            {
                // "at 2pm or later".
                join(index...(index + 2), as: .timeBound(after: after, minute: minute))
            } else if isMark(index - 1, .after) || self[index - 1] == .relation(.greater)
                || self[index - 1] == .relation(.greaterOrEqual)
            {
                join((index - 1)...index, as: .timeBound(after: true, minute: minute))
            } else if isMark(index - 1, .before) || self[index - 1] == .relation(.less) {
                join((index - 1)...index, as: .timeBound(after: false, minute: minute))
            } else if prep(index) == .by || prep(index) == .to {
                pieces[index].sense = .timeBound(after: false, minute: minute)
            } else if prep(index) == .since
                || prep(index) == .from && !isMark(index - 1, .between)
                    && !isQuantity(index + 1)
            {
                pieces[index].sense = .timeBound(after: true, minute: minute)
            } else if prep(index) == .in {
                // "в 10:30": that minute.
                pieces[index].sense = .window(Window(from: minute, to: minute + 1))
            } else if joinsHeads(index - 1), case .window(let other)? = self[index - 2], other.length == 1 {
                // "at 9:30 vs 15:59".
                pieces[index].sense = .window(Window(from: minute, to: minute + 1))
            }
        }
        joinOppositeBounds()
        for index in pieces.indices {
            // "more often before noon or after": the same time.
            guard case .timeBound(let after, let minute)? = self[index], joinsHeads(index + 1),
                !isMark(index + 1, .or) || pieces.contains(where: { $0.sense == .often }),
                let end = otherSide(index + 2, of: after, minute)
            else { continue }
            join((index + 2)...end, as: .timeBound(after: !after, minute: minute))
        }
    }

    /// "... or later", "... или раньше", with nothing behind that it could be later than.
    private func isOnwards(_ index: Int) -> Bool? {
        guard has(.earlier, in: pieces[min(index, count - 1)]), !isNumber(index + 1), !isTime(index + 1) else {
            return nil
        }
        switch self[index] {
        case .mark(.after)?, .relation(.greater)?: return true
        case .mark(.before)?, .relation(.less)?: return false
        default: return nil
        }
    }

    /// "after 14:00 (until 16:00)", "до 14:00 (с 9:30)": both ends of one window.
    private mutating func joinOppositeBounds() {
        var index = 0
        while index < count {
            defer { index += 1 }
            guard case .timeBound(let after, let minute)? = self[index], self[index + 1] == .stop("("),
                self[index + 3] == .stop(")")
            else { continue }
            let other: Int
            switch self[index + 2] {
            case .timeBound(let isAfter, let bound)? where isAfter != after: other = bound
            case .clock(let bound)? where prep(index + 2) == .from && !after: other = bound
            default: continue
            }
            let window = Window(from: min(minute, other), to: max(minute, other))
            guard window.length > 0, (window.from == minute) == after else { continue }
            join(index...(index + 3), as: .window(window))
        }
    }

    private func isTime(_ index: Int) -> Bool {
        if case .clock? = self[index] { true } else { false }
    }
}
