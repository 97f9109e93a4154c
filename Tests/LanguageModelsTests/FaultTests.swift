import ModelServers
import Testing

@testable import LanguageModels

/// The model faults of the fault matrix by their ids, against a fake Gemini over real connections.
struct FaultTests {
    private func server(_ faults: Faults, answer: String = Fixtures.plan) -> FakeGemini {
        FakeGemini(faults: faults) { _ in Said(parts: [answer], hiddenThoughtTokens: 12) }
    }

    private let request = Fixtures.request(schema: Fixtures.schema)

    @Test func `L01: a wait that the server tells is waited once, and then it answers`() async throws {
        let server = server(.first(.refuse(.rateLimited(retryDelay: "2.5s"))))
        try await withGemini(server) { rig async throws in
            let reply = try await rig.reliable.reply(to: request)
            #expect(reply.json?["level"] == 3)
            #expect(rig.time.waits == [.milliseconds(2750)])
            #expect(server.traffic.requests.count == 2)
            #expect(rig.calls().map(\.outcome) == ["model.busy", "ok"])
        }
    }

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

    @Test func `L03: a day's quota is not tried again and is told once`() async throws {
        let server = server(.always(.refuse(.dailyQuota)))
        try await withGemini(server) { rig async throws in
            for _ in 0..<3 {
                #expect(try await modelError { try await rig.reliable.reply(to: request) }?.code == .quota)
            }
            #expect(server.traffic.requests.count == 3)
            #expect(rig.notices.all.count == 1)
        }
    }

    @Test func `L04: without a time told it waits by its own rule, three tries at most`() async throws {
        let server = server(.always(.refuse(.exhausted)))
        try await withGemini(server) { rig async throws in
            #expect(try await modelError { try await rig.reliable.reply(to: request) }?.code == .busy)
            #expect(server.traffic.requests.count == 3)
            #expect(rig.time.waits == [.milliseconds(250), .milliseconds(500)])
        }
    }

    @Test func `L04: a Retry-After header is honoured`() async throws {
        try await withGemini(server(.first(.refuse(.retryAfter(seconds: 7))))) { rig async throws in
            _ = try await rig.reliable.reply(to: request)
            #expect(rig.time.waits == [.milliseconds(7250)])
        }
    }

    @Test(arguments: [Refusal.internalError, .deadlineExceeded, .badGateway, .wrappedInArray])
    func `L05: one failure, one more try, one answer`(refusal: Refusal) async throws {
        let server = server(.first(.refuse(refusal)))
        try await withGemini(server) { rig async throws in
            #expect(try await rig.reliable.reply(to: request).text == Fixtures.plan)
            #expect(server.traffic.requests.count == 2)
        }
    }

    @Test func `L06: five failures open the breaker, a probe every 30 s goes, and its success closes it`() async throws
    {
        let server = server(.always(.refuse(.overloaded)))
        try await withGemini(server) { rig async throws in
            while !rig.breaker.isOpen {
                _ = try await modelError { try await rig.reliable.reply(to: request) }
            }
            #expect(server.traffic.requests.count == 5)
            for _ in 0..<20 {
                let error = try await modelError { try await rig.reliable.reply(to: request) }
                #expect(error?.code == .unavailable)
            }
            #expect(server.traffic.requests.count == 5)
            rig.time.pass(.seconds(30))
            _ = try await modelError { try await rig.reliable.reply(to: request) }
            #expect(server.traffic.requests.count == 6)
            server.traffic.faults = .none
            rig.time.pass(.seconds(30))
            #expect(try await rig.reliable.reply(to: request).text == Fixtures.plan)
            #expect(!rig.breaker.isOpen)
            #expect(rig.notices.all == [.breakerOpened(rig.gemini.name), .breakerClosed(rig.gemini.name)])
            // What was never sent is not in the ledger.
            #expect(rig.calls().count == server.traffic.requests.count)
        }
    }

