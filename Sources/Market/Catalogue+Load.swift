package import Knowledge

extension Catalogue {
    /// Reads and checks all files of the catalogue; the first thing that is wrong is thrown.
    package static func load(_ directory: KnowledgeDirectory) throws(CatalogueError) -> Catalogue {
        let calendars = try loadCalendars(directory)
        let (classes, instruments) = try loadInstruments(directory, calendars: Set(calendars.map(\.name)))
        return Catalogue(
            instruments: instruments,
            patterns: try loadPatterns(directory),
            classes: classes,
            calendars: calendars,
            eventDates: try loadEventDates(directory)
        )
    }
}

/// Calls a reader of the knowledge folder with its error made a catalogue's.
func reading<T>(_ body: () throws(KnowledgeError) -> T) throws(CatalogueError) -> T {
    do {
        return try body()
    } catch {
        throw CatalogueError(error)
    }
}
