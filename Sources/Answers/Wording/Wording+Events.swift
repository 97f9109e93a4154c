package import Market
package import Studies

extension Wording {
    func noun(_ event: MinuteEvent) -> Noun {
        func level(_ key: String, _ level: Series) -> Noun {
            let text = say(key, ["level": .text(phrase(level))])
            return Noun(nominative: text, genitive: text, gender: 2, unit: .time)
        }
        switch event {
        case .high: return noun("time.high", unit: .time)
        case .low: return noun("time.low", unit: .time)
        case .largestVolume: return noun("time.largestVolume", unit: .time)
        case .firstBar: return noun("time.firstBar", unit: .time)
        case .lastBar: return noun("time.lastBar", unit: .time)
        case .gapFill: return noun("time.gapFill", unit: .time)
        case .above(let series): return level("time.above", series)
        case .below(let series): return level("time.below", series)
        case .touch(let series): return level("time.touch", series)
        case .shareOfRange(let share):
            let text = say("time.shareOfRange", ["percent": .text(numbers.value(share * 100, .ratio))])
            return Noun(nominative: text, genitive: text, gender: 2, unit: .time)
        }
    }

    /// What a column of one of several times is called beside the others: `High`.
    package func short(_ series: Series) -> String {
        guard case .time(let event, let bar) = series else { return phrase(series) }
        switch event {
        case .high: return placed(noun("short.high", unit: .time), bar).nominative
        case .low: return placed(noun("short.low", unit: .time), bar).nominative
        default: return phrase(series)
        }
    }

    /// What rows lie in: a day and not a date, a week and not its first day.
    func enclosing(_ field: CalendarField) -> Noun {
        switch field {
        case .date: noun("enclosing.day", unit: .label)
        case .weekStart, .isoWeek: noun("enclosing.week", unit: .label)
        case .monthStart: noun("field.month", unit: .label)
        case .quarterStart: noun("field.quarter", unit: .label)
        case .yearStart: noun("field.year", unit: .label)
        default: noun(field)
        }
    }

    func noun(_ field: CalendarField) -> Noun {
        switch field {
        case .year: return noun("field.year", unit: .label)
        case .quarter: return noun("field.quarter", unit: .label)
        case .month: return noun("field.month", unit: .label)
        case .isoWeek: return noun("field.isoWeek", unit: .label)
        case .weekday: return noun("field.weekday", unit: .label)
        case .dayOfMonth: return noun("field.dayOfMonth", unit: .label)
        case .weekOfMonth: return noun("field.weekOfMonth", unit: .label)
        case .date: return noun("field.date", unit: .date)
        case .weekStart: return noun("field.weekStart", unit: .date)
        case .monthStart: return noun("field.monthStart", unit: .date)
        case .quarterStart: return noun("field.quarterStart", unit: .date)
        case .yearStart: return noun("field.yearStart", unit: .date)
        case .hour: return noun("field.hour", unit: .label)
        case .slot: return noun("field.slot", unit: .time)
        case .ordinal(let within, let fromEnd):
            var inner = self
            inner.unit = within
            let text = say(
                fromEnd ? "field.ordinalFromEnd" : "field.ordinal",
                ["unit": .text(say("unitOf." + inner.unitKey))]
            )
            return Noun(nominative: text, genitive: text, gender: 0, unit: .label)
        }
    }

    /// A calendar field's value in words: `Monday`, `March`, `Q1`, `09:00`.
    package func value(_ value: Int, of field: CalendarField) -> String {
        switch field {
        case .weekday: say("weekday.\(value)")
        case .month: say("month.\(value)")
        case .quarter: say("quarter.name", ["n": "\(value)"])
        case .hour: Window.clock(value * 60)
        case .slot: Window.clock(value)
        default: "\(value)"
        }
    }

    package func phrase(_ event: CalendarEvent) -> String {
        switch event {
        case .opex: return say("event.opex")
        case .quadWitching: return say("event.quadWitching")
        case .vixExpiry: return say("event.vixExpiry")
        case .nfp: return say("event.nfp")
        case .fomc: return say("event.fomc")
        case .cpi: return say("event.cpi")
        case .electionDay: return say("event.electionDay")
        case .earlyClose: return say("event.earlyClose")
        case .holiday(let name):
            guard let name else { return say("event.holiday") }
            return say.raw("holiday.\(name)") ?? Self.spaced(name)
        }
    }

    /// `memorialDay` as `Memorial day`.
    static func spaced(_ name: String) -> String {
        var text = ""
        for character in name {
            if character.isUppercase { text += " " }
            text += text.isEmpty ? character.uppercased() : character.lowercased()
        }
        return text
    }
}
