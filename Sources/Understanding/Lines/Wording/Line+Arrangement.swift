internal import Market
internal import Studies

extension Line {
    /// Words that stand elsewhere than the rules look for them, or that say once more what the question says.
    mutating func settleArrangement() {
        settleBothInstruments()
        settleEachPart()
        dropEachOfRanked()
        dropTradedVolume()
        settleTrailingException()
        settleUsualTime()
        settleEachLength()
        dropWithinSession()
        dropBracketsOfWindow()
        settleWhichDays()
        dropStopOfQuarter()
        settleLeastOfRun()
        dropStillBeforeBound()
        settleOpeningTime()
        settleWhose()
        settleOwnPart()
        settleFillsBySize()
        dropWeekOfRest()
        dropBothOfWeekdays()
        settlePassedLevels()
        settleHyphenedRange()
        settleHowLarge()
        settleTopsSaidOtherwise()
        settleOnGaps()
        if let last = pieces.indices.last(where: { !isStop($0) }), self[last] == .relation(.equal),
            !isQuantity(last - 1)
        {
            // "how many red days in 2024 exactly".
            drop(last)
        }
        if let first = pieces.indices.first(where: { !isStop($0) }), isMark(first, .ofAll) {
            // "и сколько их всего?", of what was told before: how many.
            pieces[first].sense = .task(.count)
        }
    }

    /// "первые 5 по объёму", "первые 3 самых узких дня", "5 top drops": so many of a rank, whichever word comes first.
    private mutating func settleTopsSaidOtherwise() {
        for index in pieces.indices.dropLast() {
            if self[index] == .ordinal(1), whole(index + 1) != nil {
                switch self[index + 2] {
                case .superlative?, .best?: pieces[index].sense = .task(.top)
                case .quantity? where prep(index + 2) == .by: pieces[index].sense = .task(.top)
                default: break
                }
            }
            if self[index + 1] == .task(.top), whole(index) != nil, year(index) == nil, whole(index + 2) == nil {
                switch self[index - 1] {
                case .relative?, .ordinal?, .relation?, .task(.top)?: break
                default: pieces.swapAt(index, index + 1)
                }
            }
        }
    }

    /// "вероятность, что на гэпе вниз касса закроется в плюс": such days are given, as behind "при".
    private mutating func settleOnGaps() {
        guard pieces.contains(where: { $0.sense == .task(.share) || $0.sense == .task(.count) }) else { return }
        for index in pieces.indices.dropFirst().reversed() where prep(index) == .in {
            guard case .quantity(let quantity)? = self[index], quantity.isGap, case .way? = self[index + 1] else {
                continue
            }
            guard let word = pieces[index].prepTokens.last, forms.contains(tokens[word].text, .landing) else {
                continue
            }
            switch self[index - 1] {
            case .verb?, .mark(.and)?, .mark(.vs)?: continue
            default: break
            }
            switch self[index + 2] {
            case .unit?, .task(.days)?: continue
            default: break
            }
            pieces.insert(Piece(sense: .mark(.given), tokens: pieces[index].prepTokens), at: index)
            pieces[index + 1].prep = nil
            pieces[index + 1].prepTokens = []
        }
    }

    /// "ночной максимум был пройден": a later price went beyond it; what is done elsewhere is made.
    private mutating func settlePassedLevels() {
        for index in pieces.indices where self[index] == .verb(.form) && has(.passed, in: pieces[index]) {
            switch self[index - 1] {
            case .extremum?, .quantity(Quantity(.high))?, .quantity(Quantity(.low))?: break
            default: continue
            }
            guard isSpan(index - 2) || isMark(index - 2, .previous) || isRelative(index - 2) else { continue }
            pieces[index].sense = .verb(.break)
        }
    }

    /// "средний хай-лоу", "90th percentile of the high-low": a figure of the two in one word is of how far they lie apart.
    private mutating func settleHyphenedRange() {
        for index in pieces.indices.dropFirst().reversed() {
            switch self[index - 1] {
            case .statistic?, .percentile?, .superlative?, .extremum?: break
            default: continue
            }
            let isPair = self[index] == .quantity(Quantity(.high)) && self[index + 1] == .quantity(Quantity(.low))
            guard isPair || self[index] == .highLow,
                let last = pieces[isPair ? index + 1 : index].tokens.last, tokens[last].isHyphened
            else { continue }
            join(index...(isPair ? index + 1 : index), as: .quantity(Quantity(.range)))
        }
    }

    /// "how big is the average gap", "how wide was RTH": of what is named behind it, or the range of a window; "how often and
    /// how big" and "how high did it go" name nothing that it is of.
    private mutating func settleHowLarge() {
        let names = pieces.contains { piece in
            switch piece.sense {
            case .quantity, .superlative, .openingRange, .extremum, .highLow: true
            default: false
            }
        }
        let isMean = pieces.contains { if case .statistic = $0.sense { true } else { false } }
        for index in pieces.indices.reversed() where self[index] == .task(.howmuch) {
            guard let last = pieces[index].tokens.last, pieces[index].tokens.count > 1,
                forms.contains(tokens[last].text, .sizeasked),
                pieces[(index + 1)...].contains(where: { !$0.sense.isSilent })
            else { continue }
            if !names, isSpan(index + 1) || isMean && forms.contains(tokens[last].text, .broadly) {
                pieces[index].sense = .quantity(Quantity(.range))
            } else if names || isMean {
                drop(index)
            }
        }
    }

