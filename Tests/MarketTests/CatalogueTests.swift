import Foundation
import Knowledge
import Market
import Testing

struct CatalogueTests {
    @Test func `the shipped catalogue loads and names every class`() throws {
        let catalogue = try Shipped.catalogue.get()
        #expect(Set(catalogue.classes.map(\.instrumentClass)) == Set(InstrumentClass.allCases))
        #expect(catalogue.instruments.count > 100)
        for instrument in catalogue.instruments where instrument.instrumentClass != .crypto {
            #expect(instrument.tick != nil, "\(instrument.symbol)")
        }
    }

    @Test func `sessions are the exchange's`() throws {
        let index = try Shipped.instrument("NQ")
        #expect(index.dayStart == -360 && index.dayEnd == 1020)
        #expect(index.window(of: .rth) == Window(from: 570, to: 960))
        #expect(index.window(of: .overnight) == Window(from: -360, to: 570))
        #expect(index.window(of: .asia) == Window(from: -360, to: 180))
        #expect(index.window(of: .closingHour) == Window(from: 900, to: 960))
        #expect(index.window(of: .eth) == nil && index.defaultSession == nil)
        let metal = try Shipped.instrument("MGC")
        #expect(metal.window(of: .rth) == Window(from: 500, to: 810))
        #expect(metal.window(of: .europe) == Window(from: 180, to: 500))
        #expect(metal.window(of: .closingHour) == Window(from: 750, to: 810))
        let stock = try Shipped.instrument("SPY")
        #expect(stock.defaultSession == .rth && stock.dayStart == 240 && stock.dayEnd == 1200)
        let currency = try Shipped.instrument("EURUSD")
        #expect(currency.dayStart == -420 && currency.dayEnd == 1020 && currency.calendar == nil)
        #expect(currency.window(of: .asia) == Window(from: -300, to: 180))
        let crypto = try Shipped.instrument("BTCUSD")
        #expect(crypto.dayEnd == 1440 && crypto.zone == "UTC" && crypto.sessions.isEmpty)
    }

    @Test(arguments: [
        ("золото", ["GC", "MGC", "GLD", "IAU", "XAUUSD"]), ("Nasdaq", ["NQ", "MNQ", "QQQ", "QQQM"]), ("nq", ["NQ"]),
        ("биток", ["BTCUSD", "BTCUSDT", "BTCUSDC"]), ("кофе", []),
    ])
    func `a word means every instrument of its market`(word: String, symbols: [String]) throws {
        #expect(try Shipped.catalogue.get().instruments(named: word).map(\.symbol) == symbols)
    }

    @Test func `an unknown symbol is built from its class`() throws {
        let catalogue = try Shipped.catalogue.get()
        #expect(catalogue.instrument("XYZ", class: nil) == nil)
        let made = try #require(catalogue.instrument("XYZ", class: .stock))
        #expect(made.symbol == "XYZ" && made.window(of: .rth) == Window(from: 570, to: 960))
        let other = try #require(catalogue.instrument("NQ", class: .crypto))
        #expect(other.zone == "UTC" && other.aliases.contains("nasdaq"))
    }

    @Test(arguments: [
        ("NQ", "NQ"), ("nq", "NQ"), ("NQ=F", "NQ"), ("NQZ3", "NQ"), ("NQZ2023", "NQ"), ("NQ1!", "NQ"),
        ("CME_MINI:NQ1!", "NQ"), ("@NQ", "NQ"), ("NQ.c.0", "NQ"), ("/ES", "ES"), ("6EH4.XCME", "6E"), ("M2KU24", "M2K"),
        ("BTC/USDT", "BTCUSDT"), ("BTC-USD", "BTCUSD"), ("EUR/USD", "EURUSD"), ("EURUSD=X", "EURUSD"),
        ("C:EURUSD", "EURUSD"), ("AAPL.US", "AAPL"), ("XBTUSD", "BTCUSD"), ("MNQ_Z23", "MNQ"), ("SR3H5", "SR3"),
        ("PEPE/USDT", "PEPEUSDT"), ("ABCZ9X", "ABCZ9X"),
    ])
    func `a vendor's spelling becomes the catalogue's symbol`(spelling: String, symbol: String) throws {
        #expect(try VendorSymbol.symbol(spelling, in: Shipped.catalogue.get()) == symbol)
    }

    @Test(arguments: [
        ("instruments.yaml", "symbol: MNQ,", "symbol: NQ,", "NQ"),
        ("instruments.yaml", "tick: 0.25, aliases: [nasdaq,", "tick: -1, aliases: [nasdaq,", "NQ"),
        ("instruments.yaml", "aliases: [gold,", "aliases: [silver,", "silver"),
        ("instruments.yaml", "rth: \"09:30-16:00\"", "rth: \"09:30-18:30\"", "class indexFuture, session rth"),
        ("instruments.yaml", "calendar: nyse", "calendar: lse", "class stock"),
        ("instruments.yaml", "zone: UTC", "zone: Mars/Olympus", "class crypto"),
        ("instruments.yaml", "defaultSession: rth", "defaultSesion: rth", "defaultSesion"),
        ("holidays.yaml", "easter: -2", "offset: 1", "goodFriday"),
        ("holidays.yaml", "fixed: 06-19", "fixed: 06-31", "juneteenth"),
        ("events/fomc.yaml", "[01-31, 03-20, 05-01, 06-12", "[01-31, 05-01, 03-20, 06-12", "2024"),
        ("events/nfp.yaml", "from: 2010", "from: 2009", "dates"),
        ("patterns.yaml", "name: nr7", "name: nr4", "nr4"),
        ("patterns.yaml", "- [{bodyShare: 0}, \"<\", 0.1]", "- [{bodyShare: 0}, \"<\", small]", "entry 1, tests"),
    ])
    func `a broken file is refused by file and entry`(file: String, good: String, bad: String, entry: String) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("barwise-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }  // the system clears what stays behind
        let shipped = try KnowledgeDirectory.locate(environment: [:])
        try FileManager.default.copyItem(atPath: shipped.path, toPath: folder.path)
        let path = folder.appendingPathComponent(file)
        let text = try String(contentsOf: path, encoding: .utf8)
        let range = try #require(text.range(of: good))
        try text.replacingCharacters(in: range, with: bad).write(to: path, atomically: true, encoding: .utf8)
        let error = try #require(throws: CatalogueError.self) {
            try Catalogue.load(KnowledgeDirectory(path: folder.path))
        }
        #expect(error.file == file)
        #expect(error.description.contains(entry), "\(error)")
    }

    @Test func `a folder that is not there is said to be missing`() {
        #expect(throws: KnowledgeError.self) {
            try KnowledgeDirectory.locate(environment: ["BARWISE_KNOWLEDGE": "/nowhere/at/all"])
        }
    }
}
