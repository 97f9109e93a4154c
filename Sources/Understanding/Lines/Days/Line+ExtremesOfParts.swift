internal import Market
internal import Studies

extension Line {
    /// "how often is the overnight low the low of the day", "хай первого часа — хай дня": the part goes as far as the day. Of
    /// a part of the session the day may as well be the session.
    mutating func settleExtremesOfParts(_ frame: Surroundings) {
        guard
            pieces.contains(where: {
                switch $0.sense {
                case .often, .task(.share), .task(.count), .task(.days): true
                default: false
                }
            })
        else { return }
        let ends = pieces.indices.filter { index in
            if case .quantity(let end)? = self[index] { end.extreme != nil && end.shift == 0 } else { false }
        }
        guard ends.count == 2, case .quantity(let one)? = self[ends[0]], case .quantity(let other)? = self[ends[1]],
            one.extreme == other.extreme
        else { return }
        for (part, whole) in [(ends[0], ends[1]), (ends[1], ends[0])] {
            let other = [whole - 1, whole + 1].first { self[$0] == .span(.wholeDay) }
            guard
                let window = [part - 1, part + 1].first(where: {
                    // "хай кассы не хай всего дня": of all of the day the session is a part.
                    isPartOfDay($0) || other != nil && $0 != other && self[$0] == .span(.session(name: .rth))
                }),
                let day = wholeDay(of: whole, besides: window)
            else { continue }
            let named = [part, window, whole] + day
            guard let first = named.min(), let last = named.max(),
                (first...last).allSatisfy({ named.contains($0) || joinsAsSame($0) })
            else { continue }
            guard case .span(let span)? = self[window] else { continue }
            let isDenied = (first...last).contains { isMark($0, .not) }
            // "... still the high of the day at 16:00": of what the day has had until then.
            let until = minuteSaid(last + 1, frame)
            let metric: Metric = one.extreme == .high ? .high : .low
            func same(_ whole: Span) -> Condition {
                .holds(
                    .metric(metric: metric, of: Bar(span: span)),
                    .equal,
                    .metric(metric: metric, of: Bar(span: whole))
                )
            }
            var fact = Fact(condition: same(.wholeDay), isOutcome: true)
            if let until {
                fact.condition = same(.clock(window: Window(from: frame.instrument.dayStart, to: until)))
            } else if case .span(let named)? = day.first.flatMap({ self[$0] }) {
                fact.condition = same(named)
            } else if span.isOfRegularHours {
                (fact.condition, fact.beside) = (same(.session(name: .rth)), same(.wholeDay))
            } else if let hours = frame.window(of: span), hours.from == frame.instrument.dayStart,
                let event = one.extreme
            {
                // A holiday's session is a part of the next day, before its night: made by then, but not in the night.
                let time = Series.time(event: event, of: Bar(span: .wholeDay))
                fact.beside = .holds(time, .less, .number(value: Double(hours.to)))
            }
            if isDenied { (fact.condition, fact.beside) = (.not(of: fact.condition), fact.beside.map { .not(of: $0) }) }
            join(first...(until == nil ? last : last + 1), as: .condition(fact))
            // "..., how often the same".
            for index in pieces.indices.reversed() where index > first && isMark(index, .same) {
                drop(index)
            }
            return
        }
    }

    private func isPartOfDay(_ index: Int) -> Bool {
        if case .span(let span)? = self[index] { span.isPartOfDay } else { false }
    }

    /// "at 16:00", behind which the end is looked at.
    private func minuteSaid(_ index: Int, _ frame: Surroundings) -> Int? {
        switch self[index] {
        case .clock(let minute)?: frame.minute(minute)
        case .window(let window)? where window.length == 1: window.from
        default: nil
        }
    }

    /// What says that an end is the day's or the session's: the places of such words, none where the end says it itself.
    private func wholeDay(of end: Int, besides window: Int) -> [Int]? {
        for place in [end - 1, end + 1] where place != window {
            if unit(place) == .day { return [place] }
            if case .span(let span)? = self[place], !span.isPartOfDay { return [place] }
        }
        return has(.daily, in: pieces[end]) ? [] : nil
    }

    private func joinsAsSame(_ index: Int) -> Bool {
        switch self[index] {
        case .verb(.form)?, .mark(.same)?, .mark(.vs)?, .relation(.equal)?, .empty?, .stop("-")?, .verb(.hold)?,
            .mark(.it)?,
            .mark(.those)?, .mark(.not)?:
            true
        default: false
        }
    }
}
