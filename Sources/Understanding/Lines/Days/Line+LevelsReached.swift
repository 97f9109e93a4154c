internal import Market
internal import Studies

extension Line {
    /// "RSI dropped below 30", "диапазон опускался ниже 100": what is named lies beyond the bound, and the verb says no more;
    /// "fell below 15000": a price was traded there, and nothing fell by so much.
    mutating func settleLevelsReached() {
        for index in pieces.indices where isRelation(index) && has(.exceeds, in: pieces[index]) {
            // "days that exceed yesterday's high": broken, where nothing before is compared with it.
            guard case .quantity(let level)? = self[index + 1], level.extreme != nil, level.shift < 0,
                !isQuantity(index - 1)
            else { continue }
            pieces[index].sense = .verb(.break)
        }
        for index in pieces.indices.reversed() {
            guard case .relation(let relation)? = self[index + 1], case .number(_, let scale)? = self[index + 2],
                forms.contains(pieces[index + 1].text, .level), !pieces[index + 1].afterStop
            else { continue }
            switch self[index] {
            case .verb(.trade)?: break
            // "the range stayed over 2%".
            case .verb(.hold)? where forms.contains(pieces[index].text, .stayed) && scale != nil: break
            case .rise(let up)? where up == relation.isUp && scale != .percent: break
            default: continue
            }
            if case .quantity? = self[index - 1], prep(index) == nil, !pieces[index].afterStop {
                drop(index)
            } else if scale == nil, unit(index + 3) == nil {
                pieces[index].sense = .verb(.trade)
            }
        }
    }
}
