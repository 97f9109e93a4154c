internal import Market
internal import Studies

extension Line {
    /// What is said of a day: comparisons, colours, moves, gaps, patterns, fills.
    mutating func joinFacts(_ frame: Surroundings) {
        settleNegations()
        settleComparatives()
        joinBareBounds()
        orderRelations()
        orderBounds()
        joinHighsOfDays()
        joinSpannedSides()
        joinEdges()
        settleAccompanied()
        joinAgainstMean()
        joinClosesAtEnds()
        joinPlacesInRange()
        joinLongMoves()
        joinCloseness(frame)
        joinAbsentGaps()
        settleWeekendGaps()
        joinTopShares()
        joinClockPrices(frame)
        orderWays()
        joinWaysOfMoves()
        settlePositions()
        settleColouredGroups()
        joinSizedMoves()
        joinSizes()
        joinGaps(frame)
        joinFills(frame)
        joinClosesBesideMeans()
        joinPricesApart(frame)
        joinComparisons(frame)
        joinMultiplesOfMeans()
        joinRisingQuantities()
        joinMoves(frame)
        joinClosedMoves(frame)
        settleColours()
        joinStates()
        joinMovesOfBody()
        joinSaidAgain()
        joinPatterns()
        joinEventDays()
        joinShiftedFacts()
        joinEvesOfFacts()
        joinNegations()
        settleEarlyFacts(frame)
        settleSizesOfGaps()
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
