internal import Market
internal import Studies

/// A stretch of the day that something may lie in.
struct TimeBound {
    var bound: Sense
    var outside = false
    var last: Int

    /// It is a part of the regular session: what happens in it is measured in that session.
    var isOfSession: Bool {
        switch bound {
        case .span(.opening), .span(.closing), .span(.afterOpening), .span(.session(.morning)),
            .span(.session(.afternoon)):
            true
        default: false
        }
    }
}

extension Line {
    private struct Extremes {
        var events: [MinuteEvent]
        /// Either of them is enough.
        var any = false
        /// Neither of them may lie there.
        var none = false
        var span: Span?
    }

    private func extremes(_ index: Int) -> Extremes? {
        switch self[index] {
        case .quantity(let quantity)? where quantity.shift == 0:
            quantity.timed.map { Extremes(events: [$0], span: quantity.span) }
        case .highLow?: Extremes(events: [.high, .low], any: has(.or, in: pieces[index]))
        default: nil
        }
    }

    /// "high before 11:00", "хай кассы ставится в первый час", "Europe makes the low".
    mutating func joinExtremeTimes(_ frame: Surroundings) {
        orderNamedLast(frame)
        joinEitherExtreme()
        orderLeadingBound()
        var index = 0
        while index < count {
            defer { index += 1 }
            guard var found = extremes(index) else { continue }
            var (first, next) = (index, index + 1)
            if isMark(first - 1, .both) { first -= 1 }
            if isMark(first - 1, .neither) { (found.none, first) = (true, first - 1) }
            if self[first - 1] == .verb(.form), self[first - 2] == .often, isSpan(first - 3) {
                // "Europe usually makes the low".
                pieces.swapAt(first - 2, first - 3)
            }
            if case .span(let own)? = self[first - 1], prep(first - 1) == nil || self[next] == .verb(.form) {
                (found.span, first) = (own, first - 1)
            } else if case .span(let own)? = self[next],
                isVerbOrBound(next + 1, frame) || maker(first - 1, frame) != nil
                    || prep(next) == nil && isSession(own) && (asksPart || boundsTime(behind: next))
            {
                (found.span, next) = (own, next + 1)
            }
            if isMark(first - 1, .both) { first -= 1 }
            while self[next] == .verb(.form) || self[next] == .verb(.touch) && bound(next + 1, frame) != nil
                || isMark(next, .both) || self[next] == .often || found.none && isMark(next, .not)
            {
                if self[next] == .often {
                    // "is the high more often before noon": the frequency is asked of all of it.
                    pieces.insert(pieces.remove(at: next), at: first)
                    (first, index) = (first + 1, index + 1)
                }
                next += 1
            }
            if let bound = bound(next, frame) {
                // "sets its daily high overnight".
                if isMark(first - 1, .it), self[first - 2] == .verb(.form) { first -= 2 }
                guard join(found, first...bound.last, bound, frame) else { continue }
                index = first
                joinOtherBound(found, first + 1, frame)
            } else if let maker = maker(first - 1, frame) {
                guard join(found, maker.first...(next - 1), maker.bound, frame) else { continue }
                index = maker.first
            }
        }
    }

    /// "что чаще ставится в первый час, хай или лоу": what may be made is named behind the question.
    private mutating func orderNamedLast(_ frame: Surroundings) {
        guard let both = pieces.lastIndex(where: { $0.sense == .highLow }), has(.or, in: pieces[both]),
            isStop(both - 1),
            let verb = pieces[..<both].lastIndex(where: { $0.sense == .verb(.form) }),
            let bound = bound(verb + 1, frame), bound.last == both - 2
        else { return }
        var named = pieces.remove(at: both)
        named.afterStop = false
        pieces.remove(at: both - 1)
        pieces.insert(named, at: verb)
    }

    private func isVerbOrBound(_ index: Int, _ frame: Surroundings) -> Bool {
        self[index] == .verb(.form) || bound(index, frame) != nil
            || self[index] == .often && bound(index + 1, frame) != nil
    }

    /// "the first hour makes", "Европа обычно ставит": the part of the day that does it.
    private func maker(_ verb: Int, _ frame: Surroundings) -> (bound: TimeBound, first: Int)? {
        // Which part of the day does it is asked, where "кассы ставится лой" only says whose low it is.
        // "the first 5 minute candle was the high".
        guard self[verb] == .verb(.form) || self[verb] == .bars, !asksPart else { return nil }
        var place = self[verb] == .bars ? verb : verb - 1
        while case .bars? = self[place] { place -= 1 }
        switch self[place] {
        case .span(let span)?:
            guard frame.window(of: span) != nil else { return nil }
            return (TimeBound(bound: .span(span), last: verb), place)
        case .window(let window)?: return (TimeBound(bound: .window(window), last: verb), place)
        default: return nil
        }
    }

    /// "минимум RTH по золоту, до десяти или после": the session is the low's own, as the time is named.
    private func boundsTime(behind index: Int) -> Bool {
        pieces[(index + 1)...].contains { if case .timeBound = $0.sense { true } else { false } }
    }

