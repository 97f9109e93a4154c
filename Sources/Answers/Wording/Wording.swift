package import Market
package import Studies
internal import Understanding

/// Renders the parts of a study as phrases of one language: titles of columns, bindings, assumptions, briefs.
package struct Wording: Sendable {
    package let say: Sentences
    package let numbers: NumberFormat
    package let dates: DateWords
    /// What a row is called ("day", "bar").
    package var unit: BarUnit
    /// Whose session hours are shown; nil shows none.
    package var instrument: Instrument?
    /// The study's own window, said where it stands beside another.
    package var span: Span?

    package init(_ say: Sentences, unit: BarUnit = .day, instrument: Instrument? = nil) {
        self.say = say
        self.numbers = NumberFormat(say.language)
        self.dates = DateWords(say)
        self.unit = unit
        self.instrument = instrument
    }

    /// A noun as sentences need it: `размах | размаха | m`.
    struct Noun {
        var nominative: String
        var genitive: String
        /// 0 masculine, 1 feminine, 2 neuter, 3 plural.
        var gender = 2
        var unit: Unit = .ratio
        /// Its values are falls, below zero.
        var isFall = false
        /// It is a formula and wants brackets inside another.
        var isFormula = false
    }

    func noun(_ key: String, unit: Unit) -> Noun {
        let parts = (say.raw(key) ?? key).split(separator: "|").map { part in
            part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
        }.map { String($0) }
        return Noun(
            nominative: parts.first ?? key,
            genitive: parts.count > 1 ? parts[1] : parts.first ?? key,
            gender: ["m": 0, "f": 1, "n": 2, "p": 3][parts.count > 2 ? parts[2] : "n"] ?? 2,
            unit: unit
        )
    }

    /// `|`-separated forms by gender, filled with a noun.
    func agree(_ key: String, _ noun: Noun, _ values: [String: Sentences.Value] = [:]) -> String {
        let forms = (say.raw(key) ?? key).split(separator: "|", omittingEmptySubsequences: false)
        let form = forms.isEmpty ? Substring(key) : forms[min(noun.gender, forms.count - 1)]
        let values = values.merging(["noun": .text(noun.nominative), "of": .text(noun.genitive)]) { $1 }
        return Sentences(language: say.language, table: ["": String(form)])("", values)
    }

    /// First letter large.
    package static func capitalised(_ text: String) -> String {
        guard let first = text.first else { return text }
        return first.uppercased() + text.dropFirst()
    }

    /// First letter small, but for RTH, NR7 and the like.
    package static func uncapitalised(_ text: String) -> String {
        guard let first = text.first, let second = text.dropFirst().first, !second.isUppercase, !second.isNumber else {
            return text
        }
        return first.lowercased() + text.dropFirst()
    }

    func list(_ items: [String], last: String) -> String {
        guard items.count > 1, let final = items.last else { return items.first ?? "" }
        return items.dropLast().joined(separator: ", ") + " " + say(last) + " " + final
    }

    /// `12 trading days`, `3 weeks`.
    package func rows(_ count: Int) -> String {
        say("count." + unitKey, ["n": .count(count)])
    }

    /// The name of the row's unit in keys.
    package var unitKey: String {
        switch unit {
        case .minutes: "bar"
        case .day: "day"
        case .week: "week"
        case .month: "month"
        case .quarter: "quarter"
        case .year: "year"
        }
    }
}
