internal import Market
internal import Studies

extension Line {
    /// A greeting before a question is politeness.
    mutating func dropGreetings() {
        var index = 0
        while index < count {
            switch self[index] {
            case .chat? where pieces.count > 1, .mark(.leadin)?: drop(index)
            default: index += 1
            }
        }
    }

    /// "стоп, я имел в виду объём": a call, and no order of the market.
    mutating func dropInterjection() {
        guard let first = pieces.firstIndex(where: { $0.sense != .empty }), self[first + 1] == .stop(","),
            has(.interjection, in: pieces[first])
        else { return }
        drop(first)
    }

    /// "When" asks for a time where a sentence begins or ends with it, and gives a condition where something stands before it.
    mutating func settleWhen() {
        for index in pieces.indices where pieces[index].sense == .when {
            let before = pieces[..<index].contains {
                switch $0.sense {
                case .quantity, .task(.count), .task(.share), .task(.performance), .task(.time), .task(.days), .unit,
                    .colour, .rise, .way, .win,
                    .weekdays, .statistic, .verb, .superlative, .key, .often, .highLow, .pattern, .bars:
                    true
                default: false
                }
            }
            let end = pieces[index...].firstIndex { $0.sense == .stop("?") || $0.sense == .stop(".") } ?? pieces.count
            let later = pieces[(index + 1)..<max(end, index + 1)].contains {
                switch $0.sense {
                case .task(.share), .task(.count), .task(.performance): true
                default: false
                }
            }
            // "... and when?"
            let isLast = end == index + 1
            pieces[index].sense = (before || later) && !isLast ? .mark(.given) : .task(.time)
        }
    }
}
