package import Understanding

extension Analyst {
    /// The question that a reply to a question back stands for: the option with that number or text; free words by
    /// themselves where they are a whole question, else worked into the question that was asked back, else as they are:
    /// a follow-up, perhaps.
    package func question(from words: String, replyingTo reading: Reading?, _ inquiry: Inquiry) -> String {
        let reply = words.plain
        guard case .clarify(let reason, let options)? = reading?.intent else { return words }
        if let number = Int(reply), options.indices.contains(number - 1) { return options[number - 1].question }
        if let option = options.first(where: { [$0.label, $0.question].contains { $0.plain == reply } }) {
            return option.question
        }
        var alone = inquiry
        alone.memory = nil
        alone.isOpen = nil
        alone.history = []
        func isWhole(_ text: String) -> Bool {
            alone.text = text
            switch read(alone).intent {
            case .clarify: return false
            case .study, .explain, .chat, .scan, .backtest, .cannot, .noData: return true
            }
        }
        func isStudy(_ text: String) -> Bool {
            alone.text = text
            if case .study = read(alone).intent { return true }
            return false
        }
        // Said again, it is no more of a reply than before.
        guard reply != inquiry.text.plain else { return words }
        var joined: [String] = []
        if case .openTask = reason, namesCircumstances(words, alone) {
            // "gaps", then "up more than 1%": of the gaps.
            joined = [inquiry.text + ", " + words, inquiry.text + " " + words]
            if let whole = joined.first(where: isStudy) { return whole }
        }
        guard !isWhole(words) else { return words }
        joined = []
        // "first week vs the last", then "by volume": no word is said otherwise.
        if case .unreadWords(let unread) = reason, unread.count == 1, let first = unread.first,
            words.split(separator: " ").count <= first.split(separator: " ").count
        {
            joined.append(inquiry.text.replacing(first, with: words))
        }
        joined.append(inquiry.text + ", " + words)
        return joined.first(where: isStudy) ?? words
    }

    /// It says of which days, hours or groups, and not what of them is wanted.
    private func namesCircumstances(_ text: String, _ inquiry: Inquiry) -> Bool {
        var alone = inquiry
        alone.text = text
        let reading = read(alone)
        guard case .study = reading.intent else { return false }
        return reading.bindings.allSatisfy { binding in
            switch binding.clause {
            case .symbol, .period, .span, .unit, .condition, .key, .buckets: true
            case .series, .statistic, .order, .limit, .task: false
            }
        }
    }
}

extension String {
    /// Without the signs that people put around a choice: `2)`, `"…?"`.
    fileprivate var plain: String {
        let isMark = { (character: Character) in character.isWhitespace || character.isPunctuation }
        let tail = drop(while: isMark)
        guard let last = tail.lastIndex(where: { !isMark($0) }) else { return "" }
        return tail[...last].lowercased()
    }
}
