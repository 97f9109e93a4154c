internal import Market
internal import Studies

/// An edit on its way into a study.
struct Change {
    var study: Study
    let frame: Frame
    let context: ReadContext
    /// Pieces that changed something, or have no meaning of their own in an edit.
    private(set) var used: Set<Int> = []
    /// Pieces that only point back, or take back.
    private(set) var quiet: Set<Int> = []
    private(set) var wanted = Wanted.figures
    /// It asks of rows what they cannot tell.
    var isDoubtful = false
    /// How many rows were to be listed was said.
    var listsSoMany = true
    /// The window of the study was said, and does not follow from what was asked, as the session does from a gap.
    var saysWindow = true
    /// Pieces that named what was there before, or that the study says in another way.
    var replaced: Set<Int> = []

    init(study: Study, frame: Frame, context: ReadContext) {
        self.study = study
        self.frame = frame
        self.context = context
        quiet = Set(frame.indices.filter(isQuiet))
        used = frame.structural.union(quiet)
    }

    /// Pieces that changed nothing though they mean something.
    var unread: [Int] { frame.indices.filter { !used.contains($0) } }

    mutating func use(_ indices: some Sequence<Int>) { used.formUnion(indices) }

    private func isQuiet(_ index: Int) -> Bool {
        switch frame.line.pieces[index].sense {
        case .stop, .prep, .empty, .mark(.and), .mark(.but), .mark(.same), .mark(.only), .mark(.it), .mark(.given): true
        case .bars, .task(.days), .verb(.form), .task(.performance), .unit(.session): true
        // "нет, лучше 2023": the no answers what was shown.
        case .mark(.not): index <= 1 && (frame.line[index + 1] == .stop(",") || frame.isPreference(index + 1))
        case .best: frame.isPreference(index)
        // "за апрель сколько?": what was counted is counted again.
        case .task(.count), .task(.howmuch): study.countsAlone && frame.asksOfPeriodAlone
        default: false
        }
    }

    /// Makes every piece's change; false where one of them has no place in the study.
    mutating func apply() -> Bool {
        if let asked = frame.task(.why, .sql) {
            wanted = frame.line[asked] == .task(.sql) ? .sql : .derivation
            let witness = Witness(study, frame.instrument)
            use(
                frame.indices.filter {
                    $0 == asked || isOfTheFigure($0) || witness.finds(frame.line.pieces[$0].sense) == true
                }
            )
            return true
        }
        if let turned = turn() { return turned }
        if let mark = frame.marks(.insteadof).first, frame.indices.contains(mark + 1) {
            // "2023 вместо 2024": what was there is named once more.
            use([mark, mark + 1])
            replaced.insert(mark + 1)
        }
        dropDenied()
        if let reset = reset() { return reset }
        if asksForRows { return showCounted() }
        if let told = afterwards() { return told }
        if let ordered = orderedAnew() { return ordered }
        let isCount = isList && frame.facts.isEmpty && frame.quantities.isEmpty && frame.task(.count, .howmuch) != nil
        // "only those above 0.5%": a bound of what chose them.
        if frame.has(.those), frame.has(.only), let bounded = threshold() {
            use(frame.marks(.those))
            return bounded && rest()
        }
        if frame.has(.those) || frame.has(.it) && isList && frame.facts.isEmpty || isCount { return those() }
        if frame.has(.more) || frame.has(.add) || frame.has(.next) && isCutList && frame.units(.day, .week).isEmpty {
            return more()
        }
        if frame.task(.compare) != nil || frame.has(.vs) { return compared() }
        if isAlso, frame.dates.isEmpty, !frame.spans.isEmpty || !frame.named.isEmpty { return compared() }
        if let changed = reorder() ?? neighbour() ?? runLength() ?? unfilled() {
            guard changed else { return false }
            return rest()
        }
        if let changed = threshold(), !changed { return false }
        if let place = frame.indices.first(where: { frame.line.pieces[$0].sense == .ordinal(1) }),
            let minutes = frame.line.whole(place + 1)
        {
            guard let changed = study.replacingOpening(minutes) else { return false }
            study = changed
            use([place, place + 1, place + 2])
            return true
        }
        if frame.has(.after), let fact = frame.dayFacts.first, frame.dayFacts.count == 1 {
            use([fact.index] + frame.marks(.after))
            return follow(fact.value)
        }
        if let stepped = step() { return stepped }
        return rest()
    }

