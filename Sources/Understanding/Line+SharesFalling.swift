internal import Market
internal import Studies

extension Line {
    /// "what share of the volume falls in the last hour": it lies there, and is not less than the day before.
    mutating func settleSharesFalling() {
        guard let asked = pieces.firstIndex(where: { $0.sense == .task(.share) }) else { return }
        for index in pieces.indices.reversed() where index > asked + 1 {
            guard case .rise(up: false)? = self[index], has(.falls, in: pieces[index]), pieces[index].tokens.count == 1,
                prep(index) == nil, case .quantity(let quantity)? = self[index - 1], !quantity.isSigned,
                !quantity.isPrice, isPlace(index + 1) || isMark(index + 1, .between) && isPlace(index + 2),
                // "what share of days does volume fall ...": days are counted.
                !pieces[asked..<index].contains(where: {
                    $0.sense == .task(.days) || $0.sense == .unit(.day) && has(.plural, in: $0)
                })
            else { continue }
            drop(index)
        }
    }

    /// A part of the day, or days of the calendar, that something can lie in.
    private func isPlace(_ index: Int) -> Bool {
        switch self[index] {
        case .span?, .window?, .timeBound?: true
        case .condition(let fact)?: fact.isCalendar && prep(index) == .in
        default: false
        }
    }

    /// "longest drawdown": how long one lasted is not measured by how deep it is.
    mutating func doubtLongDrawdowns() {
        guard
            pieces.contains(where: {
                if case .quantity(let quantity) = $0.sense, case .series(.drawdown) = quantity.base {
                    true
                } else {
                    false
                }
            })
        else { return }
        for index in pieces.indices where has(.longlasting, in: pieces[index]) {
            if case .superlative = pieces[index].sense { pieces[index].sense = .unknown }
        }
    }

    /// "average annual return": of years, each by its own move, as "monthly" is of months.
    mutating func settleAnnualMoves() {
        for index in pieces.indices where unit(index) == .year && has(.annual, in: pieces[index]) {
            guard prep(index) == nil, !pieces[index].each, isStatistic(index - 1),
                case .quantity(let quantity)? = self[index + 1], quantity.isSigned, !quantity.isGap,
                !pieces.contains(where: { $0.sense == .mark(.each) })
            else { continue }
            pieces[index].sense = .barUnit(.year)
        }
    }

    /// "before and after 1 March 2022", "до и после 1 марта 2022": what lies before that day, and the rest.
    mutating func settleBeforeAndAfter() {
        for index in pieces.indices.reversed() {
            guard case .dates(let dates)? = self[index], let day = dates.period.singleDay,
                isMark(index - 2, .and) || isMark(index - 2, .or) || isMark(index - 2, .vs),
                isMark(index - 1, .after) && isMark(index - 3, .before)
                    || isMark(index - 1, .before) && isMark(index - 3, .after)
            else { continue }
            let isBeforeFirst = isMark(index - 3, .before)
            func side(_ range: DateRange) -> Sense { .dates(Dates(period: .ranges(ranges: [range]), shape: .other)) }
            var before = pieces[index - 3]
            before.sense = side(DateRange(first: nil, last: day.adding(days: -1)))
            var after = pieces[index]
            after.sense = side(DateRange(first: day, last: nil))
            (after.prep, before.prep) = (nil, nil)
            if !isBeforeFirst { (before.sense, after.sense) = (after.sense, before.sense) }
            var joint = pieces[index - 2]
            joint.sense = .mark(.vs)
            after.tokens = (after.tokens + pieces[index - 1].tokens).sorted()
            pieces.replaceSubrange((index - 3)...index, with: [before, joint, after])
            return
        }
    }

    /// "ratio of volatility in 2025 to volatility in 2024": of one quantity at two times, which are held against one another.
    mutating func settleRatioOfPeriods() {
        guard let asked = pieces.firstIndex(where: { $0.sense == .task(.ratio) }) else { return }
        let bases = pieces.compactMap { if case .quantity(let quantity) = $0.sense { quantity } else { nil } }
        let times = pieces.count { piece in
            switch piece.sense {
            case .dates: true
            case .condition(let fact): fact.isCalendar
            default: false
            }
        }
        guard times == 2, Set(bases).count == 1,
            !pieces.contains(where: { piece in
                switch piece.sense {
                case .key, .slots, .superlative, .best, .span, .window, .symbol: true
                case .condition(let fact): !fact.isCalendar
                default: false
                }
            })
        else { return }
        pieces[asked].sense = .task(.compare)
    }
}
