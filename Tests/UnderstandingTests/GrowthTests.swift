import ReadingProof
import Testing

@testable import Understanding

/// Held against a clock, so run by themselves; the bars are those of a debug build on a busy machine.
@Suite(.serialized)
struct GrowthTests {
    private static func least(_ text: String) throws -> Duration {
        let context = try Desk.context(), reader = try Desk.reader.get()
        return (0..<3).map { _ in ContinuousClock().measure { _ = reader.read(text, context) } }.min() ?? .zero
    }

    @Test(arguments: Babble.allCases) func `noise of the greatest length that is read takes no second`(
        _ kind: Babble
    ) throws {
        #expect(try Self.least(kind.text(characters: Reader.longest)) < .seconds(1))
    }

    @Test(arguments: Babble.allCases) func `ten thousand characters of noise are passed over at once`(
        _ kind: Babble
    ) throws {
        #expect(try Self.least(kind.text(characters: 10_000)) < .milliseconds(200))
    }

    /// A square would be four times.
    @Test(arguments: Babble.allCases) func `twice the noise takes no more than about twice the time`(
        _ kind: Babble
    ) throws {
        let half = try Self.least(kind.text(characters: 1000)), whole = try Self.least(kind.text(characters: 2000))
        #expect(whole < half * 3.5 + .milliseconds(20))
    }
}
