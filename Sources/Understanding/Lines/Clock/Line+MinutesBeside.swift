internal import Market
internal import Studies

/// So many minutes before or after a time, or after an event of the calendar.
extension Line {
    /// "range in the last 10 min before 11:00", "volume 5 minutes before 13:30", "in the half hour after 14:00": a window that
    /// ends or begins there; of itself "30 minutes before 9:30" would be all until then, in slots.
    mutating func joinMinutesBeside() {
        var index = 0
        while index < count {
            defer { index += 1 }
            guard case .timeBound(let after, let minute)? = self[index], let length = length(before: index),
                length.minutes < 12 * 60, isStretch(length.first),
                // "the first 5 minutes after 8:30", "the first 15 minutes' high until 11:00": of a session that begins then.
                self[length.first - 1] != .ordinal(1)
            else { continue }
            var first = length.first
            if isLast(first - 1) { first -= 1 }
            let window =
                after
                ? Window(from: minute, to: minute + length.minutes)
                : Window(from: minute - length.minutes, to: minute)
            let (prep, prepTokens) = (pieces[first].prep, pieces[first].prepTokens)
            join(first...index, as: .window(window))
            (pieces[first].prep, pieces[first].prepTokens) = (prep, prepTokens)
            index = first
        }
        settleMinutesAfterEvents()
    }

    /// "30 min after FOMC (14:00-14:30)": on its own day, in the hours that are named; without them it is not known when
    /// it came, and the day after it is not meant.
    private mutating func settleMinutesAfterEvents() {
        for index in pieces.indices.reversed() where isMark(index, .after) {
            guard case .event? = self[index + 1], let length = length(before: index) else { continue }
            let isNamed = pieces.count { if case .window = $0.sense { true } else { false } } == 1
            if isNamed {
                pieces[index + 1].tokens = (pieces[length.first...(index + 1)].flatMap(\.tokens)).sorted()
                pieces.removeSubrange(length.first...index)
            } else {
                for place in length.first..<index { pieces[place].sense = .unknown }
            }
            return
        }
    }

    /// "10 minutes", "hour", "half an hour" that end before a place.
    private func length(before index: Int) -> (minutes: Int, first: Int)? {
        let scale: Int
        switch unit(index - 1) {
        case .minute?: scale = 1
        case .hour?: scale = 60
        case .slot(let minutes)?: return (minutes, index - 1)
        default: return nil
        }
        if let count = whole(index - 2), count > 0 { return (count * scale, index - 2) }
        return scale == 60 && prep(index - 1) != .by ? (60, index - 1) : nil
    }

    /// What is measured in it stands before it; "how often is the gap filled 30 minutes after 9:30" waits so long.
    private func isStretch(_ first: Int) -> Bool {
        if prep(first) == .in || isLast(first - 1) { return true }
        switch self[first - 1] {
        case .quantity?, .colour?: return true
        default: return false
        }
    }

    private func isLast(_ index: Int) -> Bool { self[index] == .relative(.last) || self[index] == .relative(.past) }
}
