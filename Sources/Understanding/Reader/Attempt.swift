internal import Market
internal import Studies

/// One reading of one question.
struct Attempt {
    let reader: Reader
    let context: ReadContext
    let language: Language
    let atoms: Line
    let mended: [Mending]

    init(reader: Reader, context: ReadContext, language: Language, atoms: Line, mended: [Mending]) {
        self.reader = reader
        self.context = context
        self.language = language
        self.mended = mended
        var atoms = atoms
        atoms.settleWhichOfTwo()
        atoms.nameInstruments(context)
        let isRelated = atoms.pieces.count { if case .quantity = $0.sense { true } else { false } } > 1
        let hasSmall = atoms.tokens.contains { $0.written.contains(where: \.isLowercase) }
        for index in atoms.pieces.indices {
            // "Does yesterday's range predict today's": of two quantities it asks how they are related.
            if isRelated || atoms.relatesDays(index) || atoms.isBetweenParts(index)
                || atoms.isBetweenPartAndWhole(index),
                atoms.pieces[index].sense == .task(.forecast)
            {
                // "does the first hour's direction predict the day's": the two ways are held together.
                let isOfWays =
                    atoms.has(.follows, in: atoms.pieces[index])
                    && atoms.pieces.contains { $0.sense == .unknown && atoms.has(.side, in: $0) }
                atoms.pieces[index].sense = isOfWays ? .mark(.together) : .task(.correlation)
            }
            // Capitals that nobody knows, in a question that is not all in capitals: a symbol.
            if hasSmall, atoms.pieces[index].tokens.count == 1, atoms.has(.onword, in: atoms.pieces[index]),
                atoms.words(of: atoms.pieces[index]).allSatisfy(\.isUppercase)
            {
                atoms.pieces[index].sense = .span(.session(name: .overnight))
            }
            if hasSmall, atoms.pieces[index].sense == .unknown, Self.isTicker(atoms.words(of: atoms.pieces[index])) {
                atoms.pieces[index].sense = .symbol(atoms.words(of: atoms.pieces[index]))
            }
            guard case .instruments(let symbols) = atoms.pieces[index].sense else { continue }
            let loaded = symbols.first { symbol in context.loaded.contains { $0.instrument.symbol == symbol } }
            let written = atoms.words(of: atoms.pieces[index])
            if let loaded {
                atoms.pieces[index].sense = .symbol(loaded)
            } else if written.first?.isNumber != true, written.prefix(while: \.isLetter).count <= 2,
                written != written.uppercased()
            {
                // "si", "he": words, not symbols.
                atoms.pieces[index].sense = .unknown
            } else {
                atoms.pieces[index].sense = .symbol(symbols[0])
            }
        }
        atoms.comparesCloses = atoms.comparesAllCloses
        atoms.settleGainsAndLosses()
        atoms.settleMeanWicks()
        atoms.told = context.earlier.last?.level
        atoms.settleSlashedSides()
        atoms.settleRisingDays()
        atoms.dropTradingOfTimes()
        atoms.settleFalseBreaks()
        atoms.dropDefinedTerms()
        atoms.settleNamedEffects()
        atoms.settleBothRecords()
        atoms.settleRecords()
        atoms.settlePeriodMoves()
        atoms.settleElidedPatterns()
        atoms.settleWhichMore()
        atoms.settleMoreOfInstruments()
        atoms.settleLongestPeriods()
        atoms.settleDoubts()
        atoms.settleSupposed()
        atoms.settleWhatFollowed()
        atoms.dropTodayOfEvent()
        atoms.dropIfAtAll()
        atoms.dropContracts()
        atoms.settleHowFar()
        atoms.settleFollowedParts()
        atoms.settleEves()
        atoms.settleTogether()
        atoms.settleNarrower()
        atoms.settleWider()
        atoms.settleMostTimes()
        atoms.settleWithinDay()
        atoms.settlePlainPrices()
        atoms.settleRoughly()
        atoms.settleSignedRanges()
        atoms.settleRemoval(isFollowUp: !context.earlier.isEmpty)
        atoms.settleBesideEmpty()
        atoms.settleJust(isFollowUp: !context.earlier.isEmpty)
        atoms.settleShortVolatility(after: Self.last(context, reader))
        atoms.dropHowMuchAgain(isFollowUp: !context.earlier.isEmpty)
        atoms.dropInterjection()
        atoms.dropHeadingTerms()
        atoms.settleWhatLike()
        atoms.settleHowItEnds()
        atoms.dropNamesOfTimes()
        atoms.settleDanglingSince()
        atoms.settleHeldPositions()
        atoms.dropDeniedStatistics()
        atoms.settlePricesLikeYears()
        atoms.orderBothBroken()
        atoms.dropHeadingStatistics()
        if !context.earlier.isEmpty { atoms.settlePlusInChat() }
        self.atoms = atoms
    }

