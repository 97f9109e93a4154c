package import Market
internal import Studies
internal import StudySQL
package import Understanding

/// What a text may tell: figures, dates, times and names that are known.
package struct Grounds: Sendable {
    package let language: Language
    /// Worked out by code: their sign and unit are known.
    private(set) var figures: [Known] = []
    /// Read from texts, with whatever sign they have there.
    private(set) var told: [Known] = []
    private(set) var ordinals: Set<Int> = []
    private(set) var dates: Set<DatePart> = []
    private(set) var quarters: Set<QuarterPart> = []
    private(set) var weekdays: Set<Int> = []
    /// Minutes of the day.
    private(set) var clocks: Set<Int> = []
    private(set) var names: Set<String> = []
    private(set) var symbols: Set<String> = []
    private let prose: Prose

    struct Known: Hashable, Sendable {
        var value: Double
        /// nil: not told.
        var isPercent: Bool?
        /// A change, so that its sign is a direction.
        var isChange = false
    }

    struct QuarterPart: Hashable, Sendable {
        var quarter: Int
        var year: Int?
    }

    package init(_ prose: Prose, _ language: Language) {
        self.prose = prose
        self.language = language
    }

    /// Everything that a text tells may be told again.
    /// - Parameter isForeign: it may be in another language than the answer, so figures are read both ways.
    package mutating func add(text: String, isForeign: Bool = false) {
        for language in isForeign ? Language.allCases : [language] {
            let reader = ProseReader(text, words: prose.words, names: prose.names, language: language)
            for claim in reader.claims { add(claim) }
            for token in reader.tokens where token.kind == .word { names.insert(ProseWords.plain(token.text)) }
        }
    }

    /// Words that may be called by their name, whatever figures stand in them.
    package mutating func add(name: String) {
        for token in ProseToken.all(name) where token.kind == .word { names.insert(ProseWords.plain(token.text)) }
    }

    /// An instrument may be called by its symbol and any of its names.
    package mutating func add(_ instrument: Instrument) {
        symbols.insert(instrument.symbol)
        names.insert(ProseWords.plain(instrument.symbol))
        for text in [instrument.name] + instrument.aliases {
            for token in ProseToken.all(text) where token.kind == .word { names.insert(ProseWords.plain(token.text)) }
        }
    }

    /// A value of a table's column, or a fact of its kind.
    package mutating func add(_ cell: Cell, of column: AnswerTable.Column?) {
        switch (cell, column?.kind) {
        case (.null, _), (.bool, _): return
        case (.integer(let value), .weekday): weekdays.insert(value)
        case (.integer(let value), .month): dates.insert(DatePart(month: value))
        case (.integer(let value), .quarter): quarters.insert(QuarterPart(quarter: value))
        case (.integer(let value), .year): dates.insert(DatePart(year: value))
        case (.integer, _), (.number, _):
            guard let value = cell.number else { return }
            figures.append(
                Known(
                    value: value,
                    isPercent: column.map { $0.unit == Unit.percent.rawValue },
                    isChange: column?.meaning?.isChange ?? false
                )
            )
        case (.text(let text), _): add(text: text)
        }
    }

    /// How many there are of something.
    package mutating func add(count: Int) { figures.append(Known(value: Double(count), isPercent: false)) }

    private mutating func add(_ claim: ProseClaim) {
        switch claim.content {
        case .number(let figure):
            told.append(
                Known(value: figure.sign == .minus ? -figure.size : figure.size, isPercent: figure.isPercent)
            )
            if let year = figure.year { dates.insert(DatePart(year: year)) }
            if let clock = figure.clock { clocks.insert(clock) }
        case .ordinal(let value): ordinals.insert(value)
        case .date(let parts):
            for part in parts {
                dates.insert(part)
                if let date = part.date { weekdays.insert(date.weekday) }
            }
        case .quarter(let quarter, let year):
            quarters.insert(QuarterPart(quarter: quarter, year: year))
            if let year { dates.insert(DatePart(year: year)) }
        case .weekday(let day): weekdays.insert(day)
        case .clock(let minute): clocks.insert(minute)
        case .name(let name): names.insert(name)
        case .ratio: return
        case .instrument(let symbols): self.symbols.formUnion(symbols)
        case .unreadable: return
        }
    }
}

extension DatePart {
    /// nil where a part is left open.
    var date: CivilDate? {
        guard let year, let month, let day else { return nil }
        return CivilDate(year: year, month: month, day: day)
    }
}

extension ResultColumn.Meaning {
    /// Its values go up and down, and their sign says which.
    var isChange: Bool {
        switch self {
        case .series(let series): series.isChange
        case .measure(.statistic(let statistic, let series, _), .value): statistic.keepsSign && series.isChange
        default: false
        }
    }
}

extension Statistic {
    fileprivate var keepsSign: Bool {
        switch self {
        case .mean, .median, .min, .max, .sum, .quantile, .perDay, .compounded, .perUnit: true
        case .count, .deviation, .skewness, .kurtosis, .portion: false
        }
    }
}

extension Series {
    fileprivate var isChange: Bool {
        switch self {
        case .metric(let metric, _):
            switch metric {
            case .change, .changePct, .body, .bodyPct, .gap, .gapPct: true
            default: false
            }
        case .rolling(let statistic, let series, _), .soFar(let statistic, let series),
            .aggregate(let statistic, let series):
            statistic.keepsSign && series.isChange
        case .shifted(let series, _), .containing(_, _, let series): series.isChange
        case .move: true
        case .number, .time, .calendar, .indicator, .absolute, .arithmetic, .drawdown, .peakDay: false
        }
    }
}
