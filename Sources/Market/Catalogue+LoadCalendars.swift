internal import Knowledge

/// `holidays.yaml` as it is written.
private struct HolidayFile: Decodable {
    var calendars: [CalendarEntry]
    var closed: [Entry]
    var early: [Entry]

    struct CalendarEntry: Decodable {
        var name: String
        var from: Int
        var to: Int
    }

    struct Entry: Decodable {
        var name: String
        var title: [String: String]
        var calendars: [String]
        var from: Int?
        var to: Int?
        var fixed: String?
        var observed: HolidayRule.Observed?
        var nthWeekday: Nth?
        var lastWeekday: Last?
        var easter: Int?
        var dates: [CivilDate]?
        var offset: Int?
        var weekdays: [Int]?
        var except: [CivilDate]?
    }

    struct Nth: Decodable {
        var n: Int
        var weekday: Int
        var month: Int
    }

    struct Last: Decodable {
        var weekday: Int
        var month: Int
    }
}

extension Catalogue {
    private static let holidayFile = "holidays.yaml"

    static func loadCalendars(_ directory: KnowledgeDirectory) throws(CatalogueError) -> [HolidayCalendar] {
        let file = try reading { () throws(KnowledgeError) in
            try directory.decodeYAML(HolidayFile.self, from: holidayFile)
        }
        let names = Set(file.calendars.map(\.name))
        var rules: [(rule: HolidayRule, calendars: [String])] = []
        for (entries, isEarly) in [(file.closed, false), (file.early, true)] {
            for entry in entries {
                if let unknown = entry.calendars.first(where: { !names.contains($0) }) {
                    throw CatalogueError(file: holidayFile, entry: entry.name, message: "no such calendar: \(unknown)")
                }
                rules.append((try rule(of: entry, isEarly: isEarly), entry.calendars))
            }
        }
        var calendars: [HolidayCalendar] = []
        for entry in file.calendars {
            guard entry.from <= entry.to, HolidayCalendar.years.contains(entry.from),
                HolidayCalendar.years.contains(entry.to)
            else {
                throw CatalogueError(file: holidayFile, entry: entry.name, message: "years are not from 1970 to 2069")
            }
            let own = rules.filter { $0.calendars.contains(entry.name) }.map(\.rule)
            guard own.count <= 255, !calendars.contains(where: { $0.name == entry.name }) else {
                throw CatalogueError(file: holidayFile, entry: entry.name, message: "given twice, or over 255 rules")
            }
            calendars.append(HolidayCalendar(name: entry.name, coveredYears: entry.from...entry.to, rules: own))
        }
        return calendars
    }

    private static func rule(of entry: HolidayFile.Entry, isEarly: Bool) throws(CatalogueError) -> HolidayRule {
        func wrong(_ message: String) -> CatalogueError {
            CatalogueError(file: holidayFile, entry: entry.name, message: message)
        }
        var kinds: [HolidayRule.Kind] = []
        if let fixed = entry.fixed {
            guard let date = CivilDate("2000-" + fixed) else { throw wrong("'\(fixed)' is not MM-DD") }
            kinds.append(.fixed(month: date.month, day: date.day, observed: entry.observed ?? .never))
        }
        if let nth = entry.nthWeekday {
            guard (1...5).contains(nth.n), (1...7).contains(nth.weekday), (1...12).contains(nth.month) else {
                throw wrong("nthWeekday is out of range")
            }
            kinds.append(.nthWeekday(n: nth.n, weekday: nth.weekday, month: nth.month))
        }
        if let last = entry.lastWeekday {
            guard (1...7).contains(last.weekday), (1...12).contains(last.month) else {
                throw wrong("lastWeekday is out of range")
            }
            kinds.append(.lastWeekday(weekday: last.weekday, month: last.month))
        }
        if let days = entry.easter { kinds.append(.easter(days: days)) }
        if let dates = entry.dates { kinds.append(.dates(list: dates)) }
        guard let kind = kinds.first, kinds.count == 1 else {
            throw wrong("needs exactly one of fixed, nthWeekday, lastWeekday, easter, dates")
        }
        guard entry.title["en"] != nil, entry.title["ru"] != nil else { throw wrong("needs a title in en and ru") }
        return HolidayRule(
            holiday: .init(name: entry.name, title: entry.title, isEarlyClose: isEarly),
            kind: kind,
            offset: entry.offset ?? 0,
            from: entry.from,
            to: entry.to,
            weekdays: entry.weekdays,
            except: entry.except ?? []
        )
    }
}
