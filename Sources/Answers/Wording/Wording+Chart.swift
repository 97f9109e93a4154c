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
            .init(key: "dateTime", value: .string(date + ", %H:%M")), .init(key: "date", value: .string(date)),
            .init(key: "time", value: "%H:%M"), .init(key: "periods", value: ["AM", "PM"]),
            .init(key: "days", value: names(days)),
            .init(key: "shortDays", value: names(say("chart.shortDays").split(separator: " ").map { String($0) })),
            .init(key: "months", value: names(months)),
            .init(key: "shortMonths", value: names(months.map { String($0.prefix(3)) })),
        ]
        return ["number": number, "time": .object(time)]
    }
}
