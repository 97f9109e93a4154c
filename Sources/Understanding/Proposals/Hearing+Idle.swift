internal import Studies

/// Words that a part took although the study is the same without them: the surest sign of a word that was dropped.
extension Hearing {
    /// Words that nobody knows and that change nothing.
    func idle(_ study: Study) -> [String] {
        let unknown = line.pieces.filter { $0.sense == .unknown }
        guard !unknown.isEmpty else { return [] }
        let tokens = Set(unknown.flatMap(\.tokens))
        let kept = line.tokens.indices.filter { !tokens.contains($0) }
        var alone = attempt.context
        if proposal.intent != .edit { alone.earlier = [] }
        if case .study(let rest) = attempt.reader.short(line.words(kept), alone).intent, rest.asksAs(study) {
            return unknown.map(line.words(of:))
        }
        // A part with such a word that could as well be away.
        return unknown.filter { piece in
            !zip(proposal.parts, places).contains { part, taken in
                guard let taken, piece.tokens.contains(where: taken.contains) else { return false }
                return changes(part, study)
            }
        }.map(line.words(of:))
    }

    /// Whether the study would be another without the part.
    private func changes(_ part: Proposal.Part, _ study: Study) -> Bool {
        let rest = proposal.parts.filter { $0 != part }
        var assembly = Assembly(rest, frame, symbols: study.symbols)
        do throws(Assembly.Problem) {
            if proposal.intent == .edit, let last = attempt.context.earlier.last {
                return try assembly.changed(last) != study
            }
            return try assembly.study() != study
        } catch {
            // Without it there is no study at all.
            return true
        }
    }
}
