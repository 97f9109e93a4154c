internal import Understanding

/// How a reading came about, for a person who mends the lexicon or the rules.
struct TraceView {
    let trace: Trace

    func text() -> String {
        let words = trace.words.map { $0.stem == $0.written.lowercased() ? $0.written : "\($0.written) (\($0.stem))" }
        let considered = trace.considered.map { one in
            "  \(one.name) (fit \(one.fit))" + left("not placed", one.unread) + left("not in the study", one.lost)
        }
        return "words\n  " + words.joined(separator: " ") + "\nsenses\n"
            + trace.parts.map { "  \($0.words) = \($0.sense)\n" }.joined() + "considered\n"
            + considered.joined(separator: "\n") + "\n"
    }

    private func left(_ title: String, _ words: [String]) -> String {
        words.isEmpty ? "" : ", \(title): " + words.joined(separator: ", ")
    }
}
