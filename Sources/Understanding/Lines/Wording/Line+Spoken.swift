internal import Market
internal import Studies

extension Line {
    /// Words whose neighbours tell which of two everyday meanings they have; words without meaning still stand in the line.
    mutating func settleSpoken() {
        settleTallies()
        settlePosted()
        settleSums()
        settleGains()
        settleGained()
        settleFormed()
        settleLanded()
        settleUsual()
        settlePercentOfPeriod()
        settleSizesAsked()
        settleAmounts()
        settleMonthsBetween()
        settleComparedAlone()
        settleDailyTravel()
    }

    /// "насколько шире диапазон в экспирацию", "how much wider is the range on FOMC days": than on other days.
    private mutating func settleComparedAlone() {
        guard let asked = pieces.firstIndex(where: { $0.sense == .task(.compare) && $0.tokens.count > 1 }),
            has(.amount, in: pieces[asked]) || has(.how, in: pieces[asked])
        else { return }
        var days = 0
        var quantities = 0
        for (index, piece) in pieces.enumerated() where index != asked {
            switch piece.sense {
            case .event, .weekdays: days += 1
            case .quantity: quantities += 1
            case .empty, .unit(.day), .stop, .symbol, .instruments, .number, .span, .prep(.in), .mark(.given),
                .statistic:
                guard piece.prep != .than, piece.prep != .from else { return }
            case .often where has(.usual, in: piece): continue
            default: return
            }
        }
        let isMean = pieces.contains { $0.sense == .statistic(.mean) || $0.sense == .statistic(.median) }
        if days == 0, quantities == 1, isMean || has(.usual) {
            // "насколько большие гэпы обычно": how large on average.
            for index in pieces.indices where self[index] == .often { pieces[index].sense = .empty }
            if isMean { drop(asked) } else { pieces[asked].sense = .statistic(.mean) }
            return
        }
        guard days == 1, quantities == 1 else { return }
        pieces.append(Piece(sense: .mark(.vs), tokens: []))
        pieces.append(Piece(sense: .mark(.rest), tokens: []))
    }

    /// "сколько процентов в день проходит NQ": in a day is the usual one.
    private mutating func settleDailyTravel() {
        guard let travel = pieces.firstIndex(where: { $0.sense == .verb(.travel) }),
            let asked = pieces.firstIndex(where: { $0.sense.asksAmount && has(.amount, in: $0) }),
            let day = pieces.indices.first(where: { unit($0) == .day && $0 > asked }), day < travel,
            forms.contains(tokens[max((pieces[day].tokens.first ?? 0) - 1, 0)].text, .landing)
        else { return }
        pieces[asked].sense = .task(.howmuch)
        drop(day)
        let isMean = pieces.contains { if case .statistic = $0.sense { true } else { false } }
        if !isMean, let place = pieces.firstIndex(where: { $0.sense == .verb(.travel) }) {
            pieces.insert(Piece(sense: .statistic(.mean), tokens: []), at: place)
        }
    }

    /// "between May and July 2025": from the one to the other.
    private mutating func settleMonthsBetween() {
        guard let between = pieces.firstIndex(where: { $0.sense == .mark(.between) }) else { return }
        let named = pieces.indices.filter { $0 > between && pieces[$0].sense != .empty }
        guard named.count > 2, isMonths(named[0]), isMark(named[1], .and), isMonths(named[2]) else { return }
        pieces[named[2]].prep = .to
        pieces[named[0]].prep = .from
        drop(named[1])
        drop(between)
    }

    /// "17 марта сколько составил диапазон", "сколько вчера было от хая до лоя": of one quantity how much, where nothing
    /// stands that can be counted.
    private mutating func settleAmounts() {
        guard
            let asked = pieces.firstIndex(where: {
                $0.sense == .task(.count) && $0.tokens.count == 1 && has(.amount, in: $0)
            })
        else { return }
        var quantities = 0
        for index in pieces.indices where index != asked {
            switch pieces[index].sense {
            case .quantity(let quantity):
                guard !quantity.isGap, quantity.base != .move else { return }
                quantities += 1
            case .verb(.travel): quantities += 1
            case .relation: guard isQuantity(index + 1) else { return }
            case .number:
                // "сколько движений на 1%": of that size.
                if case .measure? = self[index + 1] { return }
            case .empty, .prep, .stop, .dates, .relative, .months, .symbol, .instruments, .span, .measure,
                .statistic, .verb(.form), .mark(.it), .mark(.before), .unit(.year), .unit(.month), .unit(.week):
                continue
            default: return
            }
        }
        if quantities > 0 { pieces[asked].sense = .task(.howmuch) }
    }

