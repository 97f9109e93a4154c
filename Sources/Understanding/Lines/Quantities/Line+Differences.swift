internal import Market
internal import Studies

extension Line {
    /// "open to high", "от открытия до хая": how far one price lies from another.
    mutating func joinDistances() {
        let asksWait = pieces.indices.contains { index in
            (unit(index) == .minute || unit(index) == .hour) && prep(index) == nil && !pieces[index].each
                && (isStatistic(index - 1) || self[index - 1] == .task(.count))
        }
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
            // "how far does it pull back from the high by the close".
            let isByClose = prep(index) == .from && left.extreme != nil && prep(next) == .by
            guard next > index + 1 || prep(next) == .to || isBack || isByClose, case .quantity(let right)? = self[next],
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
            // "average minutes from the open to the low": how long it takes.
            if left.base == .metric(.open), right.extreme != nil, asksWait { continue }
            let series = Series.arithmetic(left: right.series(), operation: .minus, right: left.series())
            var quantity = Quantity(.series(series))
            quantity.absolute = right.extreme != nil || left.extreme != nil
            join((from ? index - 1 : index)...next, as: .quantity(quantity))
            if from { index -= 1 }
            joinFar(&index)
        }
    }

    /// "how far is it from the open to the high", "how far does it pull back from the high by the close": how far on average.
    private mutating func joinFar(_ distance: inout Int) {
        let isAsked = pieces.contains { piece in
            switch piece.sense {
            case .task(.howmuch), .statistic, .superlative, .task(.top), .dates: true
            default: false
            }
        }
        for index in pieces.indices.reversed() where index < distance {
            let isFar = pieces[index].tokens.count == 1 && has(.far, in: pieces[index])
            if isFar, !isAsked {
                pieces[index].sense = .statistic(.mean)
                for usual in pieces.indices where self[usual] == .often && has(.usual, in: pieces[usual]) {
                    pieces[usual].sense = .empty
                }
            } else if isFar || self[index] == .verb(.fill) && has(.givenback, in: pieces[index]) && !speaksOfGap {
                pieces[distance].tokens = (pieces[distance].tokens + pieces[index].tokens).sorted()
                pieces.remove(at: index)
                distance -= 1
            }
        }
    }

    /// "how far below the high does NQ close", "насколько закрытие ниже хая", "насколько хай выше открытия": how far one price
    /// lies from another.
    private mutating func joinHowFarBeyond() {
        guard let asked = pieces.firstIndex(where: { $0.sense == .task(.howmuch) || has(.far, in: $0) }) else { return }
        if self[asked + 1] == .measure(.points), isRelation(asked + 2) || self[asked + 2] == .verb(.close) {
            drop(asked + 1)
        }
        for index in pieces.indices where self[index] == .relation(.less) || self[index] == .relation(.greater) {
            guard !isNumber(index + 1), case .quantity(let level)? = self[index + 1], level.isPrice,
                level.shift == 0
            else { continue }
            var (first, last) = (index, index + 1)
            if isOwnPrice(index - 1, besides: level) {
                first = index - 1
            } else if let close = pieces.indices[(index + 2)...].first(where: { isOwnPrice($0, besides: level) }),
                pieces[(index + 2)..<close].allSatisfy(\.isSubject)
            {
                // The verb stands behind its subject.
                let verb = pieces.remove(at: close)
                pieces.insert(verb, at: last + 1)
                last += 1
            } else if level.base == .metric(.open), asked == index - 1, nameFarthest(index) {
                last += 1
            } else {
                continue
            }
            guard asked < first else { continue }
            if asked + 1 == first, has(.plural, in: pieces[first]) {
                // "сколько закрытий выше полосы": they are counted.
                pieces[asked].sense = .task(.count)
                return
            }
            let place = first < index ? first : last
            let own = if case .quantity(let price)? = self[place] { price.series() } else { Quantity(.close).series() }
            let isBelow = self[index] == .relation(.less)
            var apart = Quantity(
                .series(
                    .arithmetic(
                        left: isBelow ? level.series() : own,
                        operation: .minus,
                        right: isBelow ? own : level.series()
                    )
                )
            )
            apart.span = level.span
            var piece = pieces[first]
            piece.sense = .quantity(apart)
            piece.tokens = (pieces[first...last].flatMap(\.tokens) + pieces[asked].tokens).sorted()
            pieces.replaceSubrange(first...last, with: [piece])
            pieces.remove(at: asked)
            return
        }
    }

    /// "how far above the open do they get first": how far the high goes; of several days, on the mean.
    private mutating func nameFarthest(_ index: Int) -> Bool {
        guard case .relation(let side)? = self[index], has(.runverb) else { return false }
        var end = index + 2
        var said: [Int] = []
        while end < count, !isStop(end) {
            switch self[end] {
            case .mark(.those)?, .mark(.it)?, .ordinal(1)?, .verb(.form)?, .verb(.travel)?, .verb(.trade)?,
                .task(.performance)?:
                said += pieces[end].tokens
                end += 1
            default: return false
            }
        }
        var piece = pieces[index + 1]
        piece.sense = .quantity(Quantity(side == .greater ? .high : .low))
        piece.tokens = said.isEmpty ? piece.tokens : said
        pieces.replaceSubrange((index + 2)..<end, with: [piece])
        if !pieces.contains(where: { if case .statistic = $0.sense { true } else { false } }) {
            let mean = Piece(sense: .statistic(.mean), tokens: pieces[index - 1].tokens, text: "")
            pieces.append(mean)
        }
        return true
    }

    /// A price of the same day that is not the level itself; beside an extreme only the close.
    private func isOwnPrice(_ index: Int, besides level: Quantity) -> Bool {
        if self[index] == .verb(.close) || self[index] == .quantity(Quantity(.close)) {
            return level.base != .metric(.close)
        }
        guard level.extreme == nil, case .quantity(let price)? = self[index] else { return false }
        return price.extreme != nil && price.shift == 0 && price.span == level.span
    }

    /// "close - low", "high минус open".
    mutating func joinDifferences() {
        joinHowFarBeyond()
        joinDistances()
        var index = 0
        while index < count {
            defer { index += 1 }
            if case .quantity(let left)? = self[index], left.isPrice, case .quantity(let right)? = self[index + 1],
                right.isPrice, left.base != right.base, isHyphened(index + 1), !isHyphened(index),
                !isHyphened(index + 2), isRelation(index + 2)
            {
                // "close-low >= 200": written together.
                let series = Series.arithmetic(left: left.series(), operation: .minus, right: right.series())
                join(index...(index + 1), as: .quantity(Quantity(.series(series))))
                continue
            }
            guard case .quantity(let left)? = self[index], left.isPrice, case .quantity(let right)? = self[index + 2],
                right.isPrice,
                self[index + 1] == .stop("-") || self[index + 1] == .way(up: false) && isForm(index + 1, .minus)
            else { continue }
            let series = Series.arithmetic(left: left.series(), operation: .minus, right: right.series())
            join(index...(index + 2), as: .quantity(Quantity(.series(series))))
        }
    }

    private func isHyphened(_ index: Int) -> Bool {
        pieces.indices.contains(index) && pieces[index].tokens.first.map { tokens[$0].isHyphened } ?? false
    }
}

extension Piece {
    /// What closes: an instrument, a session, a day.
    fileprivate var isSubject: Bool {
        switch sense {
        case .symbol, .span, .unit(.day), .unit(.session): true
        default: false
        }
    }
}
