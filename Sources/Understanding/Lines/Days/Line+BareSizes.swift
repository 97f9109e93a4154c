internal import Market
internal import Studies

extension Line {
    /// "красные дни шире зелёных", "насколько RTH шире ночи": wider is of a larger range, where no quantity is named.
    mutating func settleWider() {
        guard has(.width), !pieces.contains(where: { $0.sense.isMoved && !isWayOfDay($0.sense) }) else { return }
        for index in pieces.indices where isRelation(index) && has(.width, in: pieces[index]) {
            guard !isNumber(index + 1), !isNumber(index + 2) else { continue }
            pieces[index].sense = .quantity(Quantity(.range))
            return
        }
    }

    private func isWayOfDay(_ sense: Sense) -> Bool {
        switch sense {
        case .way, .rise, .win: true
        default: false
        }
    }

    /// "дни шире 300 пунктов", "moved over 2% high to low", "after a +2% day": what a number is of, where no noun before it
    /// says so.
    ///
    /// In a chat about a figure of days, "how many days above 2%" is of that figure.
    mutating func settleBareSizes(isOfFigure: Bool) {
        settleInsideSizes()
        if !isOfFigure || !pieces.contains(where: { $0.sense == .task(.count) }) { settleWidths() }
        joinEndToEnd()
        settleRankedEnds()
        settleSigns()
    }

    /// "inside day и nr7 одновременно": of one instrument's days, both at once.
    mutating func settleTogether() {
        let states = pieces.count {
            switch $0.sense {
            case .pattern, .colour: true
            default: false
            }
        }
        guard states > 1,
            pieces.count(where: { if case .symbol = $0.sense { true } else { false } }) < 2,
            let place = pieces.firstIndex(where: { $0.sense == .mark(.together) })
        else { return }
        pieces[place].sense = .mark(.both)
    }

    /// "были уже 100 пунктов", "дни с диапазоном уже 100 пунктов": before a number of points or percent it is narrower,
    /// and not already.
    ///
    /// Words without meaning must still stand in the line.
    mutating func settleNarrower() {
        guard has(.narrower), !pieces.contains(where: { if case .relation = $0.sense { true } else { false } }) else {
            return
        }
        let isOfDays = pieces.contains { [.unit(.day), .task(.count), .task(.share), .task(.days)].contains($0.sense) }
        for index in pieces.indices where self[index] == .empty && isForm(index, .narrower) {
            if isMark(index - 1, .next) || unit(index - 1) == .day && isMark(index - 2, .next),
                index + 1 == count || isStop(index + 1), pieces.contains(where: { $0.sense == .mark(.after) })
            {
                // "после широкого дня следующий уже?": narrower than which, and how often, is not said.
                pieces[index].sense = .unknown
                empty.subtract(pieces[index].tokens)
                return
            }
            guard plainNumber(index + 1) != nil,
                self[index + 2] == .measure(.points) || self[index + 2] == .measure(.percent),
                !pieces.contains(where: { $0.sense.isMoved && $0.sense != .quantity(Quantity(.range)) }),
                isOfDays || !pieces.contains(where: { $0.sense.isMoved })
            else { continue }
            pieces[index].sense = .relation(.less)
            empty.subtract(pieces[index].tokens)
            return
        }
    }

    /// "range inside 200 points", "дни внутри 300 пунктов": no wider than that; of days it is their range.
    private mutating func settleInsideSizes() {
        for index in pieces.indices.reversed() where isMark(index, .inside) && isSize(index + 1) {
            let isOfDays =
                unit(index - 1) == .day || [.task(.days), .task(.share), .task(.count)].contains(self[index - 1])
            guard isQuantity(index - 1) || isOfDays else { continue }
            pieces[index].sense = .relation(.lessOrEqual)
            guard isOfDays else { continue }
            let range = Piece(sense: .quantity(Quantity(.range)), tokens: pieces[index].tokens)
            pieces.insert(range, at: index)
        }
    }

    /// "wider than 300 points": the range, where no quantity stands beside it.
    private mutating func settleWidths() {
        for index in pieces.indices.reversed() {
            // "days between 200 and 300 points".
            let isBetween: Bool
            if case .between(_, _, let measure?)? = self[index] {
                isBetween = measure == .percent || measure == .points
            } else {
                isBetween = false
            }
            guard isBetween || isRelation(index) && isSize(index + 1) else { continue }
            // "дни больше 2%": as "2% days" are.
            let ofDays = unit(index - 1) == .day && prep(index - 1) == nil || sharesDays(index - 1)
            let isOfDay =
                ofDays && (isBetween || self[index] == .relation(.greater) || self[index] == .relation(.less))
            // "минутки больше 100 пунктов", "hours over 200 points": from their low to their high.
            let isOfBar: Bool
            if case .barUnit(.minutes)? = self[index - 1] {
                isOfBar = true
            } else {
                isOfBar = unit(index - 1) == .minute || unit(index - 1) == .hour && has(.plural, in: pieces[index - 1])
            }
            if isOfBar, unit(index - 1) == .hour { pieces[index - 1].sense = .barUnit(.minutes(count: 60)) }
            let isWidth = isOfBar || has(.width, in: pieces[index]) || has(.narrower, in: pieces[index])
            guard isWidth || isOfDay else { continue }
            switch self[index - 1] {
            case .quantity?, .span?, .statistic?, .condition?, .openingRange?, .highLow?, .rise?, .symbol?, .window?,
                .dates?:
                continue
            default: break
            }
            let next = isBetween ? index + 1 : index + 2
            if isQuantity(next) || self[next]?.isMoved ?? false { continue }
            if isOfDay, !isWidth, pieces.contains(where: { $0.sense.isMoved }) { continue }
            var isPercent = false
            if case .number(_, .percent)? = self[index + 1], !isBetween { isPercent = true }
            if case .between(_, _, .percent)? = self[index] { isPercent = true }
            let size = Quantity(isPercent && !isWidth ? .move : .metric(.range))
            pieces.insert(Piece(sense: .quantity(size), tokens: pieces[index].tokens), at: index)
        }
    }

