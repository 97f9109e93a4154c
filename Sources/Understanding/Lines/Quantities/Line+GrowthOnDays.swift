internal import Market
internal import Studies

extension Line {
    /// "Does volume drop on half days", "do ranges shrink in summer", "растёт ли волатильность в дни FOMC": whether there is
    /// more or less of it on those days than on the others, and no move of the price.
    mutating func settleGrowthOnDays() {
        guard asksWhether, pieces.contains(where: { $0.sense.choosesByCalendar }),
            let growth = pieces.indices.first(where: { isRise($0) && (isGrown($0 - 1) || isGrown($0 + 1)) }),
            case .rise(let up)? = self[growth],
            pieces.indices.allSatisfy({ $0 == growth || leavesGrowth($0) })
        else { return }
        pieces[growth].sense = .relation(up ? .greater : .less)
    }

    private func isRise(_ index: Int) -> Bool { if case .rise? = self[index] { true } else { false } }

    private func isGrown(_ index: Int) -> Bool { isGrownSize(index) && prep(index) == nil && !pieces[index].afterStop }

    /// What may stand beside: the quantity, its mean, the days and their period.
    private func leavesGrowth(_ index: Int) -> Bool {
        switch pieces[index].sense {
        case .quantity: isGrownSize(index)
        case .statistic(.mean), .empty, .stop("?"), .unit(.day), .mark(.given), .symbol, .dates, .span, .prep: true
        case let sense: sense.choosesByCalendar
        }
    }
}

extension Sense {
    fileprivate var choosesByCalendar: Bool {
        switch self {
        case .event, .weekdays, .months: true
        case .condition(let fact): fact.isCalendar
        default: false
        }
    }
}
