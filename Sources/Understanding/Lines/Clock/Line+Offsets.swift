internal import Market
internal import Studies

extension Line {
    /// Minutes counted from a session's open or close, and windows that end there: "within 45 minutes of the open",
    /// "the 30 minutes before the close", "from 10:30 to the close", "the rest of the day".
    mutating func joinOffsets(_ frame: Surroundings) {
        settleFromOpen()
        joinMinutesOfEnds(frame)
        joinWindowsOfEnds(frame)
        joinAfterOpening()
        joinRestOfDay()
    }

    /// "от открытия" where minutes are counted: since then, not more than it.
    private mutating func settleFromOpen() {
        let counts = pieces.contains {
            switch $0.sense {
            case .unit(.minute), .unit(.hour), .unit(.slot), .task(.length): true
            default: false
            }
        }
        for index in pieces.indices.reversed()
        where self[index] == .relation(.greater) && forms.contains(pieces[index].text, .from)
            && isEndWord(index + 1) == true
        {
            let isWindow = if case .timeBound(false, _)? = self[index + 2] { true } else { false }
            guard isWindow || counts && !isMark(index + 2, .before) else { continue }
            pieces[index + 1].prep = .from
            drop(index)
        }
    }

    private struct End {
        var isOpen: Bool
        var span: Span
        var last: Int
    }

    /// "the open", "открытия кассы", "NY opens".
    private func end(_ index: Int) -> End? {
        var place = index
        var span: Span?
        if case .span(let own)? = self[place], isEndWord(place + 1) != nil { (span, place) = (own, place + 1) }
        guard let isOpen = isEndWord(place) else { return nil }
        var last = place
        if span == nil, case .span(let own)? = self[last + 1], own.isSession { (span, last) = (own, last + 1) }
        if unit(last + 1) == .session || unit(last + 1) == .day && prep(last + 1) == .in { last += 1 }
        return End(isOpen: isOpen, span: span ?? .session(name: .rth), last: last)
    }

    private func isEndWord(_ index: Int) -> Bool? {
        switch self[index] {
        case .quantity(Quantity(.open))?, .verb(.open)?: true
        case .quantity(Quantity(.close))?, .verb(.close)?: false
        default: nil
        }
    }

    /// "45 minutes", "an hour", "полчаса".
    private func amount(_ index: Int) -> (minutes: Int, last: Int)? {
        if let number = whole(index), number > 0 {
            switch unit(index + 1) {
            case .minute? where number <= 720: return (number, index + 1)
            case .hour?, .hourofday?: return number <= 12 ? (number * 60, index + 1) : nil
            default: return nil
            }
        }
        switch unit(index) {
        case .hour?: return (60, index)
        case .slot(let minutes)?: return (minutes, index)
        default: return nil
        }
    }

    private mutating func joinMinutesOfEnds(_ frame: Surroundings) {
        var index = 0
        while index < count {
            defer { index += 1 }
            var (first, minutes, last) = (index, 0, index)
            var isWithin = false
            switch self[index] {
            case .span(.opening(let count))?, .span(.closing(let count))?: (minutes, isWithin) = (count, true)
            default:
                guard let found = amount(index) else { continue }
                (minutes, last) = (found.minutes, found.last)
                isWithin = self[index - 1] == .relation(.less) || prep(index) == .in
            }
            let isLater = self[index - 1] == .relation(.greater)
            let marker = last + 1
            let after = isMark(marker, .after) || self[marker] == .relation(.greater)
            let before = isMark(marker, .before)
            guard let end = end(after || before ? marker + 1 : marker), after || before || prep(marker) != nil,
                let window = frame.window(of: end.span)
            else { continue }
            if case .span(.closing)? = self[index], end.isOpen || after { continue }
            if case .span(.opening)? = self[index], !end.isOpen || before { continue }
            let isRegular = end.span == .session(name: .rth)
            let sense: Sense
            switch (end.isOpen, before) {
            case (true, false) where isLater: sense = .timeBound(after: true, minute: window.from + minutes)
            case (true, false) where isWithin:
                sense = .span(
                    isRegular
                        ? .opening(minutes: minutes)
                        : .clock(window: Window(from: window.from, to: window.from + minutes))
                )
            case (true, true): sense = .span(.clock(window: Window(from: window.from - minutes, to: window.from)))
            case (false, true) where !isLater, (false, false) where !after && isWithin:
                sense = .span(
                    isRegular
                        ? .closing(minutes: minutes)
                        : .clock(window: Window(from: window.to - minutes, to: window.to))
                )
            default: continue
            }
            if isLater || isWithin && self[index - 1] == .relation(.less) { first -= 1 }
            join(first...end.last, as: sense)
            index = first
        }
    }

