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
