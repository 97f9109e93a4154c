internal import Market
internal import Studies

/// The account of a proposal: which words each part took, what each word means, and what was left over.
struct Hearing {
    let proposal: Proposal
    let frame: Frame
    /// Words joined to numbers, dates and windows, before the rules that compose.
    let phrases: Line
    let attempt: Attempt
    /// Of each part, the tokens that its words are; nil: they are not in the question.
    let places: [[Int]?]

    init(_ proposal: Proposal, _ frame: Frame, _ phrases: Line, _ attempt: Attempt) {
        self.proposal = proposal
        self.frame = frame
        self.phrases = phrases
        self.attempt = attempt
        let words = WordPlaces(attempt.atoms)
        places = proposal.parts.map { words.indices(of: $0.words) }
    }

    var line: Line { frame.line }
    private var covered: Set<Int> { Set(places.compactMap(\.self).joined()) }

    /// Why the proposal cannot be taken; nil: nothing is wrong with it.
    func refusal(of study: Study) -> Judgement.Refusal? {
        var errors = zip(proposal.parts, places).filter { $0.1 == nil }.map {
            "not words of the question: \($0.0.words.shown)"
        }
        errors += unknownNames(in: study) + numbers(in: study) + negations(in: study)
        let witness = Witness(study, frame.instrument)
        let covered = covered
        let lost = line.pieces.filter { witness.finds($0.sense) == false }
        let dropped = lost.filter { covered.isDisjoint(with: $0.tokens) }
        errors += lost.filter { !dropped.contains($0) }.map { "the study does not speak of: \(line.words(of: $0))" }
        if lost.isEmpty {
            let astray = Places(frame, attempt.atoms, study).astray().map { line.words(of: line.pieces[$0]) }
            errors += astray.map { "stands elsewhere in the study than in the sentence: \($0)" }
        }
        errors += dates(in: study)
        let left = dropped.map(line.words(of:)) + left(witness, study)
        guard !errors.isEmpty || !left.isEmpty else { return nil }
        return .init(errors + left.map { "no part has these words: \($0)" }, left: errors.isEmpty ? left : [])
    }

    /// Words that no part took and that are not known to be empty, or that a part took and that change nothing.
    private func left(_ witness: Witness, _ study: Study) -> [String] {
        let covered = covered, structural = frame.structural
        var left: [String] = []
        for (index, piece) in line.pieces.enumerated() {
            let open = piece.tokens.filter { !covered.contains($0) && !line.empty.contains($0) }
            guard !open.isEmpty else { continue }
            if piece.sense == .unknown {
                left.append(line.words(open))
            } else if witness.finds(piece.sense) == nil, !piece.sense.isSilent, !piece.sense.isJoint,
                !structural.contains(index)
            {
                left.append(line.words(of: piece))
            }
        }
        return left.isEmpty ? idle(study) : left
    }

    // MARK: The reading

    /// With every word in its place.
    func reading(_ intent: Intent) -> Reading {
        let covered = covered
        let bindings = proposal.parts.compactMap { part in
            part.value.clause(frame).map { Binding(words: part.words, clause: $0) }
        }
        let empty = line.tokens.indices.filter { !covered.contains($0) && line.tokens[$0].kind != .sign }
        return Reading(
            language: attempt.language,
            intent: intent,
            bindings: bindings,
            empty: empty.map { line.tokens[$0].written },
            mended: attempt.mended
        )
    }
}

extension Proposal.Value {
    /// What is told of it beside its words.
    fileprivate func clause(_ frame: Frame) -> Clause? {
        switch self {
        case .symbol(let symbol): .symbol(symbol: symbol)
        case .period(let period): .period(period: period)
        case .days(let count, true): .period(period: .lastDays(count: count, upTo: frame.context.today))
        case .days(let count, false): .period(period: .firstDays(count: count, from: nil))
        case .unit(let unit): .unit(unit: unit)
        case .window(let span): .span(span: span)
        case .condition(let condition, _, _): .condition(condition: condition)
        case .measure(let statistic, let series):
            // The quantity is the greater part of it; both are told where the words say both.
            statistic == .mean ? .series(series: series) : .statistic(statistic: statistic)
        case .count: .task(task: "count")
        case .share: .task(task: "share")
        case .column(let series): .series(series: series)
        case .key(let key): .key(key: key)
        case .order(let order): .order(descending: order.descending)
        case .limit(let count): .limit(count: count)
        case .shape(let shape): .task(task: shape.rawValue)
        case .buckets(let minutes): .buckets(minutes: minutes)
        }
    }
}
