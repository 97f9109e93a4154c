internal import Market
internal import Studies

extension Attempt {
    /// The subject of a question that says what about but not what to do with it.
    func openSubject(_ frame: Frame) -> (subject: String, words: String)? {
        let meaning = frame.indices.filter { index in
            switch frame.line.pieces[index].sense {
            case .empty, .stop, .prep, .unit(.day), .unit(.session), .task(.days), .symbol, .bars: false
            default: true
            }
        }
        let content = meaning.map { frame.line.pieces[$0].sense }
        let words = meaning.map { frame.line.words(of: frame.line.pieces[$0]) }.joined(separator: " ")
        guard let first = content.first else { return ("default", "") }
        guard content.count == 1 else { return nil }
        let hasDay =
            frame.indices.contains { frame.line.unit($0) == .day }
            || frame.line.has(.day)
        switch first {
        case .quantity(let quantity):
            if hasDay, !quantity.isGap, !quantity.isVolume, quantity.extreme == nil { return nil }
            if quantity.isGap { return ("gap", words) }
            if quantity.isVolume { return ("volume", words) }
            if quantity.span != nil { return ("openingRange", words) }
            if quantity.isPrice { return ("highlow", words) }
            return quantity.base == .volatility ? ("volatility", words) : ("range", words)
        case .highLow: return ("highlow", words)
        case .span, .window, .timeBound, .clock: return ("session", words)
        case .condition(let fact):
            if case .event = fact.condition, !hasDay { return ("event", words) }
            if fact.isCalendar, case .calendar = fact.condition {
                let isClosed = !frame.instrument.tradesWeekends && Self.onlyWeekends(fact.condition)
                return isClosed ? ("default", words) : ("calendar", words)
            }
            return nil
        case .task(.statistics): return frame.named.isEmpty ? ("statistics", words) : nil
        case .task(.share), .often: return ("share", words)
        case .task(.performance), .task(.compare), .task(.count), .task(.time), .task(.top), .task(.distribution),
            .task(.correlation):
            return ("default", words)
        case .patternWord: return ("pattern", words)
        case .verb(.open), .verb(.close): return ("session", words)
        default: return nil
        }
    }

    /// Words found no place, or no study fits: the question back, with questions that can be asked as they stand.
    func nothingFits(_ question: String, _ frame: Frame, _ unread: [Int]) -> Reading {
        let line = frame.line
        let unknown = frame.indices.filter { line.pieces[$0].sense == .unknown }
        let left =
            unread.isEmpty
            ? (unknown.isEmpty ? frame.indices.filter { !isStop(line.pieces[$0].sense) } : unknown) : unread
        let words = left.map { line.words(of: line.pieces[$0]) }
        var options = shortened(frame, dropping: left)
        for option in reader.prompts.options(subject(frame), language, "", 4)
        where options.count < 3 && !options.contains(option) {
            options.append(option)
        }
        if options.count < 2 {
            options += reader.prompts.options("default", language, "", 2).filter { !options.contains($0) }
        }
        var made = reading(
            .clarify(question: .unreadWords(words: words), options: Array(options.prefix(4))),
            frame,
            used: Set(frame.indices).subtracting(left)
        )
        made.unread = words
        return made
    }

    private func isStop(_ sense: Sense) -> Bool { if case .stop = sense { true } else { false } }

    /// The question without the words that found no place, if that can be read.
    private func shortened(_ frame: Frame, dropping left: [Int]) -> [Option] {
        var out = Set(left.flatMap { frame.line.pieces[$0].tokens })
        // Empty words and "when" beside them go with them.
        let given = Set(frame.marks(.given).flatMap { frame.line.pieces[$0].tokens })
        for token in out.sorted() {
            var before = token - 1
            while before >= 0, frame.line.empty.contains(before) || given.contains(before) {
                out.insert(before)
                before -= 1
            }
            var after = token + 1
            while after < frame.line.tokens.count, frame.line.empty.contains(after) {
                out.insert(after)
                after += 1
            }
        }
        guard !out.isEmpty, out.count < frame.line.tokens.count, depth < 1 else { return [] }
        let kept = frame.line.tokens.indices.filter { !out.contains($0) }
        let text = frame.line.words(kept).trimmed
        guard !text.isEmpty else { return [] }
        var inner = context
        inner.earlier = []
        let again = reader.short(text, inner)
        guard case .study = again.intent else { return [] }
        return [Option(label: text, question: text)]
    }

    private var depth: Int { reader.isNested ? 1 : 0 }

    private func subject(_ frame: Frame) -> String {
        for quantity in frame.quantities {
            if quantity.value.isGap { return "gap" }
            if quantity.value.isVolume { return "volume" }
            if quantity.value.base == .volatility { return "volatility" }
            if quantity.value.extreme != nil { return "highlow" }
            return "range"
        }
        if frame.dayFacts.contains(where: { $0.value.ofSession }) { return "gap" }
        if frame.task(.share) != nil { return "share" }
        return "default"
    }
}
