internal import Market
internal import Studies

extension Frame {
    /// "В какое время чаще всего формируется high": when something happens within the day.
    func times() -> [Candidate] {
        let task = task(.time, .timehour)
        let distribution = task == nil ? self.task(.distribution) : nil
        // "high of the day by hour", "RTH high by hour": when it is made; a mean of such prices is asked for by its name.
        let slotted = slots.first { slot in
            quantities.contains {
                $0.value.extreme != nil && (saysDaily($0.index) || line.prep(slot.index) == .by && !singleDay)
            }
        }
        let part = often.isEmpty ? nil : askedPart
        // "first touch of the prior day low, number of days per hour".
        let tallied = slots.count == 1 && statistics.isEmpty ? self.task(.count) : nil
        let asked =
            task ?? distribution ?? part?.index ?? tallied ?? (often.isEmpty ? nil : often[0])
            ?? (statistics.isEmpty ? slotted?.index : nil)
        guard let asked, self.task(.share, .count) == nil || task != nil || tallied != nil else { return [] }
        // "when was the first gap fill of 2025": the date of the first of them, not the clock.
        if task != nil, asksFirstDate { return [] }
        guard var event = timed() else { return [] }
        if often.contains(where: { line.has(.seldom, in: line.pieces[$0]) }) { return rarest(event, asked) }
        // "исторический максимум, в какой день и во сколько": a day, not how often.
        if event.isExtreme, let days = self.task(.days), often.isEmpty, slots.isEmpty {
            // ... but "on gap up days that fill" chooses days.
            guard days > asked, dayFacts.contains(where: { $0.index == days + 1 }) else { return [] }
            event.used.insert(days)
        }
        if task == nil, slots.isEmpty, part == nil, event.isExtreme, !quantities.allSatisfy({ $0.value.extreme != nil })
        {
            return []
        }
        // Without "when", only "distribution of times" or slots of the clock make it a question about time.
        if task == nil, slots.isEmpty, part == nil { return [] }
        var used = event.used.union([asked]).union(often)
        for verb in indices where line.pieces[verb].sense == .verb(.form) || line.pieces[verb].sense == .ordinal(1) {
            used.insert(verb)
        }
        if let distribution { used.insert(distribution) }
        if let dist = self.task(.distribution) { used.insert(dist) }
        if let count = self.task(.count) { used.insert(count) }
        if tallied != nil { used.formUnion(units(.day).map(\.index) + marks(.each)) }
        for index in indices
        where line.pieces[index].sense == .task(.time) || event.isExtreme && line.pieces[index].sense == .verb(.touch) {
            used.insert(index)
        }
        let buckets: Distribution.Buckets
        if let slot = slots.first, slots.count == 1 {
            buckets = .minutes(count: slot.value)
            used.insert(slot.index)
        } else if let part {
            buckets = .minutes(count: part.minutes)
        } else if self.task(.timehour) != nil {
            buckets = .minutes(count: 60)
        } else {
            buckets = .exact
        }
        for unit in units(.hourofday) { used.insert(unit.index) }
        let others = dayFacts.filter { !event.used.contains($0.index) }
        let condition = Condition.every(others.map(\.value.condition) + [event.condition].compactMap { $0 })
        used.formUnion(others.map(\.index))
        // "во сколько ставится хай после гэпа вверх": of the day that opened so.
        for mark in marks(.after) where others.contains(where: { $0.index == mark + 1 && $0.value.ofSession }) {
            used.insert(mark)
        }
        // "when RTH closed green, at what time was its low": of that session.
        if event.isExtreme, event.span == nil, spans.isEmpty, has(.it) {
            event.span = others.lazy.compactMap { $0.value.condition.sessionOfAll }.first
        }
        let session = event.ofSession || others.contains { $0.value.ofSession }
        if isShort, often.isEmpty { used.formUnion(keys.filter { isDateKey($0.value) }.map(\.index)) }
        if singleDay || isShort && often.isEmpty && self.task(.distribution) == nil && slots.isEmpty {
            return [oneByOne(event, condition, used, session)]
        }
        if let groups = timesInGroups(event, condition, used, session)
            ?? oftenInGroups(event, condition, used, session, buckets)
        {
            return [groups]
        }
        let told = { (result: StudyResult, assumed: [Assumption.Kind]) in
            let base = study(
                result,
                condition: condition,
                span: event.span,
                without: event.without,
                sessionEvent: session
            )
            return [
                Candidate(
                    name: "time of an event",
                    study: base.study,
                    used: used.union(base.used),
                    fit: 30,
                    assumptions: base.assumptions + assumed
                )
            ]
        }
        if case .time(.shareOfRange, _)? = event.series.first, event.series.count == 1, buckets == .exact,
            distribution == nil, often.allSatisfy({ line.isForm($0, .usual) })
        {
            // "by what time is 80% of the range made": its median, as each minute has few such days.
            let measures: [Measure] = [Statistic.median, .mean].map {
                .statistic(statistic: $0, of: event.series[0], where: nil)
            }
            return told(.summary(summary: Summary(measures: measures)), [])
        }
        let distributionStudy = Distribution(
            of: event.series,
            buckets: buckets,
            mostFrequentFirst: event.series.count == 1
        )
        return told(.distribution(distribution: distributionStudy), buckets == .exact ? [.minutes(count: 1)] : [])
    }

