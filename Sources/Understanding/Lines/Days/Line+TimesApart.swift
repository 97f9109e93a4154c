internal import Market
internal import Studies

extension Line {
    /// "high and low less than 60 minutes apart", "между хаем и лоем меньше часа", "high and low in the same hour": how far the
    /// two times lie from each other.
    mutating func joinTimesApart(_ frame: Surroundings) {
        guard let ends = bothExtremes else { return }
        if let same = sameHour(ends) {
            join(spanned(ends, same), as: .condition(Fact(condition: Self.sameHour(frame), isOutcome: true)))
            return
        }
        let begin = isMark(ends.lowerBound - 1, .between) ? ends.lowerBound - 1 : ends.lowerBound
        guard let place = pieces.indices.first(where: { isRelation($0) }), case .relation(let relation)? = self[place],
            relation != .equal, let length = duration(place + 1)
        else { return }
        var (first, last) = (min(begin, place), max(ends.upperBound, length.last))
        while isApart(first - 1) { first -= 1 }
        while isApart(last + 1) { last += 1 }
        let isWhole = (first...last).allSatisfy { index in
            (begin...ends.upperBound).contains(index) || (place...length.last).contains(index) || isApart(index)
                || self[index] == .verb(.form) || isMark(index, .it)
        }
        guard isWhole, begin < ends.lowerBound || (first...last).contains(where: { isApart($0) }) else { return }
        let apart = Series.absolute(
            of: .arithmetic(left: Self.time(.high), operation: .minus, right: Self.time(.low))
        )
        let condition = Condition.holds(apart, relation, .number(value: length.minutes))
        join(first...last, as: .condition(Fact(condition: condition, isOutcome: true)))
    }

    private static func time(_ event: MinuteEvent) -> Series { .time(event: event, of: .own) }

    /// On the clock: from one full hour to the next.
    private static func sameHour(_ frame: Surroundings) -> Condition {
        let window = Window(from: frame.instrument.dayStart, to: frame.instrument.dayEnd)
        let hours = stride(from: window.from - (window.from % 60 + 60) % 60, to: window.to, by: 60)
        return .any(
            of: hours.map { hour in
                .all(
                    of: [MinuteEvent.high, .low].flatMap { event -> [Condition] in
                        [
                            .holds(time(event), .greaterOrEqual, .number(value: Double(hour))),
                            .holds(time(event), .less, .number(value: Double(hour + 60))),
                        ]
                    }
                )
            }
        )
    }

    /// The day's high and low, named together.
    private var bothExtremes: ClosedRange<Int>? {
        for index in pieces.indices {
            if self[index] == .highLow { return index...index }
            guard let first = ownEnd(index), isMark(index + 1, .and), let second = ownEnd(index + 2), first != second
            else { continue }
            return index...(index + 2)
        }
        return nil
    }

    private func ownEnd(_ index: Int) -> MinuteEvent? {
        guard case .quantity(let quantity)? = self[index], quantity.shift == 0, quantity.span == nil else { return nil }
        return quantity.extreme
    }

    /// "in the same hour", "в одном и том же часе", "inside one hour", behind the ends or the verb that they have.
    private func sameHour(_ ends: ClosedRange<Int>) -> ClosedRange<Int>? {
        guard let hour = pieces.indices.first(where: { $0 > ends.upperBound && unit($0) == .hour }) else { return nil }
        let between = (ends.upperBound + 1)..<hour
        let isSame = between.contains { isMark($0, .same) || whole($0) == 1 }
        guard isSame,
            between.allSatisfy({ index in
                switch self[index] {
                case .mark(.same)?, .mark(.inside)?, .mark(.and)?, .verb(.form)?, .relation(.less)?,
                    .relation(.lessOrEqual)?:
                    true
                default: whole(index) == 1
                }
            })
        else { return nil }
        return between.lowerBound...hour
    }

    private func spanned(_ first: ClosedRange<Int>, _ second: ClosedRange<Int>) -> ClosedRange<Int> {
        min(first.lowerBound, second.lowerBound)...max(first.upperBound, second.upperBound)
    }

    /// So many minutes or hours; "an hour".
    private func duration(_ index: Int) -> (minutes: Double, last: Int)? {
        switch self[index] {
        case .number(let value, .minutes)?: return (value, index)
        case .number(let value, .hours)?: return (value * 60, index)
        case .number(let value, nil)?:
            return switch unit(index + 1) {
            case .minute: (value, index + 1)
            case .hour: (value * 60, index + 1)
            default: nil
            }
        default:
            if case .slot(let minutes)? = unit(index) { return (Double(minutes), index) }
            return unit(index) == .hour ? (60, index) : nil
        }
    }

    /// "apart", "of each other", "разделяет".
    private func isApart(_ index: Int) -> Bool {
        guard pieces.indices.contains(index) else { return false }
        if has(.apart, in: pieces[index]) { return true }
        return isMark(index, .each) && pieces.indices.contains(index + 1) && has(.apart, in: pieces[index + 1])
    }
}
