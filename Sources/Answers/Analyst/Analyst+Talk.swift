internal import Market
internal import Understanding

extension Analyst {
    /// Small talk, with what is loaded where that is what was asked.
    func chat(_ kind: ChatKind, _ language: Language) -> String {
        let say = say(language)
        guard kind != .patterns else {
            let names = catalogue.patterns.map { say("pattern.\($0.name)") }
            return say("chat.patterns", ["what": .text(names.joined(separator: ", "))])
        }
        guard kind == .greeting || kind == .abilities || kind == .loaded else { return say("chat.\(kind.rawValue)") }
        guard !loaded.isEmpty else { return say("chat.\(kind.rawValue)") + " " + say("noData.nothing") }
        return say("chat.\(kind.rawValue)") + " " + say("chat.list", ["what": .text(loadedList(language))])
    }

    /// Terms in the words of the glossary.
    func explained(_ terms: [String], _ language: Language) -> String {
        terms.map { explained($0, language) }.joined(separator: " ")
    }

    /// Whether a term has words of ours: an entry of the glossary, or an instrument's.
    package func isKnown(term: String) -> Bool {
        reader.glossary.entry(named: term) != nil || reader.glossary.entry(named: spaced(term)) != nil
            || instrument(term) != nil
    }

    private func explained(_ term: String, _ language: Language) -> String {
        let say = say(language)
        if let entry = reader.glossary.entry(named: term) ?? reader.glossary.entry(named: spaced(term)),
            let text = entry.text[language.rawValue]
        {
            let title = entry.term[language.rawValue] ?? term
            return Wording.capitalised(title) + ". " + text
        }
        guard let instrument = instrument(term) else { return say("explain.unknown", ["term": .text(term)]) }
        var text = instrument.symbol + ": " + instrument.name + "."
        if loaded.contains(where: { $0.instrument.symbol == term }) {
            text += " " + say("chat.list", ["what": .text(loadedList(language, only: term))])
        }
        return text
    }

    /// `breakoutUp` as `breakout up`, without the mark of percent: entries are found by plain names.
    private func spaced(_ name: String) -> String {
        let words = name.reduce(into: "") { $0 += $1.isUppercase ? " " + $1.lowercased() : String($1) }
        return words.hasSuffix(" pct") ? String(words.dropLast(4)) : words
    }
}