    /// "what do Thursdays usually do": how something goes is the usual anyway.
    private mutating func settleUsual() {
        askUsual()
        let asksLength =
            pieces.contains { $0.sense == .task(.length) } && pieces.contains { $0.sense == .task(.runs) }
        guard asksLength || pieces.contains(where: { $0.sense == .task(.performance) }),
            !pieces.contains(where: { piece in
                switch piece.sense {
                case .task(.time), .task(.timehour), .when, .superlative, .best, .which, .task(.share): true
                default: false
                }
            })
        else { return }
        for index in pieces.indices where self[index] == .often && has(.usual, in: pieces[index]) {
            pieces[index].sense = .empty
        }
    }

    /// "is the overnight high usually broken", "пробивает ли RTH ночной хай и как часто": how often, asked behind what it is
    /// asked of.
    private mutating func askUsual() {
        guard pieces.contains(where: { $0.sense == .verb(.break) || $0.sense == .verb(.touch) }),
            !pieces.contains(where: { [.task(.time), .task(.timehour), .when].contains($0.sense) })
        else { return }
        let tasks = pieces.indices.filter { if case .task = pieces[$0].sense { true } else { false } }
        let asks = has(.whether) || forms.contains(tokens.first?.text ?? "", .asks)
        if tasks.isEmpty, asks, let usual = pieces.firstIndex(where: { $0.sense == .often && has(.usual, in: $0) }) {
            var asked = pieces.remove(at: usual)
            asked.sense = .task(.share)
            pieces.insert(asked, at: 0)
        } else if tasks.count == 1, let last = tasks.first, last > 0, self[last] == .task(.share),
            pieces[(last + 1)...].allSatisfy({ if case .stop = $0.sense { true } else { $0.sense == .empty } }),
            pieces[last].afterStop || isMark(last - 1, .and)
        {
            var asked = pieces.remove(at: last)
            if isMark(last - 1, .and) { drop(last - 1) }
            (asked.afterStop, asked.prep) = (false, nil)
            pieces.insert(asked, at: 0)
        } else if tasks.isEmpty, has(.whether), let verb = pieces.firstIndex(where: { $0.sense != .empty }),
            self[verb] == .verb(.break), let subject = following(verb), isSpan(subject)
        {
            pieces.insert(Piece(sense: .task(.share), tokens: pieces[verb].tokens), at: 0)
        }
        if self[0] == .task(.share), let verb = following(0), self[verb] == .verb(.break),
            let subject = following(verb), isSpan(subject), let last = pieces[verb].tokens.last,
            last + 1 < tokens.count,
            forms.contains(tokens[last + 1].text, .whether)
        {
            // "пробивает ли RTH ...": who does it stands behind.
            pieces.swapAt(verb, subject)
        }
    }

    /// "с начала года сколько процентов": with nothing but a period, what it brought.
    private mutating func settlePercentOfPeriod() {
        guard let asked = pieces.firstIndex(where: { $0.sense == .task(.share) && has(.amount, in: $0) }) else {
            return
        }
        var hasPeriod = false
        for index in pieces.indices where index != asked {
            switch pieces[index].sense {
            case .relative, .dates: hasPeriod = true
            case .number: if year(index) == nil { return } else { hasPeriod = true }
            case .months, .quarter, .half, .empty, .stop, .prep, .symbol, .instruments: continue
            case .unit(let unit) where unit != .day && hasPeriod: continue
            default: return
            }
        }
        if hasPeriod { pieces[asked].sense = .task(.performance) }
    }

    /// "сколько гэпов какого размера": how many of each size there were.
    ///
    /// "split gaps by size": into such sizes.
    private mutating func settleSizesAsked() {
        if has(.sizeword), pieces.contains(where: { $0.sense == .quantity(Quantity(.gap)) }),
            let apart = pieces.firstIndex(where: { $0.sense == .mark(.separately) }),
            let size = pieces.firstIndex(where: { $0.sense == .superlative(.max) && has(.sizeword, in: $0) })
        {
            pieces[apart].sense = .task(.distribution)
            pieces[size].sense = .empty
        }
        guard let asked = pieces.firstIndex(where: { $0.sense == .task(.count) }), has(.sizeword),
            let word = tokens.indices.dropFirst().first(where: { forms.contains(tokens[$0].text, .sizeword) }),
            forms.contains(tokens[word - 1].text, .which), let first = pieces[asked].tokens.first, first < word,
            !pieces.contains(where: { if case .which = $0.sense { true } else { false } })
        else { return }
        pieces[asked].sense = .task(.distribution)
    }

