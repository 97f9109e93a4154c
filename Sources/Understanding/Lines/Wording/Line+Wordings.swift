internal import Market
internal import Studies

extension Line {
    /// "neither A nor B", "не было ни A, ни B": each is denied once; "хуже -2%" is less than that.
    mutating func settleNegations() {
        for index in pieces.indices where isMark(index, .neither) && isRelation(index + 1) {
            pieces[index].sense = .mark(.not)
        }
        for index in pieces.indices.reversed() where has(.nor, in: pieces[index]) && isMark(index, .not) {
            let before = pieces[..<index].lastIndex { $0.sense == .mark(.not) }
            guard let before else { continue }
            if has(.nor, in: pieces[before]) {
                if !isMark(index - 1, .and), !isStop(index - 1) {
                    pieces.insert(Piece(sense: .mark(.and), tokens: [], text: ""), at: index)
                }
            } else {
                // A second denial of the verb says nothing more.
                drop(before)
            }
        }
        for index in pieces.indices.reversed() where isMark(index, .not) || isMark(index, .neither) {
            // "ни вверх ни вниз", "neither up nor down": neither side.
            let other = isMark(index + 2, .and) ? index + 3 : index + 2
            guard case .way(let up)? = self[index + 1], isMark(other, .not) || isMark(other, .neither),
                self[other + 1] == .way(up: !up)
            else { continue }
            join(index...(other + 1), as: .mark(.neither))
        }
        for index in pieces.indices {
            guard case .best(let up)? = self[index], case .number(_, let measure?)? = self[index + 1],
                measure == .percent || measure == .points, !isOfDays(index + 1)
            else { continue }
            pieces[index].sense = .relation(up ? .greater : .less)
        }
    }

    /// "по размеру" ranks only behind a place ("третий по размеру"); else it says nothing of its own.
    mutating func settlePlaces() {
        for index in pieces.indices.reversed() {
            guard case .superlative(.max)? = self[index], has(.bySize, in: pieces[index]),
                pieces[index].tokens.count > 1
            else { continue }
            if case .ordinal? = self[index - 1] { continue }
            let isRanked = pieces.indices.contains { place in
                switch self[place] {
                case .top?, .task(.top)?, .superlative?, .best?, .order?, .orderWay?: place != index
                default: false
                }
            }
            let gap = pieces.first { if case .quantity(let gap) = $0.sense { gap.isGap } else { false } }
            if isRanked || gap == nil {
                drop(index)
            } else if pieces.contains(where: {
                $0.sense == .task(.share) || $0.sense == .often || $0.sense == .verb(.fill)
            }) {
                // "процент закрытия гэпов по размеру": groups of sizes.
                var size = Quantity(.gap)
                size.absolute = true
                (pieces[index].sense, pieces[index].prep) = (.quantity(size), .by)
            } else {
                drop(index)
            }
        }
    }

    /// "is volume higher on Fridays": more of a quantity without a sign, not a day that rose.
    mutating func settleComparatives() {
        for index in pieces.indices {
            guard case .way(let up)? = self[index], has(.comparative, in: pieces[index]),
                case .quantity(let quantity)? = self[index - 1], !quantity.isSigned, !quantity.isPrice
            else { continue }
            pieces[index].sense = .relation(up ? .greater : .less)
        }
    }

    /// "касса прошла больше 600 пунктов", "сколько в среднем проходит": how far it went is the range.
    mutating func joinTravels() {
        for index in pieces.indices.reversed() where isMark(index, .absolute) {
            guard self[index - 1] == .stop("("), self[index + 1] == .stop(")") else { continue }
            pieces[index].afterStop = false
            pieces.remove(at: index + 1)
            pieces.remove(at: index - 1)
        }
        let isMean = pieces.indices.contains {
            self[$0] == .statistic(.mean) || self[$0] == .statistic(.median) || isForm($0, .usual)
        }
        // A volume goes through; it covers no distance.
        let isOfVolume = pieces.contains {
            if case .quantity(let quantity) = $0.sense { quantity.isVolume } else { false }
        }
        settleMovingMore()
        settleMovingMost()
        for index in pieces.indices where self[index] == .verb(.travel) {
            let isOfRange =
                pieces.contains { [.task(.share), .task(.time), .task(.timehour), .task(.length)].contains($0.sense) }
                && pieces.contains {
                    if case .quantity(let quantity) = $0.sense { quantity.base == .metric(.range) } else { false }
                }
            if isOfVolume || isOfRange {
                pieces[index].sense = .verb(.form)
                continue
            }
            let asked = pieces.firstIndex { $0.sense == .task(.count) || $0.sense == .task(.howmuch) }
            let isToDate = pieces.contains {
                if case .dates(let dates) = $0.sense { dates.isCurrent || $0.prep == .since } else { false }
            }
            if !isMean, let asked, isToDate || pieces.contains(where: { $0.sense == .measure(.percent) }),
                unit(asked + 1) == nil, threshold(index + 1, bare: true) == nil,
                !pieces.contains(where: { $0.sense == .unit(.day) && $0.prep == .in || $0.sense == .mark(.each) })
            {
                // "сколько прошёл с начала года в процентах": its move over that time.
                pieces[index].sense = .quantity(Quantity(.performance))
                pieces[asked].sense = .task(.howmuch)
                continue
            }
            let isBare = pieces.allSatisfy { piece in
                switch piece.sense {
                case .dates, .symbol, .stop, .verb(.travel), .span, .relative, .unit, .months, .number: true
                default: false
                }
            }
            let isOfNext = pieces.contains { $0.sense == .mark(.after) || $0.sense == .mark(.next) }
            if isBare || isOfNext && asked == nil && has(.how) && !isMean {
                // "как сходил в январе", "как ходил после обвала": how it did.
                pieces[index].sense = .task(.performance)
                continue
            }
            if !isMean, let size = threshold(index + 1, bare: true), size.measure == .percent {
                // "двигался больше чем на 2%": either way; "ходили меньше 0.5%": from end to end.
                pieces[index].sense = .quantity(Quantity(size.relation.isUp ? .move : .metric(.range)))
                continue
            }
            let isAmount =
                asked != nil
                && pieces.contains {
                    switch $0.sense {
                    case .unit(.day): $0.prep == .in
                    case .mark(.each), .span, .window, .relative(.yesterday), .relative(.today): true
                    case .condition(let fact): fact.isCalendar
                    default: false
                    }
                }
            guard isMean || isAmount || threshold(index + 1, bare: true)?.measure == .points else { continue }
            pieces[index].sense = .quantity(Quantity(.range))
            if let asked, unit(asked + 1) == nil, threshold(index + 1, bare: true) == nil,
                asked < index || asked == index + 1, !isMeasure(asked + 1), !isMeasure(asked + 2)
            {
                // "сколько NQ ходит за день": how far, nothing is counted.
                pieces[index].tokens = (pieces[index].tokens + pieces[asked].tokens).sorted()
                pieces.remove(at: asked)
                return
            }
        }
    }

