public import Market
public import Studies

/// What was understood of a question, with the words it came from.
public struct Reading: Hashable, Codable, Sendable {
    /// The language to answer in.
    public var language: Language
    public var intent: Intent
    /// What of a study's answer is wanted.
    public var wanted: Wanted
    /// Which words became which clause; together with `empty` and `unread` they cover every word.
    public var bindings: [Binding]
    /// What the question left open and was taken by default, with what else it could be.
    public var assumptions: [Assumption]
    /// Words known to carry no meaning here ("покажи", "please").
    public var empty: [String]
    /// Words that carry meaning, or may, and found no place. Never empty without the answer saying so.
    public var unread: [String]
    /// Spellings that were mended.
    public var mended: [Mending]
    /// Complete questions that can be asked instead, where this one has no figures for an answer.
    public var examples: [Option]
    /// What was asked for besides and is not answered.
    public var leftOut: [LeftOut]

    /// A story before the question that changes nothing of it.
    public var aside: String?
    /// What a follow-up changed; nil where the question stands by itself.
    public var edit: Edit?

    public init(
        language: Language,
        intent: Intent,
        wanted: Wanted = .figures,
        bindings: [Binding] = [],
        assumptions: [Assumption] = [],
        empty: [String] = [],
        unread: [String] = [],
        mended: [Mending] = [],
        examples: [Option] = [],
        leftOut: [LeftOut] = [],
        edit: Edit? = nil
    ) {
        self.language = language
        self.intent = intent
        self.wanted = wanted
        self.bindings = bindings
        self.assumptions = assumptions
        self.empty = empty
        self.unread = unread
        self.mended = mended
        self.examples = examples
        self.leftOut = leftOut
        self.edit = edit
    }
}

public enum Wanted: String, Codable, Sendable {
    case figures
    /// How the figures came about ("why?").
    case derivation
    /// The SQL that ran.
    case sql
}

/// A part of a question that this version does not answer beside the rest of it.
public enum LeftOut: String, Codable, Sendable, CaseIterable { case scan, backtest }

/// A follow-up that changed the chat's last study.
public struct Edit: Hashable, Codable, Sendable {
    /// Its own words.
    public var words: String
    /// The last question with the change worked in; nil where only its study was changed.
    public var whole: String?

    public init(words: String, whole: String? = nil) {
        self.words = words
        self.whole = whole
    }
}

public enum Language: String, Codable, Sendable, CaseIterable {
    case ru, en
}

public enum Intent: Hashable, Codable, Sendable {
    case study(study: Study)
    /// A question back; every option is a complete question that can be asked as it stands.
    case clarify(question: ClarifyReason, options: [Option])
    /// Terms of the glossary to explain, by their entries' names.
    case explain(terms: [String])
    case chat(kind: ChatKind)
    case scan(symbol: String, period: Period)
    /// A backtest is asked for; the study of its condition, if one was read.
    case backtest(study: Study?)
    case cannot(reason: CannotReason)
    /// Understood, but not loaded.
    case noData(reason: NoDataReason)
}

public struct Option: Hashable, Codable, Sendable {
    public var label: String
    public var question: String

    public init(label: String, question: String) {
        self.label = label
        self.question = question
    }
}

public enum ClarifyReason: Hashable, Codable, Sendable {
    /// The task itself is open: the subject is known, what to do with it is not.
    case openTask(subject: String)
    /// These words found no place.
    case unreadWords(words: [String])
    case emptyQuestion
    case tooLong(characters: Int)
    /// Two readings that differ and neither is clearly better.
    case ambiguous(words: [String])
    /// An edit ("а для вторников?") without, or not fitting, an earlier study.
    case editWithoutStudy
    /// What this version does not do is wished for without its particulars: what can be measured instead is offered.
    case leftOut(part: LeftOut)
}

public enum ChatKind: String, Codable, Sendable, CaseIterable {
    case greeting, thanks, abilities, farewell, dismissal, smallTalk
    /// Which instruments and years there are; which patterns are known.
    case loaded, patterns
}

public enum CannotReason: Hashable, Codable, Sendable {
    case forecast, advice, order
    /// Why something happened.
    case cause
    /// What no study computes, often because bars do not hold it: an entry of the glossary.
    case outside(term: String)
    case noVolume(symbol: String)
    /// The question holds SQL or instructions to the program instead of a question.
    case notAQuestion
}

public enum NoDataReason: Hashable, Codable, Sendable {
    case instrument(symbol: String)
    case period(asked: Period, first: CivilDate, last: CivilDate)
    /// Not a trading day; its neighbours.
    case notATradingDay(date: CivilDate, before: CivilDate?, after: CivilDate?)
    /// Holidays of the exchange, on which nothing trades; how many there are, and the latest of them.
    case holidays(dates: [CivilDate], of: Int)
    /// An event's next day after today, of which there are no bars.
    case upcoming(event: CalendarEvent, date: CivilDate)
}

/// Words of the question and what they became.
public struct Binding: Hashable, Codable, Sendable {
    public var words: String
    public var clause: Clause

    public init(words: String, clause: Clause) {
        self.words = words
        self.clause = clause
    }
}

/// The place in the study that words took; rendered to a short phrase in the answer.
public enum Clause: Hashable, Codable, Sendable {
    case symbol(symbol: String)
    case period(period: Period)
    case span(span: Span)
    case unit(unit: BarUnit)
    case series(series: Series)
    case statistic(statistic: Statistic)
    case condition(condition: Condition)
    case key(key: Key)
    case order(descending: Bool)
    case limit(count: Int)
    case buckets(minutes: Int)
    /// What is wanted: `list`, `count`, `share`, `distribution`, `time`, `compare`, `correlation`, `runs`, `summary` …
    case task(task: String)
}

public struct Assumption: Hashable, Codable, Sendable {
    public var kind: Kind
    /// Complete questions that recompute with another choice.
    public var alternatives: [Option]

    public init(kind: Kind, alternatives: [Option] = []) {
        self.kind = kind
        self.alternatives = alternatives
    }

    public enum Kind: Hashable, Codable, Sendable {
        case span(span: Span)
        case wholePeriod
        case limit(count: Int)
        case metric(metric: Metric)
        case statistic(statistic: Statistic)
        case symbol(symbol: String)
        /// "High", "big" without a number: above the 90th percentile, and so on.
        case threshold(condition: Condition)
        case year(year: Int)
        /// A word with a settled meaning ("rose": change above 0), in the words of the question.
        case definition(words: String, condition: Condition)
        case period(period: Period)
        case minutes(count: Int)
    }
}

public struct Mending: Hashable, Codable, Sendable {
    public var written: String
    public var read: String

    public init(written: String, read: String) {
        self.written = written
        self.read = read
    }
}

extension Intent {
    /// For bindings and traces.
    package var name: String {
        switch self {
        case .study: "study"
        case .clarify: "clarify"
        case .explain: "explain"
        case .chat: "chat"
        case .scan: "scan"
        case .backtest: "backtest"
        case .cannot: "cannot"
        case .noData: "noData"
        }
    }
}

extension Reading {
    /// It asks for something of an instrument's bars.
    var isOfBars: Bool {
        switch intent {
        case .study, .scan, .noData(.period), .noData(.notATradingDay), .noData(.holidays): true
        case .clarify, .explain, .chat, .backtest, .cannot, .noData(.instrument), .noData(.upcoming): false
        }
    }
}
