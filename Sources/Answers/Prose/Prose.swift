package import Market
internal import Understanding

/// Holds what a language model wrote against what it may say: every figure, date, time and name in it must be one of the
/// grounds'; it goes up where they go up; and it is plain text in the user's language.
package struct Prose: Sendable {
    let words: ProseWords
    let names: InstrumentNames

    package init(words: ProseWords, instruments: [Instrument]) {
        self.words = words
        names = InstrumentNames(instruments)
    }

    /// What may not stand, and why.
    package struct Fault: Hashable, Codable, Sendable {
        package enum Kind: String, Hashable, Codable, Sendable, CaseIterable {
            /// A figure, date or time that the grounds do not have.
            case figure
            /// A symbol or a name that they do not have.
            case name
            /// Down where the figure is up, or the other way round.
            case direction
            /// A forecast or advice.
            case foretold
            case characters, markup, length, language
            /// Nothing was said.
            case empty
        }

        package var kind: Kind
        /// As written; for `characters` a code point where it cannot be shown.
        package var words: String

        package init(_ kind: Kind, _ words: String) {
            self.kind = kind
            self.words = words
        }
    }

    /// Everything that is wrong with a text, at most `limit` faults; none: it may be shown.
    package func faults(in text: String, _ grounds: Grounds, limit: Int = 8) -> [Fault] {
        guard text.contains(where: { $0.isLetter }) else { return [Fault(.empty, "")] }
        if let fault = ProseForm.fault(text, grounds.language, words) { return [fault] }
        let reader = ProseReader(text, words: words, names: names, language: grounds.language)
        var faults = reader.foretold.map { [Fault(.foretold, $0)] } ?? []
        for (index, claim) in reader.claims.enumerated() {
            let next = reader.claims.indices.contains(index + 1) ? reader.claims[index + 1] : nil
            if let kind = grounds.fault(claim, next, reader), !faults.contains(Fault(kind, claim.words)) {
                faults.append(Fault(kind, claim.words))
            }
        }
        return Array(faults.prefix(limit))
    }

    /// The whole sentences that a text begins with, and what is left: the end of a sentence is known when the next one
    /// begins.
    package static func sentences(of text: String) -> (whole: String, rest: String) {
        let tokens = ProseToken.all(text)
        let end = tokens.indices.last { place in
            tokens[place].isMark(ProseToken.ends) && place + 2 < tokens.count
                && ProseLayout.endsSentence(tokens, place)
        }
        guard let end else { return ("", text) }
        return (tokens[...end].map(\.text).joined(), tokens[(end + 1)...].map(\.text).joined())
    }
}
