internal import Market
internal import Studies

extension Line {
    /// "the best January", "5 worst Octobers", "самый волатильный октябрь": of that month of each year, one or so many;
    /// where a day is meant, it is named.
    mutating func settleRankedMonths() {
        guard
            let rank = pieces.indices.first(where: { index in
                switch self[index] {
                case .best?, .superlative(.volatile)?, .superlative(.calm)?: true
                default: false
                }
            })
        else { return }
        let months = pieces.indices.filter { isMonths($0) }
        guard months.count == 1, let month = months.first, case .months(let named)? = self[month], named.count == 1,
            prep(month) == nil, !pieces[month].each, year(month + 1) == nil, year(month - 1) == nil,
            month == rank + 1 || month < rank && isAskedFor(month),
            pieces.allSatisfy({ piece in
                switch piece.sense {
                case .unit(.year): true
                case .unit, .which, .weekdays, .quantity, .key, .superlative(.max), .superlative(.min), .rise: false
                default: true
                }
            })
        else { return }
        let unit: UnitWord = if case .best? = self[rank] { .month } else { .year }
        pieces[month].prep = .in
        pieces.insert(Piece(sense: .unit(unit), tokens: pieces[month].tokens), at: rank + 1)
        let isDated = pieces.indices.contains { isDates($0) || isRelative($0) || year($0) != nil }
        if unit == .month, !isDated { pieces.append(Piece(sense: .relative(.all), tokens: [])) }
    }

    /// "топ 5 недель 2024", "top 3 quarters": ranked by nothing that is named, so by how they went.
    mutating func settleTopUnits() {
        guard let top = pieces.firstIndex(where: { $0.sense == .task(.top) }), whole(top + 1) != nil,
            let ranked = unit(top + 2), [.week, .month, .quarter, .year].contains(ranked),
            pieces.indices.allSatisfy({ index in
                switch pieces[index].sense {
                case .symbol, .instruments, .stop, .empty, .dates, .relative, .prep, .months, .quarter, .half, .span:
                    true
                case .number: index == top + 1 || year(index) != nil
                case .unit: index == top + 2 || isRelative(index - 1)
                default: index == top
                }
            })
        else { return }
        pieces.insert(Piece(sense: .best(up: true), tokens: pieces[top].tokens), at: top + 2)
    }

    /// "which quarter was the worst", "какой месяц был самым красным": one that is over, and none of every year.
    private mutating func settleWhichWas() {
        guard has(.past), !has(.usual),
            let asked = pieces.indices.first(where: {
                self[$0] == .which(.month) || self[$0] == .which(.quarter)
            })
        else { return }
        for index in pieces.indices where index > asked && self[index] == .superlative(.max) {
            guard case .colour(let up)? = self[index + 1], unit(index + 2) == nil else { continue }
            pieces[index].sense = .best(up: up)
            pieces[index].tokens = (pieces[index].tokens + pieces[index + 1].tokens).sorted()
            pieces.remove(at: index + 1)
            break
        }
        let ranks = pieces.indices.filter { if case .best? = self[$0] { true } else { false } }
        guard ranks.count == 1, let rank = ranks.first, rank > asked, case .which(let unit)? = self[asked],
            pieces.indices.allSatisfy({ index in
                switch pieces[index].sense {
                case .empty, .stop, .dates, .relative, .prep, .symbol, .instruments, .unit(.year): true
                case .number: year(index) != nil
                default: index == asked || index == rank
                }
            })
        else { return }
        let best = pieces.remove(at: rank)
        pieces[asked].sense = .unit(unit)
        (pieces[asked].prep, pieces[asked].prepTokens) = (nil, [])
        pieces.insert(best, at: asked)
        let isDated = pieces.indices.contains { isDates($0) || isRelative($0) || year($0) != nil }
        if !isDated { pieces.append(Piece(sense: .relative(.all), tokens: [])) }
    }