    /// "когда в 2024 впервые пробили вчерашний хай": in a period that is named, the first time is a date; what is done as a
    /// rule, or on average, has a time of day.
    private var asksFirstDate: Bool {
        guard let asked = self.task(.time), line.has(.whenword, in: line.pieces[asked]),
            indices.contains(where: { line[$0] == .ordinal(1) }),
            often.isEmpty, statistics.isEmpty, slots.isEmpty, keys.isEmpty,
            // "when does it first break": as a rule.
            !line.has(.habitual)
        else { return false }
        return dates.contains { [.year, .month, .quarter, .half].contains($0.value.shape) }
    }

    /// "at what hour is the low least often made": hours in order of how many days have it there. Only over all of the data,
    /// where every hour has some: one without any makes no group.
    private func rarest(_ event: Timed, _ asked: Int) -> [Candidate] {
        guard event.series.count == 1, case .time(let minute, let bar)? = event.series.first, event.isExtreme,
            bar == .own, dates.isEmpty, dayFacts.isEmpty, calendarFacts.isEmpty, keys.isEmpty,
            slots.allSatisfy({ $0.value == 60 })
        else { return [] }
        var used = event.used.union([asked]).union(often).union(slots.map(\.index))
        for index in indices {
            switch line.pieces[index].sense {
            case .task(.time), .task(.timehour), .verb(.form), .unit(.hourofday), .which(.hour), .which(.hourofday):
                used.insert(index)
            default: continue
            }
        }
        let summary = Summary(
            measures: [.count(where: nil)],
            keys: [.eventCalendar(event: minute, field: .hour)],
            order: MeasureOrder(measure: 0, descending: false)
        )
        let base = study(.summary(summary: summary), span: event.span)
        return [
            Candidate(
                name: "rarest times",
                study: base.study,
                used: used.union(base.used),
                fit: 31,
                assumptions: base.assumptions
            )
        ]
    }

    /// "which half hour": the part of the clock that is asked for, in minutes.
    private var askedPart: (minutes: Int, index: Int)? {
        for index in indices {
            guard case .which(let unit) = line.pieces[index].sense else { continue }
            switch unit {
            case .hour, .hourofday: return (60, index)
            case .slot(let minutes): return (minutes, index)
            default: continue
            }
        }
        return nil
    }

    /// A period of a few weeks at most: its days are told one by one.
    var isShort: Bool {
        guard dates.count == 1 else { return false }
        switch dates[0].value.period {
        case .lastDays(let count, _), .firstDays(let count, _): return count <= 23
        case .ranges(let ranges):
            guard ranges.count == 1, let first = ranges[0].first, let last = ranges[0].last else { return false }
            return last.dayNumber - first.dayNumber < 14
        case .all: return false
        }
    }

