import Market
import Studies

extension Rows {
    /// When an event first happened within a bar, as minute of its trading day.
    func time(_ event: MinuteEvent, _ bar: Bar) throws(CompileError) -> Expression {
        let frame = try frame(bar)
        if case .minutes = study.unit { throw .unsupported(what: "an event within rows of minutes") }
        switch event {
        case .high: return expression(frame.column("high_at"), of: frame, name: "high_at")
        case .low: return expression(frame.column("low_at"), of: frame, name: "low_at")
        case .firstBar: return expression(frame.column("first_at"), of: frame, name: "first_at")
        case .lastBar: return expression(frame.column("last_at"), of: frame, name: "last_at")
        default: break
        }
        guard study.unit == .day else { throw .unsupported(what: "an event within weeks or longer") }
        switch event {
        case .largestVolume:
            return expression(frame.minuteOfLargestVolume(), of: frame, name: "volume_at")
        case .above(let level): return try first(frame, level: level, "m.high > l.1", "above_at")
        case .below(let level): return try first(frame, level: level, "m.low < l.1", "below_at")
        case .touch(let level):
            return try first(
                frame,
                level: level,
                "least(m.low, m.before) <= l.1 AND greatest(m.high, m.before) >= l.1",
                "touch_at",
                withCloseBefore: true
            )
        case .gapFill:
            let gapFrame = try self.frame(gapBar(bar))
            let previous = gapFrame.before("close", 1)
            let gap = gapFrame.metric(.gap)
            let level = expression(previous, of: gapFrame, name: "prev_close")
            let size = expression(gap, of: gapFrame, name: "gap")
            return first(
                gapFrame,
                .join([level, size]) { "\($0[0])\n\($0[1])" },
                "((l.2 > 0 AND m.low <= l.1) OR (l.2 < 0 AND m.high >= l.1))",
                "fill_at"
            )
        case .shareOfRange(let share):
            let range = expression(frame.metric(.range), of: frame, name: "range")
            let minutes = """
                SELECT day, minute, max(high) OVER so_far - min(low) OVER so_far AS range
                    FROM minutes
                    WHERE \(frame.minuteFilter())
                    WINDOW so_far AS (PARTITION BY day ORDER BY minute ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
                """
            let sql = """
                SELECT m.day, min(m.minute) AS value
                FROM (\(minutes)) AS m
                JOIN (SELECT day, \(range.sql) AS level FROM \(relation.cte(range.layer))) AS l ON l.day = m.day
                WHERE m.range >= \(parameters(.double(share))) * l.level
                GROUP BY m.day
                """
            return relation.joined(sql, over: range.layer, name: "range_at")
        case .high, .low, .firstBar, .lastBar: return Expression("NULL")
        }
    }

    /// The high or low of a week or longer as a moment, counted in minutes: which of two came first is a question of days,
    /// not of the clock. Nil for other series and shorter bars.
    func moment(_ series: Series) throws(CompileError) -> Expression? {
        guard study.unit.isLongerThanDay, case .time(let event, let bar) = series, event == .high || event == .low
        else {
            return nil
        }
        let name = event == .high ? "high" : "low"
        let frame = try frame(bar)
        let moment = Expression.join([frame.column(name + "_day"), frame.column(name + "_at")]) {
            "(date_diff('day', DATE '2000-01-01', \($0[0])) * 1440 + \($0[1]))"
        }
        return expression(moment, of: frame, name: name + "_moment")
    }

    private func first(
        _ frame: Frame,
        level: Series,
        _ test: String,
        _ name: String,
        withCloseBefore: Bool = false
    ) throws(CompileError) -> Expression {
        first(frame, try series(level), test, name, withCloseBefore: withCloseBefore)
    }

    /// The first minute of the frame's window that passes a test of it (`m`) against its day's values (`l.1`, `l.2`; a
    /// line each).
    private func first(
        _ frame: Frame,
        _ values: Expression,
        _ test: String,
        _ name: String,
        withCloseBefore: Bool = false
    ) -> Expression {
        var minutes = "minutes AS m\n@\nWHERE \(frame.minuteFilter("m."))"
        if withCloseBefore {
            // The window's first minute has no close before it: from its open.
            minutes = """
                (SELECT *, coalesce(lag(close) OVER (PARTITION BY day ORDER BY minute), open) AS before
                    FROM minutes
                    WHERE \(frame.minuteFilter())) AS m
                @
                WHERE m.day IS NOT NULL
                """
        }
        return relation.firstMinute(of: minutes, values, test, name: name)
    }
}
