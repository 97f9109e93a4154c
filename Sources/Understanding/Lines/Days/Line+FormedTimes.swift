internal import Market
internal import Studies

extension Line {
    /// "во сколько больше всего ставится хай", "when does the high usually fall": of the time, not of how high or which way.
    mutating func settleFormed() {
        for index in pieces.indices where isFormedAtTime(index) { pieces[index].sense = .verb(.form) }
        for index in pieces.indices where has(.calledtypical, in: pieces[index]) {
            // "типичное время минимума": the most frequent; "the average time" is a mean.
            guard case .statistic? = self[index], self[index + 1] == .task(.time) else { continue }
            pieces[index].sense = .often
        }
        settleTimeWhen()
        settleFallenAt()
        guard
            pieces.contains(where: { [.task(.time), .task(.timehour), .when].contains($0.sense) }),
            let extreme = pieces.firstIndex(where: {
                if case .quantity(let quantity) = $0.sense { quantity.extreme != nil } else { $0.sense == .highLow }
            })
        else { return }
        for index in pieces.indices {
            switch self[index] {
            case .rise?:
                guard has(.falls, in: pieces[index]) else { continue }
                let between = pieces[min(index, extreme)...max(index, extreme)].dropFirst().dropLast()
                if between.allSatisfy({ $0.sense == .often || $0.sense == .empty }) {
                    pieces[index].sense = .verb(.form)
                }
            case .superlative(.max)?:
                guard let next = following(index), self[next] == .verb(.form), pieces[index].tokens.count == 2 else {
                    continue
                }
                pieces[index].sense = .often
            default: continue
            }
        }
    }

    /// "at what time does the busiest minute most often fall": something with a time of its own lies there; an instrument
    /// drops.
    private mutating func settleFallenAt() {
        guard pieces.contains(where: { [.task(.time), .task(.timehour)].contains($0.sense) }) else { return }
        for index in pieces.indices where has(.falls, in: pieces[index]) {
            guard case .rise? = self[index], let often = preceding(index), self[often] == .often,
                let subject = preceding(often)
            else { continue }
            switch self[subject] {
            case .unit(.minute)?, .unit(.minuteofday)?, .unit(.hour)?, .bars?, .barUnit?:
                pieces[index].sense = .verb(.form)
            default: continue
            }
        }
    }

    /// The piece before that means something.
    private func preceding(_ index: Int) -> Int? {
        pieces.indices.prefix(index).last { pieces[$0].sense != .empty }
    }

    /// "hour when the low forms most often", "час, когда чаще ставится хай": which hour, behind no number.
    private mutating func settleTimeWhen() {
        guard pieces.contains(where: { $0.sense == .often }), !pieces.contains(where: { $0.sense == .task(.timehour) })
        else { return }
        if let hour = pieces.indices.first(where: { isHourOfExtreme($0) }) {
            pieces[hour].sense = .task(.timehour)
            return
        }
        guard
            let asked = pieces.indices.first(where: { index in
                (unit(index) == .hour || self[index] == .task(.time)) && !isNumber(index - 1)
                    && following(index).map { isWhen($0) } ?? false
            }), pieces[..<asked].allSatisfy({ isOnlyWhen($0) })
        else { return }
        guard var when = following(asked) else { return }
        if isStop(when), let behind = following(when) {
            pieces.remove(at: when)
            when = behind - 1
        }
        if unit(asked) == .hour { pieces[asked].sense = .task(.timehour) }
        drop(when)
    }

    /// "hour of day for the daily high, the most typical", "час дневного хая, самый частый": which hour it is.
    private func isHourOfExtreme(_ index: Int) -> Bool {
        guard unit(index) == .hour || unit(index) == .hourofday, !isNumber(index - 1),
            pieces[..<index].allSatisfy({ isOnlyWhen($0) || $0.sense == .often }),
            !pieces.contains(where: { if case .task = $0.sense { true } else { false } }),
            let next = pieces.indices.dropFirst(index + 1).first(where: {
                if case .prep(let prep) = pieces[$0].sense { prep != .in } else { pieces[$0].sense != .empty }
            }), case .quantity(let price)? = self[next]
        else { return false }
        return price.extreme != nil && price.shift == 0
    }

    /// It says of which period or instrument, and nothing that is asked.
    private func isOnlyWhen(_ piece: Piece) -> Bool {
        switch piece.sense {
        case .empty, .stop, .number, .months, .quarter, .half, .symbol, .instruments, .prep, .unit(.year), .relative,
            .ordinalSuffix:
            true
        default: false
        }
    }

    /// A word for "when", past a comma.
    private func isWhen(_ index: Int) -> Bool {
        if isStop(index) { return following(index).map { !isStop($0) && isWhen($0) } ?? false }
        return isMark(index, .given) || self[index] == .when
    }

    /// "how many highs fell in each hour", "what share of lows fall before noon": right behind a price of the day, with a time.
    private func isFormedAtTime(_ index: Int) -> Bool {
        guard case .rise? = self[index], has(.falls, in: pieces[index]) else { return false }
        // "the low of the cash session falls before noon".
        let subject = pieces[..<index].last { piece in
            switch piece.sense {
            case .empty, .prep, .often: false
            case .span: false
            default: true
            }
        }
        switch subject?.sense {
        case .quantity(let price)?: guard price.extreme != nil else { return false }
        case .highLow?, .unit(.minute)?: break
        default: return false
        }
        return pieces[(index + 1)...].contains { piece in
            switch piece.sense {
            case .clock, .ampm, .span, .slots, .unit(.hour), .unit(.slot), .unit(.minute), .mark(.before),
                .mark(.after), .mark(.outside), .window, .timeBound:
                true
            default: false
            }
        }
    }
}
