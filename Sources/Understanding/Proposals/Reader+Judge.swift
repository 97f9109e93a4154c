internal import Market
internal import Studies

extension Reader {
    /// Holds somebody else's reading against the question, as strictly as the built-in reader's own: words that it gives
    /// must be the question's, every word that means something must be found again in the study and stand where the
    /// sentence puts it, numbers must be the words', and what the loaded data do not hold is said.
    package func judge(_ proposal: Proposal, of question: String, _ context: ReadContext) -> Judgement {
        guard let (attempt, _, _) = attempt(question, context), !attempt.isProgram else {
            return .refused(.init(["this is no question about bars"]))
        }
        switch proposal.intent {
        case .study, .edit:
            guard proposal.parts.count <= Self.mostParts else { return .refused(.init(["there are too many parts"])) }
            return attempt.judgedStudy(proposal)
        case .clarify: return .refused(.init([]))
        case .explain, .chat, .scan, .backtest, .cannot: return attempt.judgedOther(proposal)
        }
    }

    /// The question back that names words that nobody could place, instead of those that the built-in reader could not.
    package func asking(about words: [String], instead reading: Reading) -> Reading {
        guard case .clarify(_, let options) = reading.intent else { return reading }
        var asking = reading
        asking.intent = .clarify(question: .unreadWords(words: words), options: options)
        asking.unread = words
        return asking
    }

    private static let mostParts = 24
}

extension Attempt {
    /// Talk, terms and refusals: never where the question speaks of quantities of bars.
    fileprivate func judgedOther(_ proposal: Proposal) -> Judgement {
        let line = atoms
        func isOfBars(_ sense: Sense) -> Bool {
            switch sense {
            case .quantity, .statistic, .condition, .highLow, .percentile, .dates, .weekdays, .months, .number: true
            default: false
            }
        }
        switch proposal.intent {
        case .explain:
            let words = WordPlaces(line)
            guard !proposal.terms.isEmpty, proposal.terms.allSatisfy({ words.indices(of: $0) != nil }) else {
                return .refused(.init(["terms must be words of the question"]))
            }
            let terms = proposal.terms.map { term in
                reader.terms.term(words.indices(of: term).map { $0.map { line.tokens[$0] } } ?? []) ?? term
            }
            return .reading(plain(.explain(terms: terms)).reading)
        case .chat:
            guard let kind = proposal.reason.talk, !line.pieces.contains(where: { isOfBars($0.sense) }) else {
                return .refused(.init(["this is a question, and no talk"]))
            }
            return .reading(plain(.chat(kind: kind)).reading)
        case .cannot:
            guard let reason = proposal.reason.refusal else { return .refused(.init(["cannot needs its reason"])) }
            return .reading(plain(.cannot(reason: reason)).reading)
        case .scan:
            guard let symbol = instrument(named)?.symbol else { return .refused(.init(["no instrument is named"])) }
            return .reading(plain(.scan(symbol: symbol, period: .all)).reading)
        case .backtest: return .reading(plain(.backtest(study: nil)).reading)
        case .study, .edit, .clarify: return .refused(.init([]))
        }
    }
}

extension Proposal.Reason {
    fileprivate var talk: ChatKind? {
        switch self {
        case .greeting: .greeting
        case .thanks: .thanks
        case .farewell: .farewell
        case .abilities: .abilities
        case .smallTalk: .smallTalk
        case .none, .forecast, .advice, .order, .cause, .notAQuestion: nil
        }
    }

    fileprivate var refusal: CannotReason? {
        switch self {
        case .forecast: .forecast
        case .advice: .advice
        case .order: .order
        case .cause: .cause
        case .notAQuestion: .notAQuestion
        case .none, .greeting, .thanks, .farewell, .abilities, .smallTalk: nil
        }
    }
}
