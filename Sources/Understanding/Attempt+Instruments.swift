internal import Market
internal import Studies

/// Which instrument is meant.
extension Attempt {
    static func isTicker(_ word: String) -> Bool {
        (3...5).contains(word.count) && word.allSatisfy { $0.isASCII && $0.isUppercase }
    }

    /// Instruments named, before anything else is joined.
    var named: [String] {
        var symbols: [String] = []
        for piece in atoms.pieces {
            if case .symbol(let symbol) = piece.sense, !symbols.contains(symbol) { symbols.append(symbol) }
        }
        return symbols
    }

    func instrument(_ named: [String]) -> Instrument? {
        let symbol =
            named.first ?? context.symbol ?? (context.loaded.count == 1 ? context.loaded.first?.instrument.symbol : nil)
        guard let symbol else { return nil }
        return context.loaded.first { $0.instrument.symbol == symbol }?.instrument
    }

    func symbolOptions(_ question: String) -> [Option] {
        context.loaded.prefix(4).map { loaded in
            Option(label: loaded.instrument.symbol, question: question.trimmed + " " + loaded.instrument.symbol)
        }
    }
}
