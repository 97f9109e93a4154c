internal import Knowledge

/// Words whose form says something that their meaning does not: file `lexicon/forms/words.txt`.
struct Forms: Sendable {
    enum Kind: Int, CaseIterable, Sendable {
        case periodword, timeword, ofyear, posted, tally, summing, gainword, shown, data, plural, asks, whether, past
        case daily, day, periodic, rather, or, inside, extremum, difference, later, reaches, minutes, yearname
        case locative, within, edge, probability, during, also, whole, interjection, sooner, perday, counted, several
        case side, earlier, time, took, aminute, dated, lasting, spanning, thousands, millions, speaker, serial, nor
        case upward, rising, lengthy, volatile, contrast, what, meaning, future, how, bySize, comparative, than
        case crisis, winning, lag, ending, usual, whereabouts, breakout, onward, ofday, night, halfday, sign, onepercent
        case shortminute, joint, updays, from, minus, highest, lowest, over, position, place, factor, seldom, supposes
        case sizeword, following, once, entire, shortmean, shortpoints, travelled, beginning, middle, beside, may, per
        case program, forget, told, stem, oneday, chart, distance, removes, falls, iff, present, most, annual, shut
        case venue, does, nearby, accompanied, auxiliary, price, lastprice, severalof, habit, gave, gainful, width
        case narrower, cardinal, exceeds, article, thereby, withinday, priceword, roughly, initial, majority, amount
        case went, oftener, eveword, genitive, which, strength, span, normal, daytime, calm, broad, turns, follows
        case far, busy, timespan, works, recordsaid, ensuing, evolved, grown, whose, openingword, slotword, bytime
        case landing, itself, ahalf, gained, among, partitive, partword, having, withword, whenever, longlasting
        case perfect, timeframe, possessor, calledtypical, tradeword, pronoun, plusword, owner, shortvolume, theirs
        case percentword, amounts, perunit, preterite, indefinite, atfirst, america, possessing, breadth, bothways
        case passed, stayed, inplace, level, farthest, possessive, breakdown, justword, shortvol, atonce, whenword
        case candlelength, habitual, fallseason, sessionword, closeverb, andword, longword, periodnoun, away, endword
        case inclusive, splits, bullbear, atwhat, atprice, ondays, apart, midway, needless, again, yesterday, whoword
        case worse, closingword, adjectival, barcount, givenback, riseword, becoming, thenword, aboutword, successword
        case lesser, ourselves, statement, overbought, oversold, pointsword, earliestword, latestword, severalbars
        case camebehind, hollow, sizeasked, broadly, another, direction, kindofcolour, thereword, thisword, sumword
        case lastof, stillword, betweenword, nextword, offtopic, likeword, heldword, buyword, sellword, hitword,
            alltime,
            runverb, units, gaining,
            onword, agoword, wick, wentover, takeverb, newword, drawdownword
    }

    private var words: [Set<String>]
    /// The forms of each word, so that a question's words are looked up once.
    private var kinds: [String: KindSet] = [:]

    init(_ directory: KnowledgeDirectory) throws {
        let file = "lexicon/forms/words.txt"
        let names = Dictionary(uniqueKeysWithValues: Kind.allCases.map { (String(describing: $0), $0) })
        words = Array(repeating: [], count: Kind.allCases.count)
        for (number, line) in try directory.text(file).split(separator: "\n", omittingEmptySubsequences: false)
            .enumerated()
        {
            let text = String(line).trimmed
            guard !text.isEmpty, !text.hasPrefix("#") else { continue }
            let parts = text.split(separator: "|", maxSplits: 1).map { String($0).trimmed }
            guard parts.count == 2, let kind = names[parts[0]] else {
                throw LexiconError(file: file, line: number + 1, message: "no such form in '\(text.prefix(60))'")
            }
            words[kind.rawValue].formUnion(
                parts[1].split(separator: ";").map { Alphabet.normalised(String($0).trimmed) }
            )
        }
        if let missing = Kind.allCases.first(where: { words[$0.rawValue].isEmpty }) {
            throw LexiconError(file: file, line: 1, message: "no words for '\(missing)'")
        }
        for kind in Kind.allCases {
            for word in words[kind.rawValue] { kinds[word, default: KindSet()].insert(kind) }
        }
    }

    /// "400к", "1.2м": a letter behind a number's last digit; a whole number of "м" counts minutes or metres.
    func multiple(_ tokens: [Token], _ index: Int) -> Scale? {
        guard index > 0, tokens[index].glued, !tokens[index].isHyphened, tokens[index - 1].kind == .number else {
            return nil
        }
        if contains(tokens[index].text, .thousands) { return .thousand }
        return tokens[index - 1].isDecimal && contains(tokens[index].text, .millions) ? .million : nil
    }

    /// All words of a form, in order.
    func all(_ kind: Kind) -> [String] { words[kind.rawValue].sorted() }

    /// Whether a word as written is of a form.
    func contains(_ word: String, _ kind: Kind) -> Bool { words[kind.rawValue].contains(word) }

    /// All forms that a word as written has.
    func kinds(of word: String) -> KindSet { kinds[word] ?? KindSet() }
}

/// Forms of a word, a bit each.
struct KindSet: Sendable {
    private var bits: [UInt64] = []

    func contains(_ kind: Forms.Kind) -> Bool {
        let (place, bit) = kind.rawValue.quotientAndRemainder(dividingBy: UInt64.bitWidth)
        return place < bits.count && bits[place] & (1 << UInt64(bit)) != 0
    }

    mutating func insert(_ kind: Forms.Kind) {
        let (place, bit) = kind.rawValue.quotientAndRemainder(dividingBy: UInt64.bitWidth)
        while bits.count <= place { bits.append(0) }
        bits[place] |= 1 << UInt64(bit)
    }

    mutating func formUnion(_ other: KindSet) {
        for place in other.bits.indices {
            if place < bits.count { bits[place] |= other.bits[place] } else { bits.append(other.bits[place]) }
        }
    }
}

extension Line {
    /// Whether any word of the question is of a form.
    func has(_ kind: Forms.Kind) -> Bool { kinds.contains(kind) }

    /// Whether the word at a place is of a form.
    func isForm(_ index: Int, _ kind: Forms.Kind) -> Bool {
        pieces.indices.contains(index) && forms.contains(pieces[index].text, kind)
    }

    /// Whether any word of a piece is of a form.
    func has(_ kind: Forms.Kind, in piece: Piece) -> Bool {
        piece.tokens.contains { kindsOfTokens[$0].contains(kind) }
    }
}
