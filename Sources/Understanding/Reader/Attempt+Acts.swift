internal import Market
internal import Studies

extension Attempt {
    /// What is no question about data at all.
    func firstAct() -> Intent? {
        let meaning = atoms.pieces.map(\.sense).filter {
            switch $0 {
            case .empty, .stop, .prep, .mark(.and), .symbol: false
            default: true
            }
        }
        // "ok", "а?": heard, and nothing is asked.
        if meaning.isEmpty, named.isEmpty,
            atoms.tokens.contains(where: { $0.kind == .word && atoms.forms.contains($0.text, .hollow) })
        {
            return .chat(kind: .smallTalk)
        }
        if let intent = smallTalk(meaning) ?? nextEvent(meaning) ?? hourOfEvent(meaning) { return intent }
        func has(_ tasks: Task...) -> Bool {
            meaning.contains { if case .task(let task) = $0 { tasks.contains(task) } else { false } }
        }
        if has(.order) { return .cannot(reason: .order) }
        if has(.backtest) || has(.trade) && meaning.contains(where: Self.isMeasured) {
            return wishToTest
        }
        let outside = meaning.lazy.compactMap { if case .term(let term) = $0 { term } else { nil } }.first
        if has(.trade) { return .cannot(reason: .advice) }
        if has(.advice), has(.forecast) || !has(.count, .share) || !meaning.contains(where: Self.isCounted) {
            return .cannot(reason: .advice)
        }
        if let outside {
            return meaning.count == 1 && named.isEmpty && !atoms.has(.shown)
                ? bareTerm() ?? .cannot(reason: .outside(term: outside))
                : .cannot(reason: .outside(term: outside))
        }
        if meaning.contains(.relative(.tomorrow)), !has(.correlation) { return .cannot(reason: .forecast) }
        if has(.forecast) || atoms.tokens.first.map({ atoms.forms.contains($0.text, .future) }) ?? false {
            return .cannot(reason: .forecast)
        }
        // A cause is not in the bars; "why?" alone asks how the last figure came about.
        if has(.why), !asksHowItWasComputed, meaning.contains(where: { Self.isSubject($0) && $0 != .task(.why) }) {
            return .cannot(reason: .cause)
        }
        if has(.trend), meaning.count <= 4 { return .cannot(reason: .outside(term: "trend")) }
        return nil
    }

    /// "What time is FOMC", "во сколько выходит NFP": of the event itself, and not of its days' bars.
    private func hourOfEvent(_ meaning: [Sense]) -> Intent? {
        guard meaning.count == 2, meaning.contains(.task(.time)),
            let event = atoms.pieces.first(where: { if case .event = $0.sense { true } else { false } }),
            let term = reader.terms.term(event.tokens.map { atoms.tokens[$0] })
        else { return nil }
        return .explain(terms: [term])
    }

    /// Rules that name their hours are a strategy, which is not tested; without them it is open what to measure.
    private var wishToTest: Intent {
        let hasRules = joined.pieces.contains { piece in
            switch piece.sense {
            case .clock, .timeBound, .window: true
            default: false
            }
        }
        if hasRules { return .backtest(study: context.earlier.last) }
        return .clarify(question: .leftOut(part: .backtest), options: reader.isNested ? [] : nearestToTest)
    }

    private var nearestToTest: [Option] {
        nearest(to: { $0 == .task(.backtest) || $0 == .task(.trade) || $0 == .task(.advice) })
    }

    /// "How was that average calculated" after an answer.
    private var asksHowItWasComputed: Bool {
        !context.earlier.isEmpty
            && atoms.pieces.contains { $0.sense == .task(.why) && atoms.has(.how, in: $0) }
    }

    /// Greetings and questions about the program, with at most a word or two that say nothing of the bars.
    private func smallTalk(_ meaning: [Sense]) -> Intent? {
        let kinds = meaning.compactMap { if case .chat(let kind) = $0 { kind } else { nil } }
        let rest = meaning.filter {
            switch $0 {
            case .chat, .bars, .unknown, .size, .best, .mark, .patternWord, .termWord, .task(.explain): false
            default: true
            }
        }
        guard let last = kinds.last, rest.isEmpty, meaning.count <= kinds.count + 2 else { return nil }
        // Who greets and asks in one breath is told what was asked.
        return .chat(kind: kinds.first { $0 == .abilities || $0 == .loaded || $0 == .patterns } ?? last)
    }

    /// "When is the next OPEX": its date, where the calendar knows it; of those before, what they were like.
    private func nextEvent(_ meaning: [Sense]) -> Intent? {
        guard meaning.contains(.mark(.next)),
            let event = atoms.pieces.first(where: { if case .event = $0.sense { true } else { false } }),
            meaning.allSatisfy({
                switch $0 {
                case .mark(.next), .event, .when, .task(.time), .task(.days), .unit(.day): true
                default: false
                }
            })
        else { return nil }
        let words = atoms.words(of: event)
        if case .event(let named) = event.sense, let instrument = instrument(self.named) {
            let tomorrow = context.today.adding(days: 1)
            let days = context.catalogue.dates(of: named, in: tomorrow...tomorrow.adding(days: 400), for: instrument)
            if let next = days.dates.first ?? days.leftOut.first, !days.approximate {
                return .noData(reason: .upcoming(event: named, date: next.date))
            }
        }
        return .clarify(question: .openTask(subject: words), options: offers("eventWord", words))
    }

    /// A distance or an hour makes rules of a wish to trade.
    private static func isMeasured(_ sense: Sense) -> Bool {
        switch sense {
        case .measure, .clock: true
        default: false
        }
    }

