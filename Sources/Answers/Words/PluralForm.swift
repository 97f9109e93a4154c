package import Understanding

/// Which form of a word follows a whole number.
package enum PluralForm {
    /// The index among a language's forms: `day|days`, `день|дня|дней`.
    package static func index(_ count: Int, _ language: Language) -> Int {
        let count = abs(count)
        switch language {
        case .en: return count == 1 ? 0 : 1
        case .ru:
            let (tens, ones) = (count % 100, count % 10)
            if (11...14).contains(tens) { return 2 }
            return ones == 1 ? 0 : (2...4).contains(ones) ? 1 : 2
        }
    }
}
