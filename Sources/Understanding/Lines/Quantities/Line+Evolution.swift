internal import Market
internal import Studies

extension Line {
    /// "How did volatility change from 2020 to 2024", "как менялся объём", "насколько вырос объём в 2024 по сравнению с 2023":
    /// the verb is of a quantity that days have more or less of, and no move of the price.
    mutating func settleEvolution() {
        if let growth = growing {
            settleGrowth(growth)
            return
        }
        guard let verb = evolving else { return }
        // "correlation between change in volume and range": a change from day to day is no volume.
        guard !pieces.contains(where: { $0.sense == .task(.correlation) }) else { return doubtGrowth(verb) }
        drop(verb)
        let isGrouped = pieces.contains {
            if case .key = $0.sense {
                true
            } else {
                $0.prep == .by || $0.sense == .mark(.vs) || $0.sense == .task(.compare)
            }
        }
        let named = pieces.compactMap { if case .dates(let dates) = $0.sense { dates } else { nil } }
        guard !isGrouped, named.count <= 1 else { return }
        // Over several years from one to the next, within a year from month to month.
        let range = named.first?.period.dateRange
        let (first, last) = (range?.first, range?.last)
        let isOfYear = first.map { one in last.map { one.year == $0.year && one.month < $0.month } ?? false } ?? false
        let isLong = named.first.map { $0.period == .all } ?? true
        guard isOfYear || isLong || first?.year != last?.year else { return }
        let field: CalendarField = isOfYear ? .month : .year
        pieces.append(Piece(sense: .key(.calendar(field: field)), tokens: pieces.last?.tokens ?? [], prep: .by))
    }

    /// The verb that says that a quantity became another, where times are held against one another or follow each other.
    private var evolving: Int? {
        let times = pieces.count { if case .dates = $0.sense { true } else { false } }
        let isHeld = pieces.contains { $0.sense == .mark(.vs) || $0.sense == .task(.compare) || $0.prep == .than }
        return pieces.indices.first { index in
            let isVerb: Bool =
                switch self[index] {
                case .quantity(Quantity(.change))?, .unknown?: has(.evolved, in: pieces[index])
                case .rise?: times > 1 && isHeld && threshold(index + 1, bare: true) == nil
                default: false
                }
            guard isVerb else { return false }
            return [index - 1, index + 1, index + 2].contains { place in
                guard case .quantity(let quantity)? = self[place], !quantity.isPrice, !quantity.isSigned else {
                    return false
                }
                return place < index + 2 || isStatistic(index + 1)
            }
        }
    }

    // MARK: growth

    /// "How much did volume grow in 2024", "рост объёма в 2024 к 2023", "change in volume": by how much a quantity that days
    /// have more or less of became another, between periods.
    private var growing: Int? {
        guard
            !pieces.contains(where: { piece in
                switch piece.sense {
                case .task(.count), .task(.share), .task(.days), .task(.runs), .task(.length), .task(.correlation),
                    .task(.top), .task(.distribution), .often, .when, .mark(.after), .mark(.consecutive), .mark(.given),
                    .unit(.day), .unit(.hour), .superlative, .colour, .win, .mark(.next), .mark(.previous), .slots:
                    true
                case .condition(let fact): !fact.isCalendar
                default: false
                }
            })
        else { return nil }
        let asksHowMuch = pieces.contains { $0.sense == .task(.howmuch) }
        let isDone = tokens.contains { token in
            forms.contains(token.text, .auxiliary) || forms.contains(token.text, .asks)
                || forms.contains(token.text, .evolved) && !forms.contains(token.text, .grown)
        }
        return pieces.indices.first { index in
            let isWord: Bool =
                switch self[index] {
                // "Did volume change" is done, "a change in volume" is a thing.
                case .quantity(Quantity(.change))?: asksHowMuch || !has(.evolved, in: pieces[index]) || !isDone
                case .quantity(Quantity(.changePct))?: true
                // "прирост объёма".
                case .quantity(Quantity(.performance))?: isGrownSize(index + 1) && prep(index + 1) == nil
                case .rise?: true
                case .orderWay?: has(.grown, in: pieces[index])
                default: false
                }
            guard isWord, threshold(index + 1, bare: true) == nil else { return false }
            return isGrownSize(index - 1) && prep(index) == nil && !pieces[index].afterStop
                || isGrownSize(index + 1) || isStatistic(index + 1) && isGrownSize(index + 2)
                || asksWhether && isOfFigure(index)
        }
    }

    /// "Has X grown", "вырос ли X", "is X falling".
    var asksWhether: Bool {
        guard let first = tokens.first?.text else { return false }
        return forms.contains(first, .asks) || forms.contains(first, .perfect) || has(.whether)
    }

    /// "вырос ли средний ночной гэп", "has the range from 10:00 to 11:30 been growing": any figure that it is said of, whose
    /// window and mean stand beside it.
    private func isOfFigure(_ index: Int) -> Bool {
        for step in [-1, 1] {
            var place = index + step
            while isSpan(place) || isWindow(place) || isStatistic(place) || unit(place) == .day { place += step }
            if case .quantity(let quantity)? = self[place], !quantity.isPrice, quantity.shift == 0 {
                return step > 0 || prep(index) == nil && !pieces[index].afterStop
            }
        }
        return false
    }

    private func isWindow(_ index: Int) -> Bool { if case .window? = self[index] { true } else { false } }

