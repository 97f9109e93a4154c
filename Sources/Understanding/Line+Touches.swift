internal import Market
internal import Studies

extension Line {
    /// "открытие внутри вчерашнего диапазона": between the day before's low and high.
    mutating func joinInside() {
        var index = 0
        while index < count {
            defer { index += 1 }
            guard isMark(index, .inside) || isMark(index, .outside) else { continue }
            var first = index
            let own: Quantity
            switch self[index - 1] {
            case .quantity(let quantity)? where quantity.isPrice: own = quantity
            case .verb(.close)?: own = Quantity(.close)
            case .verb(.open)?: own = Quantity(.open)
            default: continue
            }
            first -= 1
            var next = index + 1
            switch self[next] {
            case .mark(.previous)?, .relative(.yesterday)?, .relative(.previous)?:
                next += unit(next + 1) == .day ? 2 : 1
            default: continue
            }
            guard case .quantity(let range)? = self[next], range.base == .metric(.range) else { continue }
            func level(_ metric: Metric) -> Series { .shifted(of: .metric(metric: metric, of: .own), by: -1) }
            let within = Condition.all(of: [
                .holds(own.series(), .lessOrEqual, level(.high)), .holds(own.series(), .greaterOrEqual, level(.low)),
            ])
            join(
                first...next,
                as: .condition(Fact(condition: isMark(index, .outside) ? .not(of: within) : within, isOutcome: true))
            )
            index = first
        }
    }

    /// "crossed above SMA 50": on that side now, and not the day before.
    mutating func joinCrossings() {
        var index = 0
        while index < count {
            defer { index += 1 }
            guard case .verb(.cross)? = self[index] else { continue }
            var first = index
            let up: Bool
            switch self[index + 1] {
            case .relation(let relation)?: up = relation.isUp
            case .way(let isUp)?: up = isUp
            default: continue
            }
            guard case .quantity(let level)? = self[index + 2], level.isPrice else { continue }
            if case .quantity(let own)? = self[index - 1], own.base == .metric(.close) { first -= 1 }
            let close = Series.metric(metric: .close, of: .own)
            let side = Condition.holds(close, up ? .greater : .less, level.series())
            let before = Condition.shifted(
                of: .holds(close, up ? .lessOrEqual : .greaterOrEqual, level.series()),
                by: -1
            )
            join(
                first...(index + 2),
                as: .condition(Fact(condition: .all(of: [side, before]), isOutcome: true, up: up))
            )
            index = first
        }
    }

    /// A price of another bar or window, or one that is named by its number.
    private func touched(_ index: Int) -> Quantity? {
        switch self[index] {
        case .quantity(let level)? where level.isPrice && (level.shift != 0 || level.span != nil): level
        case .number(let value, let scale)? where scale == nil || scale == .points || scale == .dollars:
            unit(index + 1) == nil ? Quantity(.series(.number(value: value))) : nil
        default: nil
        }
    }

    /// "touched the previous day's high": the level lies within the day's own range; "reached" a high: it came at least there.
    mutating func joinTouches() {
        guard !pieces.contains(where: { $0.sense == .task(.time) || $0.sense == .task(.timehour) }) else { return }
        var index = 0
        while index < count {
            defer { index += 1 }
            guard case .verb(.touch)? = self[index], let level = touched(index + 1) else { continue }
            let (high, low) = (Series.metric(metric: .high, of: .own), Series.metric(metric: .low, of: .own))
            let reaches = has(.reaches, in: pieces[index])
            let condition: Condition
            if reaches, let extreme = level.extreme {
                condition =
                    extreme == .high
                    ? .holds(high, .greaterOrEqual, level.series()) : .holds(low, .lessOrEqual, level.series())
            } else {
                condition = .all(of: [
                    .holds(low, .lessOrEqual, level.series()), .holds(high, .greaterOrEqual, level.series()),
                ])
            }
            var fact = Fact(condition: condition, isOutcome: true)
            fact.unit = level.unit
            join(index...(index + 1), as: .condition(fact))
        }
    }
}
