extension Attempt {
    /// "сколько дней до экспирации", "how many days until the next FOMC", with nothing behind it: the days
    /// that are left before an event are not those that lie before one.
    var isCountdown: Bool {
        let said = atoms.pieces.map(\.sense).filter { sense in
            switch sense {
            case .empty, .stop, .symbol, .relative, .mark(.next), .mark(.it), .verb(.hold): false
            default: true
            }
        }
        guard said.count == 4, said[0] == .task(.count), case .unit = said[1], case .event = said[3] else {
            return false
        }
        return said[2] == .mark(.before) || said[2] == .prep(.to)
    }
}
