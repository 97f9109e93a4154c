package import Studies

/// How a reading came about.
package struct Trace: Sendable {
    /// A word, number or sign of the question.
    package struct Word: Hashable, Sendable {
        package var written: String
        package var stem: String
        /// What it was read as, where its spelling was mended.
        package var mended: String?
        /// Written without a space after the word before.
        package var isGlued: Bool
        /// It carries no meaning here.
        package var isEmpty: Bool
    }

    /// Words that were taken together.
    package struct Part: Hashable, Sendable {
        package var words: String
        /// Indices of the words, rising.
        package var places: [Int]
        /// The sense as the rules see it.
        package var sense: String
        /// Whether the finished study speaks of it; nil where such a sense leaves no trace of its own.
        package var isFound: Bool?
        /// It only joins what stands beside it.
        package var isSilent: Bool
        /// Numbers that it says, each of which changes the study.
        package var numbers: [Double]
    }

    /// A study that the words may mean.
    package struct Considered: Sendable {
        package var name: String
        package var study: Study
        /// What it has no place for.
        package var unread: [String]
        /// What it was to hold and does not.
        package var lost: [String]
        package var fit: Int
    }

    package var reading: Reading
    package var words: [Word] = []
    /// What words became, in order.
    package var parts: [Part] = []
    /// Studies that the words may mean, the best first.
    package var considered: [Considered] = []
}

extension Trace {
    init(_ outcome: Outcome) {
        reading = outcome.reading
        guard let line = outcome.line else { return }
        let reading = reading
        words = line.tokens.enumerated().map { index, token in
            Word(
                written: token.written,
                stem: token.stem,
                mended: reading.mended.first { $0.written == token.written }?.read,
                isGlued: token.glued,
                isEmpty: line.empty.contains(index) || reading.empty.contains(token.written)
            )
        }
        let witness: Witness? =
            if case .study(let study) = reading.intent, let frame = outcome.frame {
                Witness(study, frame.instrument)
            } else {
                nil
            }
        parts = line.pieces.enumerated().map { index, piece in
            Part(
                words: line.words(of: piece),
                places: piece.tokens,
                sense: "\(piece.sense)",
                isFound: witness.flatMap { outcome.frame?.finds(index, by: $0) },
                isSilent: piece.sense.isJoint,
                numbers: witness?.isByLength == true ? [] : piece.sense.numbers
            )
        }
        guard let frame = outcome.frame else { return }
        considered = outcome.candidates.map { candidate in
            Considered(
                name: candidate.name,
                study: candidate.study,
                unread: frame.unread(candidate).map { line.words(of: line.pieces[$0]) },
                lost: frame.lost(in: candidate.study).map { line.words(of: line.pieces[$0]) },
                fit: candidate.fit
            )
        }
    }
}

extension Sense {
    /// Signs between clauses, and words that join others without a say of their own ("и", "it", "happens").
    var isJoint: Bool {
        switch self {
        case .stop, .mark(.and), .mark(.but), .mark(.it), .mark(.only), .verb(.form): true
        default: false
        }
    }

    fileprivate var numbers: [Double] {
        switch self {
        case .number(let value, _): [value]
        case .numbers(let values, _): values
        case .between(let low, let high, _): [low, high]
        case .top(let count), .ordinal(let count): [Double(count)]
        default: []
        }
    }
}
