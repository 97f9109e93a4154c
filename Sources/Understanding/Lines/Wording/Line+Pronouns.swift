internal import Market
internal import Studies

extension Line {
    /// "a red one", "the most typical one": it stands for what was named, and counts nothing.
    mutating func joinPronouns() {
        for index in pieces.indices.reversed() where has(.pronoun, in: pieces[index]) {
            guard plainNumber(index) == 1 else { continue }
            switch self[index - 1] {
            case .often?, .colour?, .best?, .pattern?, .win?, .superlative?, .span?: break
            default: continue
            }
            if let unit = longerUnit(before: index) {
                // "an up week right after a losing one": of the unit that was named.
                pieces[index].sense = .unit(unit)
                continue
            }
            switch self[index + 1] {
            case nil, .stop?, .mark?, .unit(.day)?, .symbol?: join((index - 1)...index, as: self[index - 1] ?? .empty)
            default: continue
            }
        }
    }

    /// The only unit longer than a day that was named before; a day that is named as well may be meant.
    private func longerUnit(before index: Int) -> UnitWord? {
        let named = Set(
            pieces[..<index].compactMap { piece in
                if case .unit(let unit) = piece.sense, piece.prep != .by { unit } else { nil }
            }
        )
        guard named.count == 1, let unit = named.first else { return nil }
        return [.week, .month, .quarter, .year].contains(unit) ? unit : nil
    }

    /// "... и сколько дней он вырос", "... и сколько процентов гэпов вниз": joined, and counted.
    mutating func splitJointCounts() {
        for index in pieces.indices.reversed() {
            guard self[index] == .task(.share) || self[index] == .task(.howmuch) && unit(index + 1) == .day,
                pieces[index].tokens.count > 1, let first = pieces[index].tokens.first,
                forms.contains(tokens[first].text, .joint)
            else { continue }
            var joint = pieces[index]
            (joint.sense, joint.tokens) = (.mark(.and), [first])
            pieces[index].tokens.removeFirst()
            (pieces[index].prep, pieces[index].afterStop) = (nil, false)
            if self[index] == .task(.howmuch) { pieces[index].sense = .task(.count) }
            pieces.insert(joint, at: index)
        }
    }

    /// "... больше, чем в обычные пятницы? покажи оба": both are shown anyway.
    mutating func dropAskedBoth() {
        guard let last = pieces.indices.last(where: { !isStop($0) }), isMark(last, .both), isStop(last - 1),
            pieces[..<last].contains(where: {
                $0.sense == .mark(.vs) || $0.sense == .task(.compare) || $0.prep == .than
            })
                || pieces[..<last].contains(where: { $0.sense == .mark(.rest) })
        else { return }
        drop(last)
    }

    /// "range plus volume": both; "plus 1%" is a sign.
    mutating func settlePlus() {
        for index in pieces.indices.dropFirst().dropLast()
        where pieces[index].tokens.count == 1 && has(.plusword, in: pieces[index]) {
            // "топ 5 дней роста, плюс изменение на следующий день".
            let isApart = self[index] == .way(up: true) && self[index - 1] == .stop(",") && isQuantity(index + 1)
            let isBetween = isQuantity(index - 1) && isQuantity(index + 1)
            guard self[index] == .unknown || isApart || isBetween, !isNumber(index + 1), !isRelation(index + 1)
            else { continue }
            pieces[index].sense = .mark(.and)
        }
    }
}
