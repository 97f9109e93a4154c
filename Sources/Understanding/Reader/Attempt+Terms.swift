internal import Market
internal import Studies

extension Attempt {
    /// "Что такое RSI?", "чем RTH отличается от ETH": terms and nothing else.
    func explanation() -> Intent? {
        if let hours = hoursOfSession() { return hours }
        // "what is the ATR now": its value, and not what it means.
        if atoms.has(.present), atoms.pieces.contains(where: { $0.sense.isOfIndicator }) { return nil }
        let isAsked =
            asksForMeaning || isEquation
            || atoms.pieces.contains {
                // "Как считается ATR" and "зачем нужен ATR" ask what it is; "почему" alone, how a figure came about.
                $0.sense == .task(.explain)
                    || $0.sense == .task(.why) && (context.earlier.isEmpty || atoms.has(.how, in: $0))
            }
        let isContrast = atoms.pieces.contains { $0.sense == .task(.compare) && atoms.has(.contrast, in: $0) }
        guard isAsked || isContrast else { return nil }
        // "чем отличаются RTH и ночь, сравни": told to compare, it is of figures.
        if !isAsked, atoms.pieces.count(where: { $0.sense == .task(.compare) }) > 1 { return nil }
        // "what is the average of these?" in a chat: of the rows.
        if !context.earlier.isEmpty, atoms.pieces.contains(where: { $0.sense == .mark(.those) }) { return nil }
        if comparesTerms(isContrast && !isAsked) || asksForShare { return nil }
        let parts = segments(isContrast: isContrast)
        if parts.isEmpty {
            return atoms.pieces.contains { $0.sense == .patternWord } ? .chat(kind: .patterns) : nil
        }
        let terms = parts.map { term($0, isAsked: isAsked) }
        guard !terms.contains(nil), isAsked || terms.count > 1 else { return nil }
        return .explain(terms: terms.compactMap { $0 })
    }

    /// "gap up -> green day, what's the probability": of what stands before, and no terms.
    private var asksForShare: Bool {
        guard let asked = atoms.pieces.firstIndex(where: { $0.sense == .task(.explain) }),
            let share = atoms.pieces.lastIndex(where: { $0.sense == .task(.share) })
        else { return false }
        return asked < share && atoms.pieces[..<asked].contains { !isStop($0.sense) && $0.sense != .empty }
    }

    /// "What is more volatile, RTH or overnight", "RTH и ETH: разница в объёме": by a quantity, which is no term here.
    private func comparesTerms(_ isContrast: Bool) -> Bool {
        let pieces = atoms.pieces.filter { $0.sense != .empty }
        let isMore = pieces.contains { piece in
            if case .quantity = piece.sense { atoms.has(.comparative, in: piece) } else { false }
        }
        if isMore, pieces.contains(where: { $0.sense == .mark(.or) }) { return true }
        guard isContrast, let place = pieces.firstIndex(where: { $0.sense == .task(.compare) }),
            place + 2 < pieces.count, pieces[place + 1].sense == .prep(.in)
        else { return false }
        if case .quantity = pieces[place + 2].sense { return true }
        return false
    }

    /// The entry that tells which sessions there are.
    private static var session: String { "session" }

    /// "What hours is RTH", "какие часы у азиатской сессии": when a session is, and no figure of its hours.
    private func hoursOfSession() -> Intent? {
        var span: Span?
        var asks = false
        var trades = false
        for piece in atoms.pieces {
            switch piece.sense {
            case .empty, .stop, .prep, .symbol, .mark(.it), .unit(.session): continue
            case .verb(.trade): trades = true
            case .which(.hour), .task(.timehour): asks = true
            // "when does gold trade".
            case .when, .task(.time): asks = true
            case .span(let one) where span == nil: span = one
            default: return nil
            }
        }
        // Of an instrument: which sessions it has.
        let asksHours = atoms.pieces.contains { $0.sense == .which(.hour) || $0.sense == .task(.timehour) }
        if span == nil, asks && trades || asksHours && !named.isEmpty { return .explain(terms: [Self.session]) }
        guard asksHours, let span,
            let term = Self.term(.span(span))
        else { return nil }
        return .explain(terms: [term])
    }

    /// "доджи = ?": what the word stands for.
    private var isEquation: Bool {
        let signs = atoms.tokens.suffix(2).map(\.text)
        return signs == ["=", "?"] || atoms.tokens.count > 1 && atoms.tokens.last?.text == "="
    }

    /// "What does OPEX mean": no average.
    private var asksForMeaning: Bool {
        let said = atoms.pieces.filter {
            switch $0.sense {
            case .stop, .empty, .prep, .symbol: false
            default: true
            }
        }
        guard let last = said.last, atoms.has(.meaning, in: last) else { return false }
        return said.first?.sense == .task(.performance) || isAsked(atoms.tokens.first)
    }

