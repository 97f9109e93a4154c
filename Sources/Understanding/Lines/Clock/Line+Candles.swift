internal import Market
internal import Studies

extension Line {
    /// "in which hour was the biggest candle on 7 April": of that day's hours one is the largest candle.
    mutating func settleCandleOfHour() {
        let hours = pieces.indices.filter { asksHour($0) }
        let candles = pieces.indices.filter { self[$0] == .bars }
        guard hours.count == 1, let hour = hours.first, candles.count == 1, let candle = candles.first,
            pieces.contains(where: { if case .superlative = $0.sense { true } else { false } }),
            !pieces.contains(where: { if case .quantity = $0.sense { true } else { $0.sense == .often } }),
            pieces.count(where: { if case .dates = $0.sense { true } else { false } }) == 1,
            pieces.contains(where: { if case .dates(let dates) = $0.sense { dates.shape == .day } else { false } })
        else { return }
        pieces[candle].sense = .barUnit(.minutes(count: 60))
        pieces[candle].tokens = (pieces[candle].tokens + pieces[hour].tokens).sorted()
        pieces.remove(at: hour)
    }

    private func asksHour(_ index: Int) -> Bool {
        switch self[index] {
        case .task(.timehour)?, .which(.hour)?, .which(.hourofday)?, .unit(.hour)?: true
        default: false
        }
    }

    /// "красные дневки 2023", "RSI на дневках": candles of a day are its days where they are counted or chosen.
    mutating func settleDailyCandles() {
        let isChosen = pieces.contains { piece in
            switch piece.sense {
            case .colour, .rise, .win, .way, .task(.count), .task(.share), .statistic, .relation: true
            default: false
            }
        }
        guard isChosen else { return }
        for index in pieces.indices.reversed() where self[index] == .barUnit(.day) {
            let length = isNumber(index - 1) ? index - 2 : index - 1
            if case .quantity(let value)? = self[length], value.isOfIndicator {
                drop(index)
            } else {
                pieces[index].sense = .unit(.day)
            }
        }
    }
}
