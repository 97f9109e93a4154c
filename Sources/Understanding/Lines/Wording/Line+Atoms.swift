internal import Market
internal import Studies

extension Line {
    /// The first reading of every token by the lexicon; what the lexicon does not know is mended where one candidate is
    /// clear.
    static func atoms(
        of tokens: [Token],
        lexicon: Lexicon,
        stemmer: borrowing Stemmer
    ) -> (line: Line, mended: [Mending]) {
        var tokens = tokens
        let mended = mend(&tokens, lexicon, stemmer)
        var pieces: [Piece] = []
        var empty: Set<Int> = []
        var index = 0
        while index < tokens.count {
            let piece = atom(tokens, index, lexicon)
            pieces.append(piece)
            index += piece.tokens.count
        }
        for index in pieces.indices.dropFirst(2) where isPossessive(pieces[index], after: pieces[index - 1]) {
            // "2024's": of that year.
            (pieces[index].sense, pieces[index - 1].sense) = (.empty, .empty)
            empty.formUnion(pieces[index - 1].tokens)
        }
        for piece in pieces where piece.sense == .empty { empty.formUnion(piece.tokens) }
        func isPossessive(_ piece: Piece, after sign: Piece) -> Bool {
            let token = tokens[piece.tokens[0]]
            return token.glued && piece.tokens.count == 1 && lexicon.forms.contains(token.text, .possessive)
                && ["'", "’"].contains(sign.text) && tokens[sign.tokens[0] - 1].kind == .number
        }
        var line = Line(pieces: pieces, empty: empty, tokens: tokens, forms: lexicon.forms)
        line.settleAbbreviations()
        return (line, mended)
    }

    /// Puts the word that was meant in the place of a misspelt one, before any phrase is joined: "день недеи" is a
    /// weekday, not a day and a week.
    private static func mend(
        _ tokens: inout [Token],
        _ lexicon: Lexicon,
        _ stemmer: borrowing Stemmer
    ) -> [Mending] {
        var mended: [Mending] = []
        for index in tokens.indices.reversed() where tokens[index].kind == .word {
            guard let better = lexicon.word(spelt: tokens[index].text) else { continue }
            mended.insert(Mending(written: tokens[index].written, read: better), at: 0)
            var words = Tokenizer.tokens(of: better, stemmer: stemmer)
            words[0].glued = tokens[index].glued
            words[0].isHyphened = tokens[index].isHyphened
            // "gapup" are two words; one keeps the look of what was written.
            if words.count == 1 { words[0].written = tokens[index].written }
            tokens.replaceSubrange(index...index, with: words)
        }
        let known = mended.count
        var tries = 0
        var index = 0
        while index < tokens.count {
            let piece = atom(tokens, index, lexicon)
            defer { index += piece.tokens.count }
            let token = tokens[index]
            guard piece.sense == .unknown, token.kind == .word else { continue }
            tries += 1
            // A text of many unknown words is noise, not misspelt.
            guard tries <= 12,
                let better = lexicon.russian(token, isRussian: mended.count > known, stemmer: stemmer)
                    ?? (lexicon.isEveryday(token) ? nil : lexicon.spelling(of: token.text, stemmer))
            else { continue }
            var tried = tokens
            tried[index].text = better
            tried[index].stem = stemmer.stem(better)
            guard lexicon.match(tried, at: index) != nil else { continue }
            tokens = tried
            mended.append(Mending(written: token.written, read: better))
        }
        return mended
    }

    /// What begins at a token: a date, the longest phrase of the lexicon, a number, a sign, or a word that is unknown.
    private static func atom(_ tokens: [Token], _ index: Int, _ lexicon: Lexicon) -> Piece {
        let token = tokens[index]
        if let (date, length) = Self.date(tokens, index) {
            return Piece(
                sense: .dates(Dates(period: .day(date), shape: .day)),
                tokens: Array(index..<(index + length))
            )
        }
        if token.text == "-" || token.text == "=", tokens.indices.contains(index + 1), tokens[index + 1].text == ">",
            tokens[index + 1].glued
        {
            // An arrow parts what is given from what is asked.
            return Piece(sense: .stop(","), tokens: [index, index + 1], text: ",")
        }
        if let scale = lexicon.forms.multiple(tokens, index) {
            return Piece(sense: .measure(scale), tokens: [index], text: token.text)
        }
        if let match = lexicon.match(tokens, at: index) {
            if case .orderWay = match.sense, match.length > 1,
                lexicon.match(tokens, at: index + match.length - 1).map({ $0.length > 1 }) ?? false,
                let shorter = lexicon.match(Array(tokens[..<(index + match.length - 1)]), at: index)
            {
                // "largest first hour range": the first hour is not an order.
                return Piece(sense: shorter.sense, tokens: Array(index..<(index + shorter.length)), text: token.text)
            }
            return Piece(sense: match.sense, tokens: Array(index..<(index + match.length)), text: token.text)
        }
        let sense: Sense =
            switch token.kind {
            case .number: .number(token.value ?? 0, nil)
            case .sign: sign(token.text)
            case .word: .unknown
            }
        return Piece(sense: sense, tokens: [index], text: token.text)
    }

