internal import Market
internal import Studies

extension Line {
    /// "Q1, Q2, Q3 and Q4", "Jan, Feb, ... Dec", "пн, вт и т.д.", "broken out Mon to Fri": all of them are named, or the
    /// list is said to go on, so it is one of each and no condition.
    mutating func settleWholeLists() {
        let isHeldApart = pieces.contains { $0.sense == .mark(.vs) || $0.sense == .task(.compare) }
        var index = 0
        while index < count {
            defer { index += 1 }
            guard let list = list(from: index), list.goesOn || !isHeldApart else { continue }
            let isWhole = list.values.count == Self.whole(list.field)
            guard list.goesOn || isWhole && (list.isListed || isMark(index - 1, .separately)) else { continue }
            let key = Sense.key(.calendar(field: list.field))
            let first = isMark(index - 1, .separately) ? index - 1 : index
            if let same = pieces.firstIndex(where: { $0.sense == key }) {
                let said = pieces[first...list.last].flatMap(\.tokens)
                pieces[same].tokens = (pieces[same].tokens + said).sorted()
                pieces.removeSubrange(first...list.last)
                index = first - 1
            } else {
                join(first...list.last, as: key)
                (pieces[first].prep, pieces[first].prepTokens) = (.by, [])
                index = first
            }
        }
    }

    /// "по длине: 1, 2, 3 дня и т.д.", "by length, 1, 2, 3 and so on": every length, which is said twice.
    mutating func settleOpenNumbers() {
        guard let length = pieces.firstIndex(where: { $0.sense == .task(.length) }),
            let end = pieces.indices.last(where: { isMark($0, .goesOn) || self[$0] == .stop("…") }), length < end
        else { return }
        var first = end
        while first > length + 1, isNumber(first - 1) || unit(first - 1) == .day || isComma(first - 1) { first -= 1 }
        guard (first..<end).count(where: { isNumber($0) }) > 1 else { return }
        pieces[length].tokens = (pieces[length].tokens + pieces[first...end].flatMap(\.tokens)).sorted()
        pieces.removeSubrange(first...end)
    }

    private struct List {
        var field: CalendarField
        var values: Set<Int>
        var last: Int
        /// Of more than one piece.
        var isListed = false
        /// "...", "и так далее".
        var goesOn = false
    }

    private func list(from index: Int) -> List? {
        guard let (field, values) = named(index) else { return nil }
        var list = List(field: field, values: Set(values), last: index)
        while true {
            var next = list.last + 1
            var isOpen = false
            var stops = 0
            while isMark(next, .and) || isMark(next, .goesOn) || self[next] == .stop(",") || isDots(next) {
                isOpen = isOpen || isMark(next, .goesOn) || self[next] == .stop("…")
                if self[next] == .stop(".") { stops += 1 }
                next += 1
            }
            isOpen = isOpen || stops > 1
            if next > list.last + 1, let (other, more) = named(next), other == field {
                list.values.formUnion(more)
                list.isListed = true
                list.goesOn = list.goesOn || isOpen
                list.last = next
                continue
            }
            if isOpen, list.isListed {
                list.goesOn = true
                list.last = next - 1
                while self[list.last] == .stop(",") { list.last -= 1 }
            }
            return list
        }
    }

    private func isComma(_ index: Int) -> Bool { self[index] == .stop(",") || isMark(index, .and) }

    private func isDots(_ index: Int) -> Bool { self[index] == .stop(".") || self[index] == .stop("…") }

    /// A quarter, month or weekday of every year.
    private func named(_ index: Int) -> (CalendarField, [Int])? {
        guard case .condition(let fact)? = self[index], fact.isCalendar,
            case .calendar(let field, let values) = fact.condition, Self.whole(field) > 0
        else { return nil }
        return (field, values)
    }

    /// How many there are.
    private static func whole(_ field: CalendarField) -> Int {
        switch field {
        case .quarter: 4
        case .month: 12
        case .weekday: 5
        default: 0
        }
    }
}