    private func oneByOne(_ event: Timed, _ condition: Condition?, _ used: Set<Int>, _ session: Bool) -> Candidate {
        // "когда был минимум на прошлой неделе": the one low of all these days.
        // "OHLC with the times of high and low": all four prices.
        let prices = indices.contains { line[$0] == .bars } ? Array(Self.plainColumns.prefix(4)) : event.prices
        var listing = Listing(columns: prices + event.series)
        if !singleDay, event.isExtreme, event.prices.count == 1, let price = event.prices.first,
            case .metric(let metric, _) = price,
            line.has(.extremum, in: line.pieces[event.used.sorted().first ?? 0])
        {
            listing.order = [Order(by: price, descending: metric == .high)]
            listing.limit = 1
        }
        let base = study(
            .list(list: listing),
            condition: condition,
            span: event.span,
            without: event.without,
            sessionEvent: session
        )
        return Candidate(
            name: "times of some days",
            study: base.study,
            used: used.union(base.used),
            fit: 30,
            assumptions: base.assumptions
        )
    }

    struct Timed {
        var series: [Series]
        var prices: [Series] = []
        var condition: Condition?
        var used: Set<Int>
        var without: Set<Int> = []
        var span: Span?
        var ofSession = false
        var isExtreme = false
    }

    /// The event whose time is asked for.
    func timed() -> Timed? {
        let rth = Span.session(name: .rth)
        if let fill = dayFacts.first(where: { $0.value.condition == .gapFilled }), !asksExtreme(before: fill.index) {
            var used: Set<Int> = [fill.index]
            for gap in quantities where gap.value.isGap { used.insert(gap.index) }
            return Timed(series: [.time(event: .gapFill, of: .own)], used: used, ofSession: true)
        }
        if let broken = dayFacts.first(where: {
            $0.value.plain != nil && $0.value.rank?.extreme != nil && $0.value.run == nil
        }),
            let level = broken.value.rank, let extreme = level.extreme
        {
            let event: MinuteEvent = extreme == .high ? .above(level: level.series()) : .below(level: level.series())
            var span: Span? = spans.count == 1 ? nil : rth
            if case .opening(let minutes)? = level.span { span = .afterOpening(minutes: minutes) }
            return Timed(series: [.time(event: event, of: .own)], used: [broken.index], span: span, ofSession: true)
        }
        if let broken = dayFacts.first(where: { $0.value.condition.openingBroken != nil }),
            let minutes = broken.value.condition.openingBroken
        {
            // Either side: each has a time of its own.
            let opening = Bar(span: .opening(minutes: minutes))
            let after = Span.afterOpening(minutes: minutes)
            return Timed(
                series: [
                    .time(event: .above(level: .metric(metric: .high, of: opening)), of: .own),
                    .time(event: .below(level: .metric(metric: .low, of: opening)), of: .own),
                ],
                used: [broken.index],
                span: after,
                ofSession: true
            )
        }
        if let touch = indices.first(where: { line.pieces[$0].sense == .verb(.touch) }) {
            if let level = quantities.first(where: { $0.value.isPrice && $0.value.shift != 0 }) {
                let series = Series.time(event: .touch(level: level.value.series()), of: .own)
                return Timed(series: [series], used: [touch, level.index])
            }
        }
        if let share = shareOfRange { return share }
        if let volume = quantities.first(where: { $0.value.base == .metric(.volume) }),
            let most = superlatives.first(where: { $0.value == .max }),
            let minute = units(.minute, .minuteofday).first
        {
            return Timed(
                series: [.time(event: .largestVolume, of: .own)],
                used: [volume.index, most.index, minute.index]
            )
        }
        if let both = indices.first(where: { line.pieces[$0].sense == .highLow }) {
            return Timed(
                series: [.time(event: .high, of: .own), .time(event: .low, of: .own)],
                prices: [.metric(metric: .high, of: .own), .metric(metric: .low, of: .own)],
                used: [both],
                isExtreme: true
            )
        }
        let extremes = quantities.filter { $0.value.extreme != nil && $0.value.shift == 0 }
        guard !extremes.isEmpty else { return sessionEnds() }
        var series: [Series] = []
        var prices: [Series] = []
        for extreme in extremes {
            guard let event = extreme.value.extreme else { continue }
            let time = Series.time(event: event, of: Bar(span: extreme.value.span))
            if !series.contains(time) {
                series.append(time)
                prices.append(extreme.value.series())
            }
        }
        return Timed(series: series, prices: prices, used: Set(extremes.map(\.index)), isExtreme: true)
    }

