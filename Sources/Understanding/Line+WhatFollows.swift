internal import Market
internal import Studies

extension Line {
    /// "Что будет после FOMC", "what to expect after a 3% drop", "что было после NFP": asked of days of a kind, it is what
    /// has followed them.
    mutating func settleWhatFollowed() {
        guard let marker = pieces.firstIndex(where: { $0.sense == .mark(.after) }),
            pieces[marker...].contains(where: \.sense.isKindOfDay)
        else { return }
        let asked = pieces.indices.filter { index in
            switch pieces[index].sense {
            case .task(.forecast): pieces[index].tokens.allSatisfy { forms.contains(tokens[$0].text, .supposes) }
            case .empty: index < marker && asksWhatWas(index)
            default: false
            }
        }
        guard let place = asked.first, saysNothingElse(besides: asked, marker) else { return }
        pieces[place].sense = .task(.performance)
        empty.subtract(pieces[place].tokens)
        for index in asked.dropFirst() {
            pieces[index].sense = .empty
            empty.formUnion(pieces[index].tokens)
        }
    }

    /// "Что было", "what was": the verb, straight behind the word that asks.
    private func asksWhatWas(_ index: Int) -> Bool {
        pieces[index].tokens.contains { token in
            forms.contains(tokens[token].text, .past) && token > 0 && forms.contains(tokens[token - 1].text, .what)
        }
    }

    /// Nothing but the event, its day and its period stands beside what is asked.
    private func saysNothingElse(besides asked: [Int], _ marker: Int) -> Bool {
        pieces.indices.filter { !asked.contains($0) }.allSatisfy { index in
            switch pieces[index].sense {
            case .empty, .prep, .stop, .symbol, .mark(.next), .unit(.day), .verb(.form), .task(.statistics): true
            case .relative(.tomorrow), .relative(.today), .task, .statistic, .superlative, .often: false
            default: index >= marker
            }
        }
    }

    /// "A red day followed by a second red day", "после зелёного дня ещё зелёный": that it comes again is said by the two
    /// days.
    mutating func dropAgain() {
        guard
            pieces.contains(where: { $0.sense == .mark(.after) || $0.sense == .mark(.then) || $0.sense == .mark(.next) }
            )
        else { return }
        for index in pieces.indices.reversed() where self[index] == .mark(.more) || self[index] == .ordinal(2) {
            guard case .condition(let fact)? = self[index + 1],
                pieces.indices.contains(where: { place in
                    if place != index + 1, case .condition(let other)? = self[place] {
                        other.condition == fact.condition
                    } else {
                        false
                    }
                })
            else { continue }
            drop(index)
        }
    }

    /// "Inside day breakout up", "пробой внутреннего дня": a bar inside the one before does not leave it, so the day after
    /// leaves the inside bar.
    mutating func joinBreaksOfInside() {
        for index in pieces.indices {
            let places = [index + 1, index - 1]
            guard case .condition(let inside)? = self[index], inside.condition == .pattern(name: "insideBar", of: .own),
                let place = places.first(where: { breakout($0) != nil }), let up = breakout(place)
            else { continue }
            let beyond = Condition.holds(
                .metric(metric: up ? .high : .low, of: .own),
                up ? .greater : .less,
                .shifted(of: .metric(metric: up ? .high : .low, of: .own), by: -1)
            )
            let after = Condition.shifted(of: inside.condition, by: -1)
            join(
                min(index, place)...max(index, place),
                as: .condition(Fact(condition: .all(of: [after, beyond]), isOutcome: true, up: up))
            )
            return
        }
    }

    private func breakout(_ index: Int) -> Bool? {
        guard case .condition(let fact)? = self[index], !pieces[index].afterStop else { return nil }
        switch fact.condition {
        case .pattern("breakoutUp", .own): return true
        case .pattern("breakoutDown", .own): return false
        default: return nil
        }
    }
}

extension Sense {
    /// Days of a kind, by what happened on them.
    fileprivate var isKindOfDay: Bool {
        switch self {
        case .colour, .way, .rise, .win, .pattern, .quantity, .event, .condition: true
        default: false
        }
    }
}
