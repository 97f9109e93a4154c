internal import Market
internal import Studies

extension Line {
    /// "OHLC with the time of the high", "high of 2024 with its date": what stands behind is told as well, and is no
    /// condition.
    mutating func settleAccompanied() {
        settleDatedHours()
        guard let mark = pieces.indices.first(where: { isMark($0, .given) && isForm($0, .accompanied) }),
            mark > 0, mark + 1 < count,
            !pieces[..<mark].contains(where: { $0.sense.asksForNumber })
        else { return }
        var tells = false
        for index in pieces.indices where index > mark {
            switch self[index] {
            case .task(.time)?: tells = true
            case .unit(.day)? where has(.dated, in: pieces[index]): tells = true
            case .highLow?, .quantity?, .mark(.and)?, .mark(.it)?, .mark(.those)?, .stop?, .unit(.day)?, .dates?,
                .mark(.each)?:
                continue
            default: return
            }
        }
        if tells { pieces[mark].sense = .mark(.and) }
    }

    /// "top 10 hours by volume with dates": hours of certain days, which are told with them anyway.
    private mutating func settleDatedHours() {
        guard let hour = pieces.firstIndex(where: { $0.sense == .unit(.hour) && $0.prep != .by }) else { return }
        let date = pieces.indices.last { $0 > hour && unit($0) == .day && has(.dated, in: pieces[$0]) }
        // "с датами" says nothing elsewhere.
        guard date != nil || empty.contains(where: { forms.contains(tokens[$0].text, .dated) }),
            pieces.contains(where: {
                switch $0.sense {
                case .top, .task(.top), .superlative, .best: true
                default: false
                }
            })
        else { return }
        pieces[hour].sense = .barUnit(.minutes(count: 60))
        guard let date else { return }
        let lead = isMark(date - 1, .given) || isMark(date - 1, .and) ? date - 1 : date
        pieces[hour].tokens = (pieces[hour].tokens + pieces[lead...date].flatMap(\.tokens)).sorted()
        pieces.removeSubrange(lead...date)
    }
}

extension Sense {
    fileprivate var asksForNumber: Bool {
        switch self {
        case .statistic, .task(.share), .task(.count), .task(.correlation), .often: true
        default: false
        }
    }
}
