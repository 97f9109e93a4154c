internal import Knowledge

/// `instruments.yaml` as it is written.
private struct InstrumentFile: Decodable {
    var classes: [Entry]

    struct Entry: Decodable {
        var `class`: String
        var zone: String
        var calendar: String?
        var day: String
        var holidaySessionJoinsNextDay: Bool?
        var tradesWeekends: Bool?
        var defaultSession: String?
        var sessions: [String: String]?
        var instruments: [Row]?
    }

    struct Row: Decodable {
        var symbol: String
        var name: String
        var tick: Double?
        var like: String?
        var aliases: [String]?
    }
}

extension Catalogue {
    private static let instrumentFile = "instruments.yaml"

    static func loadInstruments(
        _ directory: KnowledgeDirectory,
        calendars: Set<String>
    ) throws(CatalogueError) -> ([ClassRules], [Instrument]) {
        let file = try reading { () throws(KnowledgeError) in
            try directory.decodeYAML(InstrumentFile.self, from: instrumentFile)
        }
        var classes: [ClassRules] = []
        var instruments: [Instrument] = []
        var roots: [String: String] = [:]
        for entry in file.classes {
            let rules = try rules(of: entry, calendars: calendars)
            guard !classes.contains(where: { $0.instrumentClass == rules.instrumentClass }) else {
                throw CatalogueError(file: instrumentFile, entry: "class \(entry.class)", message: "given twice")
            }
            classes.append(rules)
            for row in entry.instruments ?? [] {
                if let tick = row.tick, !(tick > 0) {
                    throw CatalogueError(file: instrumentFile, entry: row.symbol, message: "tick is not positive")
                }
                var aliases = row.aliases ?? []
                if let like = row.like {
                    guard let model = instruments.first(where: { $0.symbol == like }) else {
                        throw CatalogueError(
                            file: instrumentFile,
                            entry: row.symbol,
                            message: "like: no \(like) before it"
                        )
                    }
                    aliases += model.aliases
                    roots[row.symbol] = roots[like] ?? like
                }
                instruments.append(
                    rules.instrument(symbol: row.symbol, name: row.name, aliases: aliases, tick: row.tick)
                )
            }
        }
        try checkNames(instruments, roots: roots)
        return (classes, instruments)
    }

    private static func rules(
        of entry: InstrumentFile.Entry,
        calendars: Set<String>
    ) throws(CatalogueError) -> ClassRules {
        let place = "class \(entry.class)"
        func wrong(_ message: String, at part: String? = nil) -> CatalogueError {
            CatalogueError(file: instrumentFile, entry: place + (part.map { ", " + $0 } ?? ""), message: message)
        }
        guard let instrumentClass = InstrumentClass(rawValue: entry.class) else {
            throw wrong("no such class; known: " + InstrumentClass.allCases.map(\.rawValue).joined(separator: " "))
        }
        guard ZoneTable.isKnown(entry.zone) else { throw wrong("no such time zone: \(entry.zone)", at: "zone") }
        if let calendar = entry.calendar, !calendars.contains(calendar) {
            throw wrong("no such calendar: \(calendar)", at: "calendar")
        }
        guard let day = Window(clock: entry.day), day.length <= 1440 else {
            throw wrong("'\(entry.day)' is not HH:MM-HH:MM", at: "day")
        }
        var sessions: [TradingSession] = []
        for (name, text) in (entry.sessions ?? [:]).sorted(by: { $0.key < $1.key }) {
            guard let name = SessionName(rawValue: name), name != .eth else {
                throw wrong("no such session", at: "session \(name)")
            }
            guard let window = Window(clock: text), window.length > 0 else {
                throw wrong("'\(text)' is not HH:MM-HH:MM", at: "session \(name)")
            }
            guard window.from >= day.from, window.to <= day.to else {
                throw wrong("\(text) is not within the trading day \(entry.day)", at: "session \(name.rawValue)")
            }
            sessions.append(TradingSession(name: name, window: window))
        }
        let order = SessionName.allCases
        sessions.sort { order.firstIndex(of: $0.name) ?? 0 < order.firstIndex(of: $1.name) ?? 0 }
        var defaultSession: SessionName?
        if let text = entry.defaultSession {
            guard let session = sessions.first(where: { $0.name.rawValue == text }) else {
                throw wrong("'\(text)' is not a session of this class", at: "defaultSession")
            }
            defaultSession = session.name
        }
        return ClassRules(
            instrumentClass: instrumentClass,
            zone: entry.zone,
            calendar: entry.calendar,
            day: day,
            holidaySessionJoinsNextDay: entry.holidaySessionJoinsNextDay ?? false,
            tradesWeekends: entry.tradesWeekends ?? false,
            sessions: sessions,
            defaultSession: defaultSession
        )
    }

    /// Symbols are unique. An alias is lower case, no other instrument's symbol, and shared only by instruments of one
    /// root (those that are `like` it).
    private static func checkNames(
        _ instruments: [Instrument],
        roots: [String: String]
    ) throws(CatalogueError) {
        var owners: [String: String] = [:]
        for instrument in instruments {
            func wrong(_ message: String) -> CatalogueError {
                CatalogueError(file: instrumentFile, entry: instrument.symbol, message: message)
            }
            guard !instrument.symbol.isEmpty, instrument.symbol == instrument.symbol.uppercased() else {
                throw wrong("a symbol is upper case and not empty")
            }
            guard owners.updateValue("", forKey: instrument.symbol.lowercased()) == nil else {
                throw wrong("the symbol is given twice")
            }
        }
        for instrument in instruments {
            func wrong(_ message: String) -> CatalogueError {
                CatalogueError(file: instrumentFile, entry: instrument.symbol, message: message)
            }
            let root = roots[instrument.symbol] ?? instrument.symbol
            for alias in instrument.aliases {
                guard alias == alias.lowercased(), !alias.isEmpty else {
                    throw wrong("alias '\(alias)' is not lower case")
                }
                let owner = owners.updateValue(root, forKey: alias)
                guard owner != "" else { throw wrong("alias '\(alias)' is a symbol") }
                guard owner == nil || owner == root else {
                    throw wrong("alias '\(alias)' already belongs to \(owner ?? "")")
                }
            }
        }
    }
}
