internal import Market
internal import Studies

extension Line {
    /// "hourly volatility breakdown", "monthly breakdown of volume", "15 minute breakdown", "break volume down hour by hour":
    /// it says that what is asked is told by parts, and no price broke anything.
    mutating func settleBreakdowns() {
        dropBreakingDown()
        // "hourly breakdown of when the high was set": by its time.
        for index in pieces.indices.dropFirst() where isForm(index, .whenword) && prep(index) == .in {
            guard self[index - 1] == .pattern(["breakoutDown"]) || self[index - 1] == .task(.distribution),
                self[index] == .mark(.given) || self[index] == .when
            else { continue }
            pieces[index].sense = .task(.time)
        }
        let tells = pieces.contains { piece in
            switch piece.sense {
            case .mark(.after), .mark(.given), .mark(.next), .task(.count), .task(.share): true
            default: false
            }
        }
        for index in pieces.indices.reversed() {
            guard case .pattern(["breakoutDown"])? = self[index], has(.breakdown, in: pieces[index]) else { continue }
            if unit(index - 1) == .minute, let minutes = whole(index - 2), minutes > 0, 1440 % minutes == 0 {
                join((index - 2)...index, as: .slots(minutes))
                (pieces[index - 2].prep, pieces[index - 2].afterStop) = (nil, false)
                return
            }
            guard !tells else { return }
            if let unit = unit(index - 1), let key = Self.key(unit) {
                join((index - 1)...index, as: key)
                return
            }
            let isParted = pieces.indices.contains { place in
                unit(place) != nil && (isForm(place, .periodic) || prep(place) == .by)
            }
            let isOfQuantity = pieces.contains { if case .quantity = $0.sense { true } else { false } }
            guard isParted, isOfQuantity || index == 0 || isStop(index - 1) else { continue }
            drop(index)
            return
        }
    }

    /// "gap fill rate by direction", "средний диапазон по цвету дня": up against down, green against red.
    mutating func settleGroupsOfWays() {
        for index in pieces.indices where self[index] == .unknown {
            let isColour = has(.kindofcolour, in: pieces[index])
            guard isColour || has(.direction, in: pieces[index]) else { continue }
            var (first, last) = (index, index)
            if prep(first) != .by, isOwnerOfWay(first - 1) { first -= 1 }
            if unit(last + 1) == .day || isGap(last + 1) { last += 1 }
            guard prep(first) == .by else { continue }
            let speaksOfGap = pieces.contains { piece in
                switch piece.sense {
                case .quantity(let quantity): quantity.isGap
                case .condition(let fact): fact.condition.atoms.contains(.gapFilled)
                default: false
                }
            }
            guard isColour != speaksOfGap else { return }
            let said = pieces[first...last].flatMap(\.tokens).sorted()
            func side(_ up: Bool) -> Piece {
                var fact = Fact(condition: .sign(isColour ? .body : .gap, up: up), isOutcome: true)
                (fact.ofSession, fact.settled, fact.up) = (!isColour, true, up)
                fact.rank = Quantity(isColour ? .body : .gap)
                return Piece(sense: .condition(fact), tokens: said)
            }
            pieces.replaceSubrange(
                first...last,
                with: [side(true), Piece(sense: .mark(.vs), tokens: said), side(false)]
            )
            return
        }
    }

    private func isGap(_ index: Int) -> Bool {
        if case .quantity(let quantity)? = self[index] { quantity.isGap } else { false }
    }

    private func isOwnerOfWay(_ index: Int) -> Bool {
        switch self[index] {
        case .bars?, .unit(.day)?, .key(.calendar(.date))?: true
        default: isGap(index)
        }
    }

    /// "break volume down by hour": told before what it is of.
    private mutating func dropBreakingDown() {
        guard let verb = pieces.firstIndex(where: { $0.sense == .verb(.break) }), verb == 0 || isStop(verb - 1),
            let way = pieces[(verb + 1)...].firstIndex(where: { $0.sense == .way(up: false) }), way <= verb + 4,
            let parted = unit(way + 1), Self.key(parted) != nil,
            prep(way + 1) == .by || forms.contains(words(of: pieces[way + 1]).lowercased(), .periodic)
        else { return }
        pieces[way + 1].prep = .by
        drop(way)
        drop(verb)
    }
}
