internal import Market
internal import Studies

extension Line {
    /// "in 50 point buckets", "с шагом 0.5%": the width of the buckets of a distribution. Without one the words say nothing.
    mutating func joinWidths() {
        var index = 0
        while index < count {
            defer { index += 1 }
            guard isMark(index, .buckets) else { continue }
            let isYear = year(index - 1) != nil && isNumber(index + 1)
            if unit(index - 1) == .minute, let minutes = whole(index - 2), minutes > 0, 1440 % minutes == 0 {
                // "low times, 30 min buckets": of the clock.
                join((index - 2)...index, as: .slots(minutes))
                index -= 1
            } else if case .slot(let minutes)? = unit(index - 1), prep(index) == nil {
                // "получасовые интервалы".
                join((index - 1)...index, as: .slots(minutes))
                index -= 1
            } else if unit(index + 2) == .minute, let minutes = whole(index + 1), minutes > 0, 1440 % minutes == 0 {
                // "с шагом 30 минут".
                join(index...(index + 2), as: .slots(minutes))
            } else if whole(index - 1) != nil, !isYear {
                // "in 10 buckets": so many, however wide.
                pieces[index].sense = .unknown
            } else if case .number(let value, let scale)? = self[index - 1], Self.isWidth(value, scale), !isYear {
                join((index - 1)...index, as: .width(value, scale))
            } else if case .number(let value, let scale)? = self[index + 1], Self.isWidth(value, scale) {
                join(index...(index + 1), as: .width(value, scale))
            } else {
                drop(index)
            }
            index -= 1
        }
        if pieces.contains(where: { $0.sense == .task(.distribution) }) {
            // "распределение изменений по 0.5%": in steps of it.
            for index in pieces.indices where prep(index) == .by {
                guard case .number(let value, .some(let scale))? = self[index], Self.isWidth(value, scale),
                    !isNumber(index + 1)
                else { continue }
                pieces[index].sense = .width(value, scale)
                pieces[index].prep = nil
            }
        }
        for index in pieces.indices.reversed() where isMark(index, .given) {
            // "a histogram with 100 point buckets".
            if case .width? = self[index + 1] { drop(index) }
        }
    }

    private static func isWidth(_ value: Double, _ scale: Scale?) -> Bool {
        guard value > 0 else { return false }
        switch scale {
        case .percent?, .points?, .ticks?, nil: return true
        default: return false
        }
    }

    /// "% green": how many of a hundred.
    mutating func settleShares() {
        // "daily range % of NQ and MGC": the unit of what stands before it.
        for index in pieces.indices where self[index] == .task(.share) && isQuantity(index - 1) {
            if case .symbol? = self[index + 1] { pieces[index].sense = .measure(.percent) }
        }
        // "средний процент изменения": how far in percent.
        for index in pieces.indices.reversed()
        where self[index] == .task(.share) && has(.percentword, in: pieces[index]) {
            guard isStatistic(index - 1), case .quantity(var moved)? = self[index + 1], moved.isSigned,
                pieces[index].tokens.count == 1
            else { continue }
            moved.percent = true
            join(index...(index + 1), as: .quantity(moved))
        }
        for index in pieces.indices where self[index] == .measure(.percent) && pieces[index].text == "%" {
            if case .number? = self[index - 1] { continue }
            switch self[index + 1] {
            case .colour?, .win?, .rise?, .pattern?: pieces[index].sense = .task(.share)
            case .quantity(let gap)?
            where gap.isGap && has(.plural, in: pieces[index + 1]) && prep(index) != .in && fillsBehind(index + 1):
                // "% гэпов, которые закрылись".
                pieces[index].sense = .task(.share)
            case .verb(.fill)?, .verb(.close)?:
                // "gap up vs gap down: what % fill".
                if has(.what, in: pieces[index]) || asksWhich(index) { pieces[index].sense = .task(.share) }
            default: continue
            }
        }
        settleShareAtEnd()
        settleShareOfKind()
        settleCountInPercent()
    }

    /// They fill or close behind it, and nothing is measured.
    private func fillsBehind(_ index: Int) -> Bool {
        let behind = pieces[(index + 1)...]
        return behind.contains { $0.sense == .verb(.fill) || $0.sense == .verb(.close) }
            && !behind.contains { if case .statistic = $0.sense { true } else { false } }
    }

