import Market

private typealias Field = StudySchema.Field
private typealias Cases = [(name: String, fields: [StudySchema.Field])]

/// The types of a study, top down.
let studyDefinitions: [StudySchema.Definition] = [
    record(
        "Study",
        "symbols" .= .list(of: .text),
        "unit" .= .type("BarUnit"),
        "span" .= .type("Span"),
        "period" .= .type("Period"),
        "condition" .? .type("Condition"),
        "result" .= .type("StudyResult")
    ),
    choice("BarUnit", [("minutes", ["count" .= .integer])] + plain("day", "week", "month", "quarter", "year")),
    choice(
        "Span",
        plain("wholeDay") + [
            ("session", ["name" .= .type("SessionName")]), ("clock", ["window" .= .type("Window")]),
            ("opening", ["minutes" .= .integer]), ("closing", ["minutes" .= .integer]),
            ("afterOpening", ["minutes" .= .integer]),
        ]
    ),
    names("SessionName", SessionName.self),
    record("Window", "from" .= .integer, "to" .= .integer),
    choice(
        "Period",
        plain("all") + [
            ("ranges", ["ranges" .= .list(of: .type("DateRange"))]),
            ("lastDays", ["count" .= .integer, "upTo" .= .date]),
            ("firstDays", ["count" .= .integer, "from" .? .date]),
        ]
    ),
    record("DateRange", "first" .? .date, "last" .? .date),
    choice("Series", seriesCases),
    choice("Peak", plain("data", "period") + [("each", ["unit" .= .type("BarUnit")])]),
    names("Operation", Series.Operation.self),
    names("Metric", Metric.self),
    record("Bar", "span" .? .type("Span"), "symbol" .? .text),
    choice(
        "MinuteEvent",
        plain("high", "low", "largestVolume", "firstBar", "lastBar") + [
            ("above", ["level" .= .type("Series")]), ("below", ["level" .= .type("Series")]),
            ("touch", ["level" .= .type("Series")]),
        ] + plain("gapFill") + [("shareOfRange", ["share" .= .number])]
    ),
    choice(
        "CalendarField",
        plain("year", "quarter", "month", "isoWeek", "weekday", "dayOfMonth", "weekOfMonth", "date", "weekStart")
            + plain("monthStart", "quarterStart", "yearStart", "hour") + [
                ("slot", ["minutes" .= .integer]),
                ("ordinal", ["within" .= .type("BarUnit"), "fromEnd" .= .boolean]),
            ]
    ),
    choice(
        "Indicator",
        [
            ("sma", ["count" .= .integer]), ("ema", ["count" .= .integer]), ("rsi", ["count" .= .integer]),
            ("atr", ["count" .= .integer]),
            ("bollinger", ["count" .= .integer, "width" .= .number, "band" .= .type("Band")]),
        ] + plain("vwap")
    ),
    names("Band", Indicator.Band.self),
    choice(
        "Statistic",
        plain("count", "mean", "median", "min", "max", "sum", "deviation", "skewness", "kurtosis") + [
            ("quantile", ["probability" .= .number])
        ]
            + plain("perDay", "compounded") + [("perUnit", ["unit" .= .type("BarUnit")])] + plain("portion")
    ),
    choice("Condition", conditionCases),
    names("Relation", Relation.self),
    choice(
        "CalendarEvent",
        plain("opex", "quadWitching", "vixExpiry", "nfp", "fomc", "cpi", "electionDay", "earlyClose") + [
            ("holiday", ["name" .? .text])
        ]
    ),
    choice("StudyResult", resultCases),
    record(
        "Listing",
        "columns" .= .list(of: .type("Series")),
        "order" .= .list(of: .type("Order")),
        "limit" .? .integer,
        "skip" .= .integer
    ),
    record("Order", "by" .= .type("Series"), "descending" .= .boolean),
    record(
        "Summary",
        "measures" .= .list(of: .type("Measure")),
        "keys" .= .list(of: .type("Key")),
        "order" .? .type("MeasureOrder"),
        "limit" .? .integer,
        "limitInEach" .? .integer
    ),
    record("MeasureOrder", "measure" .= .integer, "descending" .= .boolean),
    choice("Measure", measureCases),
    choice(
        "Key",
        [
            ("calendar", ["field" .= .type("CalendarField")]),
            ("eventCalendar", ["event" .= .type("MinuteEvent"), "field" .= .type("CalendarField")]),
            ("edges", ["of" .= .type("Series"), "edges" .= .list(of: .number)]),
            ("condition", ["condition" .= .type("Condition")]),
        ]
    ),
    record(
        "Distribution",
        "of" .= .list(of: .type("Series")),
        "buckets" .= .type("Buckets"),
        "mostFrequentFirst" .= .boolean,
        "limit" .? .integer
    ),
    choice(
        "Buckets",
        plain("exact") + [("minutes", ["count" .= .integer]), ("width", ["width" .= .number])] + plain("automatic")
    ),
    record(
        "Runs",
        "of" .= .type("Condition"),
        "minimum" .= .integer,
        "exactly" .= .boolean,
        "show" .= .type("Show"),
        "by" .? .type("CalendarField")
    ),
    choice(
        "Show",
        plain("totals") + [("list", ["limit" .? .integer])] + plain("longest", "lengths")
            + [("ranked", ["limit" .= .integer]), ("current", ["either" .= .boolean])]
    ),
    record(
        "Variant",
        "name" .= .type("VariantName"),
        "symbol" .? .text,
        "span" .? .type("Span"),
        "period" .? .type("Period"),
        "condition" .? .type("Condition")
    ),
    choice(
        "VariantName",
        [
            ("symbol", ["symbol" .= .text]), ("span", ["span" .= .type("Span")]),
            ("period", ["period" .= .type("Period")]),
            ("weekday", ["day" .= .integer]), ("month", ["month" .= .integer]), ("quarter", ["quarter" .= .integer]),
            ("year", ["year" .= .integer]), ("condition", ["condition" .= .type("Condition")]),
        ] + plain("rest") + [("text", ["text" .= .text])]
    ),
]