    /// Questions that can be asked instead of one without figures.
    func examples(for intent: Intent) -> [Option] {
        guard !reader.isNested else { return [] }
        switch intent {
        case .study, .clarify: return []
        case .explain(let terms): return offers(reader.terms.subject(of: terms.first ?? ""), count: 2)
        case .chat(.greeting), .chat(.abilities), .chat(.loaded): return offers("abilities")
        case .chat(.patterns): return offers("pattern", count: 3)
        case .chat: return []
        case .scan: return offers("scan", periodWords)
        case .backtest: return nearestToTest
        case .cannot(.outside(let term)):
            return rest(without: { if case .term = $0 { true } else { false } })
                + offers(reader.terms.subject(of: term), count: 3)
        case .cannot(.forecast):
            return rest(without: { $0 == .task(.forecast) || $0 == .relative(.tomorrow) })
                + offers("forecast", count: 3)
        case .cannot(.cause): return rest(without: { $0 == .task(.why) }) + offers("default", count: 3)
        case .cannot(.noVolume): return offers("default", count: 3)
        case .cannot: return offers("advice", count: 3)
        case .noData(.instrument): return withLoaded + offers("default", count: 2)
        case .noData(.holidays), .noData(.upcoming): return offers("events", count: 2)
        case .noData: return offers("default", count: 2)
        }
    }

    /// What can be answered now of a wish to test a strategy: the chat's last question, this one without its rules, what
    /// happens between the hours named.
    private func nearest(to rules: (Sense) -> Bool) -> [Option] {
        var found = rest(without: rules)
        if let asked = context.asked.last, case .study = alone(asked) {
            let year = context.loaded.first { $0.instrument.symbol == context.symbol }?.days.upperBound.year
            for text in [asked.trimmed.trimmedMarks] + (year.map { ["\(asked.trimmed.trimmedMarks), \($0)"] } ?? []) {
                if case .study = alone(text) { found.append(Option(label: text, question: text)) }
            }
        }
        let clock = joined.pieces.lazy.compactMap { piece -> Int? in
            switch piece.sense {
            case .clock(let minute), .timeBound(_, let minute): minute
            default: nil
            }
        }.first
        if let clock { found += offers("fromClock", Window.clock(clock), count: 3) }
        if found.count < 3 { found += offers("backtest") }
        return Array(found.prefix(4))
    }

    /// The question about a loaded instrument instead of those that are not.
    private var withLoaded: [Option] {
        guard
            let symbol = (context.loaded.first { $0.instrument.symbol == context.symbol } ?? context.loaded.first)?
                .instrument.symbol
        else { return [] }
        let out = atoms.pieces.filter { piece in
            if case .symbol(let name) = piece.sense {
                !context.loaded.contains { $0.instrument.symbol == name }
            } else {
                false
            }
        }
        guard out.count == 1, let first = out[0].tokens.min() else { return [] }
        let before = atoms.words(atoms.tokens.indices.filter { $0 < first })
        let after = atoms.words(atoms.tokens.indices.filter { $0 > first && !out[0].tokens.contains($0) })
        let text = [before, symbol, after].map(\.trimmed).filter { !$0.isEmpty }.joined(separator: " ").trimmedMarks
        guard case .study = alone(text) else { return [] }
        return [Option(label: text, question: text)]
    }

    /// How a question is read by itself, outside the chat.
    private func alone(_ question: String) -> Intent {
        var context = context
        context.earlier = []
        context.asked = []
        return reader.short(question, context).intent
    }

    /// The question without some of its words, where that is a study and more than a word or two.
    private func rest(without isOut: (Sense) -> Bool) -> [Option] {
        let out = Set(atoms.pieces.filter { isOut($0.sense) }.flatMap(\.tokens))
        let pieces = atoms.pieces.filter { out.isDisjoint(with: $0.tokens.prefix(1)) }.drop {
            !Self.isContent($0.sense)
        }
        let kept = pieces.flatMap(\.tokens).filter { atoms.tokens[$0].text != "?" }
        guard !out.isEmpty, kept.count >= 3, pieces.contains(where: { Self.isAsking($0.sense) }) else { return [] }
        let text = atoms.words(kept).trimmed
        guard case .study = alone(text) else { return [] }
        return [Option(label: text, question: text)]
    }

    /// A question may begin with it.
    private static func isContent(_ sense: Sense) -> Bool {
        switch sense {
        case .prep, .empty, .symbol, .stop: false
        default: true
        }
    }

    /// Days of a kind, or a quantity of them: what past bars can tell.
    static func isCounted(_ sense: Sense) -> Bool {
        if case .task = sense { false } else { isSubject(sense) }
    }

    /// It says what is to be found out.
    private static func isAsking(_ sense: Sense) -> Bool {
        switch sense {
        case .task, .statistic, .superlative, .often, .top: true
        default: false
        }
    }

    /// What a question can be about.
    private static func isSubject(_ sense: Sense) -> Bool {
        switch sense {
        case .quantity, .task, .statistic, .pattern, .colour, .rise, .highLow, .event, .condition: true
        default: false
        }
    }

    /// SQL, or orders to the program.
    var isProgram: Bool {
        if atoms.pieces.contains(where: { $0.sense == .program }) { return true }
        let words = Set(atoms.tokens.map(\.text)), forms = atoms.forms
        return forms.all(.program).contains { $0.split(separator: " ").allSatisfy { words.contains(String($0)) } }
            || !words.isDisjoint(with: forms.all(.forget)) && !words.isDisjoint(with: forms.all(.told))
    }
}
