internal import Studies

/// Words that were taken together, and what they stand for.
struct Piece: Hashable, Sendable {
    var sense: Sense
    /// Indices of its tokens, rising.
    var tokens: [Int]
    /// The preposition before it.
    var prep: Prep?
    var prepTokens: [Int] = []
    /// A comma, dash, bracket or question mark stands before it.
    var afterStop = false
    /// `each` or `per` stands before it.
    var each = false
    /// How the word was written, for those whose form matters.
    var text = ""
    /// It was taken for granted and not said.
    var isAssumed = false
}

/// The pieces of a question in order, while rules join neighbours.
struct Line: Sendable {
    var pieces: [Piece]
    /// Tokens that carry no meaning.
    var empty: Set<Int>
    /// The unit that stands in the day's place throughout; nil: days.
    var rows: BarUnit?
    /// It was said that moves are "close to close", also within hours of the day.
    var comparesCloses = false
    /// Tokens of a heading that no study computes, which the answer tells as set aside.
    var heading: Set<Int> = []
    /// The level of which the turn before spoke.
    var told: Series?
    let tokens: [Token]
    let forms: Forms
    /// The forms of each token, and those of any of them: rules ask for them at every piece.
    let kindsOfTokens: [KindSet]
    let kinds: KindSet

    init(pieces: [Piece], empty: Set<Int>, tokens: [Token], forms: Forms) {
        (self.pieces, self.empty, self.tokens, self.forms) = (pieces, empty, tokens, forms)
        kindsOfTokens = tokens.map { forms.kinds(of: $0.text) }
        kinds = kindsOfTokens.reduce(into: KindSet()) { $0.formUnion($1) }
    }

    var count: Int { pieces.count }

    subscript(_ index: Int) -> Sense? {
        pieces.indices.contains(index) ? pieces[index].sense : nil
    }

    /// Puts one piece in the place of several; its prepositions are those of the first.
    mutating func join(_ range: ClosedRange<Int>, as sense: Sense) {
        guard let first = pieces.indices.contains(range.lowerBound) ? pieces[range.lowerBound] : nil else { return }
        var piece = first
        piece.sense = sense
        piece.tokens = pieces[range].flatMap(\.tokens).sorted()
        pieces.replaceSubrange(range, with: [piece])
    }

    /// Takes a piece away as carrying no meaning here.
    mutating func drop(_ index: Int) {
        empty.formUnion(pieces[index].tokens)
        pieces.remove(at: index)
    }

    func prep(_ index: Int) -> Prep? {
        pieces.indices.contains(index) ? pieces[index].prep : nil
    }

    func isMark(_ index: Int, _ mark: Mark) -> Bool { self[index] == .mark(mark) }

    /// What is said of a day itself, and not which day of the calendar it is.
    func isFact(_ index: Int) -> Bool {
        if case .condition(let fact)? = self[index] { !fact.isCalendar } else { false }
    }

    func isDates(_ index: Int) -> Bool { if case .dates? = self[index] { true } else { false } }

    func isMonths(_ index: Int) -> Bool { if case .months? = self[index] { true } else { false } }

    func isRelative(_ index: Int) -> Bool { if case .relative? = self[index] { true } else { false } }

    func isStop(_ index: Int) -> Bool {
        if case .stop? = self[index] { true } else { false }
    }

    func isSpan(_ index: Int) -> Bool {
        if case .span? = self[index] { true } else { false }
    }

    func isQuantity(_ index: Int) -> Bool {
        if case .quantity? = self[index] { true } else { false }
    }

    func isRelation(_ index: Int) -> Bool {
        if case .relation? = self[index] { true } else { false }
    }

    func unit(_ index: Int) -> UnitWord? {
        if case .unit(let unit)? = self[index] { unit } else { nil }
    }

    /// A number without a unit.
    func plainNumber(_ index: Int) -> Double? {
        if case .number(let value, nil)? = self[index] { value } else { nil }
    }

    func whole(_ index: Int) -> Int? {
        guard let value = plainNumber(index), value == value.rounded(), abs(value) < 1_000_000 else { return nil }
        return Int(value)
    }

    /// A number that can be a year.
    func year(_ index: Int) -> Int? {
        guard let value = whole(index), (1900...2199).contains(value) else { return nil }
        return value
    }

    func words(of piece: Piece) -> String {
        words(piece.tokens)
    }

    func words(_ indices: [Int]) -> String {
        var text = ""
        let indices = Set(indices)
        for index in indices.sorted() {
            let token = tokens[index]
            if token.isHyphened, indices.contains(index - 1) { text += "-" }
            text += (text.isEmpty || token.glued ? "" : " ") + token.written
        }
        return text
    }
}
