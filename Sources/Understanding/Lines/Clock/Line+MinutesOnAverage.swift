internal import Market
internal import Studies

extension Line {
    /// "volume per minute in the first hour", "сколько пунктов в минуту ночью": the mean of the window's minutes, and no
    /// minute of the clock by itself.
    mutating func settlePerMinute() {
        guard let minute = pieces.indices.first(where: { isPerMinute($0) }),
            !pieces.contains(where: { piece in
                switch piece.sense {
                case .often, .task(.share), .task(.time), .task(.distribution), .superlative, .best, .which,
                    .task(.correlation), .task(.top), .relation:
                    true
                // "by hour" cuts the day as well; by weekday or year it is a mean of each.
                case .unit(let unit) where piece.prep == .by: unit.isOfClock
                default: piece.prep == .by
                }
            })
        else { return }
        if let points = pieces.firstIndex(where: { $0.sense == .measure(.points) }),
            pieces.indices.contains(where: { isPrice($0) && prep($0) == .in })
        {
            // "points per minute at the open": of how many minutes is not said.
            pieces[points].sense = .unknown
            return
        }
        if !pieces.contains(where: { if case .quantity = $0.sense { true } else { false } }),
            let points = pieces.firstIndex(where: { $0.sense == .measure(.points) })
        {
            let isAsked = self[points - 1] == .task(.count) || self[points - 1] == .task(.howmuch)
            guard isAsked || points == 0 else { return }
            join((isAsked ? points - 1 : points)...points, as: .quantity(Quantity(.range)))
            return settlePerMinute()
        }
        guard pieces.contains(where: { $0.sense.isSummed }) else { return }
        let isSaid = pieces.contains { if case .statistic = $0.sense { true } else { false } }
        let each = isMark(minute - 1, .each) ? minute - 1 : minute
        join(each...minute, as: .barUnit(.minutes(count: 1)))
        (pieces[each].prep, pieces[each].each) = (nil, false)
        if !isSaid { pieces.insert(Piece(sense: .statistic(.mean), tokens: pieces[each].tokens), at: 0) }
    }

    private func isPrice(_ index: Int) -> Bool {
        if case .quantity(let price)? = self[index] { price.isPrice } else { false }
    }

    private func isPerMinute(_ index: Int) -> Bool {
        guard unit(index) == .minute, pieces[index].tokens.count == 1 || pieces[index].each || isMark(index - 1, .each)
        else { return false }
        if pieces[index].each || isMark(index - 1, .each) { return true }
        guard has(.aminute, in: pieces[index]), prep(index) == .in, plainNumber(index - 1) == nil else { return false }
        switch self[index + 1] {
        // "в минуту открытия 9:30": that minute.
        case .quantity?, .verb?, .clock?, .number?, .bars?: return prep(index + 1) != nil
        default: return true
        }
    }
}

extension Sense {
    /// What every minute has some of.
    fileprivate var isSummed: Bool {
        guard case .quantity(let quantity) = self else { return false }
        switch quantity.base {
        case .metric(.volume), .metric(.range), .metric(.rangePct), .move, .volatility: return quantity.shift == 0
        default: return false
        }
    }
}

extension UnitWord {
    /// A part of the day, by the clock.
    fileprivate var isOfClock: Bool {
        switch self {
        case .slot, .minute, .hour, .session, .hourofday, .minuteofday: true
        default: false
        }
    }
}

extension Sense {
    /// Hours of the day, by name or by the clock.
    var isOfHours: Bool {
        switch self {
        case .span, .window, .timeBound, .clock: true
        default: false
        }
    }
}
