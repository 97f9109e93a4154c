internal import Market
internal import Studies

/// What a word, or several together, stand for before they have a place in a study.
///
/// What is large is held apart, so that pieces, which rules copy all the time, stay small.
enum Sense: Hashable, Sendable {
    case empty
    /// No entry of the lexicon.
    case unknown
    /// A sign between clauses: comma, dash, colon, question mark.
    case stop(String)
    case prep(Prep)
    case mark(Mark)
    case task(Task)
    case often
    /// "When": of which time, or under which condition.
    case when

    indirect case quantity(Quantity)
    /// High and low named together.
    case highLow
    case bars
    case openingRange
    /// The upper or lower part of something.
    case edge(up: Bool)
    case statistic(Statistic)
    /// "Maximum": a statistic, or the day's high.
    case extremum(largest: Bool)
    case percentile, quartiles, decile
    indirect case span(Span)
    case unit(UnitWord)
    /// The unit asked for ("which month").
    case which(UnitWord)
    case symbol(String)
    /// What a name may stand for, before the loaded ones are known.
    case instruments([String])
    /// "Which instrument", "each instrument": all that are loaded; "both instruments", if joined.
    case eachInstrument(joined: Bool)

    case weekdays([Int])
    case months([Int])
    case quarter(Int)
    case half(Int)
    case relative(Relative)
    indirect case dates(Dates)
    /// Either of these dates: the question goes back.
    case choice([Dates])
    case clock(Int)
    case ampm(pm: Bool)
    indirect case window(Window)
    /// From (before) a minute of the day on.
    case timeBound(after: Bool, minute: Int)

    case number(Double, Scale?)
    case numbers([Double], Scale?)
    /// Both ends, as written.
    indirect case between(Double, Double, Scale?)
    case ordinal(Int)
    case ordinalSuffix
    case measure(Scale)
    case relation(Relation)

    case colour(up: Bool), way(up: Bool), rise(up: Bool), win(up: Bool)
    case verb(Verb)
    case size(large: Bool)
    case best(up: Bool)
    case superlative(Superlative)
    case pattern([String])
    case patternWord
    case event(CalendarEvent)
    case order
    case orderWay(descending: Bool)

    indirect case condition(Fact)
    indirect case key(Key)
    case slots(Int)
    case top(Int)
    case barUnit(BarUnit)
    /// How wide the buckets of a distribution are.
    case width(Double, Scale?)
    case chat(ChatKind)
    /// A term of the glossary that no study computes.
    case term(String)
    /// An order to the program, or work that is no question about bars.
    case program
    /// A word beside a term: "indicator", "in trading".
    case termWord
}

enum Prep: String, Sendable { case `in`, from, to, since, by, than }

enum Mark: String, Sendable {
    case after, before, ago, previous, next, then, eve, around, given, not, except, and, or, but, vs, rest, both, only,
        same,
        more
    case leadin
    case inside, opposite, insteadof, filter, grouping, add
    case neither, single, end, side
    /// "And so on", behind a list.
    case goesOn = "goeson"
    /// "Out of how many", behind a count: all that could have been so are told beside it.
    case ofAll = "ofall"
    /// How long ago something last was, behind what it is counted in.
    case since
    case those, it, each, outside, between, absolute, consecutive, separately, together, buckets, annual
}

enum Task: String, Sendable {
    case count, howmuch, share, top, time, timehour, days, distribution, correlation, compare, statistics, performance
    case ratio
    case standing, seasonality, scan, backtest, trade, forecast, advice, order, trend, explain, why,
        sql, runs, length
}

enum Verb: String, Sendable {
    case close, open, fill, `break`, hold, touch, form, `continue`, reverse, cross, travel,
        trade
}

enum Superlative: String, Sendable { case max, min, volatile, calm, wide, narrow }

enum Scale: String, Sendable {
    /// A hundredth of a percent.
    case basis
    case percent, points, ticks, dollars, times, sigmas, thousand, million, minutes, hours, days, weeks, months, years
}

enum UnitWord: Hashable, Sendable {
    /// A part of the clock of so many minutes, which divide the day: a half hour, ten minutes.
    case slot(minutes: Int)
    case minute, hour, day, calendarday, week, fortnight, tendays, month, quarter, halfyear, year
    case decade, season
    case session
    case weekday, dayofmonth, weekofmonth, monthofyear, isoweek, hourofday, minuteofday

