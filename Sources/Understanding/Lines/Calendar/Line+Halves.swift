internal import Market
internal import Studies

extension Line {
    /// "1H 2025", "2H24": a half of that year, and no hours.
    mutating func joinHalvesOfYears() {
        for index in pieces.indices.reversed() {
            guard let half = whole(index), half == 1 || half == 2, unit(index + 1) == .hour,
                pieces[index + 1].tokens.count == 1, let letter = pieces[index + 1].tokens.first,
                tokens[letter].glued, tokens[letter].text.count == 1, year(index + 2) != nil
            else { continue }
            join(index...(index + 1), as: .half(half))
        }
    }

    /// "30m ORB": minutes before what they are the length of, and no millions.
    mutating func settleShortMinutes() {
        for index in pieces.indices.dropLast() {
            guard let minutes = whole(index), (1...720).contains(minutes), self[index + 1] == .measure(.million),
                let letter = pieces[index + 1].tokens.first, tokens[letter].glued,
                forms.contains(tokens[letter].text, .millions)
            else { continue }
            switch self[index + 2] {
            case .openingRange?, .bars?, .verb(.break)?: pieces[index + 1].sense = .unit(.minute)
            default: continue
            }
        }
    }
}
