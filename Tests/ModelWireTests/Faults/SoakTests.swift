import JSONText
import LanguageModels
import ModelServers
import Testing

/// Random faults, the same for the same seed: every request ends, and the two ledgers agree to the token.
struct SoakTests {
    /// Those that need no clock to be moved, and no megabytes.
    private static let faults = Fault.named.filter { named in
        !["rate-limited-2.5s", "rate-limited-58s", "retry-after-1", "silence", "drip", "stall", "huge"]
            .contains(named.name)
    }.map(\.fault)

    @Test(arguments: Wire.allCases)
    func `after four hundred requests with random faults both ledgers agree`(wire: Wire) async throws {
        let seed: UInt64 = 2026
        let faults = Faults.random(seed: seed, share: 0.4, among: Self.faults)
        let time = ManualTime()
        try await WireBench.with(wire, faults: faults, time: time) { bench async throws in
            let answered = try await withThrowingTaskGroup(of: Int.self) { group in
                for user in 0..<8 {
                    group.addTask {
                        var answered = 0
                        for turn in 0..<50 {
                            // The breaker may rest; time goes on.
                            time.advance(by: .seconds(31))
                            let schema = turn % 2 == 0 ? WireBench.schema : nil
                            let deltas = (turn + user) % 3 == 0 ? Deltas() : nil
                            do {
                                let request = WireBench.request(schema: schema, limits: CallLimits.none)
                                let reply = try await bench.model.reply(to: request, deltas: deltas?.sink)
                                #expect(deltas == nil || deltas?.shown == reply.text)
                                answered += 1
                            } catch {
                                #expect(deltas?.shown ?? "" == "", "\(error)")
                            }
                        }
                        return answered
                    }
                }
                return try await group.reduce(0, +)
            }
            #expect(answered > 100)
            #expect(bench.calls.allSatisfy { $0.outcome != nil })
            #expect(bench.written == bench.told, "seed \(seed)")
        }
    }
}

extension CallLimits {
    /// Limits that no clock of a test reaches.
    fileprivate static let none = CallLimits(
        firstByte: .seconds(1_000_000),
        idle: .seconds(1_000_000),
        total: .seconds(1_000_000)
    )
}
