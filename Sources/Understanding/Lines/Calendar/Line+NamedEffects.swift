internal import Market
internal import Studies

extension Line {
    /// "does the Santa rally work", "sell in may по годам", "разворотный вторник работает?": a saying about the calendar that the
    /// bars can tell of is read as what it says; what it is alone is explained.
    mutating func settleNamedEffects() {
        guard let place = pieces.firstIndex(where: { $0.sense.isTerm }), case .term(let name)? = self[place] else {
            return
        }
        let definition = definitionOfSanta(name, behind: place)
        func defines(_ index: Int) -> Bool { definition?.contains(index) ?? false }
        if name == "sellInMay", isStop(place + 1), pieces[place...].contains(where: { $0.sense == .mark(.vs) }) {
            // "sell in may: may to october vs november to april": what it says is said behind it.
            pieces[place].sense = .empty
            return
        }
        let asked = pieces.indices.filter { index in
            if defines(index) { return false }
            return switch self[index] {
            case .task(.performance)?, .task(.statistics)?, .task(.share)?, .task(.count)?, .often?, .verb(.form)?,
                .unit(.year)?, .mark(.each)?, .win?, .rise?, .colour?, .quantity(Quantity(.performance))?,
                .quantity(Quantity(.change))?, .mark(.absolute)?:
                true
            default: false
            }
        }
        guard !asked.isEmpty,
            pieces.indices.allSatisfy({ index in
                if defines(index) { return true }
                return switch self[index] {
                case .empty?, .stop?, .symbol?, .instruments?, .prep?, .dates?, .relative?, .termWord?: true
                case .number?: year(index) != nil
                default: index == place || asked.contains(index)
                }
            })
        else { return }
        let isShare = asked.contains { index in
            switch self[index] {
            case .task(.share)?, .task(.count)?, .often?, .win?, .rise?, .colour?, .mark(.absolute)?: true
            default: false
            }
        }
        let isByYear = asked.contains { self[$0] == .unit(.year) }
        var senses: [Sense]
        switch name {
        case "sellInMay" where !isShare:
            senses = [.months(Array(5...10)), .mark(.vs), .months([11, 12, 1, 2, 3, 4])]
        case "turnaroundTuesday" where !isByYear:
            senses = [.task(.performance), .weekdays([2]), .mark(.after), .colour(up: false), .weekdays([1])]
        case "santaRally":
            // From the close before the last five trading days of a year to that of the second of the next.
            let move = Series.move(rows: -7)
            let end = Condition.all(of: [
                .calendar(field: .month, oneOf: [1]),
                .calendar(field: .ordinal(within: .month, fromEnd: false), oneOf: [2]),
            ])
            let rose = Fact(condition: .holds(move, .greater, .number(value: 0)), isOutcome: true)
            senses = [
                isByYear && !isShare || asked.contains { self[$0] == .task(.statistics) }
                    ? .quantity(Quantity(.series(move))) : .condition(rose),
                .condition(Fact(condition: end, isCalendar: true)),
            ]
            if case .condition? = senses.first { senses.insert(.task(.share), at: 0) }
        default: return
        }
        var made = senses.map { Piece(sense: $0, tokens: []) }
        made[made[0].sense == .task(.share) ? 1 : 0].tokens = pieces[place].tokens
        let lost = Set(pieces.indices.filter(defines))
            .union(asked.filter { self[$0] != .unit(.year) && self[$0] != .mark(.each) })
        for index in lost { empty.formUnion(pieces[index].tokens) }
        pieces = pieces.indices.flatMap { index in
            index == place ? made : lost.contains(index) ? [] : [pieces[index]]
        }
    }

    /// "santa rally stats, last 5 days of dec + first 2 of jan": what it is, said beside its name.
    private func definitionOfSanta(_ name: String, behind place: Int) -> ClosedRange<Int>? {
        guard name == "santaRally",
            let start = pieces[place...].firstIndex(where: {
                $0.sense == .relative(.last) || $0.sense == .relative(.past)
            }),
            whole(start + 1) == 5,
            let next = pieces[start...].firstIndex(where: { $0.sense == .ordinal(1) }), whole(next + 1) == 2
        else { return nil }
        var last = next + 1
        loop: while last + 1 < count {
            switch self[last + 1] {
            case .unit(.day)?, .ampm?, .prep?, .months([1])?, .mark(.next)?, .unit(.year)?, .empty?: last += 1
            default: break loop
            }
        }
        let isPlain = pieces[start...last].allSatisfy { piece in
            switch piece.sense {
            case .relative, .ordinal, .number, .unit, .ampm, .prep, .months, .mark(.next), .mark(.and), .empty, .stop:
                true
            default: false
            }
        }
        return isPlain ? start...last : nil
    }
}
