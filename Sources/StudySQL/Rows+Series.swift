import Market
import Studies

extension Rows {
    /// A series as an expression over the rows.
    func series(_ series: Series) throws(CompileError) -> Expression {
        switch series {
        case .number(let value): return Expression(parameters(.double(value)))
        case .metric(let metric, let bar):
            let frame = try frame(metric == .gap || metric == .gapPct ? gapBar(bar) : bar)
            return expression(frame.metric(metric), of: frame, name: metric.columnName)
        case .time(let event, let bar): return try time(event, bar)
        case .calendar(let field): return try calendar(field)
        case .indicator(let indicator):
            guard indicator != .vwap || study.unit == .day else {
                throw .unsupported(what: "the volume-weighted price of rows that are no days")
            }
            return expression(base.indicator(indicator), of: base, name: indicator.columnName)
        case .rolling(let statistic, let of, let count):
            guard count > 0 else { throw .unsupported(what: "a rolling statistic of no rows") }
            try check(statistic, isMeasure: false)
            let value = try self.series(of)
            let name = "\(statistic.columnName)_\(count)_\(of.columnName)"
            return relation.rolling({ self.statistic(statistic, $0, " " + $1) }, of: value, count: count, name: name)
        case .soFar(let statistic, let of):
            try check(statistic, isMeasure: false)
            let value = try self.series(of)
            let clause = " OVER (ORDER BY \(relation.ordering) ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)"
            let number = self.statistic(statistic, value.sql, clause)
            return relation.window(
                // Of no values there is no other statistic anyway.
                statistic == .count ? "nullif(\(number), 0)" : number,
                over: value.layer,
                name: "\(statistic.columnName)_so_far_\(of.columnName)"
            )
        case .drawdown(let from, let byHigh):
            let close = try self.series(.metric(metric: .close, of: .own))
            return .join([close, try peak(from, byHigh, isDay: false)]) { "(100.0 * (\($0[0]) / \($0[1]) - 1))" }
        case .peakDay(let from, let byHigh): return try peak(from, byHigh, isDay: true)
        case .aggregate(let statistic, let of):
            try check(statistic, isMeasure: false)
            let value = try self.series(of)
            let period = try period()
            let layer = max(value.layer, period.layer)
            return Expression(
                "(SELECT \(self.statistic(statistic, value.sql)) FROM \(relation.cte(layer))\(period.whereClause(" ")))",
                layer
            )
        case .shifted(let of, let by):
            return relation.shifted(try self.series(of), by: by, name: "\(of.columnName)_\(shiftName(by))")
        case .move(let rows):
            let close = try self.series(.metric(metric: .close, of: .own))
            let other = relation.shifted(close, by: rows, name: "close_\(shiftName(rows))")
            return .join(rows >= 0 ? [other, close] : [close, other]) { "(100.0 * (\($0[0]) / \($0[1]) - 1))" }
        case .containing(let unit, let span, let of):
            return try containing(unit, span, name: of.columnName) { rows throws(CompileError) in try rows.series(of) }
        case .absolute(let of): return .join([try self.series(of)]) { "abs(\($0[0]))" }
        case .arithmetic(let left, let operation, let right):
            return .join([try self.series(left), try self.series(right)]) {
                switch operation {
                case .plus: "(\($0[0]) + \($0[1]))"
                case .minus: "(\($0[0]) - \($0[1]))"
                case .times: "(\($0[0]) * \($0[1]))"
                case .dividedBy: "(\($0[0]) / nullif(\($0[1]), 0))"
                }
            }
        }
    }