    /// "Mondays vs the rest of the week": the other weekdays.
    private mutating func dropWeekOfRest() {
        for index in pieces.indices.reversed() where isMark(index, .rest) {
            guard unit(index + 1) == .week || unit(index + 1) == .weekday, isMark(index - 1, .vs),
                pieces[..<index].contains(where: { if case .weekdays = $0.sense { true } else { false } })
            else { continue }
            drop(index + 1)
        }
    }

    /// "the session tops out in its first hour": there is one such hour.
    private mutating func settleOwnPart() {
        for index in pieces.indices.reversed() where isMark(index, .it) {
            switch self[index + 1] {
            case .span(.opening)?, .span(.closing)?: break
            default: continue
            }
            if pieces[index + 1].prep == nil {
                (pieces[index + 1].prep, pieces[index + 1].prepTokens) = (pieces[index].prep, pieces[index].prepTokens)
            }
            drop(index)
        }
    }

    /// "процент закрытия по размеру гэпа": what closes there is the gap.
    private mutating func settleFillsBySize() {
        for index in pieces.indices where self[index] == .quantity(Quantity(.close)) {
            let isBySize = self[index + 1] == .superlative(.max) && has(.bySize, in: pieces[index + 1])
            let place = isBySize ? index + 2 : index + 1
            guard case .quantity(let size)? = self[place], size.isGap, isBySize || prep(place) == .by,
                self[index - 1] == .task(.share) || self[index - 1] == .often
            else { continue }
            pieces[index].sense = .verb(.fill)
        }
    }

    /// "минимум три дня подряд": at least so many.
    private mutating func settleLeastOfRun() {
        for index in pieces.indices {
            guard has(.extremum, in: pieces[index]), pieces[index].tokens.count == 1, whole(index + 1) != nil,
                unit(index + 2) != nil || isForm(index + 2, .ofday), isMark(index + 3, .consecutive),
                prep(index + 1) == nil
            else { continue }
            let largest: Bool
            switch self[index] {
            case .extremum(let isLargest)?: largest = isLargest
            case .quantity(Quantity(.high))?, .superlative(.max)?: largest = true
            case .quantity(Quantity(.low))?, .superlative(.min)?: largest = false
            default: continue
            }
            pieces[index].sense = .relation(largest ? .lessOrEqual : .greaterOrEqual)
        }
    }

    /// "ставится ещё до 10:30": as early as that.
    private mutating func dropStillBeforeBound() {
        for index in pieces.indices.reversed() where isMark(index, .more) {
            if isMark(index + 1, .before), isNumber(index + 2) || isSpan(index + 2) { drop(index) }
        }
    }

    /// "usual market open time", "во сколько открытие рынка": when it opens, and no price.
    private mutating func settleOpeningTime() {
        guard pieces.contains(where: { $0.sense == .task(.time) }) else { return }
        let isBare = pieces.allSatisfy { piece in
            switch piece.sense {
            case .task(.time), .often, .stop, .symbol, .span, .unit(.session), .quantity(Quantity(.open)),
                .quantity(Quantity(.close)), .verb(.open), .verb(.close), .verb(.trade), .relative, .mark(.rest):
                true
            case .statistic: has(.normal, in: piece)
            default: false
            }
        }
        guard isBare else { return }
        for index in pieces.indices.reversed() {
            switch self[index] {
            case .quantity(Quantity(.open))?: pieces[index].sense = .verb(.open)
            case .quantity(Quantity(.close))?: pieces[index].sense = .verb(.close)
            case .verb(.trade)? where pieces.contains { $0.sense == .verb(.open) || $0.sense == .verb(.close) }:
                drop(index)
            default: continue
            }
        }
    }

    /// "days whose high came outside RTH": the days are named before it.
    private mutating func settleWhose() {
        for index in pieces.indices.dropFirst().reversed() where self[index] == .unknown {
            guard has(.owner, in: pieces[index]), isQuantity(index + 1),
                unit(index - 1) == .day || has(.day, in: pieces[index - 1])
            else { continue }
            drop(index)
        }
    }

    /// "в какие пять дней": which days, and no share of them.
    private mutating func settleWhichDays() {
        for index in pieces.indices where self[index] == .task(.share) && has(.which, in: pieces[index]) {
            if whole(index + 1) != nil, unit(index + 2) == .day { pieces[index].sense = .task(.days) }
        }
    }