    private static func sign(_ text: String) -> Sense {
        switch text {
        case "%": .measure(.percent)
        case "$": .measure(.dollars)
        case ">": .relation(.greater)
        case "<": .relation(.less)
        case ">=", "≥": .relation(.greaterOrEqual)
        case "<=", "≤": .relation(.lessOrEqual)
        case "=": .relation(.equal)
        case "&": .mark(.and)
        case "→", "⇒": .stop(",")
        case ",", ".", "?", "!", ":", ";", "(", ")", "-", "/", "+", "…", "[", "]", "|": .stop(text)
        // A sign that counts or measures means something, even where nobody knows what.
        default: text.contains { $0.isNumber || $0.isCurrencySymbol || $0.isMathSymbol } ? .unknown : .empty
        }
    }

    /// `2024-08-05`, `18.12.2024`, `01/31/2024`; with its length in tokens.
    private static func date(_ tokens: [Token], _ start: Int) -> (CivilDate, Int)? {
        guard start + 4 < tokens.count, tokens[start].kind == .number, tokens[start + 2].kind == .number,
            tokens[start + 4].kind == .number, (start + 1...start + 4).allSatisfy({ tokens[$0].glued }),
            tokens[start + 1].text == tokens[start + 3].text, "-./".contains(tokens[start + 1].text)
        else { return nil }
        let parts = [0, 2, 4].compactMap { Int(tokens[start + $0].text) }
        guard parts.count == 3 else { return nil }
        let (a, b, c) = (parts[0], parts[1], parts[2])
        let year = c < 100 ? 2000 + c : c
        let isRussian = tokens.contains { $0.kind == .word && $0.text.first.map(Alphabet.isCyrillic) ?? false }
        let date =
            a > 31
            ? CivilDate(year: a, month: b, day: c)
            : tokens[start + 1].text == "/" && !isRussian
                ? CivilDate(year: year, month: a, day: b) ?? CivilDate(year: year, month: b, day: a)
                : CivilDate(year: year, month: b, day: a)
        return date.map { ($0, 5) }
    }

    /// "внутри кассы" is only "in"; "внутри вчерашнего диапазона" is a condition.
    private func staysInside(_ piece: Piece) -> Bool {
        guard let place = pieces.firstIndex(of: piece) else { return false }
        let following = pieces[(place + 1)...].filter { $0.sense != .empty && $0.sense != .prep(.in) }
        let next = following.first
        if case .span? = next?.sense, following.dropFirst().first?.sense == .quantity(Quantity(.range)) { return true }
        if case .span? = next?.sense {
            // "the RTH range inside the overnight one".
            let before = pieces[..<place].last { piece in
                if case .span = piece.sense { false } else { piece.sense != .empty && piece.sense != .prep(.in) }
            }
            if before?.sense == .quantity(Quantity(.range)), piece.tokens.count > 1 || has(.entire) { return true }
            // "касса целиком внутри ночи".
            if piece.tokens.count > 1, place > 0, case .span = pieces[place - 1].sense { return true }
        }
        if case .number(_, nil)? = next?.sense,
            [.measure(.points), .measure(.percent), .measure(.ticks), .task(.share)]
                .contains(following.dropFirst().first?.sense)
        {
            // "range inside 200 points".
            return true
        }
        switch next?.sense {
        case .span?, .unit?, .dates?, .window?, .number?, .relative(.this)?, .ordinal?: return false
        default: return true
        }
    }

    /// Empty words and prepositions leave the line; a preposition stays as a mark of the piece that follows.
    mutating func settlePrepositions() {
        var settled: [Piece] = []
        var pending: (prep: Prep, tokens: [Int])?
        var stop = false
        for piece in pieces {
            switch piece.sense {
            case .empty: continue
            case .mark(.inside) where !staysInside(piece):
                pending = (.in, piece.tokens)
            case .prep(.from) where settled.last?.sense == .task(.compare):
                // "сравни с 2023": not since.
                empty.formUnion(piece.tokens)
            case .prep(let prep):
                // "than in 2021": what is compared, not where.
                if let old = pending, old.prep == .than, prep == .in {
                    empty.formUnion(piece.tokens)
                    continue
                }
                if let old = pending { empty.formUnion(old.tokens) }
                // "from" and "since" keep their say over an "in" that follows.
                pending = (prep, piece.tokens)
            default:
                var piece = piece
                if case .stop(let text) = piece.sense {
                    if text == "-" || text == "+" || text == ":" || text == "/" || text == "." || text == "," {
                        settled.append(piece)
                        stop = text == "," || text == "."
                        continue
                    }
                    stop = true
                    settled.append(piece)
                    if let old = pending { empty.formUnion(old.tokens) }
                    pending = nil
                    continue
                }
                if let old = pending {
                    piece.prep = old.prep
                    piece.prepTokens = old.tokens
                    empty.formUnion(old.tokens)
                }
                pending = nil
                piece.afterStop = stop
                stop = false
                settled.append(piece)
            }
        }
        if let old = pending { empty.formUnion(old.tokens) }
        pieces = settled
    }
}