    private func isSession(_ span: Span) -> Bool { if case .session = span { true } else { false } }

    private var asksPart: Bool {
        pieces.contains {
            switch $0.sense {
            case .which(.hour), .which(.slot), .which(.session), .slots: true
            default: false
            }
        }
    }

    private mutating func join(
        _ found: Extremes,
        _ range: ClosedRange<Int>,
        _ bound: TimeBound,
        _ frame: Surroundings
    ) -> Bool {
        guard var fact = fact(found, bound, frame) else { return false }
        var last = range.upperBound
        // "ночью, с 18:00 до 9:30", "в первый час, до 10:30": said twice, or more precisely.
        if self[last + 1] == .stop(","), case .window(let window)? = self[last + 2], case .span(let other) = bound.bound
        {
            let precise = TimeBound(bound: .window(window), last: last + 2)
            let isRepeated = frame.window(of: other) == window
            if let other = isRepeated ? fact : found.events.count == 1 ? self.fact(found, precise, frame) : nil {
                fact = other
                last += 2
            }
        }
        if self[last + 1] == .stop(","), case .span(let other)? = self[last + 2],
            case .window(let window) = bound.bound,
            frame.window(of: other) == window
        {
            // "в 8:20-9:20, в первый час".
            last += 2
        }
        last = repeatedBound(behind: last, of: bound.bound, frame) ?? last
        join(range.lowerBound...last, as: .condition(fact))
        return true
    }

    /// "ночью, до 9:30", "in the afternoon, after 12:00": where the part of the day ends or begins, said again.
    private func repeatedBound(behind last: Int, of bound: Sense, _ frame: Surroundings) -> Int? {
        guard case .span(let span) = bound, let window = frame.window(of: span) else { return nil }
        let place = [Sense.stop(","), .stop("(")].contains(self[last + 1] ?? .empty) ? last + 2 : last + 1
        guard case .timeBound(let after, let minute)? = self[place],
            frame.minute(minute) == (after ? window.from : window.to)
        else { return nil }
        return self[place + 1] == .stop(")") ? place + 1 : place
    }

    private func fact(_ found: Extremes, _ bound: TimeBound, _ frame: Surroundings) -> Fact? {
        let isAssumed = found.span == nil && frame.instrument.hasRegularHours && bound.isOfSession
        let span = isAssumed ? .session(name: .rth) : found.span
        func made(_ span: Span?) -> Condition? {
            let conditions = found.events.compactMap {
                Self.within(.time(event: $0, of: Bar(span: span)), bound, frame, span)
            }
            guard conditions.count == found.events.count, let only = conditions.first else { return nil }
            if found.none { return .all(of: conditions.map { .not(of: $0) }) }
            return conditions.count == 1 ? only : found.any ? .any(of: conditions) : .all(of: conditions)
        }
        guard let condition = made(span) else { return nil }
        var fact = Fact(condition: condition, isOutcome: true, span: span)
        // Of a part of the session the day's high is the session's; of all hours, it may not lie in the session.
        if isAssumed {
            fact.beside = made(.wholeDay)
            fact.ofSession = true
        }
        return fact
    }

    /// "... before 10:30 or after 15:00": the same of another time.
    private mutating func joinOtherBound(_ found: Extremes, _ index: Int, _ frame: Surroundings) {
        guard isMark(index, .or) || isMark(index, .vs), let bound = bound(index + 1, frame),
            let other = fact(found, bound, frame)
        else { return }
        join((index + 1)...bound.last, as: .condition(other))
    }

    /// "когда чаще бывает хай: до 10:30 или после 15:00": which of two, not at what time.
    mutating func dropTimeOfBounds(_ frame: Surroundings) {
        if pieces.contains(where: { $0.sense == .task(.share) || $0.sense == .task(.count) }) {
            // "приходится на время после 14:00".
            for index in pieces.indices.reversed() where self[index] == .task(.time) {
                if case .timeBound? = self[index + 1] { drop(index) }
            }
        }
        guard let asked = pieces.firstIndex(where: { $0.sense == .task(.time) }),
            pieces.indices.contains(where: {
                isMark($0, .or) && bound($0 - 1, frame) != nil && bound($0 + 1, frame) != nil
            }),
            pieces.contains(where: { $0.sense == .often })
        else { return }
        drop(asked)
    }

    func bound(_ index: Int, _ frame: Surroundings) -> TimeBound? {
        let outside = isMark(index, .outside) || isMark(index, .not)
        var place = outside ? index + 1 : index
        if self[place] == .stop(":") || self[place] == .stop(","), case .timeBound? = self[place + 1] { place += 1 }
        if self[place] == .stop("-"), isMinute(place + 1) { place += 1 }
        if self[place] == .relation(.equal), isSpan(place + 1) || isMinute(place + 1) { place += 1 }
        if self[place] == .relation(.less), has(.within, in: pieces[place]) {
            switch self[place + 1] {
            case .span?, .window?: place += 1
            default: break
            }
        }
        switch self[place] {
        case .timeBound?, .window?, .span?:
            return TimeBound(bound: self[place] ?? .empty, outside: outside, last: place)
        case .mark(.before)? where !outside: return beforeOpen(place, frame)
        default: return nil
        }
    }