    /// "посчитай зелёные дни", "# of red days": what can be counted stands behind it, so that is wanted and no list.
    private mutating func settleTallies() {
        guard !pieces.contains(where: { if case .task = $0.sense { true } else { false } }) else { return }
        for index in pieces.indices where pieces[index].tokens.count == 1 && has(.tally, in: pieces[index]) {
            guard pieces[index].sense == .empty, let next = following(index) else { continue }
            switch pieces[next].sense {
            case .colour, .rise, .win, .pattern, .way: break
            case .unit(.day): break
            default: continue
            }
            pieces[index].sense = .task(.count)
            return
        }
    }

    /// "did nq post 3 red days", "when does it usually post": it is done; behind an event it is after it.
    private mutating func settlePosted() {
        for index in pieces.indices where isMark(index, .after) && isForm(index, .posted) {
            let before = pieces[..<index].last { $0.sense != .empty }
            let isDone: Bool =
                switch before?.sense {
                case .symbol?, .instruments?, .often?, .mark(.it)?: true
                default: false
                }
            let next = following(index)
            let endsHere = next.map { if case .prep = pieces[$0].sense { true } else { isStop($0) } } ?? true
            if isDone || endsHere { pieces[index].sense = .verb(.form) }
        }
    }

    /// "most volatile month overall", "average range overall", "overall how many": nothing is summed where something is
    /// ranked, counted or no amount that adds up is named.
    private mutating func settleSums() {
        for index in pieces.indices where self[index] == .statistic(.sum) && has(.summing, in: pieces[index]) {
            let isRanked = pieces.contains { piece in
                switch piece.sense {
                case .superlative, .best, .often, .task(.count), .task(.share), .statistic(.mean),
                    .relative(.yesterday):
                    true
                default: false
                }
            }
            let addsUp = pieces.contains { piece in
                switch piece.sense {
                case .quantity(let quantity):
                    [.metric(.volume), .metric(.change), .metric(.changePct), .move].contains(quantity.base)
                case .rise: true
                default: false
                }
            }
            let isFirst = pieces[..<index].allSatisfy { $0.sense == .empty }
            let isLast = following(index).map { isStop($0) } ?? true
            if isRanked ? isFirst || isLast : isLast && !addsUp { pieces[index].sense = .empty }
        }
    }

    /// "days with a 5% gain": behind its size a rise, elsewhere what a period brought.
    private mutating func settleGained() {
        for index in pieces.indices.dropFirst(2) where pieces[index].sense == .quantity(Quantity(.performance)) {
            guard has(.gained, in: pieces[index]), pieces[index].tokens.count == 1,
                self[index - 1] == .measure(.percent) || self[index - 1] == .measure(.points), isNumber(index - 2)
            else { continue }
            pieces[index].sense = .rise(up: true)
        }
    }

    /// "profit by month": how much was made of it; "closed in profit" says which days.
    private mutating func settleGains() {
        guard
            !pieces.contains(where: { piece in
                switch piece.sense {
                case .task(.share), .task(.count), .often, .verb, .mark(.after), .mark(.given), .when, .task(.days):
                    true
                default: false
                }
            })
        else { return }
        for index in pieces.indices where self[index] == .win(up: true) && has(.gainword, in: pieces[index]) {
            guard let next = following(index) else { continue }
            // Behind it, by what it is told apart.
            switch pieces[next].sense {
            case .prep(.by): break
            case .unit where has(.periodic, in: pieces[next]): break
            default: continue
            }
            pieces[index].sense = .quantity(Quantity(.performance))
        }
    }

    /// The next piece that means something.
    func following(_ index: Int) -> Int? {
        pieces.indices.dropFirst(index + 1).first { pieces[$0].sense != .empty }
    }
}

extension Sense {
    /// How many, how much, or how many percent.
    fileprivate var asksAmount: Bool {
        switch self {
        case .task(.count), .task(.howmuch), .task(.share): true
        default: false
        }
    }
}
