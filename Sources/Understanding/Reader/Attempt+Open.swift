internal import Market
internal import Studies

extension Attempt {
    /// The subject of a question that says what about but not what to do with it.
    func openSubject(_ frame: Frame) -> (subject: String, words: String)? {
        let meaning = frame.indices.filter { index in
            switch frame.line.pieces[index].sense {
            case .empty, .stop, .prep, .unit(.day), .unit(.session), .task(.days), .symbol, .bars: false
            default: true
            }
        }
        let content = meaning.map { frame.line.pieces[$0].sense }
        let words = meaning.map { frame.line.words(of: frame.line.pieces[$0]) }.joined(separator: " ")
        guard let first = content.first else { return ("default", "") }
        let hasShown = frame.line.has(.shown)
        let isExtreme = { (sense: Sense) in
            switch sense {
            case .highLow, .extremum: true
            case .quantity(let quantity): quantity.extreme != nil
            default: false
            }
        }
        // "Best time to trade": nothing says what is best of what.
        let isTime = { (sense: Sense) in sense == .task(.time) || sense == .task(.timehour) || sense == .when }
        let isOfTime = content.allSatisfy { sense in
            switch sense {
            case .best, .superlative(.max), .superlative(.min), .often, .unknown: true
            default: isTime(sense)
            }
        }
        if content.count > 1, isOfTime, content.contains(where: isTime) { return ("time", words) }
        // "Drop 2020": of a move and a period nothing is asked.
        let undated = content.filter { if case .dates = $0 { false } else { true } }
        if undated.count == 1, content.count == 2, case .condition(let fact)? = undated.first,
            fact.subject == "rise" || fact.subject == "fall",
            // "did it close green on Friday"
            !frame.line.asksOnce,
            // "was last Monday green"
            !(frame.singleDay && (frame.line.has(.whether) || frame.line.has(.past))),
            !hasShown, !frame.line.has(.plural),
            isBare(besides: frame.dates.flatMap { frame.line.pieces[$0.index].tokens })
        {
            return (fact.subject, words)
        }
        // "максимум минимум": quantities alone, however many.
        guard content.count == 1 || !hasShown && content.allSatisfy(isExtreme) else { return nil }
        let hasDay =
            frame.indices.contains { frame.line.unit($0) == .day }
            || frame.line.has(.day)
        switch first {
        case .quantity(let quantity):
            // "price at 10:30 against the open": what to do is tell it.
            if case .clock? = quantity.span { return nil }
            // "opening range 15 minutes": its usual size.
            if case .opening? = quantity.span, quantity.base == .metric(.range),
                !frame.line.pieces.contains(where: { $0.isAssumed })
            {
                return nil
            }
            if hasDay, !quantity.isGap, !quantity.isVolume, quantity.extreme == nil { return nil }
            return (quantity.subject, words)
        case .highLow, .extremum: return ("highlow", words)
        case .span, .window: return ("span", words)
        case .timeBound, .clock: return ("session", words)
        case .condition(let fact):
            if case .event = fact.condition, !hasDay, !hasShown { return ("eventWord", words) }
            if fact.isCalendar, case .calendar = fact.condition {
                let isClosed = !frame.instrument.tradesWeekends && Self.onlyWeekends(fact.condition)
                return isClosed ? ("default", words) : ("calendar", words)
            }
            // "бывает ли рост больше 3%", "do gaps over 2% happen": the days are the answer.
            if frame.isYesNo, fact.condition.hasThreshold { return nil }
            // "does it make its low in the first hour": how often is asked.
            if frame.isYesNo, fact.condition.atoms.allSatisfy(\.boundsTime) { return nil }
            return isBare(besides: []) && !frame.line.has(.shown) ? (fact.subject, words) : nil
        case .task(.statistics): return frame.named.isEmpty ? ("statistics", words) : nil
        // "Most volatile days": what they have most of is said.
        case .superlative(let superlative) where hasDay && superlative != .max && superlative != .min: return nil
        // "Current streak": the one that lasts.
        case .task(.runs) where frame.line.has(.present): return nil
        default: return Self.subject(of: first).map { ($0, words) }
        }
    }

    /// Neither days nor a number are named: "gap up days" and "RSI below 30" ask for the days.
    private func isBare(besides dates: [Int]) -> Bool {
        atoms.pieces.filter { $0.tokens.first.map { !dates.contains($0) } ?? true }.allSatisfy { piece in
            switch piece.sense {
            case .unit, .task, .number, .relation, .measure, .relative: false
            default: true
            }
        }
    }

    /// What is offered for a word that says what to do and not with what.
    private static func subject(of sense: Sense) -> String? {
        switch sense {
        case .task(.share), .often: "share"
        case .task(.performance): "statistics"
        case .task(.compare): "compare"
        case .task(.count): "count"
        case .task(.time), .when: "time"
        case .task(.top), .top, .superlative, .best: "top"
        case .task(.distribution): "distribution"
        case .task(.correlation): "correlation"
        case .task(.runs), .task(.length): "streak"
        case .task(.standing), .size: "range"
        case .patternWord, .pattern: "pattern"
        case .openingRange: "openingRange"
        case .verb(.open), .verb(.close): "price"
        case .verb(.fill): "gapFill"
        case .verb(.break): "breakout"
        case .verb(.touch): "touch"
        case .verb(.reverse), .verb(.continue): "reversal"
        case .way(let up), .rise(let up), .win(let up): up ? "rise" : "fall"
        case .colour: "share"
        case .statistic, .percentile, .quartiles, .decile: "statistics"
        case .unit(.hour), .unit(.slot), .unit(.minute), .unit(.hourofday): "hours"
        case .unit(.weekday), .which(.weekday): "weekdays"
        case .unit(.month), .unit(.monthofyear), .which(.month), .unit(.quarter): "months"
        case .unit(.year), .which(.year): "years"
        case .unit(.week): "weekdays"
        default: nil
        }
    }

