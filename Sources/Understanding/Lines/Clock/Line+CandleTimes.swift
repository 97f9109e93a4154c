internal import Market
internal import Studies

extension Line {
    /// Candles by their time, and windows that a unit repeats: "the 9:30 5-minute candle", "the 8:30 minute",
    /// "the 14:00-14:30 half hour", "lunch (11:30-13:30)".
    mutating func joinCandleTimes() {
        joinRepeatedWindows()
        var index = 0
        while index < count {
            defer { index += 1 }
            guard let candle = candle(index) else { continue }
            if let minute = startMinute(candle.last + 1), prep(candle.last + 1) != .from {
                join(index...(candle.last + 1), as: .window(Window(from: minute, to: minute + candle.minutes)))
            } else if let minute = startMinute(index - 1), prep(index - 1) != .from, prep(index) == nil {
                join((index - 1)...candle.last, as: .window(Window(from: minute, to: minute + candle.minutes)))
                index -= 1
            }
        }
    }

    /// "первые 5 минут после 8:30", "the first minute, 8:30", "first 5 min after the Fed at 14:00": counted from that time and
    /// not from the session's open; so "8:30 minute vs 8:29".
    mutating func joinMinutesAfterTimes(_ frame: Surroundings) {
        for index in pieces.indices.reversed() {
            guard case .span(.opening(let minutes))? = self[index] else { continue }
            var next = index + 1
            if case .condition(var fact)? = self[next], case .event(let event, 1) = fact.condition,
                startMinute(next + 1) != nil
            {
                // The day itself, of which a time is named.
                fact.condition = .event(event: event, offset: 0)
                pieces[next].sense = .condition(fact)
                next += 1
            }
            let start: Int
            if case .timeBound(after: true, let minute)? = self[next], next == index + 1 {
                start = minute
            } else if let minute = startMinute(next) {
                start = minute
            } else {
                continue
            }
            // "first 30 min from the 8:20 open": the opening itself.
            if start == frame.instrument.window(of: .rth)?.from { continue }
            pieces[index].sense = .window(Window(from: start, to: start + minutes))
            pieces[index].tokens = (pieces[index].tokens + pieces[next].prepTokens + pieces[next].tokens).sorted()
            pieces.remove(at: next)
        }
        let isOfMinute = pieces.contains {
            if case .window(let window) = $0.sense { window.length == 1 } else { false }
        }
        for index in pieces.indices where isOfMinute && isMark(index - 1, .vs) {
            if case .clock(let minute)? = self[index] {
                pieces[index].sense = .window(Window(from: minute, to: minute + 1))
            }
        }
    }

    /// "how many times 1% drop in 5 minutes", "за час прошли больше 200 пунктов": of candles that long.
    mutating func settleBarsWithin() {
        guard
            pieces.contains(where: { $0.sense == .task(.count) || $0.sense == .task(.share) || $0.sense == .often })
                || has(.whether) || has(.past) || pieces.last?.sense == .stop("?"),
            pieces.contains(where: { piece in
                if case .number(_, let scale?) = piece.sense { scale == .percent || scale == .points } else { false }
            }),
            pieces.contains(where: { piece in
                switch piece.sense {
                case .rise, .verb(.travel), .quantity(Quantity(.move)), .quantity(Quantity(.change)),
                    .quantity(Quantity(.range)):
                    true
                default: false
                }
            }),
            !pieces.contains(where: { piece in
                switch piece.sense {
                case .barUnit, .span, .window, .mark(.after), .mark(.before), .key, .unit(.day): true
                default: false
                }
            }),
            let place = pieces.indices.first(where: { index in
                let last = whole(index) == nil ? index : index + 1
                if case .slots = pieces[index].sense { return prep(index) == .in && !pieces[index].each }
                return (unit(last) == .minute || unit(last) == .hour) && prep(index) == .in && !pieces[index].each
            })
        else { return }
        let isOfHours = unit(place) == .hour || unit(place + 1) == .hour
        var minutes = (whole(place) ?? 1) * (isOfHours ? 60 : 1)
        if case .slots(let length)? = self[place] { minutes = length }
        let last = whole(place) == nil ? place : place + 1
        guard (1...720).contains(minutes), 1440 % minutes == 0 else { return }
        var bars = pieces[place]
        bars.sense = .barUnit(.minutes(count: minutes))
        bars.tokens = pieces[place...last].flatMap(\.tokens).sorted()
        empty.formUnion(bars.prepTokens)
        (bars.prep, bars.prepTokens, bars.afterStop) = (nil, [], false)
        pieces.removeSubrange(place...last)
        let first = pieces.firstIndex { piece in
            switch piece.sense {
            case .number, .rise, .relation, .verb(.travel), .quantity: true
            default: false
            }
        }
        pieces.insert(bars, at: first ?? 0)
        if !pieces.contains(where: { $0.sense == .task(.count) || $0.sense == .task(.share) || $0.sense == .often }) {
            pieces.insert(Piece(sense: .task(.count), tokens: []), at: 0)
        }
    }

