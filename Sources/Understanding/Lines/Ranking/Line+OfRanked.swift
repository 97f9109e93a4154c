internal import Market
internal import Studies

extension Line {
    /// "overnight range on the day with the biggest gain", "топ 10 дней по объёму и их диапазон ночи": where one figure ranks
    /// days and another is told of them, a window is of the figure that it stands beside.
    mutating func settleWindowsOfRanked() {
        let ranks = pieces.indices.filter { isRanking($0) }
        guard ranks.count == 1, let rank = ranks.first,
            pieces.contains(where: { $0.sense.namesWindow }),
            pieces.indices.contains(where: { namesDays($0) && abs($0 - rank) <= 3 }),
            !pieces.contains(where: {
                switch $0.sense {
                case .relation, .key, .slots, .mark(.vs), .mark(.after), .which, .task(.share), .task(.count): true
                default: false
                }
            }),
            pieces.count(where: { $0.sense.isFigure }) >= 2
        else { return }
        for index in pieces.indices.reversed() {
            guard let span = pieces.indices.contains(index) ? pieces[index].sense.window : nil else { continue }
            for place in [index + 1, index - 1] {
                guard case .quantity(var figure)? = self[place], figure.span == nil, !figure.isGap,
                    !(place > index && pieces[place].afterStop), prep(max(place, index)) != .by
                else { continue }
                figure.span = span
                join(min(place, index)...max(place, index), as: .quantity(figure))
                break
            }
        }
    }

    /// A word that ranks: "most", "best", "top".
    func isRanking(_ index: Int) -> Bool {
        switch self[index] {
        case .superlative?, .best?, .task(.top)?: true
        default: false
        }
    }

    private func namesDays(_ index: Int) -> Bool { unit(index) == .day || self[index] == .task(.days) }
}

extension Sense {
    fileprivate var namesWindow: Bool { window != nil }

    fileprivate var window: Span? {
        switch self {
        case .span(let span): span
        case .window(let window): .clock(window: window)
        default: nil
        }
    }

    /// Something that days can be ranked by, or that is told of them.
    fileprivate var isFigure: Bool {
        switch self {
        case .quantity, .rise, .win, .best: true
        default: false
        }
    }
}
