internal import Market
internal import Studies

/// How far the price had moved at a time of the day, beside what came of the whole day.
extension Line {
    /// "NQ down 1% at noon, where does it close", "up 100 points at 10:00": the price at that minute against the close before.
    mutating func settleMovesAtClock() {
        let places = pieces.indices.flatMap { [($0, $0 + 1), ($0, $0 - 1)] }
        for (index, clock) in places.reversed() {
            // "down 1% at noon", "в 10:00 плюс 1%".
            guard case .window(let window)? = self[clock], window.length == 1, !pieces[max(clock, index)].afterStop,
                case .condition(var fact)? = self[index],
                fact.rank?.base == .metric(.change), fact.run == nil, fact.up != nil,
                case .compare(.metric(let metric, let bar), let relation, .number(let value)) = fact.condition,
                value != 0, bar == .own, metric == .change || metric == .changePct
            else { continue }
            let price = Series.metric(metric: .open, of: Bar(span: .clock(window: window)))
            let distance = Self.distanceFromClose(price, percent: metric == .changePct)
            fact.condition = .compare(left: distance, relation: relation, right: .number(value: value))
            (fact.rank, fact.plain, fact.isOutcome) = (distance.quantity, nil, false)
            join(min(clock, index)...max(clock, index), as: .condition(fact))
            // "where does it close".
            let asked = pieces.indices.last { isMark($0, .given) && isForm($0, .whereabouts) }
            guard let asked, asked > min(clock, index), let close = pieces.indices.last(where: { !isStop($0) }),
                closes(close),
                (asked + 1..<close).allSatisfy({ isMark($0, .it) || isMark($0, .those) })
            else { return }
            join(asked...close, as: .task(.performance))
            return
        }
    }

    /// "if down 1% by noon, what happens by the close", "days up 1% by 11:00 that closed red": the move up to that time, from
    /// the close before; what merely follows runs from that time on.
    mutating func joinMovesByTimes(_ frame: Surroundings) {
        nameWaysByTimes(frame)
        let places = pieces.indices.flatMap { [($0, $0 + 1), ($0 + 1, $0)] }
        let found = places.first { time, move in
            guard case .timeBound(false, _)? = self[time], case .condition(let fact)? = self[move],
                !pieces[max(time, move)].afterStop, fact.run == nil, fact.up != nil,
                case .compare(.metric(let metric, .own), _, .number(let value)) = fact.condition
            else { return false }
            return value != 0 && (metric == .change || metric == .changePct)
        }
        guard let (place, move) = found, case .timeBound(_, let minute)? = self[place],
            case .condition(var fact)? = self[move],
            case .compare(.metric(let metric, _), let relation, let bound) = fact.condition
        else { return }
        let time = frame.minute(minute)
        guard frame.instrument.dayStart < time, time < frame.instrument.dayEnd else { return }
        let until = Span.clock(window: Window(from: frame.instrument.dayStart, to: time))
        let reached = Series.metric(metric: .close, of: Bar(span: until))
        let distance = Self.distanceFromClose(reached, percent: metric == .changePct)
        fact.condition = .compare(left: distance, relation: relation, right: bound)
        (fact.rank, fact.plain, fact.settled, fact.isOutcome) = (nil, nil, false, false)
        join(min(place, move)...max(place, move), as: .condition(fact))
        let rest = pieces.dropFirst(2)
        guard isMark(0, .given), min(place, move) == 1, isStop(2),
            rest.allSatisfy({ piece in
                switch piece.sense {
                case .stop, .task(.performance), .verb(.close), .quantity(Quantity(.close)), .unit(.day), .mark(.it),
                    .mark(.next), .mark(.then), .mark(.rest), .span(.wholeDay):
                    true
                default: false
                }
            })
        else { return }
        for piece in rest { empty.formUnion(piece.tokens) }
        fact.ofSession = true
        var given = pieces[1]
        (given.sense, given.afterStop) = (.condition(fact), false)
        let later = Span.clock(window: Window(from: time, to: frame.instrument.dayEnd))
        empty.formUnion(pieces[0].tokens)
        pieces = [
            Piece(sense: .task(.performance), tokens: []), Piece(sense: .span(later), tokens: given.tokens),
            Piece(sense: .mark(.after), tokens: []), given,
        ]
    }

    /// "к 12:00 в минусе, как часто закрывают в плюс", "green by noon but closed red": beside what is asked of the whole day
    /// the way at that time is a condition.
    private mutating func nameWaysByTimes(_ frame: Surroundings) {
        guard pieces.contains(where: { if case .condition(let fact) = $0.sense { !fact.isCalendar } else { false } })
        else {
            return
        }
        for index in pieces.indices {
            let beside = [index - 1, index + 1].first { place in
                guard case .timeBound(false, _)? = self[place] else { return false }
                return !pieces[max(place, index)].afterStop
            }
            guard let beside, case .timeBound(_, let minute)? = self[beside] else { continue }
            let time = frame.minute(minute)
            guard frame.instrument.dayStart < time, time < frame.instrument.dayEnd else { continue }
            switch self[index] {
            case .way(let up)?:
                let reached = Series.metric(
                    metric: .close,
                    of: Bar(span: .clock(window: Window(from: frame.instrument.dayStart, to: time)))
                )
                let sign = Condition.compare(
                    left: Self.distanceFromClose(reached, percent: false),
                    relation: up ? .greater : .less,
                    right: .number(value: 0)
                )
                join(min(index, beside)...max(index, beside), as: .condition(Fact(condition: sign, up: up)))
                return
            case .colour(let up)?:
                let span = Span.clock(window: Window(from: frame.instrument.dayStart, to: time))
                let sign = Condition.compare(
                    left: .metric(metric: .body, of: Bar(span: span)),
                    relation: up ? .greater : .less,
                    right: .number(value: 0)
                )
                join(min(index, beside)...max(index, beside), as: .condition(Fact(condition: sign, span: span, up: up)))
                return
            default: continue
            }
        }
    }

    /// From the day's close before.
    private static func distanceFromClose(_ reached: Series, percent: Bool) -> Series {
        let before = Series.shifted(of: .metric(metric: .close, of: Bar(span: .wholeDay)), by: -1)
        return .arithmetic(
            left: percent ? .percent(of: reached, in: before) : reached,
            operation: .minus,
            right: percent ? .number(value: 100) : before
        )
    }
}