    /// The highest close (high) so far, or the day of it.
    private func peak(_ from: Peak, _ byHigh: Bool, isDay: Bool) throws(CompileError) -> Expression {
        let price = try series(.metric(metric: byHigh ? .high : .close, of: .own))
        var period = Expression("true")
        var parts = ""
        switch from {
        case .data: break
        case .period: period = try self.period()
        case .each(let unit):
            guard unit.isLongerThanDay else { throw .unsupported(what: "drawdowns within units of a day or less") }
            period = try self.period()
            parts = "PARTITION BY date_trunc('\(unit.truncation)', day) "
        }
        let filter = period.sql == "true" ? "" : " FILTER (WHERE \(period.sql))"
        let peak = isDay ? "arg_max(day, \(price.sql))" : "max(\(price.sql))"
        return relation.window(
            "\(peak)\(filter) OVER (\(parts)ORDER BY \(relation.ordering) ROWS UNBOUNDED PRECEDING)",
            over: max(price.layer, period.layer),
            name: "highest_\(byHigh ? "high" : "close")\(isDay ? "_day" : "")"
        )
    }

    /// What is per week or month is told of days, as a measure.
    func check(_ statistic: Statistic, isMeasure: Bool) throws(CompileError) {
        if statistic == .portion, !isMeasure { throw .unsupported(what: "a portion of anything but groups") }
        guard case .perUnit(let unit) = statistic else { return }
        guard isMeasure, study.unit == .day, unit.isLongerThanDay else {
            throw .unsupported(what: "a number per unit of anything but days within weeks or longer")
        }
    }

    func shiftName(_ by: Int) -> String { by >= 0 ? "after_\(by)" : "before_\(-by)" }

    /// The bar that gaps of days are measured on.
    func gapBar(_ bar: Bar) throws(CompileError) -> Bar {
        guard study.unit == .day else { return bar }
        let symbol = bar.symbol ?? base.id.symbol
        guard let instrument = context.instruments[symbol] else { throw .unknownInstrument(symbol: symbol) }
        return Bar(span: Study.gapSpan(of: instrument), symbol: symbol)
    }

    /// A field of the row's date or, for rows of minutes, of its clock.
    func calendar(_ field: CalendarField) throws(CompileError) -> Expression {
        switch field {
        case .hour, .slot:
            guard case .minutes = study.unit else { throw .unsupported(what: "an hour of rows that are no minutes") }
            return Expression(field.sql(day: "day", at: "minute"))
        case .ordinal(let unit, let fromEnd):
            guard study.unit == .day, unit.isLongerThanDay else {
                throw .unsupported(what: "running numbers of anything but days within weeks or longer")
            }
            return relation.window(
                "row_number() OVER (PARTITION BY date_trunc('\(unit.truncation)', day) ORDER BY day\(fromEnd ? " DESC" : ""))",
                over: 0,
                name: "day_of_\(unit.truncation)\(fromEnd ? "_from_end" : "")"
            )
        case .year, .yearStart:
            // A week across the turn is of the year that holds its last trading day, as in a period.
            return Expression(field.sql(day: study.unit == .week ? "last_day" : "day", at: "minute"))
        default: return Expression(field.sql(day: "day", at: "minute"))
        }
    }

    /// Whether a row lies in the study's period. Units longer than a day count by their last trading day.
    func period() throws(CompileError) -> Expression {
        let days = try daysOfPeriod()
        let common = commonDays(comparedSymbols, "day")
        guard !common.isEmpty else { return days }
        return Expression(((days.sql == "true" ? [] : [days.sql]) + common).joined(separator: " AND "), days.layer)
    }

