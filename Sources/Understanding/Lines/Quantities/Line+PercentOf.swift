internal import Market
internal import Studies

/// Indicators beside prices and one quantity as a share of another.
extension Line {
    /// "close above SMA 20 and SMA 50": above each of them.
    mutating func shareSideOfIndicators() {
        for index in pieces.indices {
            guard isMark(index, .and), case .condition(let first)? = self[index - 1],
                case .compare(let price, let relation, .indicator) = first.condition,
                case .quantity(let other)? = self[index + 1], other.isOfIndicator, other.isPrice,
                prep(index + 1) == nil,
                price == .metric(metric: .close, of: .own)
            else { continue }
            let second = Condition.holds(price, relation, other.series())
            var both = first
            both.condition = .all(of: [first.condition, second])
            join((index - 1)...(index + 1), as: .condition(both))
            return
        }
    }

    /// "ATR in percent": of the close.
    mutating func settleTrueRangeInPercent() {
        for index in pieces.indices {
            guard case .quantity(let quantity)? = self[index], quantity.percent == true, quantity.shift == 0,
                case .indicator(let indicator) = quantity.base, case .atr = indicator
            else { continue }
            let share = Series.arithmetic(
                left: .arithmetic(
                    left: .number(value: 100),
                    operation: .times,
                    right: .indicator(indicator: indicator)
                ),
                operation: .dividedBy,
                right: .metric(metric: .close, of: .own)
            )
            pieces[index].sense = .quantity(Quantity(.series(share)))
        }
    }

    /// "range as a percent of ATR", "объём в процентах от среднего за 20 дней": one quantity of a day in percent of another.
    mutating func joinPercentOf() {
        for index in pieces.indices {
            let isNamed = isPartOfRange(index)
            guard
                isNamed
                    || self[index] == .task(.share) && pieces[index].tokens.count > 1
                        && (has(.percentword, in: pieces[index]) || has(.partword, in: pieces[index]))
            else { continue }
            // "the upper wick in % of the range": the sign was taken with the part.
            let isBehind = isNamed && endsInPartOf(index - 1)
            var first = !isBehind && isStop(index - 1) ? index - 2 : index - 1
            while self[first] == .relative(.today) || self[first] == .relative(.yesterday) || isDates(first) {
                first -= 1
            }
            guard case .quantity(let part)? = self[first], !part.isPrice, part.shift == 0, part.span == nil else {
                continue
            }
            let value = part.isOfIndicator ? part.series() : Series.ofDay(part)
            var last = isNamed ? index : index + 1
            while isMark(last, .it) || unit(last) == .day && pieces[last].tokens.count == 1 { last += 1 }
            let whole: Series
            if case .quantity(let other)? = self[last], other.isOfIndicator, !other.isPrice, !part.isOfIndicator {
                whole = other.series()
            } else if case .quantity(let range)? = self[last], range.base == .metric(.range), range.span == nil,
                range.shift == 0, range.unit == part.unit, part.base != range.base, value.unit == .points
            {
                whole = .ofDay(Quantity(.range))
            } else if self[last] == .quantity(Quantity(.close)), part.isOfIndicator {
                whole = .metric(metric: .close, of: .own)
            } else if part.isOfIndicator, !part.isPrice, let word = pieces[index].tokens.last,
                tokens.indices.contains(word + 1), forms.contains(tokens[word + 1].text, .priceword)
            {
                (whole, last) = (.metric(metric: .close, of: .own), index)
            } else if let mean = meanOfDays(last) {
                (whole, last) = (.rolling(statistic: .mean, of: value, count: mean.days), mean.last)
            } else {
                continue
            }
            let share = Series.arithmetic(
                left: .arithmetic(left: .number(value: 100), operation: .times, right: value),
                operation: .dividedBy,
                right: whole
            )
            let tokens = pieces[first].tokens + pieces[index...last].flatMap { $0.tokens + $0.prepTokens }
            pieces[first].sense = .quantity(Quantity(.series(share)))
            pieces[first].tokens = tokens.sorted()
            pieces.removeSubrange(index...last)
            return
        }
    }

    /// "... in % of the range", "..., % диапазона": the sign stands before what it is a part of, and no range is told in percent.
    private func isPartOfRange(_ index: Int) -> Bool {
        guard case .quantity(let range)? = self[index], range.base == .metric(.range) else { return false }
        if endsInPartOf(index - 1) { return true }
        guard range.percent == true,
            let sign = pieces[index].tokens.first(where: { forms.contains(tokens[$0].text, .sign) }),
            sign + 1 < tokens.count
        else { return false }
        return forms.contains(tokens[sign + 1].text, .partitive)
            || tokens[sign + 1].text.contains(where: Alphabet.isCyrillic) && pieces[index].tokens.contains(sign + 1)
    }

    private func endsInPartOf(_ index: Int) -> Bool {
        guard case .quantity(let part)? = self[index], part.percent == true, !pieces[index + 1].afterStop,
            let last = pieces[index].tokens.last, last + 1 < tokens.count, forms.contains(tokens[last].text, .sign)
        else { return false }
        return forms.contains(tokens[last + 1].text, .partitive)
    }

    /// "20 day mean", "среднего за 20 дней".
    private func meanOfDays(_ index: Int) -> (days: Int, last: Int)? {
        let isLed = isStatistic(index)
        let number = isLed ? index + 1 : index
        guard let days = whole(number), (2...400).contains(days), unit(number + 1) == .day,
            isLed || self[number + 2] == .statistic(.mean)
        else { return nil }
        return (days, isLed ? number + 1 : number + 2)
    }
}

extension Series {
    /// A day's own quantity: a range in points, a volume.
    fileprivate static func ofDay(_ quantity: Quantity) -> Series {
        var quantity = quantity
        quantity.absolute = quantity.isSigned
        if case .series = quantity.base, quantity.series(percent: false).unit == .points { quantity.absolute = true }
        return quantity.series(percent: false)
    }
}