    /// "not the average, the median": what was there, and what comes in its place.
    private mutating func dropDenied() {
        for mark in frame.marks(.not) {
            guard let denied = frame.line[mark + 1], let kind = denied.kind,
                frame.indices.contains(where: { $0 != mark + 1 && frame.line.pieces[$0].sense.kind == kind })
            else { continue }
            use([mark, mark + 1])
            replaced.insert(mark + 1)
        }
    }

    /// "какие это дни?", "покажи эти дни": nothing else is said.
    private var asksForRows: Bool {
        guard !isList, frame.task(.days) != nil || frame.line.has(.shown) else { return false }
        return frame.indices.allSatisfy { index in
            switch frame.line.pieces[index].sense {
            case .stop, .empty, .mark(.and), .mark(.those), .mark(.it), .relative(.this), .unit(.day), .task(.days):
                true
            default: false
            }
        } && frame.indices.contains { frame.line.unit($0) == .day || frame.line[$0] == .task(.days) }
    }

    private var isList: Bool { if case .list = study.result { true } else { false } }
    private var isCutList: Bool { if case .list(let list) = study.result { list.limit != nil } else { false } }
    /// "тоже", "as well".
    private var isAlso: Bool { frame.line.has(.also) }

    /// What no other change has taken, piece by piece.
    mutating func rest() -> Bool {
        if let top = frame.task(.top), let count = frame.line.whole(top + 1), count > 0 {
            guard limit(to: count) else { return false }
            use([top, top + 1])
        }
        for index in frame.indices where !used.contains(index) && !replaced.contains(index) {
            guard place(index) else { return false }
        }
        return dates()
    }

    /// "Why so many?", "how did you get 254 points?": the figure itself, whatever it was.
    private func isOfTheFigure(_ index: Int) -> Bool {
        switch frame.line.pieces[index].sense {
        case .number, .size, .measure, .mark(.those), .task(.explain), .task(.count), .task(.howmuch): true
        default: false
        }
    }

    /// One piece's change; false where the study has no place for it.
    private mutating func place(_ index: Int) -> Bool {
        let sense = frame.line.pieces[index].sense
        switch sense {
        case .dates, .relative, .unit, .mark: return true
        case .condition(let fact): guard put(fact, index) else { return false }
        case .span(let span): set(span)
        case .window(let window): set(.clock(window: window))
        case .timeBound(let after, let minute): guard timeBound(after, minute) else { return false }
        case .symbol(let symbol):
            if case .comparison(let variants, let measures) = study.result,
                variants.contains(where: { $0.symbol != nil })
            {
                study.result = .summary(summary: Summary(measures: measures))
            } else {
                guard study.symbols.count == 1 else { return false }
            }
            study.symbols = [symbol]
        case .quantity(let quantity)
        where quantity.extreme != nil && frame.line.has(.extremum, in: frame.line.pieces[index]):
            // "и минимум?": of the same quantity.
            guard set(quantity.extreme == .high ? .max : .min) else { return false }
            replaced.insert(index)
        // "only the ones with a gap" chooses rows, by nothing that is said.
        case .quantity(let quantity) where quantity.isGap && frame.has(.only) && isList: return false
        case .quantity(let quantity): guard set(quantity, index) else { return false }
        case .statistic(let statistic): guard set(statistic) else { return false }
        case .measure(let scale):
            guard scale == .percent || scale == .points, prefer(percent: scale == .percent) else { return false }
        case .key(let key): guard group(by: key) else { return false }
        case .slots(let minutes): guard cut(into: minutes) else { return false }
        case .top(let count): guard limit(to: count) else { return false }
        case .way(let up): guard turn(up: up) else { return false }
        default: return false
        }
        use([index])
        return true
    }

    /// Dates that the edit names in the place of the study's; "не 2024, а 2023" names one of them.
    private mutating func dates() -> Bool {
        var named = frame.dates
        for mark in frame.marks(.not) {
            guard let place = named.firstIndex(where: { $0.index == mark + 1 }), named.count > 1 else { continue }
            use([mark, mark + 1])
            quiet.formUnion([mark, mark + 1])
            named.remove(at: place)
        }
        named.removeAll { replaced.contains($0.index) }
        if !named.isEmpty {
            use(named.map(\.index))
            if isAlso { return alsoIn(named.map(\.value)) }
            if named.count == 1, named[0].value.isPrevious, let before = study.period.before(named[0].value.shape) {
                place(before)
                return true
            }
            guard let period = frame.period(named.map(\.value)) else { return false }
            place(named.count == 1 && named[0].value.assumed ? within(period) : period)
        } else if frame.facts.isEmpty, !frame.has(.given), let day = frame.relativeDay([]) {
            use([day.index])
            place(day.period)
        }
        return true
    }

