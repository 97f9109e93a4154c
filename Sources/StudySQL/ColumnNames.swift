import Market
import Studies

// Names of columns: what a person reads in the pasted SQL and a program in the answer. Lower snake case.

extension Metric {
    var columnName: String { rawValue.snakeCased }
}

extension Statistic {
    var columnName: String {
        switch self {
        case .count: "count"
        case .mean: "mean"
        case .median: "median"
        case .min: "min"
        case .max: "max"
        case .sum: "total"
        case .deviation: "sd"
        case .skewness: "skew"
        case .kurtosis: "kurtosis"
        case .quantile(let probability): "q" + String(Int((probability * 100).rounded()))
        case .perDay: "per_day"
        case .compounded: "compounded"
        case .portion: "portion"
        case .perUnit(let unit): "per_\(unit.truncation)"
        }
    }
}

extension Indicator {
    var columnName: String {
        switch self {
        case .sma(let count): "sma_\(count)"
        case .ema(let count): "ema_\(count)"
        case .rsi(let count): "rsi_\(count)"
        case .atr(let count): "atr_\(count)"
        case .bollinger(let count, _, let band): "bollinger_\(band.rawValue)_\(count)"
        case .vwap: "vwap"
        }
    }
}

extension MinuteEvent {
    var columnName: String {
        switch self {
        case .high: "time_of_high"
        case .low: "time_of_low"
        case .largestVolume: "time_of_largest_volume"
        case .firstBar: "first_minute"
        case .lastBar: "last_minute"
        case .above: "time_above"
        case .below: "time_below"
        case .touch: "time_of_touch"
        case .gapFill: "time_of_gap_fill"
        case .shareOfRange: "time_of_range_share"
        }
    }
}

extension CalendarField {
    var columnName: String {
        switch self {
        case .year: "year"
        case .quarter: "quarter"
        case .month: "month"
        case .isoWeek: "week"
        case .weekday: "weekday"
        case .dayOfMonth: "day_of_month"
        case .weekOfMonth: "week_of_month"
        case .date: "date"
        case .weekStart: "week_start"
        case .monthStart: "month_start"
        case .quarterStart: "quarter_start"
        case .yearStart: "year_start"
        case .hour: "hour"
        case .slot: "time"
        case .ordinal(let unit, let fromEnd): "day_of_\(unit.truncation)\(fromEnd ? "_from_end" : "")"
        }
    }
}

extension Span {
    /// Suffix of a column of another span than the row's own.
    var columnName: String {
        switch self {
        case .wholeDay: "whole_day"
        case .session(let name): name.key.lowercased()
        case .clock(let window): "from_\(window.label.replacing(":", with: "").replacing("-", with: "_to_"))"
        case .opening(let minutes): "first_\(minutes)_minutes"
        case .closing(let minutes): "last_\(minutes)_minutes"
        case .afterOpening(let minutes): "after_\(minutes)_minutes"
        }
    }
}

extension Bar {
    var columnSuffix: String {
        let parts = [symbol.map { "_" + String(Rows.identifier($0).dropFirst(2)) }, span.map { "_" + $0.columnName }]
        return parts.compactMap { $0 }.joined()
    }
}

extension Peak {
    fileprivate var columnSuffix: String { if case .each(let unit) = self { "_of_\(unit.truncation)" } else { "" } }
}

extension BarUnit {
    var columnName: String {
        switch self {
        case .minutes(let count): "bar_\(count)"
        case .day, .week, .month, .quarter, .year: truncation
        }
    }
}

extension Series {
    var columnName: String {
        switch self {
        case .number: "number"
        case .metric(let metric, let bar): metric.columnName + bar.columnSuffix
        case .time(let event, let bar): event.columnName + bar.columnSuffix
        case .calendar(let field): field.columnName
        case .indicator(let indicator): indicator.columnName
        case .rolling(let statistic, let of, let count): "\(statistic.columnName)_\(count)_\(of.columnName)"
        case .soFar(let statistic, let of): "\(statistic.columnName)_so_far_\(of.columnName)"
        case .drawdown(let peak, let byHigh): (byHigh ? "below_high" : "drawdown") + peak.columnSuffix
        case .peakDay(let peak, let byHigh): (byHigh ? "day_of_high" : "day_of_peak") + peak.columnSuffix
        case .aggregate(let statistic, let of): "\(statistic.columnName)_\(of.columnName)"
        case .shifted(let of, let by):
            (by < 0 ? "prev\(by == -1 ? "" : String(-by))_" : "next\(by == 1 ? "" : String(by))_") + of.columnName
        case .move(let rows): rows >= 0 ? "move_after_\(rows)" : "move_over_\(-rows)"
        case .absolute(let of): "abs_" + of.columnName
        case .containing(let unit, _, let of): "\(unit.columnName)_\(of.columnName)"
        case .arithmetic(let left, let operation, let right):
            switch operation {
            case .times where left.isNumber: right.columnName
            case .dividedBy where right.isNumber: left.columnName
            case .plus: left.columnName + "_plus_" + right.columnName
            case .minus: left.columnName + "_less_" + right.columnName
            case .times: left.columnName + "_times_" + right.columnName
            case .dividedBy: left.columnName + "_to_" + right.columnName
            }
        }
    }

    private var isNumber: Bool {
        if case .number = self { true } else { false }
    }
}

/// Gives every column of a result a name of its own.
struct ColumnNames {
    private var taken: Set<String> = []

    mutating func unique(_ wanted: String) -> String {
        // Longer names say less than they take to read.
        var name = wanted.count > 60 ? String(wanted.prefix(60)) : wanted
        var number = 2
        while !taken.insert(name).inserted {
            name = "\(wanted.prefix(60))_\(number)"
            number += 1
        }
        return name
    }
}
