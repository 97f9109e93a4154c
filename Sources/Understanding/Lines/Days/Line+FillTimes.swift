internal import Market
internal import Studies

/// When gaps are filled: the fill and the time that bounds it.
extension Line {
    /// "гэпов закрывается в первые 30 минут кассы и до 12:00".
    mutating func joinFillTimes(_ frame: Surroundings) {
        settleRateOfFills(frame)
        var index = 0
        while index < count {
            defer { index += 1 }
            if isFill(index), isGapFact(index + 1), prep(index + 1) == nil, bound(index + 2, frame) != nil {
                // "закрыть гэп вверх до 10:00": what is timed is the fill.
                pieces.swapAt(index, index + 1)
                continue
            }
            // "not filled by 11:00": neither before nor at all.
            guard case .condition(let fact)? = self[index], fact.condition.atoms == [.gapFilled],
                fact.condition == .gapFilled || fact.condition == .not(of: .gapFilled),
                // "fill only after 12:00".
                let found = bound(isMark(index + 1, .only) ? index + 2 : index + 1, frame),
                !found.outside
            else { continue }
            let time = Series.time(event: .gapFill, of: .own)
            let rth = Span.session(name: .rth)
            guard let condition = Self.within(time, found, frame, rth) else { continue }
            var last = found.last
            if case .span(.session(.rth))? = self[last + 1] { last += 1 }
            var made = fact
            let timed = Condition.all(of: [.gapFilled, condition])
            made.condition = fact.condition == .gapFilled ? timed : .not(of: timed)
            join(index...last, as: .condition(made))
            // "... и сколько до 12:00": the same of another time.
            var next = index + 1
            while asksAgain(next) { next += 1 }
            if fact.condition == .gapFilled, let second = bound(next, frame), !second.outside,
                let other = Self.within(time, second, frame, rth)
            {
                made.condition = .all(of: [.gapFilled, other])
                join((index + 1)...second.last, as: .condition(made))
            }
        }
    }

    /// "gap fill rate in 2024 within the first hour", "gap fill % by 10:30": what is asked, and of which time, stand between
    /// the fill and its bound.
    private mutating func settleRateOfFills(_ frame: Surroundings) {
        for index in pieces.indices.reversed() {
            guard case .condition(let fact)? = self[index], fact.condition == .gapFilled else { continue }
            var end = index + 1
            while end < count, self[end] == .task(.share) || self[end] == .measure(.percent) || isDates(end) {
                end += 1
            }
            guard end > index + 1,
                pieces[(index + 1)..<end].contains(where: {
                    $0.sense == .task(.share) || $0.sense == .measure(.percent)
                })
            else { continue }
            for place in (index + 1)..<end where self[place] == .measure(.percent) {
                pieces[place].sense = .task(.share)
            }
            guard bound(end, frame) != nil else { continue }
            pieces.insert(pieces.remove(at: index), at: end - 1)
        }
    }
}
