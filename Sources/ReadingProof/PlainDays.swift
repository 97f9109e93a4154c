internal import DuckDB
internal import Market
internal import StudyOracle

/// Three invented years of a future, whole in every session, and a table `days` of what each trading day did, made by
/// plain SQL from the minutes: what the answers to multiplied wordings are held against.
enum PlainDays {
    static let symbol = "NQ"
    /// 2022-01-03 to 2024-12-31.
    private static let dates = 18_995...20_088

    /// No holiday and no half day is among them, so that a day, its session and its hours are there together.
    static func world(_ catalogue: Catalogue) throws -> World {
        guard let instrument = catalogue.instrument(symbol) else { throw Missing() }
        let calendar = catalogue.tradingCalendar(for: instrument)
        var random = RandomSource(seed: 20)
        var bars: [MinuteBar] = []
        var price = 4000.0
        for number in dates {
            let day = CivilDate(dayNumber: number)
            guard day.weekday <= 5, calendar.holidays?.isClosed(day) != true,
                calendar.holidays?.isEarlyClose(day) != true
            else { continue }
            // Days are calm or wild, and lean one way: opposite kinds of days must not be equally many.
            let scale = random.pick([3, 6, 6, 12]), lean = random.integer(-1...2)
            for minute in minutes(&random) {
                func ticks(_ most: Int) -> Double { Double(random.integer(0...most)) / 4 }
                let open = price + Double(random.integer(-scale...scale)) / 4 + Double(lean)
                let close = open + Double(random.integer(-scale * 4...scale * 4)) / 4 + Double(lean)
                bars.append(
                    MinuteBar(
                        timestamp: number * 1440 + minute,
                        day: day,
                        minute: minute,
                        open: open,
                        high: max(open, close) + ticks(scale),
                        low: min(open, close) - ticks(scale),
                        close: close,
                        volume: Double(random.integer(1...100 * scale))
                    )
                )
                price = max(close, 1000)
            }
        }
        return World(catalogue: catalogue, instruments: [symbol: instrument], bars: [symbol: bars])
    }

    struct Missing: Error {}

    /// From 18:00 on the evening before to 17:00: both ends of what people ask for, and some between.
    private static func minutes(_ random: inout RandomSource) -> [Int] {
        var minutes: Set = [-360, 119, 120, 569, 570, 599, 600, 629, 630, 659, 660, 719, 720, 899, 900, 959, 960, 1019]
        for _ in 0..<20 { minutes.insert(random.integer(-360...1019)) }
        for _ in 0..<20 { minutes.insert(random.integer(570...959)) }
        return minutes.sorted()
    }

    /// A row a trading day. `r_` is the regular session, `f_` its first hour, `l_` its last, `n_` what lies between the
    /// evening's opening and 09:30; `p_` is the day before, `p2_` the day before that, `next_` the day after.
    static let table = """
        CREATE TABLE days AS
        WITH bars AS (SELECT * FROM minutes WHERE day IS NOT NULL),
        whole AS (
            SELECT day, arg_min(open, ts) AS open, max(high) AS high, min(low) AS low, arg_max(close, ts) AS close,
                sum(volume) AS volume FROM bars GROUP BY day),
        r AS (
            SELECT day, arg_min(open, ts) AS r_open, max(high) AS r_high, min(low) AS r_low,
                arg_max(close, ts) AS r_close, sum(volume) AS r_volume,
                min(minute) FILTER (WHERE high = top) AS r_high_at, min(minute) FILTER (WHERE low = bottom) AS r_low_at
            FROM (SELECT *, max(high) OVER (PARTITION BY day) AS top, min(low) OVER (PARTITION BY day) AS bottom
                  FROM bars WHERE minute >= 570 AND minute < 960) GROUP BY day),
        f AS (
            SELECT day, arg_min(open, ts) AS f_open, max(high) AS f_high, min(low) AS f_low,
                arg_max(close, ts) AS f_close, sum(volume) AS f_volume
            FROM bars WHERE minute >= 570 AND minute < 630 GROUP BY day),
        l AS (
            SELECT day, arg_min(open, ts) AS l_open, max(high) AS l_high, min(low) AS l_low,
                arg_max(close, ts) AS l_close, sum(volume) AS l_volume
            FROM bars WHERE minute >= 900 AND minute < 960 GROUP BY day),
        n AS (
            SELECT day, arg_min(open, ts) AS n_open, max(high) AS n_high, min(low) AS n_low,
                arg_max(close, ts) AS n_close, sum(volume) AS n_volume
            FROM bars WHERE minute < 570 GROUP BY day),
        every AS (
            SELECT * FROM whole JOIN r USING (day) JOIN f USING (day) JOIN l USING (day) JOIN n USING (day))
        SELECT *, isodow(day) AS weekday, month(day) AS month, quarter(day) AS quarter, year(day) AS year,
            high - low AS range, 100 * (high - low) / open AS range_pct, r_high - r_low AS r_range,
            lag(open) OVER w AS p_open, lag(high) OVER w AS p_high, lag(low) OVER w AS p_low,
            lag(close) OVER w AS p_close, lag(volume) OVER w AS p_volume, lag(r_open) OVER w AS p_r_open,
            lag(r_high) OVER w AS p_r_high, lag(r_low) OVER w AS p_r_low, lag(r_close) OVER w AS p_r_close,
            lag(open, 2) OVER w AS p2_open, lag(close, 2) OVER w AS p2_close,
            r_open - p_r_close AS gap, 100 * (r_open - p_r_close) / p_r_close AS gap_pct,
            CASE WHEN r_open > p_r_close THEN r_low <= p_r_close
                 WHEN r_open < p_r_close THEN r_high >= p_r_close END AS filled,
            close - p_close AS change, 100 * (close / p_close - 1) AS change_pct,
            lead(open) OVER w AS next_open, lead(close) OVER w AS next_close, lead(high) OVER w AS next_high,
            lead(low) OVER w AS next_low, lead(volume) OVER w AS next_volume,
            lead(close, 5) OVER w AS close_5
        FROM every WINDOW w AS (ORDER BY day)
        """
}