    /// "from 10:30 to the close", "с открытия до 10:30".
    private mutating func joinWindowsOfEnds(_ frame: Surroundings) {
        var index = 0
        while index < count {
            defer { index += 1 }
            let between = isMark(index - 1, .between)
            var next: Int
            var from: Int
            if case .clock(let minute)? = self[index] {
                (from, next) = (minute, index + 1)
            } else if case .timeBound(true, let minute)? = self[index] {
                (from, next) = (minute, index + 1)
            } else if let end = end(index), end.isOpen, let window = frame.window(of: end.span) {
                (from, next) = (window.from, end.last + 1)
            } else {
                continue
            }
            let isOpen = isEndWord(index) != nil || isSpan(index)
            let opens = prep(index) == .from || prep(index) == .since
            if isOpen, opens || prep(next) == .to, case .timeBound(false, let to)? = self[next], to > from {
                // "с открытия до 10:30": the bound is made already.
                join(index...next, as: .window(Window(from: from, to: to)))
                continue
            }
            let joined = isMark(next, .before) || self[next] == .stop("-") || between && isMark(next, .and)
            if joined { next += 1 } else if prep(next) != .to { continue }
            let first = between ? index - 1 : index
            if !isOpen, let end = end(next), !end.isOpen, let window = frame.window(of: end.span), window.to > from {
                join(first...end.last, as: .window(Window(from: from, to: window.to)))
            } else if isOpen, opens || between || joined, case .clock(let to)? = self[next], to > from {
                join(first...next, as: .window(Window(from: from, to: to)))
            }
        }
    }

    /// "after the first hour": the session from its end on, unless something is said of that hour.
    private mutating func joinAfterOpening() {
        var index = 0
        while index < count {
            defer { index += 1 }
            guard isMark(index, .after), case .span(.opening(let minutes))? = self[index + 1], !isSaid(index + 2) else {
                continue
            }
            join(index...(index + 1), as: .span(.afterOpening(minutes: minutes)))
        }
    }

    /// A word that says how the window before it went.
    private func isSaid(_ index: Int) -> Bool {
        switch self[index] {
        case .colour?, .way?, .rise?, .win?, .verb(.close)?, .quantity?, .relation?: true
        default: false
        }
    }

    /// "the rest of the day": from the end of the opening that the question speaks of.
    private mutating func joinRestOfDay() {
        guard let rest = pieces.indices.first(where: { isMark($0, .rest) }),
            unit(rest + 1) == .day && (isForm(rest + 1, .oneday) || isForm(rest + 1, .ofday))
                || unit(rest + 1) == .session
                || self[rest + 1] == .span(.session(name: .rth))
        else { return }
        for index in pieces.indices where index != rest {
            switch pieces[index].sense {
            case .span(.afterOpening), .timeBound(after: true, _):
                empty.formUnion(pieces[rest].tokens + pieces[rest + 1].tokens)
                pieces.removeSubrange(rest...(rest + 1))
                return
            case .span(.opening(let minutes)):
                join(rest...(rest + 1), as: .span(.afterOpening(minutes: minutes)))
                return
            default: continue
            }
        }
        // "gap vs the rest of the day": the move after the gap.
        let isOfGap = pieces.contains { if case .quantity(let quantity) = $0.sense { quantity.isGap } else { false } }
        if isOfGap, pieces.contains(where: { $0.sense == .task(.correlation) }) {
            join(rest...(rest + 1), as: .quantity(Quantity(.change)))
        }
    }
}

extension Span {
    /// A part of the day with a name.
    fileprivate var isSession: Bool {
        switch self {
        case .session, .wholeDay: true
        default: false
        }
    }
}
