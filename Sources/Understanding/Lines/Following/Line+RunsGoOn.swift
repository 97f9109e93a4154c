internal import Market
internal import Studies

extension Line {
    /// "as day four", "the 4th one", "и четвёртый зелёный": the day behind a run of three, said in other words.
    mutating func settleDayOfRun() {
        guard
            let run = pieces.firstIndex(where: {
                if case .condition(let fact) = $0.sense { fact.run != nil } else { false }
            }),
            case .condition(let fact)? = self[run], let length = fact.run
        else { return }
        for index in pieces.indices.reversed()
        where index > run && unit(index) == .day && whole(index + 1) == length + 1 {
            join(index...(index + 1), as: .ordinal(length + 1))
        }
        guard let ordinal = pieces.firstIndex(where: { $0.sense == .ordinal(length + 1) }), ordinal > run else {
            return
        }
        if isMark(ordinal + 1, .those) { join(ordinal...(ordinal + 1), as: .ordinal(length + 1)) }
        guard pieces.contains(where: { $0.sense == .task(.share) || $0.sense == .often }),
            let plain = fact.plain, case .condition(let told)? = self[ordinal + 1], told.condition == plain,
            run == 0 || !isMark(run - 1, .after), !pieces.contains(where: { $0.sense == .mark(.after) }),
            pieces[(run + 1)..<ordinal].allSatisfy({ $0.sense.leadsOn })
        else { return }
        if isMark(ordinal - 1, .and) { drop(ordinal - 1) }
        pieces.insert(Piece(sense: .mark(.after), tokens: pieces[run].tokens), at: run)
    }

    /// "зелёная серия из трёх дней, с какой вероятностью она продлится": it goes on behind what asks.
    mutating func settleRunGoingOn() {
        for index in pieces.indices where self[index] == .verb(.continue) {
            guard
                let run = pieces[..<index].lastIndex(where: {
                    if case .condition(let fact) = $0.sense { fact.run != nil } else { false }
                }),
                run + 1 < index, pieces[(run + 1)..<index].allSatisfy({ $0.sense.leadsOn }),
                pieces[(run + 1)..<index].contains(where: { $0.sense == .task(.share) || $0.sense == .often })
            else { continue }
            let asking = pieces[(run + 1)..<index].filter { $0.sense == .task(.share) || $0.sense == .often }
            for piece in pieces[(run + 1)..<index] where !asking.contains(piece) { empty.formUnion(piece.tokens) }
            pieces.removeSubrange((run + 1)..<index)
            pieces.insert(contentsOf: asking, at: run)
            return
        }
    }

    /// "if there were three red ones before it": it comes after them; "three red days, then how does the next close".
    mutating func settleRunsBefore() {
        for index in pieces.indices.reversed() where isMark(index, .before) && isMark(index + 1, .it) {
            guard isMark(index - 1, .given), whole(index + 2) != nil || isFact(index + 2) else { continue }
            join((index - 1)...(index + 1), as: .mark(.after))
            return
        }
        guard let then = pieces.firstIndex(where: { $0.sense == .mark(.then) }), then > 0,
            pieces[(then + 1)...].contains(where: { $0.sense == .task(.performance) || $0.sense == .verb(.close) }),
            pieces[(then + 1)...].allSatisfy({ piece in
                switch piece.sense {
                case .task(.performance), .verb(.close), .mark(.next), .mark(.those), .unit(.day), .stop, .empty: true
                default: false
                }
            }),
            let first = pieces.firstIndex(where: { if case .stop = $0.sense { false } else { true } }), first < then,
            pieces[first..<then].contains(where: {
                if case .condition(let fact) = $0.sense { !fact.isCalendar } else { false }
            }),
            pieces[first..<then].allSatisfy({ piece in
                switch piece.sense {
                case .condition(let fact): !fact.isCalendar
                case .stop, .mark(.and), .number, .mark(.consecutive), .unit(.day), .relation: true
                default: false
                }
            })
        else { return }
        let asked = Piece(sense: .task(.performance), tokens: pieces[then...].flatMap(\.tokens).sorted(), text: "")
        var last = then
        while last > first, isStop(last - 1) || isMark(last - 1, .and) {
            last -= 1
            empty.formUnion(pieces[last].tokens)
        }
        pieces.replaceSubrange(last..., with: [asked])
        pieces.insert(Piece(sense: .mark(.after), tokens: asked.tokens), at: first)
    }
}

extension Sense {
    /// It only leads from a run to what is asked of the day behind it.
    fileprivate var leadsOn: Bool {
        switch self {
        case .stop, .task(.share), .often, .mark(.it), .mark(.and), .mark(.given), .empty, .verb(.form): true
        default: false
        }
    }
}
