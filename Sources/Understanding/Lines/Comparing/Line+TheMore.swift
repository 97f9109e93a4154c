internal import Market
internal import Studies

extension Line {
    /// "чем больше гэп, тем больше диапазон", "bigger gap, bigger range?": how two quantities go together, where nothing else
    /// is asked.
    mutating func settleTheMore() {
        let mores = pieces.indices.filter { isMore($0) && isQuantity($0 + 1) }
        guard mores.count == 2,
            pieces.indices.allSatisfy({ index in
                switch pieces[index].sense {
                case .empty, .stop, .symbol, .dates, .quantity, .span: true
                default: mores.contains(index) || has(.thereby, in: pieces[index])
                }
            }),
            pieces.count(where: { if case .quantity = $0.sense { true } else { false } }) == 2
        else { return }
        let said = pieces.indices.filter { mores.contains($0) || has(.thereby, in: pieces[$0]) }
        let asked = Piece(sense: .task(.correlation), tokens: said.flatMap { pieces[$0].tokens }.sorted())
        for index in pieces.indices {
            // A larger gap is one further from the close before, either way.
            guard case .quantity(var quantity)? = self[index], quantity.isSigned else { continue }
            quantity.absolute = true
            pieces[index].sense = .quantity(quantity)
        }
        for index in said.reversed() { pieces.remove(at: index) }
        pieces.insert(asked, at: 0)
    }

    private func isMore(_ index: Int) -> Bool {
        switch self[index] {
        case .relation(.greater)?, .relation(.less)?, .mark(.more)?: true
        case .way?: has(.comparative, in: pieces[index])
        default: false
        }
    }
}
