internal import Market
internal import Studies

extension Reader {
    /// Complete questions about a subject, of those that the loaded data can answer.
    ///
    /// `{}` in a question is the user's own word, `{symbol}` the instrument and `{year}` its last year. The instrument is
    /// named where the question named it, or where nothing else would.
    func offers(
        _ subject: String,
        _ language: Language,
        _ context: ReadContext,
        words: String = "",
        symbol: String? = nil,
        count: Int = 4
    ) -> [Option] {
        func find(_ symbol: String?) -> ReadContext.Loaded? {
            context.loaded.first { $0.instrument.symbol == symbol }
        }
        let only = context.loaded.count == 1 ? context.loaded.first : nil
        let usual = find(context.symbol) ?? only
        let loaded = find(symbol) ?? usual ?? context.loaded.first
        let isNamed = loaded != nil && loaded != usual
        var offered: [Option] = []
        for question in prompts.questions(subject, language) where offered.count < count {
            let holdsSymbol = question.contains("{symbol}")
            var text = words.isEmpty ? question.replacing(", {}", with: "") : question.replacing("{}", with: words)
            if let loaded {
                text = text.replacing("{symbol}", with: loaded.instrument.symbol)
                    .replacing("{year}", with: String(loaded.days.upperBound.year))
                if isNamed, !holdsSymbol { text += ", " + loaded.instrument.symbol }
            } else {
                guard !holdsSymbol, !question.contains("{year}") else { continue }
            }
            guard isNested || loaded.map({ isAnswered(text, $0, context) }) ?? true else { continue }
            offered.append(Option(label: text, question: text))
        }
        return offered
    }

    /// Whether an instrument without volume or regular hours has what a question needs.
    private func isAnswered(_ question: String, _ loaded: ReadContext.Loaded, _ context: ReadContext) -> Bool {
        guard !loaded.hasVolume || loaded.instrument.window(of: .rth) == nil else { return true }
        var context = context
        context.symbol = loaded.instrument.symbol
        guard case .study(let study) = short(question, context).intent else { return false }
        guard case .session(let name) = study.span else { return true }
        return name == .eth || loaded.instrument.window(of: name) != nil
    }
}

extension Attempt {
    /// Questions about a subject for the instrument that this question is about.
    func offers(_ subject: String, _ words: String = "", count: Int = 4) -> [Option] {
        reader.offers(subject, language, context, words: words, symbol: named.first, count: count)
    }
}
