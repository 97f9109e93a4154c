import Foundation
import Market

@testable import Bars

/// A folder of its own, removed with the object.
final class TestFolder: Sendable {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("barwise-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    /// Writes a file and gives its path.
    func file(_ name: String, _ text: String) throws -> String { try file(name, Data(text.utf8)) }

    func file(_ name: String, _ data: Data) throws -> String {
        let file = url.appendingPathComponent(name)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try data.write(to: file)
        return file.path
    }

    var directory: DataDirectory { DataDirectory(url.appendingPathComponent("data")) }
    var importer: Importer { Importer(directory: directory, catalogue: .sample) }

    @discardableResult
    func load(_ files: String..., request change: (inout ImportRequest) -> Void = { _ in }) async throws -> ImportReport
    {
        var request = ImportRequest(files: files, symbol: "NQ")
        change(&request)
        return try await importer.run(request)
    }

    /// The bars that are loaded of a symbol; nil where there are none.
    func loaded(_ symbol: String = "NQ") async throws -> BarColumns? {
        guard let file = try directory.file(of: symbol) else { return nil }
        return try await SymbolFile(url: file).read()
    }
}

extension Catalogue {
    /// One instrument of each class that the tests need, with the rules of MARKET conventions.
    static let sample: Catalogue = {
        let holidays = HolidayCalendar(
            name: "cme",
            coveredYears: 2000...2030,
            rules: [
                HolidayRule(
                    holiday: HolidayCalendar.Holiday(name: "thanksgiving", title: [:], isEarlyClose: false),
                    kind: .nthWeekday(n: 4, weekday: 4, month: 11)
                )
            ]
        )
        let future = ClassRules(
            instrumentClass: .indexFuture,
            zone: "America/New_York",
            calendar: "cme",
            day: Window(from: -360, to: 1020),
            holidaySessionJoinsNextDay: true,
            tradesWeekends: false,
            sessions: [
                TradingSession(name: .rth, window: Window(from: 570, to: 960)),
                TradingSession(name: .overnight, window: Window(from: -360, to: 570)),
            ],
            defaultSession: nil
        )
        let stock = ClassRules(
            instrumentClass: .stock,
            zone: "America/New_York",
            calendar: "cme",
            day: Window(from: 0, to: 1440),
            holidaySessionJoinsNextDay: false,
            tradesWeekends: false,
            sessions: [
                TradingSession(name: .rth, window: Window(from: 570, to: 960)),
                TradingSession(name: .pre, window: Window(from: 240, to: 570)),
                TradingSession(name: .post, window: Window(from: 960, to: 1200)),
            ],
            defaultSession: .rth
        )
        let crypto = ClassRules(
            instrumentClass: .crypto,
            zone: "UTC",
            calendar: nil,
            day: Window(from: 0, to: 1440),
            holidaySessionJoinsNextDay: false,
            tradesWeekends: true,
            sessions: [],
            defaultSession: nil
        )
        let fx = ClassRules(
            instrumentClass: .fx,
            zone: "America/New_York",
            calendar: nil,
            day: Window(from: -420, to: 1020),
            holidaySessionJoinsNextDay: false,
            tradesWeekends: false,
            sessions: [],
            defaultSession: nil
        )
        return Catalogue(
            instruments: [
                future.instrument(symbol: "NQ", name: "Nasdaq", aliases: [], tick: 0.25),
                stock.instrument(symbol: "AAPL", name: "Apple", aliases: [], tick: 0.01),
                crypto.instrument(symbol: "BTCUSD", name: "Bitcoin", aliases: [], tick: nil),
                fx.instrument(symbol: "EURUSD", name: "Euro", aliases: [], tick: nil),
            ],
            patterns: [],
            classes: [future, stock, crypto, fx],
            calendars: [holidays]
        )
    }()
}

/// Minutes from 1970 of a local date and time.
func minute(_ date: String, _ time: String = "00:00") -> Int32 {
    let parts = time.split(separator: ":").compactMap { Int32($0) }
    return Int32(CivilDate(date)?.dayNumber ?? 0) * 1440 + parts[0] * 60 + parts[1]
}

/// Made-up bars of consecutive minutes on a grid of 0.25, always the same.
func sampleBars(from start: Int32 = minute("2023-11-19", "18:00"), count: Int = 400) -> BarColumns {
    var bars = BarColumns()
    var (state, price): (UInt32, Double) = (20_231_119, 15_895)
    func next(_ bound: UInt32) -> Double {
        state = state &* 1_664_525 &+ 1_013_904_223
        return Double((state >> 16) % bound)
    }
    for index in 0..<count {
        let close = price + (next(41) - 20) / 4
        bars.append(
            minute: start + Int32(index),
            open: price,
            high: max(price, close) + next(8) / 4,
            low: min(price, close) - next(8) / 4,
            close: close,
            volume: 1 + next(900)
        )
        price = close + (next(3) - 1) / 4
    }
    return bars
}
