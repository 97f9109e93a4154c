import LanguageModels
import ModelServers
import Testing

/// L20 and L21 on either wire: the key or the model is not taken.
struct AccessTests {
    @Test(arguments: Wire.allCases)
    func `L20 a bad key is not tried again, and stands in no text`(wire: Wire) async throws {
        let server: any FakeServer =
            switch wire {
            case .gemini: FakeGemini(key: "another") { _ in .text("x") }
            case .openAI: FakeOpenAI(key: "another") { _ in .text("x") }
            }
        try await server.serve { address async throws in
            try await Clients.with { clients async throws in
                let client: any ChatModel =
                    switch wire {
                    case .gemini: try clients.gemini(address)
                    case .openAI: try clients.openAI(address)
                    }
                let notices = Notices()
                let model = clients.reliable(client, notices: notices)
                for _ in 0..<2 {
                    let error = await #expect(throws: ModelError.self) {
                        try await model.reply(to: WireBench.request())
                    }
                    #expect(error?.code == .badKey)
                    var dumped = ""
                    dump((error, notices.all, client), to: &dumped)
                    #expect(!dumped.contains(Clients.key))
                }
                #expect(server.traffic.requests.count == 2)
                #expect(notices.all.count == 1)
                #expect(server.traffic.requests.allSatisfy { !$0.path.contains(Clients.key) && $0.query.isEmpty })
                await #expect(throws: ModelError.self) { try await model.probe() }
            }
        }
    }

    @Test(arguments: Wire.allCases)
    func `L21 a retired model without another is an error, not tried again`(wire: Wire) async throws {
        try await WireBench.with(wire, faults: .always(.refuse(.retiredModel))) { bench async throws in
            #expect(try await bench.failure().code == .gone)
            #expect(bench.asked.count == 1)
        }
    }
}
