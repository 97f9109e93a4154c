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

    func surroundings(_ instrument: Instrument) -> Surroundings {
        let days = context.loaded.first { $0.instrument == instrument }?.days
        return Surroundings(
            tick: instrument.tick ?? 0.01,
            instrument: instrument,
            today: context.today,
            calendar: context.catalogue.tradingCalendar(for: instrument),
            years: knownYears
        ) { event in
            guard let days else { return [] }
            let beyond = days.lowerBound.adding(days: -60)...days.upperBound.adding(days: 60)
            return context.catalogue.dates(of: event, in: beyond, for: instrument).dates.map(\.nominalDate)
        }
    }

    /// Years that two digits may stand for.
    var knownYears: ClosedRange<Int> {
        let first = context.loaded.map(\.days.lowerBound.year).min() ?? context.today.year
        return min(first, context.today.year)...context.today.year
    }
}
