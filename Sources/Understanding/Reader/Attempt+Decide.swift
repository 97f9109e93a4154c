internal import Market
internal import Studies

extension Attempt {
    /// The intent for what was composed: a study, an edit of the last one, or a question back.
    func decide(_ question: String, _ frame: Frame, _ candidates: [Candidate]) -> Reading {
        var frame = frame
        var candidates = candidates
        let explains = frame.task(.explain)
        if explains != nil {
            // "what is the average range": no term is asked about.
            frame = without(frame) { $0 == .task(.explain) }
            // "what is a gap fill": the days on which it happened do not say.
            let isBare = frame.quantities.isEmpty && frame.statistics.isEmpty && frame.dates.isEmpty
            let isTask = frame.line.pieces.contains { if case .task = $0.sense { true } else { false } }
            if isBare, !isTask, frame.dayFacts.count == 1, frame.often.isEmpty, frame.superlatives.isEmpty {
                return nothingFits(question, frame, [])
            }
            candidates = frame.candidates()
        }
        var wanted = Wanted.figures
        if context.earlier.isEmpty, frame.task(.sql) != nil, frame.indices.count > 1 {
            // "average range in 2024, show the SQL"
            (frame, wanted) = (without(frame) { $0 == .task(.sql) }, .sql)
            candidates = frame.candidates()
        }
        frame = agoOfLast(frame)
        if let either = either(frame) { return either }
        if goesOnFromOpen(frame) { return leftOpen(frame) }
        if let last = context.earlier.last, let edit = edit(last, frame, candidates) { return edit }
        // "next day green?" after no question: the day after what, is not said.
        if context.earlier.isEmpty, frame.isNextDayAlone { return leftOpen(frame) }
        if context.earlier.isEmpty, pointsBack(frame) || context.isOpen && isOnlyPeriod(frame) {
            return reading(
                .clarify(question: .editWithoutStudy, options: offers("default", count: 3)),
                frame,
                used: Set(frame.indices)
            )
        }
        let namesNothing =
            frame.dayFacts.isEmpty && frame.quantities.isEmpty && frame.calendarFacts.isEmpty && frame.spans.count < 2
        if context.earlier.isEmpty, frame.has(.those), namesNothing || pointsAtRows(frame) {
            return reading(
                .clarify(question: .editWithoutStudy, options: offers("default", count: 3)),
                frame,
                used: Set(frame.indices)
            )
        }
        if asksForPatterns(frame) { return reading(.chat(kind: .patterns), frame, used: Set(frame.indices)) }
        if let open = openSubject(frame) {
            return reading(
                .clarify(
                    question: .openTask(subject: open.words.isEmpty ? question.trimmed.trimmedMarks : open.words),
                    options: offers(open.subject, open.words)
                ),
                frame,
                used: Set(frame.indices)
            )
        }
        guard let best = candidates.first else { return nothingFits(question, frame, []) }
        let unread = frame.unread(best)
        guard unread.isEmpty else { return nothingFits(question, frame, unread) }
        let lost = frame.lost(in: best.study)
        guard lost.isEmpty else { return nothingFits(question, frame, lost) }
        let misread = frame.misread(best)
        guard misread.isEmpty else { return nothingFits(question, frame, misread) }
        let astray = Places(frame, atoms, best.study).astray()
        guard astray.isEmpty else { return nothingFits(question, frame, astray) }
        // "What is a gap fill" is not answered by the days that filled.
        if let explains, explains <= 1, case .list(let list) = best.study.result, list.order.isEmpty,
            frame.dates.isEmpty,
            !frame.dayFacts.isEmpty
        {
            return nothingFits(question, frame, frame.dayFacts.map(\.index))
        }
        // The mean of one day is that day.
        if frame.singleDay, best.study.comparesWithPeriod, best.study.period != .all {
            return nothingFits(question, frame, frame.dayFacts.map(\.index))
        }
        if let missing = unavailable(best.study, frame) { return reading(missing, frame, used: Set(frame.indices)) }
        // No day is green and red, and no green day's share of green ones is a finding: the words were put together wrongly.
        guard best.study.isSound, !frame.surroundings.isNever(best.study), !frame.surroundings.isAlways(best.study),
            !frame.surroundings.exceedsWhole(best.study)
        else {
            return nothingFits(question, frame, frame.disputed)
        }
        guard !isCountdown else { return nothingFits(question, frame, Array(frame.indices)) }
        var made = reading(.study(study: best.study), frame, used: best.used)
        made.assumptions = assumptions(best, frame, question)
        made.wanted = wanted
        return made
    }

    /// "3 days ago" may be two dates: which one, with the question for each.
    private func either(_ frame: Frame) -> Reading? {
        let line = frame.line
        for index in frame.indices {
            guard case .choice(let dates) = line.pieces[index].sense, let first = line.pieces[index].tokens.first,
                let last = line.pieces[index].tokens.last
            else { continue }
            // An article or preposition goes with it.
            let isShort = first > 0 && line.empty.contains(first - 1) && line.tokens[first - 1].text.count < 3
            let before = line.words(Array(line.tokens.indices.prefix(isShort ? first - 1 : first)))
            let after = line.words(Array(line.tokens.indices.dropFirst(last + 1)))
            let options = dates.map { one -> Option in
                let text = [before, one.asked(reader.choices, language), after].filter { !$0.isEmpty }.joined(
                    separator: " "
                )
                return Option(label: one.asked(reader.choices, language), question: text)
            }
            let words = [line.words(of: line.pieces[index])]
            return reading(
                .clarify(question: .ambiguous(words: words), options: options),
                frame,
                used: Set(frame.indices)
            )
        }
        return nil
    }

