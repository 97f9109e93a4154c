import Market
import Studies

/// A typical study and the fastest SQL over minutes that answers the same.
struct Case {
    enum Kind: String {
        /// Roll-ups answer it: at least ten times faster than a look at the minutes.
        case day = "from roll-ups"
        /// Minutes must be read: within 1.2 times.
        case minutes = "from minutes"
    }

    var name: String
    var kind: Kind
    var study: Study
    /// Over the table `minutes` of the same file.
    var sql: String
}

/// Ten studies of one symbol, over all its days where nothing else is said. Needs an instrument with RTH.
func cases(_ symbol: String, _ instrument: Instrument, last: CivilDate) -> [Case] {
    let regular = instrument.window(of: .rth) ?? Window(from: instrument.dayStart, to: instrument.dayEnd)
    let rth = Span.session(name: .rth)
    let ofRTH = "minute >= \(regular.from) AND minute < \(regular.to)"
    func metric(_ metric: Metric, _ span: Span? = nil) -> Series { .metric(metric: metric, of: Bar(span: span)) }
    func above(_ left: Series, _ right: Series) -> Condition { .compare(left: left, relation: .greater, right: right) }
    func study(
        _ result: StudyResult,
        _ unit: BarUnit = .day,
        _ span: Span = .wholeDay,
        _ period: Period = .all,
        _ condition: Condition? = nil
    ) -> Study {
        Study(symbols: [symbol], unit: unit, span: span, period: period, condition: condition, result: result)
    }
    func summary(_ measures: [Measure], _ keys: [Key] = []) -> StudyResult {
        .summary(summary: Summary(measures: measures, keys: keys))
    }
    func mean(_ series: Series) -> Measure { .statistic(statistic: .mean, of: series, where: nil) }
    let gaps = """
        WITH rth AS (
            SELECT day, arg_min(open, minute) AS open, max(high) AS high, min(low) AS low, arg_max(close, minute) AS close
            FROM minutes WHERE \(ofRTH) AND day IS NOT NULL GROUP BY day
        ), gaps AS (SELECT *, lag(close) OVER (ORDER BY day) AS before FROM rth)
        """
    let window = Window(from: 360, to: 960)
    let times: [Series] = [.time(event: .high, of: .own), .time(event: .low, of: .own)]
    let range = Window(from: regular.from, to: regular.from + 30)
    let breakout: [Series] = [
        .time(event: .above(level: metric(.high, .opening(minutes: 30))), of: Bar(span: .afterOpening(minutes: 30))),
        .time(event: .below(level: metric(.low, .opening(minutes: 30))), of: Bar(span: .afterOpening(minutes: 30))),
    ]
    return [
        Case(
            name: "mean range by weekday",
            kind: .day,
            study: study(summary([mean(metric(.range))], [.calendar(field: .weekday)])),
            sql: """
                SELECT isodow(day) AS weekday, count(*), avg(range) FROM (
                    SELECT day, max(high) - min(low) AS range FROM minutes WHERE day IS NOT NULL GROUP BY day
                ) GROUP BY 1 ORDER BY 1
                """
        ),
        Case(
            name: "mean RTH range by month",
            kind: .day,
            study: study(summary([mean(metric(.range))], [.calendar(field: .monthStart)]), .day, rth),
            sql: """
                SELECT date_trunc('month', day) AS month, count(*), avg(range) FROM (
                    SELECT day, max(high) - min(low) AS range FROM minutes WHERE \(ofRTH) AND day IS NOT NULL GROUP BY day
                ) GROUP BY 1 ORDER BY 1
                """
        ),
        Case(
            name: "time of the day's high by half-hour",
            kind: .day,
            study: study(
                .distribution(distribution: Distribution(of: [times[0]], buckets: .minutes(count: 30)))
            ),
            sql: """
                SELECT (high_at % 1440 + 1440) % 1440 // 30 * 30 AS bucket, count(*) FROM (
                    \(extremes("day IS NOT NULL", ["high"]))
                ) GROUP BY 1 ORDER BY 1
                """
        ),
        Case(
            name: "top 10 gap downs",
            kind: .day,
            study: study(
                .list(
                    list: Listing(
                        columns: [metric(.gapPct)],
                        order: [Order(by: metric(.gapPct), descending: false)],
                        limit: 10
                    )
                )
            ),
            sql: gaps + "SELECT day, 100 * (open / before - 1) AS gap FROM gaps ORDER BY gap NULLS LAST LIMIT 10"
        ),
        Case(
            name: "gaps filled by weekday",
            kind: .day,
            study: study(
                summary([.share(of: .gapFilled, where: nil, withBase: false)], [.calendar(field: .weekday)])
            ),
            sql: gaps + """

                SELECT isodow(day) AS weekday, count(*),
                    avg(CASE WHEN open > before THEN low <= before WHEN open < before THEN high >= before END::INTEGER)
                FROM gaps GROUP BY 1 ORDER BY 1
                """
        ),
        Case(
            name: "inside days by year",
            kind: .day,
            study: study(
                summary([], [.calendar(field: .year)]),
                .day,
                .wholeDay,
                .all,
                .pattern(name: "insideBar", of: .own)
            ),
            sql: """
                SELECT year(day) AS year, count(*) FROM (
                    SELECT day, high < lag(high) OVER (ORDER BY day) AND low > lag(low) OVER (ORDER BY day) AS inside FROM (
                        SELECT day, max(high) AS high, min(low) AS low FROM minutes WHERE day IS NOT NULL GROUP BY day
                    )
                ) WHERE inside GROUP BY 1 ORDER BY 1
                """
        ),
        Case(
            name: "P(green RTH | gap up)",
            kind: .day,
            study: study(
                summary([.share(of: above(metric(.body, rth), .number(value: 0)), where: nil, withBase: true)]),
                .day,
                .wholeDay,
                .all,
                above(metric(.gap), .number(value: 0))
            ),
            sql: gaps + """

                SELECT count(*) FILTER (WHERE open > before), avg((close > open)::INTEGER) FILTER (WHERE open > before),
                    avg((close > open)::INTEGER)
                FROM gaps
                """
        ),
        Case(
            name: "time of high and low, 06:00-16:00",
            kind: .minutes,
            study: study(
                .distribution(distribution: Distribution(of: times, buckets: .minutes(count: 30))),
                .day,
                .clock(window: window)
            ),
            sql: """
                SELECT bucket, sum(high), sum(low) FROM (
                    SELECT unnest([high_at, low_at]) // 30 * 30 AS bucket, unnest([1, 0]) AS high, unnest([0, 1]) AS low
                    FROM (\(extremes("minute >= 360 AND minute < 960 AND day IS NOT NULL", ["high", "low"])))
                ) GROUP BY 1 ORDER BY 1
                """
        ),
        Case(
            name: "volume by hour",
            kind: .minutes,
            study: study(
                summary(
                    [.statistic(statistic: .perDay, of: metric(.volume), where: nil)],
                    [.calendar(field: .hour)]
                ),
                .minutes(count: 1)
            ),
            sql: """
                SELECT hour, sum(volume) / count(*) FROM (
                    SELECT day, (minute % 1440 + 1440) % 1440 // 60 AS hour, sum(volume) AS volume
                    FROM minutes WHERE day IS NOT NULL GROUP BY 1, 2
                ) GROUP BY 1 ORDER BY 1
                """
        ),
        Case(
            name: "which side of the first 30 minutes breaks first",
            kind: .minutes,
            study: study(
                summary([
                    .count(where: .compare(left: breakout[0], relation: .less, right: breakout[1])),
                    .count(where: .compare(left: breakout[0], relation: .greater, right: breakout[1])),
                ]),
                .day,
                rth
            ),
            sql: """
                WITH opening AS (
                    SELECT day, max(high) AS high, min(low) AS low FROM minutes
                    WHERE minute >= \(range.from) AND minute < \(range.to) AND day IS NOT NULL GROUP BY day
                ), broken AS (
                    SELECT m.day, min(m.minute) FILTER (WHERE m.high > o.high) AS up,
                        min(m.minute) FILTER (WHERE m.low < o.low) AS down
                    FROM minutes AS m JOIN opening AS o ON o.day = m.day
                    WHERE m.minute >= \(range.to) AND m.minute < \(regular.to) GROUP BY m.day
                )
                SELECT count(*) FILTER (WHERE up < down), count(*) FILTER (WHERE up > down) FROM broken
                """
        ),
        Case(
            name: "15-minute bars of a day",
            kind: .minutes,
            study: study(
                .list(list: Listing(columns: [.open, .high, .low, .close, .volume].map { metric($0) })),
                .minutes(count: 15),
                .wholeDay,
                .ranges(ranges: [DateRange(first: last, last: last)])
            ),
            sql: """
                SELECT time_bucket(INTERVAL 15 MINUTE, ts) AS opening, arg_min(open, ts), max(high), min(low),
                    arg_max(close, ts), sum(volume)
                FROM minutes WHERE day = DATE '\(last)' GROUP BY 1 ORDER BY 1
                """
        ),
    ]
}

/// The first minute of each day's high or low, ties included: the fastest way found that is right for any prices.
private func extremes(_ filter: String, _ prices: [String]) -> String {
    let found = prices.map { price in
        "min(m.minute) FILTER (WHERE m.\(price) = d.\(price)) AS \(price)_at"
    }
    return """
        WITH d AS (SELECT day, max(high) AS high, min(low) AS low FROM minutes WHERE \(filter) GROUP BY day)
        SELECT m.day, \(found.joined(separator: ", ")) FROM minutes AS m JOIN d ON d.day = m.day
        WHERE \(filter.replacing("minute ", with: "m.minute ").replacing("day IS NOT NULL", with: "true")) GROUP BY m.day
        """
}