    func isGrownSize(_ index: Int) -> Bool {
        guard case .quantity(let quantity)? = self[index] else { return false }
        return quantity.isVolume || quantity.base == .metric(.range) || quantity.base == .volatility
    }

    /// The later period is held against the earlier one; of one alone, against that before it. Of what is not so told
    /// nothing is taken: a change from day to day is no mean.
    private mutating func settleGrowth(_ growth: Int) {
        let tokens = pieces[growth].tokens
        let places = pieces.indices.filter { isDates($0) }
        // "The average change in volume" is one from day to day.
        if asksWhether || has(.rising, in: pieces[growth]) && saysFromYearToYear, !isStatistic(growth - 1),
            places.allSatisfy({ isOpen($0) })
        {
            return settleOverYears(growth)
        }
        guard !isStatistic(growth - 1), !pieces.contains(where: { $0.sense == .mark(.each) }), let first = places.first,
            case .dates(let dates)? = self[first], dates.shape != .day
        else { return doubtGrowth(growth) }
        var (later, earlier) = (dates, dates)
        if places.count == 2, case .dates(let said)? = self[places[1]], case let other = said.endingYear ?? said,
            other.shape == dates.shape,
            let one = dates.period.dateRange?.first, let two = other.period.dateRange?.first, one != two
        {
            (later, earlier) = one > two ? (dates, other) : (other, dates)
        } else if places.count == 1, let range = dates.period.dateRange, let start = range.first, let end = range.last,
            start.year < end.year, dates.period == .range(start, end),
            start == CivilDate(year: start.year, month: 1, day: 1), end == CivilDate(year: end.year, month: 12, day: 31)
        {
            later = Dates(period: .year(end.year), shape: .year)
            earlier = Dates(period: .year(start.year), shape: .year)
        } else if places.count == 1, let before = dates.period.before(dates.shape) {
            earlier = Dates(period: before, shape: dates.shape)
        } else {
            return doubtGrowth(growth)
        }
        let isOfRange = places.count == 1 && earlier != dates && later != dates
        guard !pieces.contains(where: { if case .key = $0.sense { !isOfRange } else { false } }) else {
            return doubtGrowth(growth)
        }
        pieces[first].sense = .dates(later)
        pieces[first].prep = nil
        if places.count == 2 {
            pieces[places[1]].sense = .dates(earlier)
            pieces[places[1]].prep = nil
        } else {
            pieces.insert(Piece(sense: .dates(earlier), tokens: pieces[first].tokens), at: first + 1)
        }
        if !pieces.contains(where: { $0.sense == .mark(.vs) }) {
            pieces.insert(Piece(sense: .mark(.vs), tokens: []), at: first + 1)
        }
        pieces.removeAll { piece in
            switch piece.sense {
            case .key, .task(.howmuch), .measure(.percent): true
            default: false
            }
        }
        if let place = pieces.firstIndex(where: { $0.tokens == tokens }) { drop(place) }
    }

    /// All that is loaded, or from some time on.
    private func isOpen(_ index: Int) -> Bool {
        guard case .dates(let dates)? = self[index] else { return false }
        return dates.period == .all || dates.period.dateRange.map { $0.first != nil && $0.last == nil } ?? false
    }

    /// "volume grows year by year", "объем растет по годам или падает?": one year after another, or nothing but a question.
    private var saysFromYearToYear: Bool {
        tokens.last?.text == "?"
            || pieces.contains {
                $0.sense == .key(.calendar(field: .year)) || $0.sense == .unit(.year) && $0.tokens.count > 1
            }
    }

    /// "is volume growing", "has volatility risen since 2020": from year to year.
    private mutating func settleOverYears(_ growth: Int) {
        let years = Key.calendar(field: .year)
        let isOfYears = pieces.contains { $0.sense == .key(years) }
        guard
            isOfYears
                || !pieces.contains(where: { piece in
                    switch piece.sense {
                    // "does volume rise before holidays", "did it rise yesterday": no years follow one another.
                    case .key, .unit(.week), .unit(.month), .unit(.quarter), .unit(.day), .barUnit, .relative,
                        .condition, .weekdays, .months:
                        true
                    default: false
                    }
                })
        else { return doubtGrowth(growth) }
        // "... or falling": the other way is asked with it.
        for index in pieces.indices.dropLast().reversed() where isMark(index, .or) {
            switch self[index + 1] {
            case .rise?, .way?: (index...(index + 1)).reversed().forEach { drop($0) }
            default: continue
            }
        }
        guard pieces.indices.contains(growth) else { return }
        var said = pieces[growth]
        (said.sense, said.prep, said.afterStop) = (.key(years), .by, false)
        pieces.removeAll { $0.sense == .unit(.year) }
        guard let place = pieces.firstIndex(where: { $0.tokens == said.tokens }) else { return }
        if isOfYears {
            drop(place)
        } else {
            pieces.remove(at: place)
            pieces.append(said)
        }
    }

    /// It stays in sight and finds no place.
    private mutating func doubtGrowth(_ growth: Int) { pieces[growth].sense = .unknown }
}

extension Dates {
    /// "2024 к 2023": the year that an open stretch ends with.
    fileprivate var endingYear: Dates? {
        guard let range = period.dateRange, range.first == nil, let last = range.last, last.month == 12, last.day == 31
        else { return nil }
        return Dates(period: .year(last.year), shape: .year)
    }
}