    /// "what time is the low on gap up days that fill": the low is asked about, and the fill chooses days.
    private func asksExtreme(before fill: Int) -> Bool {
        guard let asked = task(.time, .timehour) else { return false }
        return quantities.contains {
            $0.value.extreme != nil && $0.value.shift == 0 && asked < $0.index && $0.index < fill
        }
    }

    /// "когда достигается 50% дневного диапазона", "what time is half of the day's range done": the share stands before the
    /// range.
    private var shareOfRange: Timed? {
        guard let range = quantities.first(where: { $0.value.base == .metric(.range) && $0.value.shift == 0 }) else {
            return nil
        }
        let place = line.unit(range.index - 1) == .day ? range.index - 2 : range.index - 1
        guard case .number(let value, let scale)? = line[place], value > 0 else { return nil }
        let share = scale == .percent ? value / 100 : value
        guard scale == .percent || scale == nil, share <= 1, scale == .percent || share < 1 else { return nil }
        var used: Set<Int> = [range.index, place]
        if place < range.index - 1 { used.insert(range.index - 1) }
        for index in indices {
            switch line.pieces[index].sense {
            case .verb(.touch), .verb(.form), .verb(.travel): used.insert(index)
            default: continue
            }
        }
        return Timed(series: [.time(event: .shareOfRange(share: share), of: Bar(span: range.value.span))], used: used)
    }

    /// "Во сколько открылась сессия": the first or last bar.
    private func sessionEnds() -> Timed? {
        let opens = indices.filter { [.verb(.open), .quantity(Quantity(.open))].contains(line.pieces[$0].sense) }
        let closes = indices.filter { [.verb(.close), .quantity(Quantity(.close))].contains(line.pieces[$0].sense) }
        if opens.count == 1, closes.count == 1, quantities.allSatisfy({ $0.value.isPrice }), dayFacts.isEmpty {
            // "when does RTH start and end": both ends.
            return Timed(
                series: [.time(event: .firstBar, of: .own), .time(event: .lastBar, of: .own)],
                used: Set(opens + closes + marks(.and) + marks(.it))
            )
        }
        for index in indices {
            switch line.pieces[index].sense {
            case .verb(.open), .quantity(Quantity(.open)):
                return Timed(series: [.time(event: .firstBar, of: .own)], used: [index])
            case .verb(.close), .quantity(Quantity(.close)):
                return Timed(series: [.time(event: .lastBar, of: .own)], used: [index])
            default: continue
            }
        }
        return nil
    }
}

extension Condition {
    /// The one named session whose bar it speaks of.
    fileprivate var sessionOfAll: Span? {
        let spans = Set(
            atoms.map { atom -> Span? in
                if case .compare(.metric(_, let bar), _, _) = atom, case .session? = bar.span { bar.span } else { nil }
            }
        )
        return spans.count == 1 ? spans.first ?? nil : nil
    }
}

extension Condition {
    /// Of how many minutes the opening range is that is left to either side; nil for any other claim.
    fileprivate var openingBroken: Int? {
        guard case .any(let sides) = self, sides.count == 2 else { return nil }
        let lengths = sides.map { side -> Int? in
            guard case .compare(.metric(let metric, let after), _, .metric(let level, let range)) = side,
                metric == level, case .afterOpening(let minutes)? = after.span, range.span == .opening(minutes: minutes)
            else { return nil }
            return minutes
        }
        return lengths[0] == lengths[1] ? lengths[0] : nil
    }
}