    /// "average 5 minute candle range at 9:30": a candle's length and its time stand apart.
    mutating func joinCandleApart() {
        guard pieces.count > 2 else { return }
        for index in pieces.indices.reversed() {
            guard case .barUnit(.minutes(let minutes))? = self[index], minutes > 1 || self[index + 1] == .bars,
                let time = pieces.indices.first(where: { startMinute($0) != nil }), time != index + 1,
                time != index - 1,
                prep(time) == .in, let from = startMinute(time),
                pieces.indices.count(where: { if case .window? = self[$0] { true } else { startMinute($0) != nil } })
                    == 1
            else { continue }
            pieces[time].sense = .window(Window(from: from, to: from + minutes))
            pieces[time].tokens = (pieces[time].tokens + pieces[index].tokens).sorted()
            pieces.remove(at: index)
            return
        }
    }

    /// "show bars 9:30 to 9:35 on 9 April", "покажи минуты с 14:00 до 14:10": of a short window of one day its minutes.
    mutating func settleMinutesOfWindow() {
        guard has(.shown), !pieces.contains(where: { if case .barUnit = $0.sense { true } else { isQuantity($0) } }),
            pieces.count(where: { if case .window(let window) = $0.sense { window.length <= 60 } else { false } }) == 1,
            let bars = pieces.indices.first(where: { index in
                guard self[index] == .bars || unit(index) == .minute, prep(index) == nil || prep(index) == .in else {
                    return false
                }
                return isForm(index, .severalbars) && plainNumber(index - 1) == nil
            })
        else { return }
        pieces[bars].sense = .barUnit(.minutes(count: 1))
    }

    private func isQuantity(_ piece: Piece) -> Bool { if case .quantity = piece.sense { true } else { false } }

    /// "5-minute candle", "пятиминутка", "minute".
    private func candle(_ index: Int) -> (minutes: Int, last: Int)? {
        guard prep(index) != .by else { return nil }
        var found: (minutes: Int, last: Int)?
        if case .barUnit(.minutes(let count))? = self[index] {
            found = (count, index)
        } else if let number = whole(index), unit(index + 1) == .minute, (1...720).contains(number) {
            found = (number, index + 1)
        } else if unit(index) == .minute, plainNumber(index - 1) == nil {
            found = (1, index)
        } else if self[index] == .bars, startMinute(index - 1) != nil, !isForm(index, .severalbars), prep(index) == nil
        {
            // "the 9:30 bar": as short as the data have it.
            return (1, index)
        } else if self[index] == .bars, startMinute(index + 1) != nil, !isForm(index, .severalbars) {
            return (1, index)
        }
        if let last = found?.last, case .bars? = self[last + 1] { found?.last += 1 }
        return found
    }

    /// A time of the clock that stands for the minute that begins there.
    private func startMinute(_ index: Int) -> Int? {
        switch self[index] {
        case .clock(let minute)?: minute
        case .window(let window)? where window.length == 1: window.from
        default: nil
        }
    }

    private mutating func joinRepeatedWindows() {
        var index = 0
        while index < count {
            defer { index += 1 }
            guard case .window(let window)? = self[index] else { continue }
            if let length = length(index + 1), length == window.length, prep(index + 1) == nil {
                join(index...(index + 1), as: .window(window))
            }
            if let length = length(index - 1), length == window.length, plainNumber(index - 2) == nil {
                join((index - 1)...index, as: .window(window))
                index -= 1
            }
            // A named part of the day with its hours beside it: the hours are meant.
            let next = self[index + 1] == .stop("(") || self[index + 1] == .stop(",") ? index + 2 : index + 1
            if case .window(let own)? = self[next], own.from < window.to, own.to > window.from {
                join(index...(self[next + 1] == .stop(")") ? next + 1 : next), as: .window(own))
            }
        }
    }

    private func length(_ index: Int) -> Int? {
        switch unit(index) {
        case .hour?, .hourofday?: 60
        case .slot(let minutes)?: minutes
        default: nil
        }
    }
}
