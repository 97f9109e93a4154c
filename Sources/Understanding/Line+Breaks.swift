internal import Market
internal import Studies

extension Line {
    /// "пробили хай прошлого дня", "high of the first hour broken", "both sides get broken".
    mutating func joinBreaks(_ frame: Surroundings) {
        joinOpeningBreaks()
        var index = 0
        while index < count {
            defer { index += 1 }
            guard case .verb(.break)? = self[index] else { continue }
            var (first, last) = (index, index)
            var level: Quantity?
            if case .quantity(let quantity)? = self[index + 1], quantity.extreme != nil {
                (level, last) = (quantity, index + 1)
            } else if case .span(let span)? = self[index + 1], case .quantity(var quantity)? = self[index + 2],
                quantity.extreme != nil, quantity.shift == 0
            {
                quantity.span = span
                (level, last) = (quantity, index + 2)
            } else if case .quantity(let quantity)? = self[index - 1], quantity.extreme != nil,
                quantity.shift != 0 || quantity.span != nil || isSpan(index - 2)
            {
                (level, first) = (quantity, index - 1)
                if quantity.span == nil, quantity.shift == 0, case .span(let span)? = self[index - 2] {
                    level?.span = span
                    first = index - 2
                }
            }
            guard var level, let extreme = level.extreme else { continue }
            if level.shift == 0, level.span == nil, case .span(let span)? = self[last + 1] {
                level.span = span
                last += 1
                // "первого часа (9:30-10:30)": said twice.
                if self[last + 1] == .stop("("), case .window(let window)? = self[last + 2],
                    frame.window(of: span) == window
                {
                    last += self[last + 3] == .stop(")") ? 3 : 2
                }
            }
            guard level.shift != 0 || level.span != nil else { continue }
            let up = extreme == .high
            var own = Quantity(up ? .high : .low)
            var fact: Fact
            if case .opening(let minutes)? = level.span {
                own.span = .afterOpening(minutes: minutes)
                fact = Fact(
                    condition: .holds(own.series(), up ? .greater : .less, level.series()),
                    ofSession: true,
                    isOutcome: true
                )
            } else {
                fact = Fact(condition: .holds(own.series(), up ? .greater : .less, level.series()), isOutcome: true)
                fact.ofSession = level.span != nil
            }
            fact.plain = fact.condition
            fact.rank = level
            join(first...last, as: .condition(fact))
            index = first
        }
    }

    /// The range of the opening that a span or quantity names.
    func openingMinutes(_ index: Int) -> Int? {
        switch self[index] {
        case .span(.opening(let minutes))?: minutes
        case .quantity(let quantity)? where quantity.base == .metric(.range):
            if case .opening(let minutes)? = quantity.span { minutes } else { nil }
        default: nil
        }
    }

    /// "opening range breakout up", "пробой первых 30 минут вверх", "both sides of the first 30 minutes get broken".
    mutating func joinOpeningBreaks() {
        guard let place = pieces.indices.first(where: { openingMinutes($0) != nil }),
            let minutes = openingMinutes(place)
        else { return }
        func broken(_ up: Bool) -> Condition {
            let metric: Metric = up ? .high : .low
            return .holds(
                .metric(metric: metric, of: Bar(span: .afterOpening(minutes: minutes))),
                up ? .greater : .less,
                .metric(metric: metric, of: Bar(span: .opening(minutes: minutes)))
            )
        }
        // A pattern's word here means the range's break.
        for index in [place + 1, place - 1] {
            guard case .pattern(let names)? = self[index], names == ["breakoutUp"] || names == ["breakoutDown"] else {
                continue
            }
            let way = [index + 1, place + 1].first { if case .way? = self[$0] { true } else { false } }
            let up: Bool
            var last = max(place, index)
            if let way, case .way(let isUp)? = self[way] {
                up = isUp
                last = max(last, way)
            } else if names == ["breakoutDown"]
                || tokens[pieces[index].tokens[0]].text != words(of: pieces[index]).lowercased()
            {
                up = names == ["breakoutUp"]
            } else {
                pieces[index].sense = .verb(.break)
                return
            }
            join(
                min(place, index)...last,
                as: .condition(Fact(condition: broken(up), ofSession: true, isOutcome: true, up: up))
            )
            return
        }
        guard let verb = pieces.indices.first(where: { pieces[$0].sense == .verb(.break) }) else { return }
        if let both = pieces.firstIndex(where: { $0.sense == .mark(.both) }) {
            let places = [both, place, verb].sorted()
            pieces[places[0]].tokens += pieces[places[1]].tokens + pieces[places[2]].tokens
            pieces[places[0]].sense = .condition(
                Fact(condition: .all(of: [broken(true), broken(false)]), ofSession: true, isOutcome: true)
            )
            pieces.remove(at: places[2])
            pieces.remove(at: places[1])
            return
        }
        let near = [verb + 1, place + 1].first { if case .way? = self[$0] { true } else { false } }
        if let near, case .way(let up)? = self[near], !pieces.contains(where: { $0.sense == .often }),
            near <= max(verb, place) + 1
        {
            let (first, last) = (min(verb, place), max(verb, place, near))
            guard last - first <= 3 else { return }
            join(first...last, as: .condition(Fact(condition: broken(up), ofSession: true, isOutcome: true, up: up)))
        }
    }
}