    private func daysOfPeriod() throws(CompileError) -> Expression {
        let day = study.unit.isLongerThanDay ? "last_day" : "day"
        // A unit longer than a day is one of the last when its last day is.
        let rows = study.unit.isLongerThanDay ? base.relation.name + "_by_day" : relation.cte(0)
        switch study.period {
        case .all: return Expression("true")
        case .ranges(let ranges):
            // The minutes that are read are the period's already.
            if ranges == [base.days], base.readsMinutes, !study.unit.isLongerThanDay { return Expression("true") }
            let tests = ranges.map { range in
                switch (range.first, range.last) {
                case (let first?, let last?):
                    "\(day) BETWEEN \(parameters(.date(first))) AND \(parameters(.date(last)))"
                case (let first?, nil): "\(day) >= \(parameters(.date(first)))"
                case (nil, let last?): "\(day) <= \(parameters(.date(last)))"
                case (nil, nil): "true"
                }
            }
            guard !tests.isEmpty else { throw .unsupported(what: "a period of no days") }
            return Expression(tests.count == 1 ? tests[0] : "(" + tests.joined(separator: " OR ") + ")")
        case .lastDays(let count, let date):
            return Expression(
                "\(day) IN (SELECT DISTINCT day FROM \(rows) WHERE day <= \(parameters(.date(date))) "
                    + "ORDER BY day DESC LIMIT \(count))"
            )
        case .firstDays(let count, let date):
            let from = date.map { " WHERE day >= \(parameters(.date($0)))" } ?? ""
            return Expression(
                "\(day) IN (SELECT DISTINCT day FROM \(rows)\(from) ORDER BY day LIMIT \(count))"
            )
        }
    }
}

extension CalendarField {
    /// Over a date and, for the clock, the minute of its trading day.
    func sql(day: String, at: String) -> String {
        let clock = "((\(at) % 1440 + 1440) % 1440)"
        switch self {
        case .year: return "year(\(day))"
        case .quarter: return "quarter(\(day))"
        case .month: return "month(\(day))"
        case .isoWeek: return "week(\(day))"
        case .weekday: return "isodow(\(day))"
        case .dayOfMonth: return "day(\(day))"
        case .weekOfMonth: return "((day(\(day)) - 1) // 7 + 1)"
        case .date: return day
        case .weekStart: return "CAST(date_trunc('week', \(day)) AS DATE)"
        case .monthStart: return "CAST(date_trunc('month', \(day)) AS DATE)"
        case .quarterStart: return "CAST(date_trunc('quarter', \(day)) AS DATE)"
        case .yearStart: return "CAST(date_trunc('year', \(day)) AS DATE)"
        case .hour: return "\(clock) // 60"
        case .slot(let minutes): return minutes == 1 ? clock : "\(clock) // \(minutes) * \(minutes)"
        case .ordinal: return "NULL"
        }
    }

    /// Whether values are days.
    var isDate: Bool {
        switch self {
        case .date, .weekStart, .monthStart, .quarterStart, .yearStart: true
        default: false
        }
    }
}

extension Rows {
    /// A statistic of a value over rows; `clause` (a filter or a window, after a space) follows each aggregate of it.
    func statistic(_ statistic: Statistic, _ value: String, _ clause: String = "") -> String {
        return switch statistic {
        case .count: "count(\(value))\(clause)"
        case .mean: "avg(\(value))\(clause)"
        case .median: "median(\(value))\(clause)"
        case .min: "min(\(value))\(clause)"
        case .max: "max(\(value))\(clause)"
        case .sum: "sum(\(value))\(clause)"
        case .deviation: "stddev_samp(\(value))\(clause)"
        case .skewness: "skewness(\(value))\(clause)"
        case .kurtosis: "kurtosis(\(value))\(clause)"
        case .quantile(let probability): "quantile_cont(\(value), \(probability))\(clause)"
        case .perDay:
            "sum(\(value))\(clause) / \(study.unit.isLongerThanDay ? "sum(trading_days)" : "count(DISTINCT day)")\(clause)"
        case .compounded: "100.0 * (exp(sum(ln(1 + \(value) / 100))\(clause)) - 1)"
        case .portion: "100.0 * sum(\(value))\(clause) / nullif(sum(sum(\(value))\(clause)) OVER (), 0)"
        case .perUnit(let unit):
            "coalesce(sum(\(value))\(clause), 0) / nullif(count(DISTINCT date_trunc('\(unit.truncation)', day)), 0)"
        }
    }
}