    @Test func `L07: a refused connection is a typed error at once, without another try`() async throws {
        try await withClosedPort { base in
            try await expectUnreachable("gemini:gemini-3.8-flash@\(base)")
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

    @Test func `L08: a server that takes the call and never answers is left after the first byte's time`() async throws
    {
        let server = server(.always(.line(.silence)))
        try await withGemini(server) { rig async throws in
            var request = request
            request.limits.firstByte = .milliseconds(200)
            let error = try await modelError { try await rig.reliable.reply(to: request) }
            #expect(error?.code == .timeout)
            #expect(error?.message == "no first byte in time")
            #expect(server.traffic.requests.count == 1)
            try await clientLeft(server)
        }
    }

    @Test func `L09: a byte now and then keeps the connection alive, and the whole call's time ends it`() async throws {
        let server = server(.always(.line(.drip(.milliseconds(50)))))
        try await withGemini(server) { rig async throws in
            var request = request
            request.limits.total = .milliseconds(600)
            let error = try await modelError { try await rig.gemini.reply(to: request) }
            #expect(error?.code == .timeout)
            #expect(error?.message == "not done in time")
            try await clientLeft(server)
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

    private func stream(_ rig: Rig, _ request: ModelRequest) async throws -> ([ModelDelta], ModelError?) {
        let deltas = Collected<ModelDelta>()
        let error = try await modelError { try await rig.reliable.reply(to: request) { deltas.add($0) } }
        return (deltas.all, error)
    }

    private let words = FakeGemini(faults: .none) { _ in Said(parts: ["The high ", "is at ", "09:31."]) }

    @Test(arguments: [
        ("L10", Fault.line(.cut)), ("L10", .line(.half)), ("L11", .stream(.noFinish)), ("L12", .stream(.errorMidway)),
        ("L17", .stream(.unknownFinish)),
    ])
    func `L10, L11, L12: a stream without its end is withdrawn, tried again once, and never taken for an answer`(
        id: String,
        fault: Fault
    ) async throws {
        words.traffic.faults = .first(fault)
        try await withGemini(words) { rig async throws in
            let (deltas, error) = try await stream(rig, Fixtures.request())
            #expect(error == nil)
            let withdrawn = deltas.lastIndex(of: .withdrawn).map { $0 + 1 } ?? 0
            let shown = deltas[withdrawn...]
            #expect(shown.dropLast() == [.text("The high "), .text("is at "), .text("09:31.")])
            if case .usage? = shown.last {} else { Issue.record("\(id): the usage is not last") }
            #expect(deltas.prefix(withdrawn).contains { if case .text = $0 { true } else { false } } == (withdrawn > 0))
            #expect(words.traffic.requests.count == 2)
        }
        words.traffic.faults = .always(fault)
        try await withGemini(words) { rig async throws in
            let (deltas, error) = try await stream(rig, Fixtures.request())
            #expect(error != nil)
            #expect(!deltas.contains { if case .usage = $0 { true } else { false } })
            if deltas.contains(where: { if case .text = $0 { true } else { false } }) {
                #expect(deltas.last == .withdrawn)
            }
        }
    }

    @Test func `L13: a safety stop midway takes back what was shown, and is not tried again`() async throws {
        words.traffic.faults = .always(.stream(.safetyMidway))
        try await withGemini(words) { rig async throws in
            let (deltas, error) = try await stream(rig, Fixtures.request())
            #expect(error?.code == .refused)
            #expect(deltas.last == .withdrawn)
            #expect(words.traffic.requests.count == 1)
        }
    }

    @Test(arguments: [
        Fault.stream(.comments), .stream(.multilineData), .stream(.writes(bytes: 1)), .stream(.writes(bytes: 3)),
        .stream(.writes(bytes: 7)), .reply(.unknownMembers),
    ])
    func `a stream that is unusual and legal is read as any other`(fault: Fault) async throws {
        let server = FakeGemini(faults: .always(fault)) { _ in Said(parts: ["Максимум дня ", "в 09:31."]) }
        try await withGemini(server) { rig async throws in
            let (deltas, error) = try await stream(rig, Fixtures.request())
            #expect(error == nil)
            #expect(deltas.dropLast() == [.text("Максимум дня "), .text("в 09:31.")])
        }
    }

    @Test(arguments: [
        Fault.reply(.promptBlocked), .reply(.candidateBlocked("SAFETY")), .reply(.candidateBlocked("SPII")),
    ])
    func `L14: what the filter refuses is a typed refusal without another try`(fault: Fault) async throws {
        let server = server(.always(fault))
        try await withGemini(server) { rig async throws in
            let error = try await modelError { try await rig.reliable.reply(to: request) }
            #expect(error?.code == .refused)
            #expect(server.traffic.requests.count == 1)
            #expect(rig.calls().map(\.outcome) == ["model.refused"])
        }
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

    @Test(arguments: [
        Fault.reply(.proseAroundJSON), .reply(.wrongSchema), .reply(.notANumber), .reply(.deep(levels: 10_000)),
        .reply(.says(#"{"intent":"data","level":3,"note":"<img src=x onerror=alert(1)>"}"#)),
    ])
    func `L16: an answer of the wrong shape is repaired once with the reason, then refused`(fault: Fault) async throws {
        let server = server(.first(fault))
        try await withGemini(server) { rig async throws in
            #expect(try await rig.reliable.reply(to: request).text == Fixtures.plan)
            let contents = try #require(server.traffic.requests.last?.json?["contents"]?.elements)
            #expect(contents.map { $0["role"]?.string } == ["user", "model", "user"])
            server.traffic.faults = .always(fault)
            #expect(try await modelError { try await rig.reliable.reply(to: request) }?.code == .wrongShape)
            #expect(server.traffic.requests.count == 4)
        }
    }

    @Test(arguments: [Fault.reply(.deepBody(levels: 10_000)), .reply(.brokenBody), .reply(.notUTF8)])
    func `L16: a document that cannot be read is an error, not a crash`(fault: Fault) async throws {
        try await withGemini(server(.always(fault))) { rig async throws in
            #expect(try await modelError { try await rig.reliable.reply(to: request) }?.code == .malformed)
        }
    }

    @Test(arguments: [false, true])
    func `L16: an answer of 10 MB is not read to its end`(isStream: Bool) async throws {
        let server = server(.always(.reply(.huge(bytes: 10_000_000))))
        try await withGemini(server) { rig async throws in
            let nowhere: DeltaSink = { _ in }
            let sink = isStream ? nowhere : nil
            let error = try await modelError { try await rig.reliable.reply(to: request, deltas: sink) }
            #expect(error?.code == .tooLarge)
            #expect(server.traffic.requests.count == 1)
        }
    }

    @Test func `L17: a reason for the end that nobody knew is a failure, new members are passed over`() async throws {
        try await withGemini(server(.always(.reply(.unknownFinish)))) { rig async throws in
            #expect(try await modelError { try await rig.reliable.reply(to: request) }?.code == .unfinished)
        }
        try await withGemini(server(.always(.reply(.unknownMembers)))) { rig async throws in
            #expect(try await rig.reliable.reply(to: request).text == Fixtures.plan)
        }
    }

    @Test func `L20: a bad key is not tried again, told once, and its text is nowhere`() async throws {
        let server = server(.always(.refuse(.badKey)))
        try await withGemini(server) { rig async throws in
            var told = ""
            for _ in 0..<2 {
                let error = try await modelError { try await rig.reliable.reply(to: request) }
                #expect(error?.code == .badKey)
                dump(error, to: &told)
            }
            #expect(server.traffic.requests.count == 2)
            dump(rig, to: &told)
            dump(rig.notices.all, to: &told)
            dump(rig.calls(), to: &told)
            #expect(!told.contains("test-key"))
            #expect(rig.notices.all.count == 1)
            for request in server.traffic.requests {
                #expect(!(request.path + request.query).contains("test-key"))
                #expect(request.headers["x-goog-api-key"] == "test-key-0123456789")
            }
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
