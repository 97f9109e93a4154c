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
        joinPlacesInRange()
        joinLongMoves()
        joinCloseness(frame)
        joinAbsentGaps()
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
        joinComparisons(frame)
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
    }
}
