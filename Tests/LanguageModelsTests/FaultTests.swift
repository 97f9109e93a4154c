import ModelServers
import Testing

@testable import LanguageModels

/// The model faults of the fault matrix that are Gemini's alone or need no wire of their own; the others are in
/// `ModelWireTests/Faults`, on both wires.
struct FaultTests {
    private func server(_ faults: Faults, answer: String = Fixtures.plan) -> FakeGemini {
        FakeGemini(faults: faults) { _ in Said(parts: [answer], hiddenThoughtTokens: 12) }
    }

    private let request = Fixtures.request(schema: Fixtures.schema)

    @Test func `L02: a wait longer than the request's time is an error at once that says how long`() async throws {
        let server = server(.always(.refuse(.rateLimited(retryDelay: "58s"))))
        try await withGemini(server) { rig async throws in
            var request = request
            request.limits.total = .seconds(30)
            let error = try await modelError { try await rig.reliable.reply(to: request) }
            #expect(error?.code == .busy)
            #expect(error?.retry == .after(.seconds(58)))
            #expect(rig.time.waits.isEmpty)
            #expect(server.traffic.requests.count == 1)
        }
    }

    @Test func `L05: an error in an array of one is read as any other`() async throws {
        let server = server(.first(.refuse(.wrappedInArray)))
        try await withGemini(server) { rig async throws in
            #expect(try await rig.reliable.reply(to: request).text == Fixtures.plan)
            #expect(server.traffic.requests.count == 2)
        }
    }

    @Test func `L07: a name that does not resolve is a typed error`() async throws {
        try await expectUnreachable("gemini:m@https://no-such-host.invalid")
    }

    @Test func `a key does not go to a far server in the clear`() async throws {
        try await Connections.with { connections async throws -> Void in
            #expect(throws: AddressError(problem: .plain)) {
                try gemini("gemini:m@http://no-such-host.invalid", connections)
            }
        }
    }

    @Test func `L07: a server that does not speak TLS is a typed error`() async throws {
        try await server(.none).serve { base in
            try await expectUnreachable("gemini:m@" + base.replacing("http://", with: "https://"))
        }
    }

    private func gemini(_ address: String, _ connections: Connections) throws -> Gemini {
        try Gemini(
            ModelAddress(parsing: address),
            key: #require(Key("k")),
            connections: connections,
            families: Fixtures.families()
        )
    }

    private func expectUnreachable(_ address: String) async throws {
        try await Connections.with { connections in
            let time = JumpingTime()
            let model = try gemini(address, connections)
            let reliable = ReliableModel(.init(model), families: try Fixtures.families(), time: time.source)
            let error = try await modelError { try await reliable.reply(to: request) }
            #expect(error?.code == .unreachable)
            #expect(time.waits.isEmpty)
        }
    }

    @Test func `cancelling the task closes the connection at once`() async throws {
        let server = server(.always(.line(.silence)))
        try await withGemini(server) { rig async throws in
            let call = Task { try await rig.reliable.reply(to: request) }
            while server.traffic.requests.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
            call.cancel()
            let error = try await modelError { try await call.value }
            #expect(error?.code == .cancelled)
            try await clientLeft(server)
            #expect(rig.calls().map(\.outcome) == ["model.cancelled"])
        }
    }

    /// The server notices a little later that the connection is closed.
    private func clientLeft(_ server: FakeGemini) async throws {
        while server.traffic.left.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
        #expect(server.traffic.left == [0])
    }

    @Test(arguments: [Fault.reply(.onlyThoughts), .reply(.outOfTokens)])
    func `L15: an answer that did not fit is asked for once more with more room and less thinking`(
        fault: Fault
    ) async throws {
        let server = server(.first(fault))
        try await withGemini(server) { rig async throws in
            #expect(try await rig.reliable.reply(to: request).text == Fixtures.plan)
            let configurations = server.traffic.requests.compactMap { $0.json?["generationConfig"] }
            #expect(configurations.map { $0["maxOutputTokens"]?.integer } == [2048, 4096])
            #expect(configurations.map { $0["thinkingConfig"]?["thinkingLevel"]?.string } == ["low", "minimal"])
            server.traffic.faults = .always(fault)
            #expect(try await modelError { try await rig.reliable.reply(to: request) }?.code == .truncated)
            #expect(server.traffic.requests.count == 4)
        }
    }

    @Test func `L21: a retired model's questions go to the other one from then on, and it is told`() async throws {
        let server = server(.none)
        try await withGemini(server, model: "gemini-1.0-pro", other: "gemini-3.5-flash-lite") { rig async throws in
            for _ in 0..<3 { #expect(try await rig.reliable.reply(to: request).text == Fixtures.plan) }
            #expect(server.traffic.requests.count == 4)
            #expect(rig.reliable.name.model == "gemini-3.5-flash-lite")
            let fellBack = ModelNotice.fellBack(from: rig.gemini.name, to: rig.reliable.name)
            #expect(rig.notices.all.contains(fellBack))
        }
        try await withGemini(server, model: "gemini-1.0-pro") { rig async throws in
            #expect(try await modelError { try await rig.reliable.reply(to: request) }?.code == .gone)
        }
    }

    @Test func `a budget that is used up ends in its own error, and nothing is sent`() async throws {
        let server = server(.none)
        try await withGemini(server, budget: UsageBudget(tokensOfUser: 2200)) { rig async throws in
            _ = try await rig.reliable.reply(to: request)
            let error = try await modelError {
                for _ in 0..<20 { _ = try await rig.reliable.reply(to: request) }
            }
            #expect(error?.code == .budget)
            #expect(rig.calls().count == server.traffic.requests.count)
        }
    }
}
