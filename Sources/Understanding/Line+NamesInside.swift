internal import Market
internal import Studies

extension Line {
    /// "average weekly NQ change", "средний дневной NQ диапазон": the instrument stands inside of what is said of it.
    mutating func moveNamesOut() {
        for index in pieces.indices.dropFirst() where pieces.indices.contains(index + 1) {
            guard case .symbol? = self[index], prep(index) == nil, !pieces[index].afterStop, prep(index + 1) == nil,
                unit(index - 1) != nil, isQuantity(index + 1), !pieces[index + 1].afterStop
            else { continue }
            var name = pieces.remove(at: index)
            // What leads the unit leads the name now.
            (name.prep, name.prepTokens, name.afterStop) = (nil, [], pieces[index - 1].afterStop)
            pieces.insert(name, at: index - 1)
        }
        for index in pieces.indices.dropFirst() where pieces.indices.contains(index + 1) {
            // "дни с закрытием золота ниже 3500".
            guard case .symbol? = self[index], prep(index) == nil, !pieces[index].afterStop,
                case .quantity(let price)? = self[index - 1], price.isPrice, case .relation? = self[index + 1],
                isNumber(index + 2), !pieces[index + 1].afterStop
            else { continue }
            let name = pieces.remove(at: index)
            pieces.insert(name, at: index - 1)
        }
    }

    /// "30-min RTH bars", "15 минутные RTH свечи": the window stands inside of what is said of the bars.
    mutating func moveWindowsOut() {
        for index in pieces.indices where whole(index) != nil && unit(index + 1) == .minute {
            guard isSpan(index + 2), self[index + 3] == .bars, !pieces[index + 2].afterStop, !isLed(index) else {
                continue
            }
            var window = pieces.remove(at: index + 2)
            (window.prep, window.prepTokens) = (nil, [])
            pieces.insert(window, at: index)
            return
        }
    }

    /// "the opening 15 minute RTH candle": which of them.
    private func isLed(_ index: Int) -> Bool {
        switch self[index - 1] {
        case .ordinal?, .quantity?, .relative?, .relation?: true
        default: false
        }
    }

    /// "from 1 December to today", "с 1 декабря по сегодня": it ends today anyway.
    mutating func joinUntilToday() {
        for index in pieces.indices.reversed() where self[index] == .relative(.today) {
            guard prep(index) == .to || prep(index) == .by, case .dates(let since)? = self[index - 1],
                let range = since.period.dateRange, range.first != nil, range.last == nil
            else { continue }
            join((index - 1)...index, as: .dates(since))
        }
    }

    /// "how many points has gold gained", "прибавило сколько пунктов": points are not counted.
    mutating func settleCountedPoints() {
        for index in pieces.indices where self[index] == .task(.count) && self[index + 1] == .measure(.points) {
            let moves = pieces.count { piece in
                if case .condition(let fact) = piece.sense {
                    fact.settled && fact.up != nil && !fact.isCalendar
                } else {
                    false
                }
            }
            guard moves == 1, !pieces.contains(where: { if case .quantity = $0.sense { true } else { false } }) else {
                return
            }
            pieces[index].sense = .task(.howmuch)
        }
    }

    /// "рост золота в пунктах с 1 декабря", "gold's rise in 2024": of a period and nothing else, how far it went.
    mutating func settleRiseOfPeriod() {
        guard let place = pieces.firstIndex(where: { isRise($0.sense) }), !has(.plural, in: pieces[place]),
            pieces.count(where: { if case .dates = $0.sense { true } else { false } }) < 2,
            pieces.contains(where: { if case .dates = $0.sense { true } else { $0.sense.isLongKey } }),
            pieces.allSatisfy({ piece in
                switch piece.sense {
                case .dates(let dates): dates.shape != .day
                case .symbol, .stop, .empty, .measure(.points), .measure(.percent), .relative(.all): true
                default: isRise(piece.sense) || piece.sense.isLongKey
                }
            }), pieces.count(where: { isRise($0.sense) }) == 1, pieces[place].tokens.count == 1,
            pieces[place].tokens.allSatisfy({ forms.contains(tokens[$0].text, .riseword) })
        else { return }
        var change = Quantity(.change)
        if let measure = pieces.firstIndex(where: { $0.sense == .measure(.points) || $0.sense == .measure(.percent) }) {
            change.percent = pieces[measure].sense == .measure(.percent)
            pieces[place].tokens = (pieces[place].tokens + pieces[measure].tokens).sorted()
            pieces[place].sense = .quantity(change)
            pieces.remove(at: measure)
        } else {
            pieces[place].sense = .quantity(change)
        }
    }

