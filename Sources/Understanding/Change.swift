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
        if frame.has(.more) { return more() }
        if frame.has(.those) { return those() }
        if frame.task(.compare) != nil || frame.has(.vs) { return compared() }
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
        if let top = frame.task(.top), let count = frame.line.whole(top + 1), count > 0 {
            guard limit(to: count) else { return false }
            use([top, top + 1])
        }
        for index in frame.indices where !used.contains(index) {
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
        case .symbol(let symbol):
            guard study.symbols.count == 1 else { return false }
            study.symbols = [symbol]
        case .quantity(let quantity): guard set(quantity) else { return false }
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
        if !named.isEmpty {
            guard let period = frame.period(named.map(\.value)) else { return false }
            use(named.map(\.index))
            study.period = period
        } else if let day = frame.relativeDay([]) {
            use([day.index])
            study.period = day.period
        }
        return true
    }

    /// "the day after", "неделю спустя", "за день до этого": from the one day that was asked about.
    private mutating func step() -> Bool? {
        guard
            let mark = (frame.marks(.after) + frame.marks(.next) + frame.marks(.before) + frame.marks(.previous)).first,
            frame.dates.isEmpty, frame.facts.isEmpty
        else { return nil }
        let back = frame.line.isMark(mark, .before) || frame.line.isMark(mark, .previous)
        guard let day = study.period.singleDay else { return false }
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
