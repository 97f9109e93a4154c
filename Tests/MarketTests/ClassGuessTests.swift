import Market
import Testing

struct ClassGuessTests {
    /// Two weeks of New York minutes from a Monday, kept where the clock (weekday 1-7, minute of the day) is open.
    private func shape(
        fractional: Bool = false,
        volume: Bool = true,
        open: (_ weekday: Int, _ minute: Int) -> Bool
    ) throws -> DataShape {
        let monday = try Int64(date("2024-03-04").dayNumber) * 1440
        let minutes = (0..<Int64(14 * 1440)).filter { open(Int($0 / 1440) % 7 + 1, Int($0 % 1440)) }
        return DataShape(
            newYorkMinutes: minutes.map { monday + $0 },
            hasFractionalVolume: fractional,
            hasVolume: volume
        )
    }

    @Test func `bars on Saturdays are crypto`() throws {
        let guess = InstrumentClass.guess(fromShapeOf: try shape(fractional: true) { _, _ in true })
        #expect(guess.instrumentClass == .crypto && guess.reasons == [.tradesWeekends, .fractionalVolume])
    }

    @Test func `bars by day only are a stock`() throws {
        let guess = InstrumentClass.guess(fromShapeOf: try shape { $0 < 6 && (570..<960).contains($1) })
        #expect(guess.instrumentClass == .stock && guess.reasons == [.onlyStockHours])
    }

    @Test func `a pause from 17:00 to 18:00 is a future`() throws {
        let guess = InstrumentClass.guess(
            fromShapeOf: try shape {
                ($0 < 5 && !(1020..<1080).contains($1)) || ($0 == 5 && $1 < 1020) || ($0 == 7 && $1 >= 1080)
            }
        )
        #expect(guess.instrumentClass == .indexFuture && guess.reasons == [.tradesSundayEvening, .pausesAtFive])
    }

    @Test func `no pause and a weekend are a currency`() throws {
        let guess = InstrumentClass.guess(
            fromShapeOf: try shape(volume: false) { $0 < 5 || ($0 == 5 && $1 < 1020) || ($0 == 7 && $1 >= 1020) }
        )
        #expect(guess.instrumentClass == .fx && guess.reasons == [.tradesSundayEvening, .noDailyPause, .noVolume])
    }

    @Test func `a short sample is told by its name`() throws {
        let morning = try shape { $0 == 2 && (540..<600).contains($1) }
        #expect(InstrumentClass.guess(symbol: "EURSEK", shape: morning).instrumentClass == .fx)
        #expect(InstrumentClass.guess(symbol: "PEPEUSDT", shape: morning).instrumentClass == .crypto)
        #expect(InstrumentClass.guess(symbol: "XYZ", shape: morning).instrumentClass == .stock)
    }
}
