internal import Knowledge

/// A file of `events/` as it is written.
private struct EventFile: Decodable {
    var source: String
    var from: Int
    var to: Int
    /// Year to its dates, `MM-DD`.
    var dates: [String: [String]]
}

extension Catalogue {
    static func loadEventDates(_ directory: KnowledgeDirectory) throws(CatalogueError) -> [EventDateList] {
        var lists: [EventDateList] = []
        for (event, name) in [(CalendarEvent.nfp, "nfp"), (.fomc, "fomc"), (.cpi, "cpi")] {
            lists.append(try loadEventDates(directory, event, file: "events/\(name).yaml"))
        }
        return lists
    }

    private static func loadEventDates(
        _ directory: KnowledgeDirectory,
        _ event: CalendarEvent,
        file name: String
    ) throws(CatalogueError) -> EventDateList {
        let file = try reading { () throws(KnowledgeError) in try directory.decodeYAML(EventFile.self, from: name) }
        guard !file.source.isEmpty else { throw CatalogueError(file: name, entry: "source", message: "is empty") }
        guard file.from <= file.to, Set(file.dates.keys) == Set((file.from...file.to).map(String.init)) else {
            throw CatalogueError(file: name, entry: "dates", message: "does not hold the years from to to, each once")
        }
        var dates: [CivilDate] = []
        for year in file.from...file.to {
            for text in file.dates[String(year)] ?? [] {
                guard let date = CivilDate("\(year)-\(text)"), date.weekday < 6 else {
                    throw CatalogueError(file: name, entry: "\(year)", message: "'\(text)' is no weekday MM-DD")
                }
                guard dates.last.map({ $0 < date }) ?? true else {
                    throw CatalogueError(file: name, entry: "\(year)", message: "'\(text)' is out of order")
                }
                dates.append(date)
            }
        }
        return EventDateList(event: event, source: file.source, coveredYears: file.from...file.to, dates: dates)
    }
}