    /// "what %", "какой %": the word stands just before.
    private func asksWhich(_ index: Int) -> Bool {
        guard let first = pieces[index].tokens.first, first > 0 else { return false }
        return forms.contains(tokens[first - 1].text, .what) || forms.contains(tokens[first - 1].text, .which)
    }

    /// "сколько зелёных дней в процентах": days of a kind, as a share of all.
    private mutating func settleCountInPercent() {
        let fills = pieces.firstIndex {
            if case .quantity(let quantity) = $0.sense {
                quantity.base == .metric(.close)
            } else {
                $0.sense == .verb(.fill)
            }
        }
        guard let asked = pieces.firstIndex(where: { $0.sense == .task(.count) }) ?? fills,
            let percent = pieces.lastIndex(where: { $0.sense == .measure(.percent) }),
            prep(percent) == .in || pieces[percent].tokens.count > 1, !pieces.contains(where: { $0.sense.isFigure })
        else { return }
        let isOfKind = pieces.contains {
            switch $0.sense {
            case .colour, .rise, .win, .pattern, .verb(.fill), .verb(.close): true
            default: false
            }
        }
        let isOfGaps = pieces.contains { if case .quantity(let quantity) = $0.sense { quantity.isGap } else { false } }
        if self[asked] != .task(.count) {
            // "закрытие гэпов по месяцам в процентах".
            guard isOfGaps else { return }
            var share = pieces.remove(at: percent)
            share.sense = .task(.share)
            (share.prep, share.prepTokens, share.afterStop) = (nil, [], false)
            pieces.insert(share, at: asked)
            return
        }
        guard isOfKind else { return }
        pieces[asked].sense = .task(.share)
        pieces[asked].tokens = (pieces[asked].tokens + pieces[percent].tokens).sorted()
        pieces.remove(at: percent)
    }

    /// "gap down on Monday: do they fill it the same day? in %", "open inside yesterday's range %": how many of a hundred,
    /// where what may happen or not is asked about and nothing is measured.
    private mutating func settleShareAtEnd() {
        guard let last = pieces.indices.last(where: { !isStop($0) }), self[last] == .measure(.percent),
            pieces[last].afterStop || isStop(last - 1) || isNoUnit(last)
        else { return }
        let isOfGap = pieces.contains { if case .quantity(let quantity) = $0.sense { quantity.isGap } else { false } }
        var happens = false
        for piece in pieces {
            switch piece.sense {
            case .verb(.fill), .colour, .rise, .win, .relation, .mark(.inside): happens = true
            case .verb(.close) where isOfGap: happens = true
            case .statistic, .superlative, .best, .quantity(Quantity(.change)), .task(.count), .task(.top): return
            default: continue
            }
        }
        if happens { pieces[last].sense = .task(.share) }
    }

    /// A sign for percent that is not what is before it in percent: a level, or a range that something lies within.
    private func isNoUnit(_ index: Int) -> Bool {
        guard prep(index) == nil else { return false }
        switch self[index - 1] {
        case .quantity(let quantity)?: return quantity.isPrice || pieces.contains { $0.sense == .mark(.inside) }
        case .measure(.points)?: return true
        default: return false
        }
    }

    /// "P(green | gap up)": the chance of what stands before the bar among what stands behind it.
    mutating func joinProbabilities() {
        for index in pieces.indices.reversed() where has(.probability, in: pieces[index]) {
            guard self[index + 1] == .stop("("),
                let end = (index + 2..<count).first(where: { self[$0] == .stop(")") })
            else { continue }
            pieces[index].sense = .task(.share)
            for place in index..<end where self[place] == .stop("|") { pieces[place].sense = .mark(.given) }
            pieces.remove(at: end)
            pieces.remove(at: index + 1)
        }
    }
}

extension Sense {
    /// A figure of its own, whose unit percent may be.
    fileprivate var isFigure: Bool {
        switch self {
        case .statistic, .superlative, .best, .task(.top), .task(.share): true
        case .quantity(let quantity): !quantity.isGap && !quantity.isPrice
        default: false
        }
    }
}
