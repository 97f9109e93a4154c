package import Studies

/// A reading as somebody else put it down, a language model say: what is asked, in parts, each with the words of the
/// question that it comes from. Nothing of it is believed before `Reader.judge` has held it against the question.
package struct Proposal: Decodable, Hashable, Sendable {
    package enum Kind: String, Codable, Sendable, CaseIterable {
        case study
        /// A change of the chat's last study: the parts that are other than there.
        case edit
        case clarify, explain, chat, scan, backtest, cannot
    }

    /// Why it cannot be done, or what kind of talk it is.
    package enum Reason: String, Codable, Sendable, CaseIterable {
        case none
        case forecast, advice, order, cause, notAQuestion
        case greeting, thanks, farewell, abilities, smallTalk
    }

    package var intent: Kind
    package var reason: Reason
    /// Words of the question that name what is to be explained.
    package var terms: [String]
    package var parts: [Part]
    /// Words said to carry no meaning. They count only where the product's own lists say so too.
    package var empty: [String]

    package init(
        intent: Kind,
        reason: Reason = .none,
        terms: [String] = [],
        parts: [Part] = [],
        empty: [String] = []
    ) {
        self.intent = intent
        self.reason = reason
        self.terms = terms
        self.parts = parts
        self.empty = empty
    }

    /// Words of the question and what they are said to mean.
    package struct Part: Hashable, Sendable {
        package var words: String
        package var value: Value

        package init(_ words: String, _ value: Value) {
            self.words = words
            self.value = value
        }
    }

    package enum Value: Hashable, Sendable {
        case symbol(String)
        case period(Period)
        /// So many trading days at the end (beginning) of what is loaded until today.
        case days(count: Int, fromEnd: Bool)
        case unit(BarUnit)
        case window(Span)
        case condition(Condition, Place, isAlternative: Bool)
        case measure(Statistic, of: Series)
        case count
        /// The share of rows on which the conditions that are asked about hold.
        case share
        case column(Series)
        case key(Key)
        case order(Order)
        case limit(Int)
        case shape(Shape)
        case buckets(minutes: Int)
    }

    /// What a condition does in a question.
    package enum Place: String, Codable, Sendable, CaseIterable {
        /// It chooses the rows.
        case rows
        /// It is what is asked about the rows.
        case asked
        /// One of the things that are compared.
        case variant
    }

    /// What is made of the rows.
    package enum Shape: String, Codable, Sendable, CaseIterable {
        case list, summary, distribution, runs, longestRun, comparison, correlation, standing
    }

    /// Kinds of parts by the name that a part says.
    package enum Sort: String, Codable, Sendable, CaseIterable {
        case symbol, period, days, unit, window, condition, measure, column, key, order, limit, shape, buckets
    }

    /// Statistics of a measure by name.
    package enum Figure: String, Codable, Sendable, CaseIterable {
        case count, share, mean, median, min, max, sum, deviation, quantile, compounded
    }

    /// Rows by name; `minutes` has their number beside it.
    package enum Rows: String, Codable, Sendable, CaseIterable { case minutes, day, week, month, quarter, year }

    /// Calendar fields that group; `slot` has its minutes beside it.
    package enum Group: String, Codable, Sendable, CaseIterable {
        case year, quarter, month, isoWeek, weekday, dayOfMonth, date, hour, slot
    }

    /// Calendar fields that choose.
    package enum Field: String, Codable, Sendable, CaseIterable { case year, quarter, month, weekday, dayOfMonth, hour }

    /// Days that the calendar knows.
    package enum Event: String, Codable, Sendable, CaseIterable {
        case opex, quadWitching, vixExpiry, nfp, fomc, cpi, electionDay, earlyClose, holiday
    }

    /// Minutes that are looked for.
    package enum Moment: String, Codable, Sendable, CaseIterable { case high, low, largestVolume, gapFill }

    package enum Line: String, Codable, Sendable, CaseIterable { case sma, ema, rsi, atr, vwap }

    /// What a metric is held against.
    package enum Average: String, Codable, Sendable, CaseIterable { case mean, median, max, min, deviation }
}
