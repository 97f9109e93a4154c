internal import Answers
internal import Studies
internal import Understanding

/// How a reading came about: what each word became, which studies were considered, and why one was taken.
struct TraceView {
    let trace: Trace
    let answer: Answer
    let say: Sentences
    let width: Int
    let showsAll: Bool

    /// The words in order, their stems or what they were mended to, and their place; nil where none has one.
    func words() -> String? {
        guard !answer.bindings.isEmpty else { return nil }
        var stems: [String: [String]] = [:]
        for part in trace.parts { stems[part.words, default: []].append(self.stems(of: part)) }
        let rows = answer.bindings.map { binding in
            let stem = stems[binding.words]?.isEmpty == false ? stems[binding.words]?.removeFirst() : nil
            return [binding.words, stem ?? "", binding.clause].map(TextLayout.harmless)
        }
        let widths = (0..<2).map { column in min(rows.map { TextLayout.width($0[column]) }.max() ?? 0, 30) }
        return rows.map { row in
            let mark = (0..<2).map { TextLayout.left(row[$0], widths[$0]) + "  " }.joined()
            return TextLayout.item("  " + mark, row[2], width)
        }.joined(separator: "\n")
    }

    /// Stems that differ from the words; a mended word with an arrow.
    private func stems(of part: Trace.Part) -> String {
        part.places.compactMap { place in
            let word = trace.words[place]
            if let mended = word.mended { return "→ " + mended }
            return word.stem == word.written.lowercased() ? nil : word.stem
        }.joined(separator: " ")
    }

    /// The studies that the words may mean, the best first, and why one was taken or none.
    func considered(_ task: (Study) -> String) -> String? {
        guard !trace.considered.isEmpty else { return nil }
        let shown = showsAll ? trace.considered.count : min(trace.considered.count, 5)
        var lines = trace.considered.prefix(shown).enumerated().map { index, one in
            let left = one.unread.isEmpty ? [] : [say("explain.left", ["words": .text(quoted(one.unread))])]
            let lost = Set(one.lost).subtracting(one.unread)
            let missing =
                lost.isEmpty
                ? [] : [say("explain.lost", ["words": .text(quoted(one.lost.filter { lost.contains($0) }))])]
            let text = (["\(one.name) (\(one.fit)): " + task(one.study)] + left + missing).joined(separator: " ")
            return TextLayout.item("  \(index + 1). ", TextLayout.harmless(text), width)
        }
        if trace.considered.count > shown {
            lines.append("  " + say("explain.more", ["n": .count(trace.considered.count - shown)]))
        }
        return lines.joined(separator: "\n") + "\n" + TextLayout.item("  ", why(), width)
    }

    private func why() -> String {
        guard case .study(let study) = trace.reading.intent else { return say("explain.why.none") }
        guard let first = trace.considered.first, first.study == study else { return say("explain.why.edit") }
        let complete = trace.considered.filter { $0.unread.isEmpty && $0.lost.isEmpty && $0.study != study }
        guard let next = complete.first else { return say("explain.why.only") }
        return say("explain.why.fit", ["fit": .text("\(first.fit)"), "other": .text("\(next.fit)")])
    }

    private func quoted(_ words: [String]) -> String {
        words.map { say("explain.quoted", ["what": .text($0)]) }.joined(separator: ", ")
    }

    /// The senses as the rules see them, for a person who mends the lexicon or the rules.
    func senses() -> String? {
        guard !trace.parts.isEmpty else { return nil }
        return trace.parts.map { TextLayout.harmless("  \($0.words) = \($0.sense)") }.joined(separator: "\n")
    }
}
