internal import Market
internal import Studies

/// Volumes that other words name: contracts, what trades, the busiest minute.
extension Line {
    /// All of them, in their order.
    mutating func settleVolumesSaid() {
        settleCountedContracts()
        settleTradedAmount()
        settleSlotCandles()
        settleRankedSlot()
        dropHowMuchOfMean()
        joinLargestMinutes()
    }

    /// "days that traded more than 400k contracts", "over 500000 contracts": a number of contracts is of the volume.
    private mutating func settleCountedContracts() {
        for index in pieces.indices.dropFirst().reversed() {
            guard isRelation(index - 1), case .number(_, let scale)? = self[index],
                scale == nil || scale == .thousand || scale == .million,
                case .quantity(let volume)? = self[index + 1], volume.isVolume, !pieces[index + 1].afterStop,
                !isQuantity(index - 2)
            else { continue }
            var counted = pieces[index - 1]
            counted.sense = .quantity(volume)
            counted.tokens = pieces[index + 1].tokens
            counted.text = pieces[index + 1].text
            (pieces[index - 1].prep, pieces[index - 1].prepTokens) = (nil, [])
            pieces.remove(at: index + 1)
            if self[index + 1] == .verb(.trade) { drop(index + 1) }
            pieces.insert(counted, at: index - 1)
            if self[index - 2] == .verb(.trade) { drop(index - 2) }
        }
    }

    /// "сколько торгуется за первый час", "how much trades before noon": the volume, where no other quantity is named.
    private mutating func settleTradedAmount() {
        guard !pieces.contains(where: { if case .quantity = $0.sense { true } else { false } }) else { return }
        for index in pieces.indices where self[index] == .verb(.trade) {
            var place = index - 1
            while isBetweenAmount(place) { place -= 1 }
            guard isAmount(place), !isRelation(index + 1), !isRelation(index + 2), !isWherever(index + 1) else {
                continue
            }
            pieces[index].sense = .quantity(Quantity(.volume))
            drop(place)
            return
        }
    }

    /// "15-minute candles for each quarter-hour", "15-минутки по времени суток": the slot is the candle's.
    private mutating func settleSlotCandles() {
        guard let bars = pieces.firstIndex(where: { if case .barUnit(.minutes) = $0.sense { true } else { false } }),
            case .barUnit(.minutes(let minutes))? = self[bars], [5, 10, 15, 20, 30, 60].contains(minutes),
            pieces.contains(where: { if case .statistic = $0.sense { true } else { false } })
        else { return }
        if pieces.contains(where: { $0.sense == .slots(minutes) }) {
            drop(bars)
        } else if let clock = pieces.firstIndex(where: { $0.sense == .unit(.hourofday) && $0.prep == .by }) {
            pieces[clock].sense = .slots(minutes)
            pieces[clock].tokens = (pieces[clock].tokens + pieces[bars].tokens).sorted()
            pieces.remove(at: bars)
        }
    }

    /// "the 30-minute slot with the lowest average volume": which of them.
    private mutating func settleRankedSlot() {
        guard let place = pieces.indices.first(where: { !isStop($0) && !isDates($0) && year($0) == nil }),
            case .slots(let minutes)? = self[place], prep(place) != .by,
            pieces.contains(where: { $0.sense == .superlative(.max) || $0.sense == .superlative(.min) }),
            !pieces.contains(where: { piece in
                switch piece.sense {
                case .task, .which, .key, .often, .mark(.each): true
                default: false
                }
            })
        else { return }
        pieces[place].sense = .which(minutes == 60 ? .hour : .slot(minutes: minutes))
    }

    /// "how much range does the final hour have on average": the mean of it.
    private mutating func dropHowMuchOfMean() {
        guard let much = pieces.firstIndex(where: { $0.sense == .task(.howmuch) }), pieces[much].tokens.count > 1,
            pieces.contains(where: { $0.sense == .statistic(.mean) }),
            case .quantity(let quantity)? = self[much + 1], quantity.isVolume || quantity.base == .metric(.range)
        else { return }
        drop(much)
    }

    /// "quietest half hour by volume", "самый живой день по объёму": ranked by the volume.
    mutating func settleBusyByVolume() {
        for index in pieces.indices {
            guard case .superlative(let rank)? = self[index], rank == .calm || rank == .volatile,
                has(.calm, in: pieces[index]) || has(.busy, in: pieces[index]) || !has(.volatile, in: pieces[index]),
                let place = pieces.indices[(index + 1)...].first(where: { isVolume($0) }),
                prep(place) == .by || prep(place - 1) == .by && self[place - 1] == .statistic(.mean),
                (index + 1..<place).allSatisfy({ between in
                    switch self[between] {
                    case .unit?, .slots?, .statistic(.mean)?, .span?, .bars?, .barUnit?: true
                    default: false
                    }
                })
            else { continue }
            pieces[index].sense = .superlative(rank == .calm ? .min : .max)
            (pieces[place].prep, pieces[place].prepTokens) = (nil, [])
            if self[place - 1] == .statistic(.mean) {
                (pieces[place - 1].prep, pieces[place - 1].prepTokens) = (nil, [])
            }
        }
    }

    /// "the highest-volume minute", "минута с самым большим объёмом", where it is asked how often it lies at some time: when
    /// it comes.
    private mutating func joinLargestMinutes() {
        guard
            pieces.contains(where: { piece in
                switch piece.sense {
                case .task(.share), .task(.count), .often, .task(.days): true
                default: false
                }
            })
        else { return }
        for index in pieces.indices {
            guard self[index] == .superlative(.max), isVolume(index + 1) else { continue }
            var (first, last) = (index, index + 1)
            if unit(last + 1) == .minute {
                last += 1
            } else if isMark(first - 1, .given), unit(first - 2) == .minute {
                first -= 2
            } else if unit(first - 1) == .minute {
                first -= 1
            } else {
                continue
            }
            var time = Quantity(.time(.largestVolume))
            let asked = pieces[..<first].last
            if case .span(let span)? = self[last + 1] {
                (time.span, last) = (span, last + 1)
            } else if case .span(let span)? = asked?.sense {
                (time.span, first) = (span, first - 1)
            }
            // "8:30 was the minute with the most volume": the time stands before it.
            var place = first - 1
            while self[place] == .verb(.form) { place -= 1 }
            if case .window(let window)? = self[place], window.length == 1 {
                let moved = pieces.remove(at: place)
                pieces.insert(moved, at: last)
                (first, last) = (first - 1, last - 1)
            }
            join(first...last, as: .quantity(time))
            return
        }
    }

    private func isVolume(_ index: Int) -> Bool {
        if case .quantity(let quantity)? = self[index] { quantity.isVolume && quantity.shift == 0 } else { false }
    }

    private func isAmount(_ index: Int) -> Bool {
        self[index] == .task(.howmuch) || self[index] == .task(.count) && isForm(index, .amount)
    }

    /// "ушел в красную зону": where it went.
    private func isWherever(_ index: Int) -> Bool {
        switch self[index] {
        case .way?, .colour?, .rise?, .win?: true
        default: false
        }
    }

    private func isBetweenAmount(_ index: Int) -> Bool {
        switch self[index] {
        case .statistic(.mean)?, .symbol?, .often?: true
        default: false
        }
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
}
