internal import Market
internal import Studies

extension Line {
    /// "in 50 point buckets", "с шагом 0.5%": the width of the buckets of a distribution. Without one the words say nothing.
    mutating func joinWidths() {
        var index = 0
        while index < count {
            defer { index += 1 }
            guard isMark(index, .buckets) else { continue }
            if case .number(let value, let scale)? = self[index - 1], Self.isWidth(value, scale) {
                join((index - 1)...index, as: .width(value, scale))
            } else if case .number(let value, let scale)? = self[index + 1], Self.isWidth(value, scale) {
                join(index...(index + 1), as: .width(value, scale))
            } else {
                drop(index)
            }
            index -= 1
        }
    }

    private static func isWidth(_ value: Double, _ scale: Scale?) -> Bool {
        guard value > 0 else { return false }
        switch scale {
        case .percent?, .points?, .ticks?: return true
        default: return false
        }
    }

    /// "% green": how many of a hundred.
    mutating func settleShares() {
        for index in pieces.indices where self[index] == .measure(.percent) && pieces[index].text == "%" {
            if case .number? = self[index - 1] { continue }
            switch self[index + 1] {
            case .colour?, .win?, .rise?, .pattern?: pieces[index].sense = .task(.share)
            default: continue
            }
        }
    }

    /// "P(green | gap up)": the chance of what stands before the bar among what stands behind it.
    mutating func joinProbabilities() {
        for index in pieces.indices.reversed() where has(.probability, in: pieces[index]) {
            guard self[index + 1] == .stop("("),
                let end = (index + 2..<count).first(where: { self[$0] == .stop(")") })
            else { continue }
            pieces[index].sense = .task(.share)
            for place in index..<end where self[place] == .stop("|") { pieces[place].sense = .mark(.given) }
            pieces.remove(at: end)
            pieces.remove(at: index + 1)
        }
    }
}
