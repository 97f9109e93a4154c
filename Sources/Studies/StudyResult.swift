/// What is made of the chosen rows.
public enum StudyResult: Hashable, Codable, Sendable {
    /// The rows themselves: date (and time), then the columns.
    case list(list: Listing)
    /// One row, or one for each value of the keys.
    case summary(summary: Summary)
    /// How many rows fall into each bucket, for one series or several side by side.
    case distribution(distribution: Distribution)
    /// Maximal runs of consecutive rows of the period on which the condition holds.
    case runs(runs: Runs)
    /// The same measures for named variants of the study, one row each.
    case comparison(variants: [Variant], measures: [Measure])
    /// Pearson's r, Spearman's, and how many pairs.
    case correlation(left: Series, right: Series)
    /// Where each chosen row's value stands: share (percent) of the period's rows with a smaller value.
    case standing(of: [Series])
}

public struct Listing: Hashable, Codable, Sendable {
    public var columns: [Series]
    /// Empty: oldest first. Ties: oldest first.
    public var order: [Order]
    public var limit: Int?
    /// Rows left out at the start ("show more").
    public var skip: Int

    public init(columns: [Series], order: [Order] = [], limit: Int? = nil, skip: Int = 0) {
        self.columns = columns
        self.order = order
        self.limit = limit
        self.skip = skip
    }
}

public struct Order: Hashable, Codable, Sendable {
    public var by: Series
    public var descending: Bool

    public init(by: Series, descending: Bool) {
        self.by = by
        self.descending = descending
    }
}

public struct Summary: Hashable, Codable, Sendable {
    public var measures: [Measure]
    public var keys: [Key]
    /// Order of the groups by a measure (its index); nil: by key.
    public var order: MeasureOrder?
    public var limit: Int?
    /// Only so many groups, the first by the order, for each value of the first key ("the most volatile month of each
    /// year"); the rows then stand by that key, and within it by the order. nil: all of them. Only with two keys or more.
    public var limitInEach: Int?

    public init(
        measures: [Measure],
        keys: [Key] = [],
        order: MeasureOrder? = nil,
        limit: Int? = nil,
        limitInEach: Int? = nil
    ) {
        self.measures = measures
        self.keys = keys
        self.order = order
        self.limit = limit
        self.limitInEach = limitInEach
    }
}

public struct MeasureOrder: Hashable, Codable, Sendable {
    /// Index into the measures.
    public var measure: Int
    public var descending: Bool

    public init(measure: Int, descending: Bool) {
        self.measure = measure
        self.descending = descending
    }
}

/// A number about the chosen rows (of a group).
public enum Measure: Hashable, Codable, Sendable {
    /// How many rows: the column `n` that every group has. With `where`, only those that also meet it, in a column of its own.
    case count(where: Condition?)
    case statistic(statistic: Statistic, of: Series, where: Condition?)
    /// Percent of rows on which `of` holds, among those on which it can be told (and that meet `where`): hits, rows, share,
    /// 95% Wilson interval; beside it the share over all of the period's rows if `withBase`.
    case share(of: Condition, where: Condition?, withBase: Bool)
    /// Sum of one series over the sum of another, in percent.
    case ratio(of: Series, to: Series, where: Condition?)
    /// Pearson's r of two series.
    case correlation(of: Series, with: Series, where: Condition?)
}

/// What groups are made by.
public enum Key: Hashable, Codable, Sendable {
    case calendar(field: CalendarField)
    /// A calendar field of the day (or hour of the minute) on which an event within the unit happened.
    case eventCalendar(event: MinuteEvent, field: CalendarField)
    /// Groups of a series between rising edges: below the first, …, from the last on.
    case edges(of: Series, edges: [Double])
    /// Whether a condition holds.
    case condition(condition: Condition)
}

public struct Distribution: Hashable, Codable, Sendable {
    public var of: [Series]
    public var buckets: Buckets
    /// Most frequent first instead of by bucket.
    public var mostFrequentFirst: Bool
    public var limit: Int?

    public init(of: [Series], buckets: Buckets, mostFrequentFirst: Bool = false, limit: Int? = nil) {
        self.of = of
        self.buckets = buckets
        self.mostFrequentFirst = mostFrequentFirst
        self.limit = limit
    }

    public enum Buckets: Hashable, Codable, Sendable {
        /// Each value by itself (minutes of a time, whole numbers).
        case exact
        /// Of the clock, for times: 30 gives 09:30, 10:00 …
        case minutes(count: Int)
        /// Lower edge, multiples of the width.
        case width(width: Double)
        /// A round width that gives 8 to 20 buckets.
        case automatic
    }
}

public struct Runs: Hashable, Codable, Sendable {
    public var of: Condition
    /// Only runs of at least (exactly) so many rows.
    public var minimum: Int
    public var exactly: Bool
    public var show: Show
    /// Totals for each value of a calendar field, at whose edges runs are cut; nil: of the whole period.
    public var by: CalendarField?

    public init(
        of: Condition,
        minimum: Int = 1,
        exactly: Bool = false,
        show: Show,
        by: CalendarField? = nil
    ) {
        self.of = of
        self.minimum = minimum
        self.exactly = exactly
        self.show = show
        self.by = by
    }

    public enum Show: Hashable, Codable, Sendable {
        /// How many, mean and longest length.
        case totals
        /// First day, last day, length; oldest first.
        case list(limit: Int?)
        /// All the longest.
        case longest
        /// So many of them, the longest first; equally long ones oldest first.
        case ranked(limit: Int)
        /// The run that the period's last row ends: length 0 and no days where the condition does not hold on that row. With
        /// `either`, the run of rows like the last one, on which the condition holds or does not.
        case current(either: Bool)
        /// How many of each length.
        case lengths
    }
}

/// A named change of the study.
public struct Variant: Hashable, Codable, Sendable {
    public var name: VariantName
    public var symbol: String?
    public var span: Span?
    public var period: Period?
    /// Must hold as well as the study's own condition.
    public var condition: Condition?

    public init(
        name: VariantName,
        symbol: String? = nil,
        span: Span? = nil,
        period: Period? = nil,
        condition: Condition? = nil
    ) {
        self.name = name
        self.symbol = symbol
        self.span = span
        self.period = period
        self.condition = condition
    }
}

/// How a variant is called in the answer; in words where the language matters.
public enum VariantName: Hashable, Codable, Sendable {
    case symbol(symbol: String)
    case span(span: Span)
    case period(period: Period)
    case weekday(day: Int)
    case month(month: Int)
    case quarter(quarter: Int)
    case year(year: Int)
    case condition(condition: Condition)
    case rest
    case text(text: String)
}