    /// The words of the question before; nil: there is none.
    private static func last(_ context: ReadContext, _ reader: Reader) -> Line? {
        guard !context.earlier.isEmpty, let asked = context.asked.last else { return nil }
        return reader.atoms(of: asked)
    }

    /// The reading, and what it came from where it was composed.
    func outcome(_ question: String) -> Outcome {
        // Hostile text and terms are told apart before anything is looked up.
        if isProgram { return plain(.cannot(reason: .notAQuestion)) }
        if let terms = explanation() { return plain(terms) }
        let symbols = named
        if let missing = symbols.first(where: { symbol in !context.loaded.contains { $0.instrument.symbol == symbol } })
        {
            return plain(.noData(reason: .instrument(symbol: missing)))
        }
        let meant = instrument(symbols)
        // Talk and terms need no instrument; any will do to read them.
        guard let instrument = meant ?? context.loaded.first?.instrument ?? context.catalogue.instruments.first else {
            return plain(.clarify(question: .openTask(subject: "symbol"), options: symbolOptions(question)))
        }
        let surroundings = surroundings(instrument)
        if let act = firstAct() { return plain(act) }
        if isScan, !context.loaded.isEmpty { return scanned(question) }
        if meant == nil, symbols.isEmpty, let symbol = context.symbol {
            return plain(.noData(reason: .instrument(symbol: symbol)))
        }
        var line = reduced(surroundings)
        var frame = Frame(line, context, surroundings, language)
        var candidates = frame.candidates()
        var reading = decide(question, frame, candidates)
        let first = line
        for other in [{ takingTopsAsDays(surroundings) }, { takingEventsBefore(first) }] as [() -> Line?] {
            guard case .clarify(.unreadWords, _) = reading.intent, let other = other() else { continue }
            let otherFrame = Frame(other, context, surroundings, language)
            let others = otherFrame.candidates()
            let second = decide(question, otherFrame, others)
            if case .study = second.intent { (line, frame, candidates, reading) = (other, otherFrame, others, second) }
        }
        if reading.isOpenAfterTerm || isOnlyPeriod(frame), let whole = ofExplained(frame) { reading = whole }
        if meant == nil, !context.loaded.isEmpty, reading.isOfBars {
            reading.intent = .clarify(question: .openTask(subject: "symbol"), options: symbolOptions(question))
        }
        if case .study(let study) = reading.intent {
            reading.intent = .study(study: study.withoutRepeatedMeasures)
            if !line.heading.isEmpty { reading.aside = line.words(line.heading.sorted()).trimmedMarks }
        }
        return Outcome(reading: reading, line: line, frame: frame, candidates: candidates)
    }

