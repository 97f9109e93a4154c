internal import Market
internal import Studies

extension Line {
    /// "таймфрейм 5 минут", "5 minute timeframe": candles of so long.
    mutating func joinTimeframes() {
        for index in pieces.indices.reversed() {
            // Two before it may have been taken with it.
            guard pieces.indices.contains(index), has(.timeframe, in: pieces[index]),
                self[index] == .unknown || self[index] == .empty
            else { continue }
            if let minutes = lasting(index + 1) {
                join(index...(index + 2), as: .barUnit(.minutes(count: minutes)))
            } else if let minutes = lasting(index - 2) {
                join((index - 2)...index, as: .barUnit(.minutes(count: minutes)))
            } else if case .barUnit? = self[index - 1] {
                drop(index)
            } else if case .barUnit? = self[index + 1] {
                drop(index)
            }
        }
    }

    /// A number and what it counts, as minutes that divide the day.
    private func lasting(_ index: Int) -> Int? {
        guard let number = whole(index), number > 0 else { return nil }
        let minutes: Int
        switch unit(index + 1) {
        case .minute?: minutes = number
        case .hour?: minutes = number * 60
        default: return nil
        }
        return minutes <= 720 && 1440 % minutes == 0 ? minutes : nil
    }
}