private let seriesCases: Cases = [
    ("number", ["value" .= .number]),
    ("metric", ["metric" .= .type("Metric"), "of" .= .type("Bar")]),
    ("time", ["event" .= .type("MinuteEvent"), "of" .= .type("Bar")]),
    ("calendar", ["field" .= .type("CalendarField")]),
    ("indicator", ["indicator" .= .type("Indicator")]),
    ("rolling", ["statistic" .= .type("Statistic"), "of" .= .type("Series"), "count" .= .integer]),
    ("soFar", ["statistic" .= .type("Statistic"), "of" .= .type("Series")]),
    ("drawdown", ["from" .= .type("Peak"), "byHigh" .= .boolean]),
    ("peakDay", ["from" .= .type("Peak"), "byHigh" .= .boolean]),
    ("aggregate", ["statistic" .= .type("Statistic"), "of" .= .type("Series")]),
    ("shifted", ["of" .= .type("Series"), "by" .= .integer]),
    ("move", ["rows" .= .integer]),
    ("absolute", ["of" .= .type("Series")]),
    ("containing", ["unit" .= .type("BarUnit"), "span" .= .type("Span"), "of" .= .type("Series")]),
    ("arithmetic", ["left" .= .type("Series"), "operation" .= .type("Operation"), "right" .= .type("Series")]),
]

private let conditionCases: Cases = [
    ("compare", ["left" .= .type("Series"), "relation" .= .type("Relation"), "right" .= .type("Series")]),
    ("calendar", ["field" .= .type("CalendarField"), "oneOf" .= .list(of: .integer)]),
    (
        "eventCalendar",
        ["event" .= .type("MinuteEvent"), "field" .= .type("CalendarField"), "oneOf" .= .list(of: .integer)]
    ),
    ("pattern", ["name" .= .text, "of" .= .type("Bar")]),
    ("event", ["event" .= .type("CalendarEvent"), "offset" .= .integer]),
    ("holdsEvent", ["event" .= .type("CalendarEvent"), "unit" .= .type("BarUnit")]),
    ("gapFilled", []),
    ("run", ["of" .= .type("Condition"), "count" .= .integer, "exactly" .= .boolean]),
    ("shifted", ["of" .= .type("Condition"), "by" .= .integer]),
    ("containing", ["unit" .= .type("BarUnit"), "span" .= .type("Span"), "of" .= .type("Condition")]),
    (
        "extreme",
        [
            "of" .= .type("Series"), "largest" .= .boolean, "count" .= .integer, "within" .? .type("CalendarField"),
            "among" .? .type("Condition"),
        ]
    ),
    ("all", ["of" .= .list(of: .type("Condition"))]),
    ("any", ["of" .= .list(of: .type("Condition"))]),
    ("not", ["of" .= .type("Condition")]),
]

private let resultCases: Cases = [
    ("list", ["list" .= .type("Listing")]),
    ("summary", ["summary" .= .type("Summary")]),
    ("distribution", ["distribution" .= .type("Distribution")]),
    ("runs", ["runs" .= .type("Runs")]),
    ("comparison", ["variants" .= .list(of: .type("Variant")), "measures" .= .list(of: .type("Measure"))]),
    ("correlation", ["left" .= .type("Series"), "right" .= .type("Series")]),
    ("standing", ["of" .= .list(of: .type("Series"))]),
]

private let measureCases: Cases = [
    ("count", ["where" .? .type("Condition")]),
    ("statistic", ["statistic" .= .type("Statistic"), "of" .= .type("Series"), "where" .? .type("Condition")]),
    ("share", ["of" .= .type("Condition"), "where" .? .type("Condition"), "withBase" .= .boolean]),
    ("ratio", ["of" .= .type("Series"), "to" .= .type("Series"), "where" .? .type("Condition")]),
    ("correlation", ["of" .= .type("Series"), "with" .= .type("Series"), "where" .? .type("Condition")]),
]

infix operator .=
infix operator .?

/// A property that must be there.
private func .= (name: String, value: StudySchema.Value) -> Field { Field(name: name, value: value, isOptional: false) }

/// A property that may be left out.
private func .? (name: String, value: StudySchema.Value) -> Field { Field(name: name, value: value, isOptional: true) }

private func record(_ name: String, _ fields: Field...) -> StudySchema.Definition {
    StudySchema.Definition(name: name, shape: .record(fields))
}

private func choice(_ name: String, _ cases: Cases) -> StudySchema.Definition {
    StudySchema.Definition(name: name, shape: .choice(cases))
}

private func names<Names: CaseIterable & RawRepresentable<String>>(
    _ name: String,
    _ type: Names.Type
) -> StudySchema.Definition {
    StudySchema.Definition(name: name, shape: .names(type.allCases.map(\.rawValue)))
}

/// Cases that carry nothing.
private func plain(_ names: String...) -> Cases { names.map { ($0, []) } }
