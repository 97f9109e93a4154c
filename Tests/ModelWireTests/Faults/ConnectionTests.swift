import LanguageModels
import ModelServers
import Testing

/// L07 to L09 on either wire: the connection fails, or nothing comes over it.
struct ConnectionTests {
    @Test(arguments: Wire.allCases)
    func `L07 a refused connection is an error at once, without another try`(wire: Wire) async throws {
        try await Clients.with { clients async throws in
            try await withClosedPort { address async throws in
                let client: any ChatModel =
                    switch wire {
                    case .gemini: try clients.gemini(address)
                    case .openAI: try clients.openAI(address)
                    }
                let model = clients.reliable(client)
                let error = await #expect(throws: ModelError.self) { try await model.reply(to: WireBench.request()) }
                #expect(error?.code == .unreachable)
            }
        }
    }

    @Test(arguments: Wire.allCases, [false, true])
    func `L08 a server that never answers is left after 20 s, its socket closed`(
        wire: Wire,
        streams: Bool
    ) async throws {
        let time = ManualTime()
        try await WireBench.with(wire, faults: .always(.line(.silence)), time: time) { bench async throws in
            async let failure = bench.failure(deltas: streams ? Deltas() : nil)
            await time.somebodySleeps(for: .seconds(20))
            try await eventually { bench.asked.count == 1 }
            time.advance(by: .seconds(20))
            let error = try await failure
            #expect(error.code == .timeout)
            try await eventually { bench.traffic.left == [0] }
            #expect(bench.asked.count == 1)
        }
    }

    @Test(arguments: Wire.allCases)
    func `L08 a stream that stops is left after 20 s of nothing`(wire: Wire) async throws {
        let time = ManualTime()
        try await WireBench.with(wire, faults: .always(.line(.stall)), time: time) { bench async throws in
            let deltas = Deltas()
            let limits = CallLimits(total: .seconds(1_000_000))
            async let failure = bench.failure(of: WireBench.request(limits: limits), deltas: deltas)
            try await eventually { !deltas.shown.isEmpty }
            // What was shown may be told before the wait for more begins, whose 20 s then count from a later time.
            try await eventually {
                time.advance(by: .seconds(20))
                return bench.traffic.left == [0]
            }
            let error = try await failure
            #expect(error.code == .timeout)
            #expect(deltas.shown.isEmpty)
            try await eventually { bench.traffic.left == [0] }
            #expect(bench.isSquare)
        }
    }

    @Test(arguments: Wire.allCases)
    func `L09 a slow drip ends by the total limit`(wire: Wire) async throws {
        let time = ManualTime()
        try await WireBench.with(wire, faults: .always(.line(.drip(.milliseconds(10)))), time: time) {
            bench async throws in
            // Every limit but the total is out of reach.
            let limits = CallLimits(firstByte: .seconds(1000), idle: .seconds(1000), total: .seconds(60))
            async let failure = bench.failure(of: WireBench.request(limits: limits), deltas: Deltas())
            try await eventually { bench.asked.count == 1 }
            await time.somebodySleeps(for: .seconds(60))
            time.advance(by: .seconds(60))
            let error = try await failure
            #expect(error.code == .timeout)
            try await eventually { bench.traffic.left == [0] }
            #expect(bench.isSquare)
        }
    }
}

/// Waits until a condition holds that something else brings about; fails after a minute.
func eventually(_ condition: () -> Bool) async throws {
    let end = ContinuousClock.now.advanced(by: .seconds(60))
    while !condition() {
        try #require(ContinuousClock.now < end, "it never came to pass")
        try await Task.sleep(for: .milliseconds(2))
    }
}