    /// "moved over 2% high to low", "прошли больше 400 пунктов от лоя до хая": from end to end is the range, which the verb
    /// only leads to.
    private mutating func joinEndToEnd() {
        for index in pieces.indices.reversed() where isSize(index - 1) {
            // "от лоя до хая".
            let other = isMark(index + 1, .before) ? index + 2 : index + 1
            guard case .quantity(let from)? = self[index], case .quantity(let to)? = self[other],
                let first = from.extreme, let last = to.extreme, first != last,
                Set([from, to]) == [Quantity(.high), Quantity(.low)]
            else { continue }
            join(index...other, as: .quantity(Quantity(.range)))
        }
        for index in pieces.indices.reversed() where pieces[index].tokens.count > 2 {
            let isRange = self[index] == .quantity(Quantity(.range))
            if isRange, self[index - 1] == .quantity(Quantity(.range)) {
                join((index - 1)...index, as: .quantity(Quantity(.range)))
                continue
            }
            guard isRange || isOrderWay(index), isSize(index - 1) else { continue }
            let bound = isRelation(index - 2) ? index - 2 : index - 1
            switch self[bound - 1] {
            case .verb(.travel)?, .task(.performance)?, .quantity(Quantity(.move))?, .quantity(Quantity(.range))?: break
            default: continue
            }
            pieces[bound - 1].sense = .quantity(Quantity(.range))
            pieces[bound - 1].tokens = (pieces[bound - 1].tokens + pieces[index].tokens).sorted()
            pieces.remove(at: index)
            guard bound == index - 1 else { continue }
            pieces.insert(Piece(sense: .relation(.greaterOrEqual), tokens: pieces[bound].tokens), at: bound)
        }
    }

    /// "top 5 days by high-low", "топ дней по open-close": how far the two lie apart, where rows are ranked.
    private mutating func settleRankedEnds() {
        let isRanked = pieces.contains { piece in
            switch piece.sense {
            case .task(.top), .top, .superlative, .order, .orderWay: true
            default: false
            }
        }
        guard isRanked else { return }
        for index in pieces.indices.reversed() where prep(index) == .by {
            if self[index] == .highLow {
                pieces[index].sense = .quantity(Quantity(.range))
            } else if self[index] == .quantity(Quantity(.open)), self[index + 1] == .quantity(Quantity(.close)),
                let close = pieces[index + 1].tokens.first, tokens[close].isHyphened
            {
                join(index...(index + 1), as: .quantity(Quantity(.body)))
            }
        }
    }

    /// "after +2% days", "after a -2% day": the sign says which way it went.
    private mutating func settleSigns() {
        for index in pieces.indices.reversed() {
            guard case .number(let value, let measure?)? = self[index], measure == .percent || measure == .points,
                value != 0
            else { continue }
            let isPlus = self[index - 1] == .stop("+") && value > 0
            let first = isPlus ? index - 1 : index
            guard isPlus || value < 0, endsSigned(index + 1) else { continue }
            switch self[first - 1] {
            case .rise?, .way?:
                if isPlus { pieces.remove(at: first) }
            case .task(.performance)? where turns(index + 1):
                // "a day that went +2% and closed red".
                pieces[index].tokens = (pieces[(first - 1)...index].flatMap(\.tokens)).sorted()
                pieces[index].sense = .number(abs(value), measure)
                pieces.replaceSubrange(
                    (first - 1)..<index,
                    with: [Piece(sense: .rise(up: value > 0), tokens: pieces[index].tokens)]
                )
            case nil, .mark(.after)?, .mark(.given)?, .unit(.day)?, .task(.days)?, .task(.count)?:
                let tokens = (isPlus ? pieces[first].tokens : []) + pieces[index].tokens
                var way = Piece(sense: .rise(up: value > 0), tokens: tokens)
                (way.prep, way.prepTokens) = (pieces[index].prep, pieces[index].prepTokens)
                (pieces[index].prep, pieces[index].prepTokens) = (nil, [])
                pieces[index].sense = .number(abs(value), measure)
                pieces[index].afterStop = false
                pieces.replaceSubrange(first..<index, with: [way])
            default: continue
            }
        }
    }

    /// What may stand behind the size of a day.
    private func endsSigned(_ index: Int) -> Bool {
        switch self[index] {
        case nil, .unit(.day)?, .stop("?")?, .stop(",")?, .dates?, .task?, .mark(.after)?, .often?: true
        // "-1.5% от открытия".
        case .relation? where isForm(index, .from): true
        default: turns(index)
        }
    }

    /// "... and closed red".
    private func turns(_ index: Int) -> Bool { isMark(index, .and) || isMark(index, .but) }

    /// "share of days over 300 points".
    private func sharesDays(_ index: Int) -> Bool {
        self[index] == .task(.days) || self[index] == .task(.share) && has(.day, in: pieces[index])
    }

    private func isSize(_ index: Int) -> Bool {
        guard case .number(_, let measure?)? = self[index] else { return false }
        return measure == .percent || measure == .points || measure == .ticks
    }

    private func isOrderWay(_ index: Int) -> Bool {
        if case .orderWay? = self[index] { true } else { false }
    }
}

extension Sense {
    /// It says what a number may be of.
    fileprivate var isMoved: Bool {
        switch self {
        case .quantity, .rise, .way, .win, .highLow: true
        default: false
        }
    }
}
