internal import Market
internal import Studies

extension Line {
    /// "from july 4 to july 10", "с 1 по 4 июля": a holiday that is called by its date is that date, but for its eve and
    /// what lies around it each year.
    mutating func settleDatedHolidays(_ frame: Surroundings) {
        for index in pieces.indices.reversed() {
            guard case .event(let event)? = self[index], case .holiday = event,
                let digits = pieces[index].tokens.first(where: { tokens[$0].kind == .number }),
                let day = tokens[digits].value, let usual = frame.days(event).first(where: { Double($0.day) == day }),
                !isBesideMark(index)
            else { continue }
            var (month, number) = (pieces[index], pieces[index])
            (month.sense, month.tokens) = (.months([usual.month]), pieces[index].tokens.filter { $0 != digits })
            (number.sense, number.tokens) = (.number(day, nil), [digits])
            let isFirst = digits == pieces[index].tokens.first
            if isFirst {
                (month.prep, month.prepTokens, month.afterStop) = (nil, [], false)
            } else {
                (number.prep, number.prepTokens, number.afterStop) = (nil, [], false)
            }
            pieces.replaceSubrange(index...index, with: isFirst ? [number, month] : [month, number])
        }
    }

    private func isBesideMark(_ index: Int) -> Bool {
        [index - 1, index + 1].contains { place in
            isMark(place, .eve) || isMark(place, .before) || isMark(place, .after) || isMark(place, .around)
                || isMark(place, .each) || isMark(place, .previous)
        }
    }
}
