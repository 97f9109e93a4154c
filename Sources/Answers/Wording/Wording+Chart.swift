package import JSONText

/// Names and signs for a chart's axes, as Vega takes them.
extension Wording {
    package var chartLocale: JSONValue {
        let months = (1...12).map { say("month.\($0)") }
        // Vega's week begins on Sunday.
        let days = ([7] + Array(1...6)).map { say("weekday.\($0)") }
        func names(_ names: [String]) -> JSONValue { .array(names.map { .string($0) }) }
        let number: JSONValue = [
            "decimal": .string(numbers.point), "thousands": .string(numbers.thousands), "grouping": [3],
            "currency": ["", ""],
        ]
        let date = say("chart.date")
        let time: [JSONValue.Member] = [
            .init("dateTime", .string(date + ", %H:%M")), .init("date", .string(date)),
            .init("time", "%H:%M"), .init("periods", ["AM", "PM"]),
            .init("days", names(days)),
            .init("shortDays", names(say("chart.shortDays").split(separator: " ").map { String($0) })),
            .init("months", names(months)),
            .init("shortMonths", names(months.map { String($0.prefix(3)) })),
        ]
        return ["number": number, "time": .object(time)]
    }
}