    /// All words of a question are asked about.
    func leftOpen(_ frame: Frame) -> Reading {
        nothingFits(frame.line.words(Array(frame.line.tokens.indices)), frame, Array(frame.indices), explains: false)
    }

    /// Words found no place, or no study fits: the question back, with questions that can be asked as they stand.
    func nothingFits(_ question: String, _ frame: Frame, _ unread: [Int], explains: Bool = true) -> Reading {
        if explains, let term = bareTerm() { return reading(term, frame, used: Set(frame.indices)) }
        let line = frame.line
        let unknown = frame.indices.filter { line.pieces[$0].sense == .unknown }
        let left =
            unread.isEmpty
            ? (unknown.isEmpty ? frame.indices.filter { !isStop(line.pieces[$0].sense) } : unknown) : unread
        let words = left.map { line.words(of: line.pieces[$0]) }
        var options = shortened(frame, dropping: left)
        for option in offers(subject(frame))
        where options.count < 3 && !options.contains(option) {
            options.append(option)
        }
        if options.count < 2 {
            options += offers("default", count: 2).filter { !options.contains($0) }
        }
        var made = reading(
            .clarify(question: .unreadWords(words: words), options: Array(options.prefix(4))),
            frame,
            used: Set(frame.indices).subtracting(left)
        )
        made.unread = words
        return made
    }

    func isStop(_ sense: Sense) -> Bool { if case .stop = sense { true } else { false } }

    /// The question without the words that found no place, if that can be read.
    private func shortened(_ frame: Frame, dropping left: [Int]) -> [Option] {
        var out = Set(left.flatMap { frame.line.pieces[$0].tokens })
        // Empty words and "when" beside them go with them.
        let given = Set(frame.marks(.given).flatMap { frame.line.pieces[$0].tokens })
        for token in out.sorted() {
            var before = token - 1
            while before >= 0, frame.line.empty.contains(before) || given.contains(before) {
                out.insert(before)
                before -= 1
            }
            var after = token + 1
            while after < frame.line.tokens.count, frame.line.empty.contains(after) {
                out.insert(after)
                after += 1
            }
        }
        // Without a word that means something the rest is a fragment.
        guard left.allSatisfy({ frame.line.pieces[$0].sense == .unknown }) else { return [] }
        guard !out.isEmpty, out.count + 2 < frame.line.tokens.count, depth < 1 else { return [] }
        let rest = frame.indices.filter { out.isDisjoint(with: frame.line.pieces[$0].tokens) }
        guard rest.contains(where: { Self.isCounted(frame.line.pieces[$0].sense) }) else { return [] }
        let kept = frame.line.tokens.indices.filter { !out.contains($0) }
        let text = frame.line.words(kept).trimmed
        guard !text.isEmpty else { return [] }
        var inner = context
        inner.earlier = []
        let again = reader.short(text, inner)
        guard case .study = again.intent else { return [] }
        return [Option(label: text, question: text)]
    }

    private var depth: Int { reader.isNested ? 1 : 0 }

    private func subject(_ frame: Frame) -> String {
        if let quantity = frame.quantities.first?.value { return quantity.subject }
        if let fact = frame.dayFacts.first?.value, fact.subject != "patternOf" { return fact.subject }
        for index in frame.indices {
            if let subject = Self.subject(of: frame.line.pieces[index].sense) { return subject }
        }
        return "default"
    }
}

extension Quantity {
    /// Of the questions that are offered about it.
    var subject: String {
        if isGap { return "gap" }
        if isVolume { return "volume" }
        if span != nil, extreme == nil { return "openingRange" }
        switch base {
        case .volatility, .realized: return "volatility"
        case .move, .performance, .ahead: return "change"
        case .time: return "highlow"
        case .indicator: return "indicator"
        case .series: return "range"
        case .metric(let metric):
            switch metric {
            case .high, .low: return "highlow"
            case .open, .close, .closePosition, .typicalPrice: return "price"
            case .change, .changePct: return "change"
            case .body, .bodyPct, .upperShadow, .lowerShadow: return "body"
            default: return "range"
            }
        }
    }
}

extension Fact {
    /// Of the questions that are offered about it.
    var subject: String {
        switch condition {
        case .gapFilled, .not(.gapFilled): return "gapFill"
        case .pattern, .any: return "patternOf"
        default: break
        }
        if rank?.isGap ?? false { return up ?? rankDescending ? "gapUp" : "gapDown" }
        return up.map { $0 ? "rise" : "fall" } ?? "share"
    }
}

extension Condition {
    /// Something is held against a figure that was said.
    var hasThreshold: Bool {
        atoms.contains { if case .compare(_, _, .number(let value)) = $0 { value != 0 } else { false } }
    }
}
