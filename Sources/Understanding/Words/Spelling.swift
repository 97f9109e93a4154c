extension Lexicon {
    /// The one word of the lexicon that a misspelt one must have meant; nil where none or several come near.
    ///
    /// Distance counts a letter left out, put in, exchanged or swapped with its neighbour; up to 1 for words of 5 to 7
    /// letters, 2 for longer ones.
    func spelling(of word: String, _ stemmer: borrowing Stemmer) -> String? {
        let letters = word.unicodeScalars.map(\.value)
        guard letters.count >= 5, letters.count <= 20 else { return nil }
        let allowed = letters.count >= 8 ? 2 : 1
        var best: (word: String, distance: Int)?
        var tied = false
        for length in (letters.count - allowed)...(letters.count + allowed) {
            for candidate in spellings[length] ?? [] {
                guard candidate.letters.first == letters.first else { continue }
                let distance = Self.distance(letters, candidate.letters, limit: allowed)
                guard distance <= allowed else { continue }
                if let found = best {
                    if distance < found.distance {
                        best = (candidate.word, distance)
                        tied = false
                    } else if distance == found.distance,
                        !candidate.word.hasPrefix(found.word.prefix(4)) || differ(candidate.word, found.word, stemmer)
                    {
                        tied = true
                    }
                } else {
                    best = (candidate.word, distance)
                }
            }
        }
        guard let best, !tied else { return nil }
        // Two mistakes are clear only in a long word that keeps its beginning.
        if best.distance == 2, best.word.prefix(3) != word.prefix(3) { return nil }
        return best.word
    }

    /// Whether two words mean different things by themselves: "weekly" and "weekday".
    private func differ(_ one: String, _ other: String, _ stemmer: borrowing Stemmer) -> Bool {
        guard let one = match(Tokenizer.tokens(of: one, stemmer: stemmer), at: 0)?.sense,
            let other = match(Tokenizer.tokens(of: other, stemmer: stemmer), at: 0)?.sense
        else { return false }
        return one != other
    }

    /// Damerau-Levenshtein with neighbours swapped; more than `limit` is `limit + 1`.
    private static func distance(_ a: [UInt32], _ b: [UInt32], limit: Int) -> Int {
        if abs(a.count - b.count) > limit { return limit + 1 }
        var older: [Int] = []
        var old = Array(0...b.count)
        for i in 1...a.count {
            var new = [i]
            for j in 1...b.count {
                var value = min(old[j] + 1, new[j - 1] + 1, old[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { value = min(value, older[j - 2] + 1) }
                new.append(value)
            }
            if (new.min() ?? 0) > limit { return limit + 1 }
            older = old
            old = new
        }
        return old[b.count]
    }
}