    /// "а что на следующий день?": after the days that were listed or counted.
    private mutating func afterwards() -> Bool? {
        let afters = frame.marks(.after).filter { mark in
            frame.indices.allSatisfy { $0 <= mark || frame.line.isStop($0) || frame.line.isMark($0, .each) }
        }
        // "the next day after each".
        let marks = frame.has(.next) ? frame.marks(.next) : afters
        guard let mark = marks.first, marks.count == 1, study.period.singleDay == nil,
            study.unit == .day, frame.facts.isEmpty, frame.quantities.isEmpty, frame.dates.isEmpty,
            frame.statistics.isEmpty, frame.units(.week, .month, .quarter, .year).isEmpty,
            !frame.indices.contains(where: { frame.line.whole($0) != nil }),
            frame.units(.day).count == 1 || frame.task(.performance) != nil || frame.line.pieces[mark].tokens.count > 1
                || frame.line.has(.past)
        else { return nil }
        switch study.result {
        case .list(let list): guard chooseListed(list) else { return false }
        case .summary(let summary):
            guard summary.keys.isEmpty, summary.measures.count == 1, case .count(let condition) = summary.measures[0]
            else {
                return false
            }
            study.condition = Condition.every([study.condition, condition].compactMap { $0 })
        default: return false
        }
        guard study.condition != nil else { return false }
        use([mark] + afters + frame.marks(.each))
        use(frame.units(.day).map(\.index) + [frame.task(.performance)].compactMap { $0 })
        study.result = .summary(summary: Summary(measures: Bundle.after(1)))
        return true
    }

    /// The trading day of "yesterday".
    private var lastDay: CivilDate? {
        guard case .lastDays(1, let upTo) = study.period else { return nil }
        let calendar = context.catalogue.tradingCalendar(for: frame.instrument)
        return calendar.isTradingDay(upTo) ? upTo : calendar.previous(before: upTo)
    }

    /// "the day after", "неделю спустя", "за день до этого": from the one day that was asked about.
    private mutating func step() -> Bool? {
        guard
            let mark =
                (frame.marks(.after) + frame.marks(.next) + frame.marks(.before) + frame.marks(.previous)
                + frame.marks(.eve)).first,
            frame.dates.isEmpty, frame.facts.isEmpty
        else { return nil }
        let isEve = frame.line.isMark(mark, .eve)
        let back = isEve || frame.line.isMark(mark, .before) || frame.line.isMark(mark, .previous)
        guard let day = study.period.singleDay ?? lastDay else { return false }
        let units = frame.units(.day, .week, .month)
        guard units.count <= 1 else { return false }
        var number = 1
        var named: Set<Int> = [mark]
        if let unit = units.first {
            named.insert(unit.index)
            if let count = frame.line.whole(unit.index - 1) {
                number = count
                named.insert(unit.index - 1)
            }
        }
        guard (1...60).contains(number) else { return false }
        let calendar = context.catalogue.tradingCalendar(for: frame.instrument)
        var date = day
        switch units.first?.value ?? .day {
        case .week: date = day.adding(days: (back ? -7 : 7) * number)
        case .month: date = day.adding(months: (back ? -1 : 1) * number)
        default: for _ in 0..<number { date = back ? calendar.previous(before: date) : calendar.next(after: date) }
        }
        study.period = .day(date)
        use(named)
        return true
    }
}

extension Study {
    /// It counts days, and tells nothing else of them.
    fileprivate var countsAlone: Bool {
        guard case .summary(let summary) = result, case .count? = summary.measures.first else { return false }
        return condition != nil || summary.measures != [.count(where: nil)]
    }
}

extension Frame {
    /// "сколько за апрель": a period or days of the calendar, and how many; of what, is not said.
    var asksOfPeriodAlone: Bool {
        task(.count, .howmuch) != nil && (!dates.isEmpty || !calendarFacts.isEmpty)
            && indices.allSatisfy { index in
                switch line.pieces[index].sense {
                case .task(.count), .task(.howmuch), .dates, .stop, .empty, .mark(.and), .mark(.but), .relative,
                    .months:
                    true
                case .condition(let fact): fact.isCalendar
                default: false
                }
            }
    }
}

extension Sense {
    /// What one wish is put in the place of another by; nil where it is none.
    fileprivate var kind: Int? {
        switch self {
        case .statistic: 1
        case .span, .window: 2
        case .symbol: 3
        case .quantity: 4
        case .key, .slots: 5
        default: nil
        }
    }
}
