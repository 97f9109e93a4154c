internal import Market
internal import Studies

/// Holds a study against how the sentence is built.
///
/// `Witness` sees to it that a word's meaning is somewhere in the study; here it must stand where the words put it: a
/// bound on its number, a fact on its own instrument and day, what is counted as the row, what was asked as the result.
struct Places {
    let frame: Frame
    /// The words as the lexicon reads them, before any rule joined them; prepositions stand on what they lead.
    let words: Line
    let study: Study

    init(_ frame: Frame, _ atoms: Line, _ study: Study) {
        self.frame = frame
        var words = atoms
        words.settlePrepositions()
        self.words = words
        self.study = study
    }

    var line: Line { frame.line }

    /// Pieces that stand elsewhere in the study than in the sentence, in the order of the words.
    func astray() -> [Int] {
        let found =
            bounds() + rows() + roles() + followers() + operands() + results() + steps() + times() + heldAgainst()
            + joined() + dropped() + sidesMixed() + sameSides() + minutesLost()
        return Set(found).sorted()
    }

    /// The piece that a word became part of; the nearest before it, where it was taken to say nothing.
    func piece(of word: Int) -> Int? {
        guard let token = words.pieces[word].tokens.first else { return nil }
        return line.pieces.firstIndex { $0.tokens.contains(token) }
            ?? line.pieces.lastIndex { ($0.tokens.first ?? .max) < token } ?? line.pieces.indices.first
    }

    /// Whether a word is still in a piece.
    func isKept(_ word: Int) -> Bool {
        words.pieces[word].tokens.contains { token in line.pieces.contains { $0.tokens.contains(token) } }
    }

    /// The fact that a word became part of.
    func fact(of word: Int) -> Fact? {
        guard let place = piece(of: word), isKept(word), case .condition(let fact) = line.pieces[place].sense else {
            return nil
        }
        return fact
    }

    /// All places of the study at which a condition stands: what chooses rows, and what is told of them.
    var chosen: Condition? { study.condition }

    var told: [Condition] {
        switch study.result {
        case .summary(let summary): summary.measures.flatMap(\.told)
        case .comparison(_, let measures): measures.flatMap(\.told)
        case .runs(let runs): [runs.of]
        case .list, .distribution, .correlation, .standing: []
        }
    }
}

extension Measure {
    /// What is asked of rows, not what chooses them.
    fileprivate var told: [Condition] {
        switch self {
        case .share(let of, _, _): [of]
        case .count(let condition?), .statistic(_, _, let condition?), .ratio(_, _, let condition?),
            .correlation(_, _, let condition?):
            [condition]
        case .count, .statistic, .ratio, .correlation: []
        }
    }
}
