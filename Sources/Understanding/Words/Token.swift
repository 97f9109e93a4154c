/// A word, number or sign of the question.
struct Token: Hashable, Sendable {
    enum Kind: Hashable, Sendable { case word, number, sign }

    var kind: Kind
    /// Lower case, ё as е, one alphabet.
    var text: String
    /// As written.
    var written: String
    /// What word forms have in common; for numbers and signs the text.
    var stem: String
    /// A number's value.
    var value: Double?
    /// Written without a space after the token before.
    var glued: Bool
    /// A number with a decimal point or comma.
    var isDecimal = false
    /// A hyphen joins it to the token before: "24-м".
    var isHyphened = false
}
