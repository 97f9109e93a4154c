internal import Market
internal import Studies

extension Line {
    /// "OHLC with the time of the high", "high of 2024 with its date": what stands behind is told as well, and is no
    /// condition.
    mutating func settleAccompanied() {
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
}

extension Sense {
    fileprivate var asksForNumber: Bool {
        switch self {
        case .statistic, .task(.share), .task(.count), .task(.correlation), .often: true
        default: false
        }
    }
}