    /// "какие паттерны бывают": what there is to ask about.
    private func asksForPatterns(_ frame: Frame) -> Bool {
        frame.indices.contains { frame.line.pieces[$0].sense == .patternWord }
            && frame.indices.allSatisfy { index in
                switch frame.line.pieces[index].sense {
                case .patternWord, .stop, .mark(.and), .verb(.form), .bars, .task(.explain): true
                default: false
                }
            }
    }

    /// "только пятницы", "а в 2023?": words that change something said before.
    private func pointsBack(_ frame: Frame) -> Bool {
        // "а если первый пробой вниз?": of what is asked then, the question before told.
        let asks = frame.line.pieces.contains { piece in
            switch piece.sense {
            case .task, .often, .which, .statistic, .quantity, .superlative: true
            default: false
            }
        }
        if frame.line.isMark(0, .and), frame.line.isMark(1, .given), !asks { return true }
        // "27 January only the cash session": a day and its part are a whole question.
        if frame.dates.count == 1, frame.dates[0].value.shape == .day, frame.spans.count == 1 { return false }
        var points = false
        for (index, piece) in frame.line.pieces.enumerated() {
            switch piece.sense {
            case .mark(.only), .mark(.same), .mark(.more): points = true
            case .mark(.and) where frame.line.pieces[..<index].allSatisfy({ isStop($0.sense) }): points = true
            case .stop, .empty, .prep, .dates, .span, .window, .symbol, .measure, .unit: continue
            case .condition(let fact) where fact.isCalendar: continue
            default: return false
            }
        }
        return points
    }

    /// "how about 2022" behind a question that found no answer: of that one.
    func isOnlyPeriod(_ frame: Frame) -> Bool {
        !frame.dates.isEmpty
            && frame.line.pieces.allSatisfy { piece in
                switch piece.sense {
                case .dates, .stop, .empty, .symbol: true
                default: false
                }
            }
    }

    private func without(_ frame: Frame, _ isOut: (Sense) -> Bool) -> Frame {
        var line = frame.line
        while let index = line.pieces.firstIndex(where: { isOut($0.sense) }) { line.drop(index) }
        return Frame(line, context, frame.surroundings, language)
    }

    /// A reading with every word in its place.
    func reading(_ intent: Intent, _ frame: Frame, used: Set<Int>, quiet: Set<Int> = []) -> Reading {
        let line = frame.line
        var bindings: [Binding] = []
        var empty = line.empty
        for (index, piece) in line.pieces.enumerated() {
            if used.contains(index), !quiet.contains(index), let clause = clause(piece.sense) {
                bindings.append(Binding(words: line.words(of: piece), clause: clause))
            } else if used.contains(index) || piece.sense.isSilent {
                empty.formUnion(piece.tokens)
            }
        }
        let silent = empty.filter { line.tokens[$0].kind != .sign }.sorted().map { line.tokens[$0].written }
        return Reading(
            language: language,
            intent: intent,
            bindings: bindings,
            empty: silent,
            mended: mended,
            examples: examples(for: intent)
        )
    }

    private func clause(_ sense: Sense) -> Clause? {
        switch sense {
        case .symbol(let symbol): .symbol(symbol: symbol)
        case .dates(let dates): .period(period: dates.period)
        case .relative(let relative): .task(task: relative.rawValue)
        case .span(let span): .span(span: span)
        case .window(let window): .span(span: .clock(window: window))
        case .timeBound(let after, let minute): .task(task: (after ? "from " : "before ") + Window.clock(minute))
        case .quantity(let quantity): .series(series: quantity.series())
        case .highLow: .series(series: .metric(metric: .high, of: .own))
        case .statistic(let statistic): .statistic(statistic: statistic)
        case .condition(let fact): .condition(condition: fact.condition)
        case .key(let key): .key(key: key)
        case .slots(let minutes): .buckets(minutes: minutes)
        case .barUnit(let unit): .unit(unit: unit)
        case .number(let value, _):
            value == value.rounded() && abs(value) < 1e9 ? .limit(count: Int(value)) : .task(task: "number")
        case .superlative(let superlative):
            .order(descending: superlative != .min && superlative != .calm && superlative != .narrow)
        case .best(let up): .order(descending: up)
        case .orderWay(let descending): .order(descending: descending)
        case .often: .order(descending: true)
        case .task(let task): .task(task: task.rawValue)
        case .which(let unit), .unit(let unit): .task(task: unit.name)
        case .mark(let mark): sense.isJoint ? nil : .task(task: mark.rawValue)
        case .measure(let measure): .task(task: measure.rawValue)
        case .verb(let verb): sense.isJoint ? nil : .task(task: verb.rawValue)
        case .relation(let relation): .task(task: relation.rawValue)
        case .way(let up), .rise(let up), .win(let up), .colour(let up): .task(task: up ? "up" : "down")
        default: nil
        }
    }
}

extension Frame {
    /// Pieces whose meaning is not found in a study, whatever was said to be used.
    func lost(in study: Study) -> [Int] {
        let witness = Witness(study, instrument)
        return indices.filter { finds($0, by: witness) == false }
    }

    /// Whether a piece's meaning is in the witness's study; nil where it leaves no definite trace.
    func finds(_ index: Int, by witness: Witness) -> Bool? {
        // A week that took the day's place is found as the rows' unit.
        if let rows = line.rows, line.unit(index) == .day { return witness.study.unit == rows }
        return witness.finds(line.pieces[index].sense)
    }
}
