internal import Market
internal import Studies

extension Line {
    /// "I lose most on Mondays, so what I need to know is ...": a story before the question says nothing of its own.
    ///
    /// What it names (days, dates, instruments, sessions, quantities, numbers) must come again in the question itself;
    /// else it may be a part of it and stays.
    mutating func dropStory() {
        while let lead = pieces.lastIndex(where: { $0.sense == .mark(.leadin) }) {
            let question = Set(pieces[(lead + 1)...].compactMap(\.sense.anchor))
            let story = pieces[..<lead].compactMap(\.sense.anchor)
            let asks = pieces[..<lead].contains { if case .task = $0.sense { true } else { false } }
            guard lead > 2, !asks, story.allSatisfy(question.contains) else {
                drop(lead)
                continue
            }
            for index in (0...lead).reversed() { drop(index) }
        }
    }
}

extension Sense {
    /// What it names, if that could bound or fill a question.
    fileprivate var anchor: Sense? {
        switch self {
        case .quantity(let quantity): .quantity(Quantity(quantity.base))
        case .weekdays, .months, .quarter, .half, .relative, .dates, .clock, .number, .instruments, .symbol, .span,
            .event,
            .pattern, .highLow, .openingRange, .statistic:
            self
        default: nil
        }
    }
}
