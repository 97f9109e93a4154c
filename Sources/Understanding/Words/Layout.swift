/// A question typed with the keyboard in the other language: "ghbdtn" is "привет".
enum Layout {
    private static let latin = Array("qwertyuiop[]asdfghjkl;'zxcvbnm,.")
    private static let cyrillic = Array("йцукенгшщзхъфывапролджэячсмитьбю")
    private static let toCyrillic = Dictionary(uniqueKeysWithValues: zip(latin, cyrillic))
    private static let toLatin = Dictionary(uniqueKeysWithValues: zip(cyrillic, latin))

    /// The same keys in the other layout; nil where no letter changes.
    static func swapped(_ text: String) -> String? {
        let lower = text.lowercased()
        let isCyrillic = lower.contains(where: Alphabet.isCyrillic)
        let table = isCyrillic ? toLatin : toCyrillic
        let other = String(lower.map { table[$0] ?? $0 })
        return other == lower ? nil : other
    }
}
