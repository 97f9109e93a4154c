import LanguageModels
import ModelServers
import Testing

/// L10 to L13 on either wire: a stream that is not whole.
struct StreamTests {
    private static let broken: [Fault] = [.line(.cut), .line(.half), .stream(.noFinish), .stream(.unknownFinish)]

    @Test(arguments: Wire.allCases, broken)
    func `L10, L11 a stream without its end is withdrawn and asked for once more`(
        wire: Wire,
        fault: Fault
    ) async throws {
        try await WireBench.with(wire, faults: .first(fault)) { bench async throws in
            let deltas = Deltas()
            let reply = try await bench.model.reply(to: WireBench.request(), deltas: deltas.sink)
            #expect(reply.text == "Most often at 09:31.")
            #expect(deltas.shown == reply.text)
            #expect(bench.asked.count == 2)
            #expect(bench.isSquare)
        }
    }

    @Test(arguments: Wire.allCases, broken)
    func `L10, L11 a stream that never ends well is an error, and no text of it stays`(
        wire: Wire,
        fault: Fault
    ) async throws {
        try await WireBench.with(wire, faults: .always(fault)) { bench async throws in
            let deltas = Deltas()
            let error = await #expect(throws: ModelError.self) {
                try await bench.model.reply(to: WireBench.request(), deltas: deltas.sink)
            }
            #expect([.broken, .malformed, .unfinished].contains(error?.code))
            #expect(deltas.shown.isEmpty)
            #expect(bench.asked.count == 2)
            #expect(bench.isSquare)
        }
    }

    @Test(arguments: Wire.allCases)
    func `L10 a cut answer in one piece is asked for once more`(wire: Wire) async throws {
        try await WireBench.with(wire, faults: .first(.line(.cut))) { bench async throws in
            #expect(try await bench.model.reply(to: WireBench.request()).text == "Most often at 09:31.")
            #expect(bench.asked.count == 2)
            #expect(bench.isSquare)
        }
    }

    @Test(arguments: Wire.allCases)
    func `L12 an error in the middle of a stream is treated as its status says`(wire: Wire) async throws {
        try await WireBench.with(wire, faults: .always(.stream(.errorMidway))) { bench async throws in
            let deltas = Deltas()
            let error = await #expect(throws: ModelError.self) {
                try await bench.model.reply(to: WireBench.request(), deltas: deltas.sink)
            }
            #expect(error?.code == .server)
            #expect(deltas.shown.isEmpty)
            #expect(bench.asked.count == 3)
            #expect(bench.isSquare)
        }
    }

    @Test(arguments: Wire.allCases)
    func `L13 a safety stop takes the shown text back and is not asked again`(wire: Wire) async throws {
        try await WireBench.with(wire, faults: .always(.stream(.safetyMidway))) { bench async throws in
            let deltas = Deltas()
            let error = await #expect(throws: ModelError.self) {
                try await bench.model.reply(to: WireBench.request(), deltas: deltas.sink)
            }
            #expect(error?.code == .refused)
            #expect(deltas.all.contains { if case .text = $0 { true } else { false } })
            #expect(deltas.shown.isEmpty)
            #expect(bench.asked.count == 1)
            #expect(bench.isSquare)
        }
    }

    @Test(
        arguments: Wire.allCases,
        [StreamFault.comments, .multilineData, .writes(bytes: 1), .writes(bytes: 3), .writes(bytes: 7)]
    )
    func `what a stream may look like is read`(wire: Wire, form: StreamFault) async throws {
        // Two, three and four bytes of UTF-8.
        let said = "\u{0427}\u{0430}\u{0449}\u{0435} \u{2014} \u{1F4C8}\r\n09:31"
        try await WireBench.with(wire, faults: .always(.stream(form)), script: { _ in .text(said) }) {
            bench async throws in
            let deltas = Deltas()
            let reply = try await bench.model.reply(to: WireBench.request(), deltas: deltas.sink)
            #expect(reply.text == said)
            #expect(deltas.shown == said)
            #expect(bench.asked.count == 1)
            #expect(bench.isSquare)
        }
    }
}