    /// All rules, in their order; `early` is one more, before words are joined to what is said of days.
    func reduced(_ surroundings: Surroundings, early: (inout Line) -> Void = { _ in }) -> Line {
        var line = phrases(surroundings)
        line.settleBeforeDays(surroundings)
        line.settleEarliestTimes()
        line.settleExtremesOfParts(surroundings)
        line.settleTurnsOfParts()
        line.settlePartsInTurn(surroundings)
        line.settlePeriodsOfParts()
        line.leadWithTimes()
        line.dropCloseAskedHow()
        line.joinMinutesAfterTimes(surroundings)
        line.settleBarsWithin()
        line.settleAboveOrBelow()
        line.nameRangesOfParts()
        line.settleComparedOpenings()
        line.settleOftenerWays()
        line.settleDateOfYears()
        line.settleMoreOfOne()
        line.settleEveryYear()
        line.settleHourHeldAgainstAll()
        line.settleUsuallyUp()
        line.settleNormalSizes()
        line.settleSwingsWithin()
        line.settleRunsOfWays()
        line.dropYearOfHalves()
        line.settleOtherOnDays()
        line.meanSizesOfKinds()
        line.settleLargerThanOther()
        line.joinDaysWithTimes(surroundings)
        line.joinRelativeVolumes()
        line.settleUpOrDown()
        line.settleSideOfOpening()
        line.dropSmallWords()
        line.settleBareSizes(isOfFigure: context.earlier.last?.tellsFigureOfDays ?? false)
        line.joinPartsOfRange()
        line.settleSumsOfPoints()
        line.joinBetweenEnds()
        line.settleQuantiles()
        line.joinRatios()
        line.settleRatioOfPeriods()
        line.settleShareOfWhole(surroundings)
        line.settleSharesFalling()
        line.joinTravels()
        line.joinTicks(surroundings.tick)
        line.joinAnnual(days: surroundings.instrument.tradesWeekends ? 365 : 252)
        line.settleDaysOfWeek()
        line.settleTimesOfEnds()
        line.settleColonChoices()
        line.settleAmountsOfRanked()
        line.settleListedExtremes()
        line.settleMovesAhead()
        line.settleMovesOfKinds()
        line.nameReturnsOfGroups()
        line.joinQuantities()
        line.settleSizesOfParts()
        line.doubtDrawdowns()
        line.settleDrawdowns(today: context.today)
        line.settleGrowthOnDays()
        line.settleSaidOnce()
        line.settleEvolution()
        line.settleNow(today: context.today)
        line.settleLastPrice(today: context.today)
        line.settleMeansOfDays(today: context.today)
        line.settleAgainstRolling()
        line.settleRolling()
        line.joinTrailingMeasures()
        line.joinAdjectives()
        line.settleWiderSpans()
        line.settleTwoInstruments()
        line.settleThanUsual()
        line.settleMostOfListed()
        line.settleClaims()
        line.shareComparands()
        line.settleWindowsOfRanked()
        line.joinDaysByRank()
        early(&line)
        line.joinDaysOfMonth()
        line.settleNeighbouringWeekdays()
        line.settleThanDayBefore()
        line.settleAfterWeekdays()
        line.shareLevels()
        line.joinFacts(surroundings)
        line.settleOftenerOfTwo()
        line.dropTodayOfLevels()
        line.settleGroupsOfWays()
        line.settleAfterAnother()
        line.dropSessionOfEvent()
        line.settleThenReverses()
        line.joinTwoDaysBefore()
        // In a chat "now" goes on: "now the red one".
        if context.earlier.isEmpty { line.settlePresentStates(today: context.today) }
        if context.earlier.isEmpty { line.joinOnlySides() }
        line.dropSaidWays()
        line.dropSaidAnyway()
        line.dropLaterOfBreaks()
        line.dropAgain()
        line.joinBreaksOfInside()
        line.settleDaysOfOther()
        line.settleBreaksAfterInside()
        line.settleCountsAndNext()
        line.settleYesNo()
        line.askOfWhatFollows()
        line.joinMovesOfSession()
        line.joinWinRates()
        line.settleRatesByClock()
        line.joinSequences()
        line.settleTrailingAfter()
        line.settleWorking()
        line.joinMovesByTimes(surroundings)
        line.settleFillsHeldAgainst()
        line.joinFollowing()
        line.doubtWeeksAfterWeeks()
        line.keepDaysWhole(surroundings)
        line.joinSubjects(surroundings)
        line.joinElided()
        line.settleRunsBefore()
        line.settleDaysSince()
        line.joinRuns()
        line.settleRunsFollowed()
        line.settleDayOfRun()
        line.settleRunGoingOn()
        line.dropPlaceInRun()
        line.joinAfterRuns()
        line.settleAftersApart()
        line.joinReversals(context.catalogue.patterns)
        line.joinSpannedFacts(surroundings, isFollowUp: !context.earlier.isEmpty)
        line.joinOtherWays()
        line.carryWindows()
        line.settleNightsAfter(surroundings)
        line.settleThanDayFollowed()
        line.joinComparatives()
        line.joinDaysOfExtremes()
        line.joinTimes(surroundings)
        line.askWhichWay()
        line.joinAlternatives()
        line.settleWhichHad()
        line.settleCountedBars()
        line.cutSessions(surroundings)
        line.alignLastLongBars()
        line.dropRepeats(surroundings)
        line.settleCountsInPercent()
        line.settleCountedPoints()
        line.settleRiseOfPeriod()
        line.joinBasis()
        line.settleStanding(today: context.today)
        return line
    }

    func plain(_ intent: Intent) -> Outcome {
        let words = atoms.pieces.filter { $0.sense != .empty }.map { atoms.words(of: $0) }
        let empty = atoms.pieces.filter { $0.sense == .empty }.map { atoms.words(of: $0) }
        return Outcome(
            reading: Reading(
                language: language,
                intent: intent,
                bindings: words.isEmpty
                    ? [] : [Binding(words: words.joined(separator: " "), clause: .task(task: intent.name))],
                empty: empty,
                mended: mended,
                examples: examples(for: intent)
            ),
            line: atoms
        )
    }
}
