internal import Market
internal import Studies

extension Line {
    /// "Reversal after a hammer", "probability of continuation after 3 green days": the next move against, or along with, the
    /// move that the event ends or was. Where the event has no direction, the word stays what it is.
    mutating func joinReversals(_ patterns: [Pattern]) {
        let markers = pieces.indices.filter { isMark($0, .after) }
        let turns = pieces.indices.filter { self[$0] == .verb(.reverse) || self[$0] == .verb(.continue) }
        guard markers.count == 1, turns.count == 1, let marker = markers.first, let turn = turns.first,
            case .condition(let event)? = self[marker + 1],
            !pieces[(marker + 2)...].contains(where: { if case .condition = $0.sense { true } else { false } })
        else { return }
        let isReversal = self[turn] == .verb(.reverse)
        guard let up = isReversal ? move(endedBy: event, patterns) : event.up else { return }
        let metric: Metric = event.ofSession ? .body : .change
        pieces[turn].sense = .condition(Self.state(metric, isReversal ? !up : up))
    }

    /// Which way the move went that an event was, or that its pattern ends.
    private func move(endedBy event: Fact, _ patterns: [Pattern]) -> Bool? {
        guard case .pattern(let name, _) = event.condition else { return event.up }
        return patterns.first { $0.name == name }?.endsMove.map { $0 > 0 }
    }
}
