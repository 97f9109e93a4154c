import Foundation
import JSONText
import ModelServers
import Testing

@testable import LanguageModels

struct SoakTests {
    /// Those that end by a timer would make the test as long as the timers; their own tests have short ones. Of a body
    /// that cannot be read whole nobody can say whether its usage was seen.
    private static let faults = Fault.named.filter { name, _ in
        ![
            "silence", "drip", "stall", "daily-quota", "huge", "broken-body", "deep-body", "not-utf8",
        ].contains(name)
    }

    @Test(arguments: [UInt64(1), 20_261_121])
    func `five hundred requests among random faults each end, and the ledger is the server's count exactly`(
        seed: UInt64
    ) async throws {
        let server = FakeGemini(
            faults: .random(seed: seed, share: 0.4, among: Self.faults.map(\.fault), on: .any)
        ) { ask in
            Said(parts: ask.schema == nil ? ["At ", "09:31."] : [Fixtures.plan], hiddenThoughtTokens: 7)
        }
        let contexts = MemoryContexts()
        let fixed = String(repeating: "A gap is the open less the close before. ", count: 500)
        try await withGemini(server, other: "gemini-3.5-flash-lite", contexts: contexts) { rig async throws in
            let answered = try await withThrowingTaskGroup(of: Int.self) { group in
                for worker in 0..<8 {
                    group.addTask {
                        var answered = 0
                        for turn in 0..<63 {
                            let schema = turn % 3 == 0 ? nil : Fixtures.schema
                            let request = Fixtures.request(schema: schema, fixed: fixed)
                            if try await ask(rig, request, isStream: (turn + worker) % 2 == 0) { answered += 1 }
                        }
                        return answered
                    }
                }
                return try await group.reduce(0, +)
            }
            #expect(answered > 250)
            let calls = rig.calls()
            #expect(calls.count == server.traffic.requests.count)
            #expect(calls.allSatisfy { $0.outcome != nil })
            let answers = calls.filter { $0.operation == .answer }
            let ours = answers.map(\.usage).reduce(Usage(), +)
            let theirs = server.traffic.ledger.charges.filter { [.generate, .stream].contains($0.operation) }
                .compactMap(\.reported).reduce(Tally(), +)
            #expect(
                ours
                    == Usage(
                        input: theirs.prompt,
                        cached: theirs.cached,
                        output: theirs.output,
                        thinking: theirs.thoughts
                    )
            )
            #expect(ours.cached > 0)
        }
    }

    /// - Returns: it was answered; else it ended in an error that is no surprise.
    private func ask(_ rig: Rig, _ request: ModelRequest, isStream: Bool) async throws -> Bool {
        let nowhere: DeltaSink = { _ in }
        do {
            let reply = try await rig.reliable.reply(to: request, deltas: isStream ? nowhere : nil)
            #expect(reply.text == (request.schema == nil ? "At 09:31." : Fixtures.plan))
            return true
        } catch {
            // The breaker's time passes only when somebody lets it.
            if error.code == .unavailable { rig.time.pass(.seconds(30)) }
            #expect(error.code != .cancelled && error.code != .ledger)
            return false
        }
    }
}
