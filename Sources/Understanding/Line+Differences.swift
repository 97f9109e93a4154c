internal import Market
internal import Studies

extension Line {
    /// "open to high", "от открытия до хая": how far one price lies from another.
    mutating func joinDistances() {
        var index = 0
        while index < count {
            defer { index += 1 }
            guard case .quantity(let left)? = self[index], left.isPrice, left.base != .metric(.close) || left.shift == 0
            else { continue }
            // "Hod before lod" is of time; "от хая до лоя" lies between two prices.
            let isStretch = prep(index) == .from || self[index - 1] == .relation(.greater) && isForm(index - 1, .from)
            if isMark(index + 1, .before), !isStretch, left.extreme != nil,
                case .quantity(let other)? = self[index + 2],
                other.extreme != nil
            {
                continue
            }
            let next = isMark(index + 1, .before) ? index + 2 : index + 1
            // "the close from the high".
            let isBack = prep(next) == .from && left.extreme == nil
            guard next > index + 1 || prep(next) == .to || isBack, case .quantity(let right)? = self[next],
                right.isPrice,
                right.base != left.base
            else { continue }
            // A bar's close does not come before its open: another bar's is meant.
            if left.base == .metric(.close), right.base == .metric(.open), !isBack, left.shift == right.shift {
                join(index...next, as: .unknown)
                continue
            }
            let from = self[index - 1] == .relation(.greater) && isForm(index - 1, .from)
            if left.base == .metric(.open), right.base == .metric(.close), left.shift == right.shift,
                left.span == right.span
            {
                var body = right
                body.base = .metric(.body)
                join((from ? index - 1 : index)...next, as: .quantity(body))
                if from { index -= 1 }
                continue
            }
            if left.base == .metric(.close), right.base == .metric(.open), left.shift == right.shift,
                left.span == right.span
            {
                // "From close to open": to the next open, which is the gap.
                var gap = right
                gap.base = .metric(.gap)
                join((from ? index - 1 : index)...next, as: .quantity(gap))
                if from { index -= 1 }
                continue
            }
            if left.base == .metric(.low), right.base == .metric(.high), left.shift == right.shift,
                left.span == right.span
            {
                var range = right
                range.base = .metric(.range)
                join((from ? index - 1 : index)...next, as: .quantity(range))
                if from { index -= 1 }
                continue
            }
            let series = Series.arithmetic(left: right.series(), operation: .minus, right: left.series())
            var quantity = Quantity(.series(series))
            quantity.absolute = right.extreme != nil || left.extreme != nil
            join((from ? index - 1 : index)...next, as: .quantity(quantity))
            if from { index -= 1 }
        }
    }

    /// "close - low", "high минус open".
    mutating func joinDifferences() {
        joinDistances()
        var index = 0
        while index < count {
            defer { index += 1 }
            guard case .quantity(let left)? = self[index], left.isPrice, case .quantity(let right)? = self[index + 2],
                right.isPrice,
                self[index + 1] == .stop("-") || self[index + 1] == .way(up: false) && isForm(index + 1, .minus)
            else { continue }
            let series = Series.arithmetic(left: left.series(), operation: .minus, right: right.series())
            join(index...(index + 2), as: .quantity(Quantity(.series(series))))
        }
    }
}
