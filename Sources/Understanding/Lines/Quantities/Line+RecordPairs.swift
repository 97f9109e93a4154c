internal import Market
internal import Studies

extension Line {
    /// "the all time high and the all time low", "highest high and lowest low", "date and time of the ATH": both ends of one
    /// period, each named in full.
    mutating func settleBothRecords() {
        joinDateAndTime()
        for index in pieces.indices.reversed() {
            guard isMark(index, .and) || self[index] == .stop("/") || self[index] == .stop(",") else { continue }
            let (left, right) = (carrying(before: index), carrying(behind: index))
            guard let left, let right else { continue }
            switch (self[left], self[right]) {
            // "all time high and all time low".
            case (let end?, .relative(.all)?):
                guard let high = end.endOfDay, let other = carrying(behind: right),
                    self[other]?.endOfDay == !high, let all = carrying(before: left), self[all] == .relative(.all)
                else { continue }
                drop(right)
            // "high of all time and low of all time".
            case (.relative(.all)?, let end?):
                guard let low = end.endOfDay, let other = carrying(before: left), self[other]?.endOfDay == !low,
                    let again = carrying(behind: right), self[again] == .relative(.all)
                else { continue }
                drop(again)
            // "highest high and lowest low".
            case (let end?, .superlative(let second)?):
                guard let high = end.endOfDay, let other = carrying(behind: right),
                    self[other]?.endOfDay == !high, let first = carrying(before: left),
                    self[first] == .superlative(high ? .max : .min), second == (high ? .min : .max)
                else { continue }
                pieces[other].tokens = (pieces[right].tokens + pieces[other].tokens).sorted()
                pieces.remove(at: right)
                pieces[left].tokens = (pieces[first].tokens + pieces[left].tokens).sorted()
                pieces.remove(at: first)
            default: continue
            }
            return
        }
    }

    /// "date and time of the all time high": when it was.
    private mutating func joinDateAndTime() {
        for index in pieces.indices.reversed() where isMark(index, .and) || self[index] == .stop("+") {
            guard let date = carrying(before: index), unit(date) == .day, has(.dated, in: pieces[date]),
                let time = carrying(behind: index), self[time] == .task(.time),
                let next = carrying(behind: time), !isStop(next)
            else { continue }
            join(date...time, as: .task(.time))
            pieces[date].text = pieces[date].tokens.last.map { tokens[$0].text } ?? ""
            return
        }
    }

    private func carrying(before index: Int) -> Int? {
        pieces[..<max(index, 0)].lastIndex { !$0.isIdle }
    }

    private func carrying(behind index: Int) -> Int? {
        pieces[min(index + 1, count)...].firstIndex { !$0.isIdle }
    }
}

extension Piece {
    /// It says nothing by itself.
    fileprivate var isIdle: Bool {
        switch sense {
        case .empty, .prep: true
        default: false
        }
    }
}

extension Sense {
    /// The day's high (true) or low.
    fileprivate var endOfDay: Bool? {
        switch self {
        case .quantity(Quantity(.high)), .extremum(largest: true): true
        case .quantity(Quantity(.low)), .extremum(largest: false): false
        default: nil
        }
    }
}