    /// "which months of 2024 were red", "какие годы были в плюсе": those that were, one by one.
    mutating func settleWhichWere() {
        settleWhichWas()
        guard has(.past), let asked = pieces.firstIndex(where: { if case .which = $0.sense { true } else { false } }),
            case .which(let unit)? = self[asked], [.week, .month, .quarter, .year].contains(unit),
            let last = pieces.lastIndex(where: { if case .stop = $0.sense { false } else { $0.sense != .empty } }),
            last > asked, let state = state(last),
            pieces.indices.allSatisfy({ index in
                switch pieces[index].sense {
                case .empty, .stop, .dates, .relative, .prep, .symbol, .instruments: true
                case .number: year(index) != nil
                default: index == asked || index == last
                }
            })
        else { return }
        var colour = pieces.remove(at: last)
        colour.sense = state
        pieces[asked].sense = .unit(unit)
        (pieces[asked].prep, pieces[asked].prepTokens) = (nil, [])
        pieces.insert(colour, at: asked)
    }

    /// How a unit went.
    private func state(_ index: Int) -> Sense? {
        switch self[index] {
        case .colour?, .rise?, .win?: self[index]
        case .way(let up)?: .rise(up: up)
        default: nil
        }
    }

    /// "which weeks had a range above 5%", "в каких месяцах 2024 падали больше чем на 4%": those of which it holds, one by one.
    mutating func settleWhichHad() {
        guard let asked = pieces.firstIndex(where: { if case .which = $0.sense { true } else { false } }),
            case .which(let unit)? = self[asked], [.week, .month, .quarter, .year].contains(unit),
            let held = pieces.firstIndex(where: { if case .condition = $0.sense { true } else { false } }),
            case .condition(let fact)? = self[held], fact.holdsOfUnits, !has(.day, in: pieces[held]),
            pieces.indices.allSatisfy({ index in
                switch pieces[index].sense {
                case .empty, .stop, .dates, .relative, .prep, .symbol, .instruments: true
                case .number: year(index) != nil
                default: index == asked || index == held
                }
            })
        else { return }
        pieces[asked].sense = .unit(unit)
        (pieces[asked].prep, pieces[asked].prepTokens) = (nil, [])
    }

    /// "how many bars had a volume above 10,000": those that are loaded, a minute each; a day's has no such name.
    mutating func settleCountedBars() {
        settleColouredMinutes()
        guard
            let bars = pieces.indices.dropFirst().first(where: { self[$0] == .bars && self[$0 - 1] == .task(.count) }),
            !pieces.contains(where: { if case .barUnit = $0.sense { true } else { false } }),
            pieces.contains(where: { if case .condition(let fact) = $0.sense { fact.holdsOfUnits } else { false } })
        else { return }
        pieces[bars].sense = .barUnit(.minutes(count: 1))
    }

    /// "% of green minutes", "какой процент минут зелёные": the bars that are loaded.
    private mutating func settleColouredMinutes() {
        guard pieces.contains(where: { $0.sense == .task(.share) || $0.sense == .task(.count) }),
            let minutes = pieces.indices.first(where: { unit($0) == .minute }), plainNumber(minutes - 1) == nil,
            [minutes - 1, minutes + 1].contains(where: { place in
                guard case .condition(let fact)? = self[place], fact.settled, fact.up != nil, fact.run == nil,
                    case .compare(.metric(let metric, .own), _, .number(value: 0)) = fact.condition
                else { return false }
                return metric.family == .body
            })
        else { return }
        pieces[minutes].sense = .barUnit(.minutes(count: 1))
    }

    /// "Which January": the word stands right before.
    private func isAskedFor(_ index: Int) -> Bool {
        guard let first = pieces[index].tokens.first, first > 0 else { return false }
        return forms.contains(tokens[first - 1].text, .which)
    }
}

extension Fact {
    /// A move or an extent that is compared with a number: a longer bar has it as a day has.
    fileprivate var holdsOfUnits: Bool {
        guard case .compare(.metric(let metric, _), _, .number) = condition else { return false }
        return switch metric {
        case .range, .rangePct, .change, .changePct, .volume: true
        default: false
        }
    }
}
