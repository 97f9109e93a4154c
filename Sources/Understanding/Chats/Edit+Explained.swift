internal import Market
internal import Studies

extension Attempt {
    /// "что такое молот?", then "а сколько их было в 2025"; "what is a doji", then "last one?": of the term that was explained,
    /// in the place of the word that points back, behind what counts, or at the end. Nil where no one study comes of it.
    func ofExplained(_ frame: Frame) -> Reading? {
        guard let question = context.explained, (1...12).contains(frame.line.pieces.count) else { return nil }
        let line = reader.phrases(of: question, context, frame.surroundings)
        let names = line.pieces.filter { piece in
            switch piece.sense {
            case .pattern, .condition: true
            case .quantity(let quantity): quantity.isGap || quantity.isOfIndicator
            default: false
            }
        }
        guard names.count == 1, !frame.indices.contains(where: { isSame(frame.line.pieces[$0].sense, names[0].sense) })
        else { return nil }
        let term = line.words(of: names[0])
        let said = frame.line
        let lead = frame.indices.first { !said.isMark($0, .and) && !said.isMark($0, .but) && !said.isStop($0) } ?? 0
        let begin = (said.pieces[lead].prepTokens + said.pieces[lead].tokens).min() ?? 0
        var tokens = Array(said.tokens.indices.filter { $0 >= begin })
        while let last = tokens.last, said.tokens[last].kind == .sign { tokens.removeLast() }
        func text(_ head: ArraySlice<Int>, _ tail: ArraySlice<Int>) -> String {
            [said.words(Array(head)), term, said.words(Array(tail))].filter { !$0.isEmpty }.joined(separator: " ")
        }
        let pointers = frame.indices.filter { said.isMark($0, .those) || said.isMark($0, .it) }
        var whole: [String] = []
        if let pointer = pointers.first, let at = said.pieces[pointer].tokens.first {
            let gone = Set(pointers.flatMap { said.pieces[$0].tokens })
            let kept = tokens.filter { !gone.contains($0) }
            whole = [text(kept.prefix { $0 < at }, kept.drop { $0 < at })]
        } else if let asked = frame.task(.count), let at = said.pieces[asked].tokens.last {
            whole = [text(tokens.prefix { $0 <= at }, tokens.drop { $0 <= at })]
        } else {
            whole = [text(tokens[...], [])]
        }
        var inner = context
        (inner.earlier, inner.asked, inner.question, inner.explained) = ([], [], nil, nil)
        inner.isOpen = false
        let made = reader.short(whole[0], inner)
        switch made.intent {
        case .study, .noData: return edited(made, whole[0], frame)
        default: return nil
        }
    }

    private func isSame(_ one: Sense, _ other: Sense) -> Bool {
        switch (one, other) {
        case (.pattern, .pattern), (.quantity, .quantity): true
        case (.condition(let fact), .condition(let told)): fact.condition == told.condition
        default: false
        }
    }
}

extension Reading {
    /// It was asked back about.
    var isOpenAfterTerm: Bool { if case .clarify = intent { true } else { false } }
}
