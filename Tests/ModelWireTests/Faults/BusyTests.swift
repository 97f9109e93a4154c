import LanguageModels
import ModelServers
import Testing

/// L01 to L06 on either wire: the server is busy or ill.
struct BusyTests {
    @Test func `L01 a told wait is kept to the moment, once, and delays nobody else`() async throws {
        let time = ManualTime()
        let faults = Faults.first(.refuse(.rateLimited(retryDelay: "2.5s")))
        try await WireBench.with(.gemini, faults: faults, time: time) { bench async throws in
            async let delayed = bench.model.reply(to: WireBench.request())
            await time.somebodySleeps(for: .seconds(2.5))
            _ = try await bench.model.reply(to: WireBench.request())
            #expect(bench.asked.count == 2, "the other user was answered meanwhile")
            time.advance(by: .milliseconds(2499))
            await time.somebodySleeps(for: .milliseconds(1))
            #expect(bench.asked.count == 2)
            time.advance(by: .milliseconds(1))
            let text = try await delayed.text
            #expect(text == "Most often at 09:31.")
            #expect(bench.asked.count == 3)
            #expect(bench.isSquare)
        }
    }

    @Test(arguments: Wire.allCases)
    func `L03 a quota that is used up is not asked again, and said once`(wire: Wire) async throws {
        try await WireBench.with(wire, faults: .always(.refuse(.dailyQuota))) { bench async throws in
            #expect(try await bench.failure().code == .quota)
            #expect(bench.asked.count == 1)
            #expect(try await bench.failure().code == .quota)
            #expect(bench.notices.all.count == 1)
            #expect(bench.isSquare)
        }
    }

    @Test(arguments: Wire.allCases)
    func `L04 a bare 429 is tried three times, each wait within twice the one before`(wire: Wire) async throws {
        let time = ManualTime(chance: 0.5)
        try await WireBench.with(wire, faults: .always(.refuse(.exhausted)), time: time) { bench async throws in
            async let failure = bench.failure()
            await time.somebodySleeps(for: .milliseconds(250))
            time.advance(by: .milliseconds(250))
            await time.somebodySleeps(for: .milliseconds(500))
            time.advance(by: .milliseconds(500))
            let error = try await failure
            #expect(error.code == .busy)
            #expect(bench.asked.count == 3)
        }
    }

    @Test(arguments: Wire.allCases)
    func `L04 the header Retry-After is kept`(wire: Wire) async throws {
        let time = ManualTime()
        try await WireBench.with(wire, faults: .first(.refuse(.retryAfter(seconds: 7))), time: time) {
            bench async throws in
            async let reply = bench.model.reply(to: WireBench.request())
            await time.somebodySleeps(for: .seconds(7))
            #expect(bench.asked.count == 1)
            time.advance(by: .seconds(7))
            let text = try await reply.text
            #expect(text == "Most often at 09:31.")
        }
    }

    @Test(arguments: Wire.allCases, [Refusal.internalError, .overloaded, .deadlineExceeded, .badGateway])
    func `L05 a failure of the server is tried again, for one answer`(wire: Wire, refusal: Refusal) async throws {
        try await WireBench.with(wire, faults: .first(.refuse(refusal))) { bench async throws in
            #expect(try await bench.model.reply(to: WireBench.request()).text == "Most often at 09:31.")
            #expect(bench.asked.count == 2)
            #expect(bench.calls.map(\.outcome) == ["model.server", CallRecord.ok])
            #expect(bench.isSquare)
        }
    }

    @Test(arguments: Wire.allCases)
    func `L06 the breaker opens after five failures, probes every 30 s, and closes`(wire: Wire) async throws {
        let time = ManualTime()
        try await WireBench.with(wire, faults: .always(.refuse(.overloaded)), time: time) { bench async throws in
            #expect(try await bench.failure().code == .server)
            #expect(try await bench.failure().code == .unavailable)
            #expect(bench.asked.count == 5)
            let resting = try await bench.failure()
            #expect(resting.code == .unavailable && resting.retry == .after(.seconds(30)))
            #expect(bench.asked.count == 5)
            // Ten minutes: a probe each 30 s, and no call between.
            for probe in 1...20 {
                time.advance(by: .seconds(30))
                _ = try await bench.failure()
                _ = try await bench.failure()
                #expect(bench.asked.count == 5 + probe)
            }
            bench.traffic.faults = .none
            #expect(try await bench.failure().code == .unavailable)
            time.advance(by: .seconds(30))
            #expect(try await bench.model.reply(to: WireBench.request()).text == "Most often at 09:31.")
            _ = try await bench.model.reply(to: WireBench.request())
            #expect(bench.notices.all == [.breakerOpened(bench.client.name), .breakerClosed(bench.client.name)])
            #expect(bench.isSquare)
        }
    }
}
