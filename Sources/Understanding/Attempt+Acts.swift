internal import Market
internal import Studies

extension Attempt {
    /// What is no question about data at all.
    func firstAct() -> Intent? {
        let senses = atoms.pieces.map(\.sense)
        let meaning = senses.filter {
            switch $0 {
            case .empty, .stop, .prep, .mark(.and), .symbol: false
            default: true
            }
        }
        if Self.isProgram(atoms.tokens) { return .cannot(reason: .notAQuestion) }
        let chats = meaning.compactMap { if case .chat(let kind) = $0 { kind } else { nil } }
        if let kind = chats.last, meaning.count <= chats.count + 1 {
            return .chat(kind: chats.contains(.abilities) ? .abilities : kind)
        }
        func has(_ tasks: Task...) -> Bool {
            meaning.contains { if case .task(let task) = $0 { tasks.contains(task) } else { false } }
        }
        if let place = senses.firstIndex(of: .notInBars), !has(.explain) {
            return .cannot(reason: .notInBars(words: atoms.words(of: atoms.pieces[place])))
        }
        if has(.order) { return .cannot(reason: .order) }
        if has(.backtest)
            || has(.trade)
                && meaning.contains(where: {
                    if case .measure = $0 { true } else if case .clock = $0 { true } else { false }
                })
        {
            return .backtest(study: context.earlier.last)
        }
        if has(.trade) { return .cannot(reason: .advice) }
        if has(.advice) { return has(.count, .share) && !has(.forecast) ? nil : adviceOrQuestion(meaning) }
        if meaning.contains(.relative(.tomorrow)), !has(.correlation) { return .cannot(reason: .forecast) }
        if has(.forecast) { return .cannot(reason: .forecast) }
        if has(.trend), meaning.count <= 4 { return .cannot(reason: .forecast) }
        return nil
    }

    /// "лучше для торговли" is data; "стоит ли покупать" is advice.
    private func adviceOrQuestion(_ meaning: [Sense]) -> Intent? {
        .cannot(reason: .advice)
    }

    /// SQL, or orders to the program.
    static func isProgram(_ tokens: [Token]) -> Bool {
        let words = Set(tokens.map(\.text))
        func all(_ needed: String...) -> Bool { needed.allSatisfy(words.contains) }
        if all("select", "from") || all("drop", "table") || all("delete", "from") || all("insert", "into")
            || all("union", "select")
            || all("update", "set") || all("read_csv") || all("attach") || all("pragma") || all("copy", "to")
        {
            return true
        }
        if (words.contains("ignore") || words.contains("disregard") || words.contains("forget"))
            && (words.contains("instructions") || words.contains("prompt"))
        {
            return true
        }
        if words.contains("system") && words.contains("prompt") { return true }
        return (words.contains("игнорируй") || words.contains("забудь") || words.contains("проигнорируй"))
            && (words.contains("инструкции") || words.contains("инструкцию") || words.contains("промпт"))
    }

    /// "Что такое RSI?": a term and nothing else.
    func explanation(_ frame: Frame) -> Intent? {
        guard let asked = frame.task(.explain) else { return nil }
        let others = frame.indices.filter { index in
            guard index != asked else { return false }
            switch frame.line.pieces[index].sense {
            case .empty, .stop, .prep, .patternWord, .unit, .mark(.it), .mark(.and): return false
            default: return true
            }
        }
        let words = frame.indices.contains { frame.line.pieces[$0].sense == .patternWord }
        if others.isEmpty { return words ? .explain(term: "pattern") : nil }
        guard others.count == 1,
            let term = Self.term(frame.line.pieces[others[0]].sense, frame.line.words(of: frame.line.pieces[others[0]]))
        else {
            return nil
        }
        return .explain(term: term)
    }

    /// The glossary's entry for what a word stands for.
    static func term(_ sense: Sense, _ words: String) -> String? {
        switch sense {
        case .span(.wholeDay): return "eth"
        case .span(.session(let name)): return name.rawValue
        case .span(.opening(60)): return "openingHour"
        case .event(let event): return Self.name(event)
        case .quantity(let quantity):
            switch quantity.base {
            case .metric(let metric): return quantity.span == nil ? metric.rawValue : "openingRange"
            case .volatility: return "volatility"
            case .indicator(let indicator): return Self.name(indicator)
            default: return words
            }
        case .condition(let fact):
            switch fact.condition {
            case .pattern(let name, _): return name
            case .any(let parts):
                guard case .pattern(let name, _)? = parts.first else { return words }
                return name
            case .gapFilled: return "gapFill"
            case .event(let event, 0): return Self.name(event)
            default: return words
            }
        case .openingRange: return "openingRange"
        case .symbol(let symbol): return symbol
        case .task, .number, .dates: return nil
        default: return words
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
