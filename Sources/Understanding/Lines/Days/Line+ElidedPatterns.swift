internal import Market
internal import Studies

extension Line {
    /// "bullish marubozus and how many bearish", "сколько с бычьим марубозу и сколько с медвежьим": the pattern is named once,
    /// and which way the other one points is said alone.
    mutating func settleElidedPatterns() {
        nameInsideAndOutside()
        for index in pieces.indices.dropLast().reversed() where has(.bullbear, in: pieces[index]) {
            // "bullish marubozus".
            guard case .colour(let up)? = self[index], case .pattern(let names)? = self[index + 1], names.count > 1,
                let name = names.first(where: { $0.hasPrefix(up ? "bullish" : "bearish") })
            else { continue }
            join(index...(index + 1), as: .pattern([name]))
        }
        let sided = pieces.compactMap { piece -> String? in
            guard case .pattern(let names) = piece.sense else { return nil }
            return names.lazy.compactMap { $0.withoutSide }.first
        }
        guard let pattern = sided.first, sided.allSatisfy({ $0 == pattern }) else { return }
        var alone: [Int] = []
        for index in pieces.indices where has(.bullbear, in: pieces[index]) {
            guard case .colour(let up)? = self[index] else { continue }
            let next = pieces[(index + 1)...].first { $0.sense != .empty }
            switch next?.sense {
            case nil, .stop?, .mark(.and)?, .mark(.or)?, .mark(.vs)?, .mark(.but)?, .task(.count)?, .mark(.more)?,
                .mark(.those)?, .relation?:
                pieces[index].sense = .pattern([(up ? "bullish" : "bearish") + pattern])
                alone.append(index)
            default: continue
            }
        }
        for index in alone.reversed() where isMark(index + 1, .those) {
            // "bearish ones".
            pieces[index].tokens += pieces[index + 1].tokens
            pieces.remove(at: index + 1)
        }
        // "каких марубозу больше, бычьих или медвежьих": both ways of it are named apart.
        guard alone.count > 1,
            let whole = pieces.firstIndex(where: {
                if case .pattern(let names) = $0.sense { names.count > 1 } else { false }
            })
        else { return }
        pieces[alone[0]].tokens = (pieces[alone[0]].tokens + pieces[whole].tokens).sorted()
        pieces.remove(at: whole)
    }

    /// "каких дней больше, зелёных или красных", "are there more green or red days": how many there are of each.
    mutating func settleWhichMore() {
        guard let first = tokens.first, forms.contains(first.text, .which) || forms.contains(first.text, .asks),
            !pieces.contains(where: { if case .task = $0.sense { true } else { false } }),
            let more = pieces.firstIndex(where: { has(.oftener, in: $0) || $0.sense == .relation(.greater) }),
            pieces[more].sense == .relation(.greater) || pieces[more].sense == .mark(.more),
            // "which is wider": a size, and no number of days.
            !has(.width, in: pieces[more]),
            pieces.count(where: { $0.sense == .mark(.or) }) == 1,
            let or = pieces.firstIndex(where: { $0.sense == .mark(.or) }),
            !pieces[(more + 1)...].contains(where: { if case .number = $0.sense { true } else { false } })
        else { return }
        let before = pieces[..<or].last { $0.sense != .empty && $0.sense != .unit(.day) }
        let after = pieces[(or + 1)...].first { $0.sense != .empty }
        guard let left = before?.sense, let right = after?.sense, left.isKind, right.isKind, left != right else {
            return
        }
        pieces[more].sense = .task(.count)
        pieces[or].sense = .mark(.and)
    }

    /// "inside or outside days": the days are named once.
    private mutating func nameInsideAndOutside() {
        for index in pieces.indices {
            let name = isMark(index, .inside) ? "insideBar" : isMark(index, .outside) ? "outsideBar" : nil
            let other = name == "insideBar" ? "outsideBar" : "insideBar"
            guard let name, isMark(index + 1, .or) || isMark(index + 1, .vs) || isMark(index + 1, .and),
                case .pattern(let names)? = self[index + 2], names == [other]
            else { continue }
            pieces[index].sense = .pattern([name])
        }
    }
}

extension Sense {
    /// Days of a kind, named by one word.
    fileprivate var isKind: Bool {
        switch self {
        case .colour, .pattern, .rise, .win: true
        default: false
        }
    }
}

extension String {
    /// The name of a pattern that has a bullish and a bearish form, without the form.
    fileprivate var withoutSide: String? {
        for side in ["bullish", "bearish"] where hasPrefix(side) { return String(dropFirst(side.count)) }
        return nil
    }
}
