internal import Market
internal import Studies

extension Attempt {
    var isScan: Bool { atoms.pieces.contains { $0.sense == .task(.scan) } }

    /// A search for anomalies: what else is asked for is answered, and what is left out is said; else the search alone.
    func scanned(_ question: String) -> Outcome {
        let scans = atoms.pieces.indices.filter { atoms.pieces[$0].sense == .task(.scan) }
        var out = Set(scans)
        for scan in scans {
            // "были какие-то аномалии": small words belong to what they stand beside.
            var before = scan - 1
            while before >= 0, isSmall(atoms.pieces[before].sense) {
                out.insert(before)
                before -= 1
            }
            var after = scan + 1
            while after < atoms.count, isSmall(atoms.pieces[after].sense) || isCondition(atoms.pieces[after].sense) {
                out.insert(after)
                after += 1
            }
        }
        let words = scans.map { atoms.words(of: atoms.pieces[$0]) }
        var left = atoms
        left.pieces = atoms.pieces.indices.filter { !out.contains($0) }.map { atoms.pieces[$0] }
        if asksForMore(left, besides: scans.flatMap { atoms.pieces[$0].tokens }),
            let found = answered(left, without: words, question)
        {
            return found
        }
        // What counts as unusual is the asker's to choose, as long as no search chooses it: of the period that is named.
        return plain(.clarify(question: .leftOut(part: .scan), options: offers("scan", periodWords)))
    }

    /// The study of the rest of a question, with the words of the search told as left out; nil: the rest is none.
    private func answered(_ rest: Line, without words: [String], _ question: String) -> Outcome? {
        var found = Attempt(reader: reader, context: context, language: language, atoms: rest, mended: mended)
            .outcome(question)
        guard case .study = found.reading.intent else { return nil }
        found.reading.leftOut = [.scan]
        found.reading.unread = words
        return found
    }

    /// The words of the period, with their preposition.
    var periodWords: String {
        let line = joined
        guard let piece = line.pieces.first(where: { if case .dates = $0.sense { true } else { false } }),
            let first = piece.tokens.min()
        else { return "" }
        let isAfterPrep = atoms.pieces.contains { part in
            if case .prep = part.sense { part.tokens.contains(first - 1) } else { false }
        }
        return line.words((isAfterPrep ? [first - 1] : []) + piece.tokens)
    }

    /// The pieces joined as they are for any instrument.
    var joined: Line {
        let loaded = context.loaded.first { $0.instrument.symbol == context.symbol } ?? context.loaded.first
        guard let instrument = loaded?.instrument ?? context.catalogue.instruments.first else { return atoms }
        return reduced(surroundings(instrument))
    }

    /// A task or a quantity of another clause, or "what was": more than the search.
    private func asksForMore(_ line: Line, besides scan: [Int]) -> Bool {
        let breaks = atoms.pieces.filter { $0.sense == .mark(.and) || isStop($0.sense) }.flatMap(\.tokens)
        let isOther = { (piece: Piece) in
            breaks.contains { mark in
                let scanned = scan.contains { $0 > mark }
                return piece.tokens.allSatisfy { ($0 < mark) == scanned }
            }
        }
        return line.pieces.contains { piece in
            switch piece.sense {
            case .task, .quantity, .statistic, .often, .superlative: isOther(piece)
            default: false
            }
        }
            || line.pieces.contains { piece in
                piece.sense == .empty && piece.tokens.contains { line.forms.contains(line.tokens[$0].text, .past) }
                    && piece.tokens.contains { $0 > 0 && line.forms.contains(line.tokens[$0 - 1].text, .what) }
            }
    }

    private func isSmall(_ sense: Sense) -> Bool {
        switch sense {
        case .empty, .prep, .mark(.and), .patternWord: true
        default: false
        }
    }

    /// "если они есть".
    private func isCondition(_ sense: Sense) -> Bool {
        sense == .mark(.given) || sense == .mark(.those)
    }
}