    /// By its name in a lexicon file; slots are named by their minutes.
    init?(name: String) {
        if let named = Self.named[name] {
            self = named
        } else if let minutes = Int(name), (2...720).contains(minutes), 1440 % minutes == 0 {
            self = .slot(minutes: minutes)
        } else {
            return nil
        }
    }

    var name: String {
        if case .slot(let minutes) = self { return String(minutes) }
        return Self.named.first { $0.value == self }?.key ?? ""
    }

    private static let named: [String: UnitWord] = [
        "minute": .minute, "hour": .hour, "day": .day, "calendarday": .calendarday, "week": .week,
        "fortnight": .fortnight, "tendays": .tendays, "month": .month, "quarter": .quarter, "halfyear": .halfyear,
        "year": .year, "decade": .decade, "season": .season, "session": .session, "weekday": .weekday,
        "dayofmonth": .dayofmonth, "weekofmonth": .weekofmonth, "monthofyear": .monthofyear, "isoweek": .isoweek,
        "hourofday": .hourofday,
        "minuteofday": .minuteofday,
    ]
}

enum Relative: String, Sendable {
    case today, yesterday, beforeyesterday, tomorrow
    /// "Last" of English: the calendar unit before this, or with a number the last so many.
    case last
    /// "Прошлый": the calendar unit before this. "Последний", "past": back from today.
    case previous, past
    case beforelast, this, ytd, mtd, wtd, qtd, all, leap
}

/// Trading days asked about, by date.
struct Dates: Hashable, Sendable {
    enum Shape: Hashable, Sendable { case day, week, month, quarter, half, year, other }

    var period: Period
    var shape: Shape
    /// The year or so was not said and was taken.
    var assumed = false
    /// "The previous month": after a question about one, the month before that.
    var isPrevious = false
    /// "This month": it ends today.
    var isCurrent = false
    /// "The same month of last year": after a question about a month, that one.
    var isSame = false

    /// The same, ended today where that comes first.
    func upTo(_ today: CivilDate) -> Dates {
        guard isCurrent, let range = period.dateRange, let first = range.first, let last = range.last, first <= today,
            last > today
        else { return self }
        var ended = self
        ended.period = .range(first, today)
        return ended
    }
}

/// A quantity of a day that words name, before unit and window are settled.
struct Quantity: Hashable, Sendable {
    enum Base: Hashable, Sendable {
        case metric(Metric)
        /// Mean range_pct by convention; the word itself.
        case volatility
        /// Standard deviation of daily changes.
        case realized
        /// A move of either sign; a return.
        case move, performance
        case time(MinuteEvent)
        case indicator(Indicator)
        case series(Series)
        /// Percent from the close to the close so many days later.
        case ahead(Int)
    }

    var base: Base
    var span: Span?
    var symbol: String?
    /// Rows later (earlier, if negative).
    var shift = 0
    var absolute = false
    /// The unit whose bar it is of; nil: the rows'.
    var unit: BarUnit?
    /// The longer unit that the row lies in, whose bar it is of, with `shift` counting such units: last week's high, of days.
    var within: BarUnit?
    /// Whether percent was asked for (points, if false); nil: not said.
    var percent: Bool?

    init(_ base: Base) { self.base = base }
    init(_ metric: Metric) { base = .metric(metric) }
}

/// A condition that words state of a day, with what its place in a question depends on.
struct Fact: Hashable, Sendable {
    var condition: Condition
    /// It speaks of an event of the RTH session (gap, opening range), so what follows is measured there.
    var ofSession = false
    /// It speaks of how the day went, so it can be an outcome.
    var isOutcome = false
    /// A calendar condition chooses days; it is never an outcome.
    var isCalendar = false
    /// A settled word took this meaning.
    var settled = false
    /// Window that the fact itself is about.
    var span: Span?
    /// The way of the move it speaks of.
    var up: Bool?
    /// Built from a threshold that was not said.
    var assumedThreshold = false
    /// What a top list of such days ranks by ("drops": change_pct, lowest first).
    var rank: Quantity?
    var rankDescending = true
    /// Length of a run that it ends.
    var run: Int?
    var plain: Condition?
    /// What a row must be for it to be said.
    var unit: BarUnit?
    /// The same in another window that the words may mean; told beside it.
    var beside: Condition?
}