    /// "кто больше ходит, понедельник или пятница": the one is held against the other,
    /// and how far is what each of them moved.
    private mutating func settleMovingMore() {
        guard pieces.contains(where: { $0.sense == .mark(.or) || $0.sense == .mark(.vs) }) else { return }
        for index in pieces.indices.reversed() {
            switch self[index] {
            case .relation(.greater)?, .relation(.less)?:
                guard self[index + 1] == .verb(.travel), !isNumber(index + 2) else { continue }
                pieces[index + 1].sense = .quantity(Quantity(.move))
                drop(index)
            default: continue
            }
        }
    }

    /// "в какой час ходит меньше всего": where the move is the largest or the smallest.
    private mutating func settleMovingMost() {
        let isAsked = pieces.contains {
            switch $0.sense {
            case .task(.timehour), .task(.time), .which, .when: true
            default: false
            }
        }
        guard isAsked else { return }
        for index in pieces.indices where self[index] == .verb(.travel) {
            let sides = [index - 1, index + 1]
            guard sides.contains(where: { if case .superlative? = self[$0] { true } else { false } }) else { continue }
            pieces[index].sense = .quantity(Quantity(.move))
        }
    }

    /// A price, or the verb that names it.
    func hasPrice(_ index: Int) -> Bool {
        switch self[index] {
        case .quantity(let quantity)?: quantity.isPrice
        case .verb(.close)?, .verb(.open)?, .verb(.trade)?: true
        default: false
        }
    }

    private func isMeasure(_ index: Int) -> Bool { if case .measure? = self[index] { true } else { false } }

    /// "реализованная волатильность за 2024 годовая": the adjective is of the measure, not of the year's number.
    mutating func settleAnnual() {
        let isRealized = pieces.contains {
            if case .quantity(let quantity) = $0.sense { quantity.base == .realized } else { false }
        }
        let years = pieces.indices.filter { year($0) != nil }
        if years.count == 1, prep(years[0]) == nil || prep(years[0]) == .in {
            // "годовая волатильность за 2022": one year has no groups.
            for index in pieces.indices where unit(index) == .year && isForm(index, .annual) && prep(index) == nil {
                if case .quantity(let quantity)? = self[index + 1], quantity.base == .volatility, quantity.shift == 0 {
                    pieces[index].sense = .mark(.annual)
                }
            }
        }
        guard isRealized else { return }
        for index in pieces.indices where unit(index) == .year && isForm(index, .annual) {
            pieces[index].sense = .mark(.annual)
        }
    }

    /// "annualised realised volatility": days' deviations by the root of the days of a year.
    mutating func joinAnnual(days: Double) {
        var index = 0
        while index < count {
            defer { index += 1 }
            guard isMark(index, .annual) || unit(index) == .year && prep(index) == nil && year(index - 1) == nil else {
                continue
            }
            let place = [index + 1, index - 1].first { place in
                guard case .quantity(let quantity)? = self[place] else { return false }
                return quantity.base == .realized || quantity.base == .volatility && isMark(index, .annual)
            }
            let far = pieces.firstIndex {
                if case .quantity(let quantity) = $0.sense { quantity.base == .realized } else { false }
            }
            guard let place = place ?? (isStop(index - 1) || isMark(index, .annual) ? far : nil) else { continue }
            let change = Series.metric(metric: .changePct, of: .own)
            let series = Series.arithmetic(left: change, operation: .times, right: .number(value: days.squareRoot()))
            var piece = pieces[place]
            piece.sense = .quantity(Quantity(.series(series)))
            piece.tokens = (piece.tokens + pieces[index].tokens).sorted()
            pieces[place] = piece
            pieces.remove(at: index)
            let position = place > index ? place - 1 : place
            if !isStatistic(position - 1) {
                pieces.insert(Piece(sense: .statistic(.deviation), tokens: [], text: ""), at: position)
            }
            return
        }
    }
}
