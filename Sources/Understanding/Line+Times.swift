internal import Market
internal import Studies

extension Line {
    /// When the day's high or low came: "low after 14:00", "хай в первый час", "high before low", "gap filled by noon".
    mutating func joinTimes(_ frame: Surroundings) {
        let asksTime = pieces.contains { $0.sense == .task(.time) || $0.sense == .task(.timehour) }
        guard !asksTime else { return }
        joinFirstExtreme()
        let counts = pieces.contains {
            switch $0.sense {
            case .task(.share), .task(.count), .often, .mark(.given), .task(.days), .unit(.day): true
            default: false
            }
        }
        if counts, !pieces.contains(where: { if case .statistic = $0.sense { true } else { false } }) {
            joinExtremeTimes(frame)
        }
        joinFillTimes(frame)
    }

    /// "high before low", "что ставится первым, хай или лоу".
    private mutating func joinFirstExtreme() {
        for index in pieces.indices {
            guard case .quantity(let left)? = self[index], let first = left.extreme, left.shift == 0 else { continue }
            var next = index + 1
            var span = left.span
            if case .span(let own)? = self[next] { (span, next) = (own, next + 1) }
            while case .verb(.form)? = self[next] { next += 1 }
            guard
                isMark(next, .before) || self[next] == .relation(.less) || isMark(next, .after)
                    || self[next] == .relation(.greater),
                case .quantity(let right)? = self[next + 1], let second = right.extreme, second != first,
                right.shift == 0,
                pieces[index...next].contains(where: { $0.sense == .verb(.form) || $0.sense == .mark(.before) })
            else { continue }
            let before = isMark(next, .before) || self[next] == .relation(.less)
            span = span ?? right.span
            join(index...(next + 1), as: .condition(Self.order(first, second, before: before, span)))
            return
        }
        // "что чаще первым: хай или лоу"
        guard let place = pieces.firstIndex(where: { $0.sense == .ordinal(1) }),
            let both = pieces.firstIndex(where: { $0.sense == .highLow }),
            has(.or, in: pieces[both])
        else { return }
        pieces[both].sense = .condition(Self.order(.high, .low, before: true, nil))
        drop(place)
    }

    private static func order(_ first: MinuteEvent, _ second: MinuteEvent, before: Bool, _ span: Span?) -> Fact {
        let bar = Bar(span: span)
        return Fact(
            condition: .holds(.time(event: first, of: bar), before ? .less : .greater, .time(event: second, of: bar)),
            isOutcome: true,
            span: span,
            plain: .holds(.time(event: first, of: bar), before ? .greater : .less, .time(event: second, of: bar))
        )
    }

    private mutating func joinExtremeTimes(_ frame: Surroundings) {
        var index = 0
        while index < count {
            defer { index += 1 }
            var events: [MinuteEvent] = []
            var any = false
            var span: Span?
            switch self[index] {
            case .quantity(let quantity)? where quantity.extreme != nil && quantity.shift == 0:
                events = [quantity.extreme ?? .high]
                span = quantity.span
            case .highLow?:
                events = [.high, .low]
                any = has(.or, in: pieces[index])
            default: continue
            }
            var first = index
            var next = index + 1
            if isMark(first - 1, .both) { first -= 1 }
            if case .span(let own)? = self[first - 1], prep(first - 1) == nil || self[next] == .verb(.form) {
                (span, first) = (own, first - 1)
            } else if case .span(let own)? = self[next], bound(next + 1) != nil || self[next + 1] == .verb(.form) {
                (span, next) = (own, next + 1)
            }
            if isMark(first - 1, .both) { first -= 1 }
            while self[next] == .verb(.form) || isMark(next, .both) { next += 1 }
            guard let found = bound(next) else { continue }
            let conditions = events.compactMap {
                Self.within(.time(event: $0, of: Bar(span: span)), found, frame, span)
            }
            guard conditions.count == events.count else { continue }
            var last = found.last
            // "ночью, с 18:00 до 9:30": said twice.
            if self[last + 1] == .stop(","), case .window(let window)? = self[last + 2],
                case .span(let other) = found.bound,
                frame.window(of: other) == window
            {
                last += 2
            } else if self[last + 1] == .stop(","), case .window(let window)? = self[last + 2],
                case .span = found.bound,
                let event = events.first, events.count == 1
            {
                let clock = Self.within(
                    .time(event: event, of: Bar(span: span)),
                    (.window(window), false, last + 2),
                    frame,
                    span
                )
                join(
                    first...(last + 2),
                    as: .condition(Fact(condition: clock ?? conditions[0], isOutcome: true, span: span))
                )
                index = first
                continue
            }
            let condition: Condition =
                conditions.count == 1 ? conditions[0] : any ? .any(of: conditions) : .all(of: conditions)
            join(first...last, as: .condition(Fact(condition: condition, isOutcome: true, span: span)))
            index = first
        }
    }

    typealias Bound = (bound: Sense, outside: Bool, last: Int)

    private func bound(_ index: Int) -> Bound? {
        let outside = isMark(index, .outside) || isMark(index, .not)
        let place = outside ? index + 1 : index
        switch self[place] {
        case .timeBound?, .window?, .span?: return (self[place] ?? .empty, outside, place)
        default: return nil
        }
    }

    private static func within(_ time: Series, _ bound: Bound, _ frame: Surroundings, _ own: Span?) -> Condition? {
        let condition: Condition?
        switch bound.bound {
        case .timeBound(let after, let minute):
            condition = .holds(time, after ? .greaterOrEqual : .less, .number(value: Double(minute)))
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

    /// "гэпов закрывается в первые 30 минут кассы и до 12:00".
    private mutating func joinFillTimes(_ frame: Surroundings) {
        var index = 0
        while index < count {
            defer { index += 1 }
            guard case .condition(let fact)? = self[index], fact.condition == .gapFilled, let found = bound(index + 1),
                !found.outside
            else { continue }
            let time = Series.time(event: .gapFill, of: .own)
            let rth = Span.session(name: .rth)
            guard let condition = Self.within(time, found, frame, rth) else { continue }
            var last = found.last
            if case .span(.session(.rth))? = self[last + 1] { last += 1 }
            var made = fact
            made.condition = .all(of: [.gapFilled, condition])
            join(index...last, as: .condition(made))
            // "... и сколько до 12:00": the same of another time.
            var next = index + 1
            if isMark(next, .and) || self[next] == .stop(",") { next += 1 }
            if case .task(let task)? = self[next], task == .share || task == .count { next += 1 }
            if case .measure(.percent)? = self[next] { next += 1 }
            if let second = bound(next), !second.outside, let other = Self.within(time, second, frame, rth) {
                made.condition = .all(of: [.gapFilled, other])
                join((index + 1)...second.last, as: .condition(made))
            }
        }
    }
}
