import ReadingProof
import Testing

@testable import Understanding

/// Held against a clock, so run by themselves. A build for release, as `make test` makes it, is held to the bar of
/// `bench --reading`; a debug build is twenty times as slow.
@Suite(.serialized)
struct GrowthTests {
    #if DEBUG
    private static let bar = Duration.seconds(1)
    #else
    private static let bar = Duration.milliseconds(50)
    #endif

    private static func least(_ text: String) throws -> Duration {
        let context = try Desk.context(), reader = try Desk.reader.get()
        return (0..<3).map { _ in ContinuousClock().measure { _ = reader.read(text, context) } }.min() ?? .zero
    }

    @Test(arguments: Babble.allCases) func `noise of the greatest length that is read stays under the bar`(
        _ kind: Babble
    ) throws {
        #expect(try Self.least(kind.text(characters: Reader.longest)) < Self.bar)
    }

    @Test(arguments: Babble.allCases) func `ten thousand characters of noise are passed over at once`(
        _ kind: Babble
    ) throws {
        #expect(try Self.least(kind.text(characters: 10_000)) < Self.bar)
    }

    /// A square would be four times.
    @Test(arguments: Babble.allCases) func `twice the noise takes no more than about twice the time`(
        _ kind: Babble
    ) throws {
        let half = try Self.least(kind.text(characters: 1000)), whole = try Self.least(kind.text(characters: 2000))
        #expect(whole < half * 3.5 + .milliseconds(20))
    }
}
