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