    private func isMinute(_ index: Int) -> Bool {
        if case .window(let window)? = self[index] { window.length == 1 } else { false }
    }

    /// "к 12:00 с какой вероятностью лой уже стоит", "by 10:30 how often is the low in", "процент дней, где до 10:30 уже
    /// поставлен хай": when is said first.
    private mutating func orderLeadingBound() {
        let bounds = pieces.indices.filter { if case .timeBound = pieces[$0].sense { true } else { false } }
        let named = pieces.indices.filter { extremes($0) != nil }
        guard bounds.count == 1, named.count == 1, let bound = bounds.first, let place = named.first, bound < place
        else { return }
        func isMade(_ index: Int) -> Bool { self[index] == .verb(.form) || self[index] == .often }
        let isAsked = bound == 0 && (self[1] == .task(.share) || self[1] == .task(.count))
        let between = (bound + 1..<place).filter { !(isAsked && $0 == 1) }
        let end = pieces.indices[(place + 1)...].first { isStop($0) } ?? count
        guard between.allSatisfy({ isMade($0) || isSpan($0) || isMark($0, .both) }),
            (place + 1..<end).allSatisfy({ isMade($0) || isSpan($0) }),
            isAsked || (bound..<end).contains(where: { self[$0] == .verb(.form) })
        else { return }
        let verbs = between.filter { self[$0] == .verb(.form) }
        var last = place
        while last + 1 < end, isSpan(last + 1) || self[last + 1] == .verb(.form) { last += 1 }
        let moved = verbs.map { pieces[$0] } + [pieces[bound]]
        pieces.insert(contentsOf: moved, at: last + 1)
        for index in (verbs + [bound]).sorted(by: >) { pieces.remove(at: index) }
    }

    /// "the RTH high or RTH low": either of them, of one session.
    private mutating func joinEitherExtreme() {
        for index in pieces.indices.reversed() where isMark(index, .or) {
            let isLate = isSpan(index + 1)
            let (left, right) = (index - 1, isLate ? index + 2 : index + 1)
            guard case .quantity(let first)? = self[left], case .quantity(let second)? = self[right],
                let one = first.extreme, let other = second.extreme, one != other, first.shift == 0, second.shift == 0,
                first.span == nil, second.span == nil, !isLate || self[index + 1] == self[left - 1]
            else { continue }
            join(left...right, as: .highLow)
        }
    }

    /// "before the open", "before NY opens", "до открытия Европы".
    private func beforeOpen(_ index: Int, _ frame: Surroundings) -> TimeBound? {
        var last = index
        var span: Span?
        var opens = false
        while last < index + 2 {
            if case .span(let own)? = self[last + 1], span == nil {
                // "the RTH low before the RTH high": before the other end, and not before it opens.
                if case .quantity(let end)? = self[last + 2], end.extreme != nil { return nil }
                span = own
            } else if !opens && isOpen(last + 1) {
                opens = true
            } else {
                break
            }
            last += 1
        }
        guard opens || span != nil, let window = frame.window(of: span ?? .session(name: .rth)) else { return nil }
        return TimeBound(bound: .timeBound(after: false, minute: window.from), last: last)
    }

    private func isOpen(_ index: Int) -> Bool {
        self[index] == .verb(.open) || self[index] == .quantity(Quantity(.open))
    }

    static func within(_ time: Series, _ bound: TimeBound, _ frame: Surroundings, _ own: Span?) -> Condition? {
        let condition: Condition?
        switch bound.bound {
        case .timeBound(let after, let minute):
            let own = frame.minute(minute)
            let bounded = Condition.holds(time, after ? .greaterOrEqual : .less, .number(value: Double(own)))
            // "after 20:00": in the evening, and not all of the day that follows it.
            condition =
                after && own < 0 ? .all(of: [bounded, .holds(time, .less, .number(value: 0))]) : bounded
        case .window(let window):
            condition = inside(time, window, frame, own)
        case .span(let span):
            guard let window = frame.window(of: span) else { return nil }
            condition = inside(time, window, frame, own)
        default: return nil
        }
        return bound.outside ? condition.map { .not(of: $0) } : condition
    }

    private static func inside(_ time: Series, _ window: Window, _ frame: Surroundings, _ own: Span?) -> Condition? {
        let whole = frame.window(of: own ?? frame.instrument.defaultSession.map { .session(name: $0) } ?? .wholeDay)
        var parts: [Condition] = []
        if window.from > whole?.from ?? Int.min {
            parts.append(.holds(time, .greaterOrEqual, .number(value: Double(window.from))))
        }
        if window.to < whole?.to ?? Int.max { parts.append(.holds(time, .less, .number(value: Double(window.to)))) }
        if parts.isEmpty { return nil }
        return parts.count == 1 ? parts[0] : .all(of: parts)
    }
}

extension Quantity {
    /// What comes at some minute of the day: its high or low, the minute of the most volume.
    fileprivate var timed: MinuteEvent? {
        if case .time(let event) = base { event } else { extreme }
    }
}
