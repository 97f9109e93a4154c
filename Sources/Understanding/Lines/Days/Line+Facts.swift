internal import Market
internal import Studies

extension Line {
    /// What is said of a day: comparisons, colours, moves, gaps, patterns, fills.
    mutating func joinFacts(_ frame: Surroundings) {
        nameToldLevel()
        joinWaysFromOpen()
        joinWeeksBeyondMonday()
        shareColoursOfParts()
        settleNegations()
        joinMidpoints()
        joinOpensThatAreEnds()
        joinClosesAtRanges(frame)
        joinSharesOfWhole()
        settleMultiplesOfTrueRange()
        joinBandBreaks()
        settleComparatives()
        joinBareBounds()
        settleMultiples()
        orderRelations()
        settleLeastAndMost()
        orderBounds()
        settleLevelsReached()
        joinHighsOfDays(today: frame.today)
        joinSpannedSides()
        joinEdges()
        settleAccompanied()
        joinAgainstMean()
        joinClosesAtEnds(frame)
        joinPlacesInRange()
        joinLongMoves()
        joinCloseness(frame)
        joinAbsentGaps()
        settleWeekendGaps(frame)
        joinTopShares()
        joinClockPrices(frame)
        settleWaysOfParts()
        orderWays()
        joinWaysOfMoves()
        settlePositions()
        settleColouredGroups()
        joinSizedDays()
        joinSizedMoves()
        joinSizes()
        joinGaps(frame)
        joinFills(frame)
        joinClosesBesideMeans()
        joinClosesOffEnds(frame)
        joinPricesApart(frame)
        leadWithMoves()
        shareBounds()
        repeatClose()
        joinComparisons(frame)
        joinClosesBeyondNamed(isLate: true)
        shareSideOfIndicators()
        joinMultiplesOfMeans()
        joinRisingQuantities()
        joinMoves(frame)
        joinClosedMoves(frame)
        settleColours()
        joinStates()
        settleMovesFrom()
        settleMovesOverDistances()
        joinMovesOfBody()
        settleTurnedMoves()
        settleMovesAtClock()
        joinSaidAgain()
        joinPatterns()
        joinGapsOfPatterns()
        joinWaysOfBars()
        joinEventDays()
        joinShiftedFacts()
        joinEvesOfFacts()
        settleWithoutIt()
        joinNegations()
        joinWithAndWithout()
        joinOtherSides()
        joinAfterIt()
        settleEarlyFacts(frame)
        settleSizesOfGaps()
        joinUnfilledShares()
        dropDefinedSizes()
        dropAgainOfFacts()
        settleKindsApart()
        joinNextDays()
        askAfters()
        settleCameWith()
        settleThenCloses()
        settleWeeksWithDays()
    }

    /// "how often did a 1% drop come with a gap down": of the drops, how often there was a gap.
    private mutating func settleCameWith() {
        guard let with = pieces.firstIndex(where: { $0.sense == .mark(.given) && has(.withword, in: $0) }),
            isFact(with - 1), isFact(with + 1), let word = pieces[with].tokens.first, word > 0,
            forms.contains(tokens[word - 1].text, .falls),
            self[with - 2] == .task(.share) || self[with - 2] == .often,
            !pieces.contains(where: { $0.sense == .mark(.after) || $0.sense == .mark(.next) })
        else { return }
        var given = pieces[with]
        (given.prep, given.prepTokens, given.afterStop) = (nil, [], false)
        pieces[with].sense = .stop(",")
        pieces[with].tokens = []
        pieces[with + 1].afterStop = true
        pieces.insert(given, at: with - 1)
    }

    /// "How often do gaps not fill", "доля незакрытых гэпов": of gaps, which the fact says.
    private mutating func joinUnfilledShares() {
        let asks = pieces.contains { $0.sense == .task(.share) || $0.sense == .often }
        guard !pieces.contains(where: { if case .statistic = $0.sense { true } else { false } }) else { return }
        for index in pieces.indices {
            // "а если гэп не закрылся".
            guard case .condition(let fact)? = self[index], fact.condition == .not(of: .gapFilled),
                asks || isMark(index - 2, .given) && isQuantity(index - 1),
                let place = [index - 1, index + 1].first(where: { place in
                    if case .quantity(let gap)? = self[place] {
                        gap.isGap && gap.shift == 0 && prep(place) != .by
                    } else {
                        false
                    }
                })
            else { continue }
            join(min(index, place)...max(index, place), as: .condition(fact))
            return
        }
    }

    /// "After a narrow day (NR7)", "a quiet day (range under 1%)": how little is said in brackets.
    private mutating func dropDefinedSizes() {
        // "dead days under 100 points": how small is said right behind.
        for index in pieces.indices.reversed() {
            guard case .size(let isLarge)? = self[index], unit(index + 1) == .day, prep(index + 1) == nil,
                case .condition(let fact)? = self[index + 2], let rank = fact.rank,
                rank.base == .metric(.range) || rank.base == .move, fact.rankDescending == isLarge,
                !fact.assumedThreshold
            else { continue }
            pieces[index + 2].tokens = (pieces[index].tokens + pieces[index + 2].tokens).sorted()
            pieces.remove(at: index)
        }
        for index in pieces.indices.reversed() {
            guard case .condition(let fact)? = self[index], fact.assumedThreshold, self[index + 1] == .stop("("),
                case .condition(let said)? = self[index + 2], !said.isCalendar, !said.assumedThreshold
            else { continue }
            var last = index + 2
            if self[last + 1] == .stop(")") { last += 1 }
            join(index...last, as: .condition(said))
        }
    }

    /// "if overnight is up", "после ночи в плюс": a part of the day that went that way.
    private mutating func settleWaysOfParts() {
        for index in pieces.indices.reversed() where isMark(index, .given) && isForm(index, .whereabouts) {
            // "if overnight is up where does RTH go": it asks, and gives nothing.
            if isSpan(index + 1), self[index + 2] == .task(.performance) { drop(index) }
        }
        // "if the night is up and the first hour down": as the first part of the clause.
        func goesOn(_ index: Int) -> Bool {
            (joinsHeads(index) || isMark(index, .but))
                && (isSpan(index - 1) || isSpan(index - 2) || isStop(index - 1) && isSpan(index - 3))
        }
        // "if overnight is up, chance RTH is up", "азия в плюс и европа в плюс": each way is of the part before it.
        let asks = pieces.contains { [.task(.share), .task(.count), .often].contains($0.sense) }
        let isOfEach =
            asks
            && pieces.indices.count { index in
                if case .way? = self[index] { isSpan(index - 1) && !pieces[index].afterStop } else { false }
            } > 1
        for index in pieces.indices
        where isSpan(index - 1)
            && (isOfEach || isMark(index - 2, .given) || isMark(index - 2, .after) || goesOn(index - 2))
        {
            guard case .way(let up)? = self[index] else { continue }
            switch self[index + 1] {
            case nil, .stop?, .mark?, .task?, .span?, .often?: pieces[index].sense = .colour(up: up)
            default: continue
            }
        }
    }

    /// "after an overnight range over 1%", "after a first hour wider than 1%": complete before the session has ended, so
    /// what follows is of the same day.
    private mutating func settleEarlyFacts(_ frame: Surroundings) {
        for index in pieces.indices {
            guard case .condition(var fact) = pieces[index].sense, let span = fact.rank?.span, fact.rank?.shift == 0,
                frame.isEarly(span)
            else { continue }
            fact.ofSession = true
            pieces[index].sense = .condition(fact)
        }
    }
}