    private func isAsked(_ token: Token?) -> Bool {
        token.map { atoms.forms.contains($0.text, .what) } ?? false
    }

    /// The term that a question consists of: "FVG", "коэффициент Шарпа".
    func bareTerm() -> Intent? {
        let said = atoms.pieces.flatMap { words($0) }
        let term =
            reader.terms.term(said)
            ?? reader.terms.term(named(atoms.pieces.filter { !isStop($0.sense) }).flatMap(words))
        return term.map { .explain(terms: [$0]) }
    }

    /// The pieces between words that only ask, and between the terms of an enumeration.
    private func segments(isContrast: Bool) -> [[Piece]] {
        var parts: [[Piece]] = [[]]
        for piece in atoms.pieces {
            switch piece.sense {
            case .task(.explain), .task(.performance), .task(.why), .mark(.and), .mark(.or), .mark(.vs), .stop(","),
                .stop("?"):
                parts.append([])
            case .statistic where atoms.has(.meaning, in: piece): parts.append([])
            case .task(.compare) where isContrast: parts.append([])
            case .relation where isContrast, .prep(.from) where isContrast, .mark(.between) where isContrast:
                parts.append([])
            case .stop: continue
            default: parts[parts.count - 1].append(piece)
            }
        }
        return parts.map(named).filter { !$0.isEmpty }
    }

    /// Without the words around a name: "the pattern …", "… in trading".
    private func named(_ pieces: [Piece]) -> [Piece] {
        if reader.terms.term(pieces.flatMap(words)) != nil { return pieces }
        let plain = pieces.filter { $0.sense != .empty }
        if reader.terms.term(plain.flatMap(words)) != nil { return plain }
        var rest = pieces[...]
        // "a quad witching day"
        if rest.count > 1, rest.last?.sense == .unit(.day), case .event? = rest.dropLast().last?.sense {
            rest.removeLast()
        }
        while let last = rest.last, rest.count > 1 ? isAround(last.sense) || isSymbol(last.sense) : isAround(last.sense)
        {
            rest.removeLast()
        }
        while let first = rest.first, isAround(first.sense) {
            rest.removeFirst()
            if reader.terms.term(rest.flatMap(words)) != nil { break }
        }
        return Array(rest)
    }

    private func isAround(_ sense: Sense) -> Bool {
        switch sense {
        case .empty, .prep, .termWord, .patternWord, .mark(.it), .mark(.those), .relative(.this): true
        default: false
        }
    }

    private func isSymbol(_ sense: Sense) -> Bool { if case .symbol = sense { true } else { false } }

    private func words(_ piece: Piece) -> [Token] {
        piece.tokens.map { atoms.tokens[$0] }.filter { $0.kind != .sign }
    }

    private func words(_ pieces: [Piece]) -> [Token] { pieces.flatMap { words($0) } }

    private func term(_ pieces: [Piece], isAsked: Bool) -> String? {
        if let term = reader.terms.term(pieces.flatMap(words)) { return term }
        if pieces.count == 1, let term = Self.term(pieces[0].sense) { return term }
        // A word that nobody knows has no entry, and the answer says so.
        return isAsked && pieces.allSatisfy({ $0.sense == .unknown })
            ? pieces.map { atoms.words(of: $0) }.joined(separator: " ") : nil
    }

    /// The glossary's entry for what a word of the lexicon stands for.
    private static func term(_ sense: Sense) -> String? {
        switch sense {
        case .span(.wholeDay): "eth"
        case .span(.session(let name)): name.rawValue
        case .span(.opening(60)): "openingHour"
        case .span(.closing(60)): "closingHour"
        case .event(let event): name(event)
        case .quantity(let quantity):
            switch quantity.base {
            case .metric(let metric): metric.rawValue
            case .volatility: "volatility"
            case .realized: "realizedVolatility"
            case .indicator(let indicator): name(indicator)
            default: nil
            }
        case .pattern(let names): names.first
        case .openingRange: "openingRange"
        case .symbol(let symbol): symbol
        default: nil
        }
    }

    private static func name(_ event: CalendarEvent) -> String {
        switch event {
        case .opex: "opex"
        case .quadWitching: "quadWitching"
        case .vixExpiry: "vixExpiry"
        case .nfp: "nfp"
        case .fomc: "fomc"
        case .cpi: "cpi"
        case .electionDay: "electionDay"
        case .earlyClose: "earlyClose"
        case .holiday(let name): name ?? "holiday"
        }
    }

    private static func name(_ indicator: Indicator) -> String {
        switch indicator {
        case .sma: "sma"
        case .ema: "ema"
        case .rsi: "rsi"
        case .atr: "atr"
        case .bollinger: "bollinger"
        case .vwap: "vwap"
        }
    }
}

extension Sense {
    fileprivate var isOfIndicator: Bool {
        if case .quantity(let quantity) = self { quantity.isOfIndicator } else { false }
    }
}