    /// "I кв. 2024": the point ends a short word and no sentence.
    private mutating func dropStopOfQuarter() {
        for index in pieces.indices.dropFirst().reversed() where self[index] == .stop(".") {
            guard case .quarter? = self[index - 1], year(index + 1) != nil else { continue }
            pieces[index + 1].afterStop = false
            drop(index)
        }
    }

    /// "the day's high (full trading day)": the window of what stands before.
    private mutating func dropBracketsOfWindow() {
        for index in pieces.indices.reversed() where self[index] == .stop("(") && self[index + 2] == .stop(")") {
            guard case .span(.wholeDay)? = self[index + 1], isQuantity(index - 1) else { continue }
            pieces[index + 1].afterStop = false
            drop(index + 2)
            drop(index)
        }
    }

    /// "и NQ, и MGC": both at once, as in "both NQ and MGC".
    private mutating func settleBothInstruments() {
        for index in pieces.indices.reversed() where isMark(index, .and) && isSymbolName(index + 1) {
            let joint = self[index + 2] == .stop(",") ? index + 3 : index + 2
            guard isMark(joint, .and), isSymbolName(joint + 1) else { continue }
            pieces[index].sense = .mark(.both)
            if joint == index + 3 { drop(index + 2) }
        }
    }

    private func isSymbolName(_ index: Int) -> Bool { if case .symbol? = self[index] { true } else { false } }

    /// "range of each RTH hour": hours of that session, one by one.
    private mutating func settleEachPart() {
        for index in pieces.indices where isMark(index, .each) && isSpan(index + 1) {
            switch unit(index + 2) {
            case .hour?, .minute?, .slot?: pieces.swapAt(index + 1, index + 2)
            default: continue
            }
        }
    }

    /// "the ten largest declines along with the volume of each day": of the days that are ranked, as it is anyway.
    private mutating func dropEachOfRanked() {
        let isRanked = pieces.contains {
            switch $0.sense {
            case .superlative, .best, .task(.top): true
            default: false
            }
        }
        let units = pieces.indices.filter { unit($0) != nil }
        guard isRanked, units.allSatisfy({ unit($0) == .day }) else { return }
        for index in pieces.indices.reversed() where isMark(index, .each) && unit(index + 1) == .day {
            // "... - show each day's range as well".
            guard isQuantity(index - 1) || isQuantity(index + 2) && prep(index + 2) == nil else { continue }
            drop(index + 1)
            drop(index)
        }
    }

    /// "both Monday and Tuesday": as "Monday and Tuesday".
    private mutating func dropBothOfWeekdays() {
        func isWeekday(_ index: Int) -> Bool { if case .weekdays? = self[index] { true } else { false } }
        for index in pieces.indices.reversed() where isMark(index, .both) {
            if isWeekday(index + 1), isMark(index + 2, .and), isWeekday(index + 3) { drop(index) }
        }
    }

    /// "which days traded the most volume": volume is what is traded.
    private mutating func dropTradedVolume() {
        for index in pieces.indices.reversed() where self[index] == .verb(.trade) {
            let place = [index + 1, index + 2, index - 1].first { place in
                if case .quantity(let quantity)? = self[place] { quantity.isVolume } else { false }
            }
            guard let place else { continue }
            if place == index + 2 {
                switch self[index + 1] {
                case .superlative?, .statistic?, .best?: break
                default: continue
                }
            }
            drop(index)
        }
    }

    /// "holidays excluded", "пятницы не считать": as "excluding holidays".
    private mutating func settleTrailingException() {
        for index in pieces.indices.dropFirst() where isMark(index, .except) {
            switch self[index - 1] {
            case .event?, .weekdays?, .months?: break
            default: continue
            }
            guard prep(index - 1) == nil, index + 1 == count || isStop(index + 1) else { continue }
            pieces.swapAt(index - 1, index)
            (pieces[index - 1].afterStop, pieces[index].afterStop) = (pieces[index].afterStop, false)
        }
    }

    /// "обычное время хая": when it mostly is.
    private mutating func settleUsualTime() {
        for index in pieces.indices where isMark(index, .rest) && self[index + 1] == .task(.time) {
            if has(.normal, in: pieces[index]) { pieces[index].sense = .often }
        }
    }

    /// "streaks of each length", "break down streaks by length": the lengths are the groups.
    private mutating func settleEachLength() {
        for index in pieces.indices.reversed() where isMark(index, .each) && self[index + 1] == .task(.length) {
            drop(index)
        }
        if self[0] == .verb(.break), self[1] == .way(up: false), prep(1) == nil, !isRelation(2),
            pieces.contains(where: { $0.prep == .by })
        {
            drop(1)
            drop(0)
        }
    }

    /// "per half hour within RTH": in that session, where nothing is held against it.
    private mutating func dropWithinSession() {
        for index in pieces.indices.reversed() where self[index] == .relation(.less) && has(.within, in: pieces[index])
        {
            guard isSpan(index + 1), !isQuantity(index + 2), unit(index - 1) != nil else { continue }
            pieces[index + 1].prep = .in
            drop(index)
        }
    }
}
