internal import Market
internal import Studies

extension Line {
    /// "Reversal after a hammer", "probability of continuation after 3 green days": the next move against, or along with, the
    /// move that the event ends or was.
    mutating func joinReversals(_ patterns: [Pattern]) {
        let markers = pieces.indices.filter { isMark($0, .after) }
        let turns = pieces.indices.filter { self[$0] == .verb(.reverse) || self[$0] == .verb(.continue) }
        guard markers.count == 1, turns.count == 1, let marker = markers.first, let turn = turns.first,
            case .condition(let event)? = self[marker + 1],
            !pieces[(marker + 2)...].contains(where: { if case .condition = $0.sense { true } else { false } })
        else { return }
        let isReversal = self[turn] == .verb(.reverse)
        guard let outcome = outcome(of: event, isReversal, patterns) else { return }
        pieces[turn].sense = .condition(outcome)
        // "разворот после доджи": how often it came is meant where nothing else is asked.
        let isAsked = pieces.contains {
            switch $0.sense {
            case .task, .often, .quantity, .statistic, .top, .superlative: true
            default: false
            }
        }
        if !isAsked, !has(.shown) {
            pieces.insert(Piece(sense: .task(.share), tokens: pieces[turn].tokens), at: turn)
        }
    }

    /// What the day after an event must be for the move to have turned, or gone on.
    private func outcome(of event: Fact, _ isReversal: Bool, _ patterns: [Pattern]) -> Fact? {
        let metric: Metric = event.ofSession ? .body : .change
        guard let names = event.condition.patterns else {
            return event.up.map { Self.state(metric, isReversal ? !$0 : $0) }
        }
        let parts = names.compactMap { name in patterns.first { $0.name == name } }
        let ends = Set(parts.map(\.endsMove))
        if ends.count == 1, let end = ends.first, let end { return Self.state(metric, end < 0) }
        var turned = Self.state(metric, true)
        (turned.up, turned.rank) = (nil, nil)
        turned.condition = .any(
            of: parts.flatMap { pattern -> [Condition] in
                if let end = pattern.endsMove {
                    return [
                        .all(of: [
                            .shifted(of: .pattern(name: pattern.name, of: .own), by: -1), .sign(metric, up: end < 0),
                        ])
                    ]
                }
                // Of a bar without a direction of its own the move is that of the bar before.
                let day = pattern.isUndecided ? -2 : -1
                return [true, false].map { up in
                    .all(of: [
                        .shifted(of: .sign(.change, up: up), by: day), .sign(.change, up: isReversal ? !up : up),
                    ])
                }
            }
        )
        return turned
    }
}

extension Condition {
    /// The names of the pattern, or of several of which one is there.
    fileprivate var patterns: [String]? {
        switch self {
        case .pattern(let name, _): return [name]
        case .any(let parts):
            let names = parts.compactMap(\.patterns)
            return names.count == parts.count ? names.flatMap { $0 } : nil
        default: return nil
        }
    }
}

extension Pattern {
    /// Its body is bounded from above, so it says of no way that it went.
    fileprivate var isUndecided: Bool {
        tests.contains { test in
            test.left == .feature(feature: .bodyShare, bar: 0, factor: 1) && test.relation == .less
        }
    }
}