    private func isRise(_ sense: Sense) -> Bool {
        if case .condition(let fact) = sense, fact.settled, fact.rank?.base == .metric(.change) { true } else { false }
    }

    /// "volume relative to its 20-day average", "отношение объёма к среднему за 20 дней", where days are ranked: a day's
    /// relative volume.
    mutating func joinRelativeVolumes() {
        guard
            pieces.contains(where: {
                switch $0.sense {
                case .top, .task(.top), .superlative, .best, .order: true
                default: false
                }
            })
        else { return }
        for index in pieces.indices.reversed() {
            guard case .quantity(let volume)? = self[index], volume.isVolume, volume.shift == 0 else { continue }
            if volume.base == .metric(.relativeVolume) {
                // "relative volume (20d)": what it is relative to anyway.
                let first = isStop(index + 1) ? index + 2 : index + 1
                guard whole(first) == 20, unit(first + 1) == .day else { continue }
                join(index...(isStop(first + 2) && first > index + 1 ? first + 2 : first + 1), as: .quantity(volume))
                continue
            }
            guard let last = usualVolume(behind: index) else { continue }
            var relative = volume
            relative.base = .metric(.relativeVolume)
            // What ranks may stand between: "exceeded its average the most".
            let kept = pieces[index + 1...last].filter { piece in
                switch piece.sense {
                case .superlative, .best: true
                default: false
                }
            }
            let others = pieces[index...last].filter { !kept.contains($0) }
            var piece = pieces[index]
            piece.sense = .quantity(relative)
            piece.tokens = others.flatMap(\.tokens).sorted()
            pieces.replaceSubrange(index...last, with: kept + [piece])
            if self[index - 1] == .task(.ratio) { join((index - 1)...index, as: .quantity(relative)) }
        }
    }

    /// The mean of the 20 days before, behind the volume that is held against it.
    private func usualVolume(behind volume: Int) -> Int? {
        var (hasMean, hasDays, isHeld) = (false, false, self[volume - 1] == .task(.ratio))
        var index = volume + 1
        while index < count {
            switch self[index] {
            case .mark(.vs)?, .task(.compare)?, .task(.ratio)?, .relation(.greater)?: isHeld = true
            case .mark(.it)?, .superlative(.max)?, .best(true)?, .empty?: break
            case .statistic(.mean)? where isHeld: hasMean = true
            case .number? where isHeld && whole(index) == 20 && unit(index + 1) == .day:
                (hasDays, index) = (true, index + 1)
            case .quantity(let other)? where hasMean && other.isVolume: break
            default: return nil
            }
            if hasMean, hasDays { return index }
            index += 1
        }
        return nil
    }

    /// "breaks down only": that side and not the other.
    mutating func joinOnlySides() {
        for index in pieces.indices.reversed() where isMark(index, .only) {
            guard case .condition(var fact)? = self[index - 1], let other = fact.condition.otherSideBroken,
                !pieces[index].afterStop
            else { continue }
            switch self[index + 1] {
            case nil, .stop?, .dates?, .task?, .often?, .mark(.and)?: break
            default: continue
            }
            fact.condition = .all(of: [fact.condition, .not(of: other)])
            fact.plain = nil
            join((index - 1)...index, as: .condition(fact))
        }
    }
}

extension Sense {
    /// By month, by year.
    fileprivate var isLongKey: Bool {
        guard case .key(.calendar(let field)) = self else { return false }
        switch field {
        case .month, .monthStart, .quarter, .quarterStart, .year, .yearStart: return true
        default: return false
        }
    }
}

extension Condition {
    /// A price beyond another bar's high or low: the same beyond the other end.
    fileprivate var otherSideBroken: Condition? {
        guard case .compare(let left, let relation, let right) = self, relation == .greater || relation == .less,
            let own = left.otherEnd(up: relation == .greater), let level = right.otherEnd(up: relation == .greater)
        else { return nil }
        return .compare(left: own, relation: relation.mirrored, right: level)
    }
}

extension Series {
    fileprivate func otherEnd(up: Bool) -> Series? {
        switch self {
        case .metric(up ? .high : .low, let bar): .metric(metric: up ? .low : .high, of: bar)
        case .shifted(let of, let by): of.otherEnd(up: up).map { .shifted(of: $0, by: by) }
        default: nil
        }
    }
}
