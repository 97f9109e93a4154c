internal import Studies

extension Line {
    /// "90th percentile", "25th and 75th percentiles", "перцентили 50, 75, 90".
    mutating func joinPercentiles() {
        var index = 0
        while index < count {
            defer { index += 1 }
            guard case .percentile? = self[index] else { continue }
            var places = percentages(before: index)
            if places.isEmpty { places = percentages(after: index) }
            guard let nearest = places.first else { continue }
            for place in places {
                guard let share = percentage(place) else { continue }
                pieces[place].sense = .statistic(.quantile(probability: share / 100))
            }
            pieces[nearest].tokens = (pieces[nearest].tokens + pieces[index].tokens).sorted()
            pieces.remove(at: index)
            index -= 1
        }
    }

    /// "what range is exceeded on 10% of days": what that share of the days lies beyond.
    mutating func joinExceeded() {
        for index in pieces.indices.reversed() where isRelation(index) {
            if isQuantity(index - 1), isMark(index + 1, .only), case .number(_, .percent)? = self[index + 2] {
                // "exceeded on only 10% of days".
                drop(index + 1)
            }
            guard case .relation(let relation)? = self[index], case .number(let share, let scale)? = self[index + 1],
                share > 0, share < 100, case .quantity(var quantity)? = self[index - 1], asksValue,
                scale == .percent && (unit(index + 2) == .day || self[index + 2] == .task(.days) || isOfTime(index + 1))
                    || (scale == .percent || scale == nil) && self[index + 2] == .task(.share)
            else { continue }
            if quantity.isGap {
                quantity.absolute = true
                pieces[index - 1].sense = .quantity(quantity)
            }
            let probability = relation.isUp ? 1 - share / 100 : share / 100
            var last = index + 1
            if unit(last + 1) == .day || self[last + 1] == .task(.days) || self[last + 1] == .task(.share) { last += 1 }
            let said = pieces[index...last].flatMap(\.tokens)
            pieces.removeSubrange(index...last)
            pieces.insert(
                Piece(sense: .statistic(.quantile(probability: probability)), tokens: said.sorted()),
                at: index - 1
            )
            return
        }
    }

    /// "10% of days", "в 10% дней": a share of the days, in words that mean nothing more.
    private func isOfTime(_ index: Int) -> Bool {
        guard let last = pieces[index].tokens.last else { return false }
        return has(.day, in: pieces[index])
            || prep(index) == .in && tokens[(last + 1)...].prefix(1).contains { forms.contains($0.text, .day) }
    }

    /// A value is asked for, and no days.
    private var asksValue: Bool {
        !pieces.contains {
            [.task(.count), .task(.days), .often, .which(.day)].contains($0.sense)
                || $0.sense == .task(.share) && !$0.tokens.contains { tokens[$0].kind == .sign }
        }
    }

    /// Places of the numbers that end just before a piece, the nearest first.
    private func percentages(before index: Int) -> [Int] {
        var places: [Int] = []
        var place = index - 1
        // "the -5th percentile": there is none.
        while percentage(place) != nil, self[place - 1] != .stop("-") {
            places.append(place)
            place -= 1
            if isListed(place) { place -= 1 }
        }
        return places
    }

    /// Places of the numbers that begin just behind a piece and its quantity; one that counts a unit is none of them.
    private func percentages(after index: Int) -> [Int] {
        var places: [Int] = []
        // "percentiles of the range: 50, 75".
        var named = unit(index + 1) == .day ? index + 2 : index + 1
        if !isQuantity(named) { named = index }
        var place = self[named + 1] == .stop(":") ? named + 2 : named + 1
        while percentage(place) != nil, unit(place + 1) == nil {
            places.append(place)
            place += 1
            if isListed(place), percentage(place + 1) != nil { place += 1 }
        }
        return places
    }

    private func isListed(_ index: Int) -> Bool {
        isMark(index, .and) || self[index] == .stop(",") || self[index] == .stop("/")
    }

    private func percentage(_ index: Int) -> Double? {
        let value: Double? =
            switch self[index] {
            case .ordinal(let number)?: Double(number)
            case .number(let number, nil)?, .number(let number, .percent)?: number
            default: nil
            }
        guard let value, value > 0, value < 100 else { return nil }
        return value
    }
}
