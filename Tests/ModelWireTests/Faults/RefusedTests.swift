import LanguageModels
import ModelServers
import Testing

/// L14 to L17 on either wire: the model will not answer, or not as it was asked to.
struct RefusedTests {
    @Test(
        arguments: Wire.allCases,
        [ReplyFault.promptBlocked, .candidateBlocked("SAFETY"), .candidateBlocked("RECITATION")]
    )
    func `L14 what a filter blocks is refused, and not asked again`(wire: Wire, fault: ReplyFault) async throws {
        try await WireBench.with(wire, faults: .always(.reply(fault))) { bench async throws in
            for streams in [false, true] {
                #expect(try await bench.failure(deltas: streams ? Deltas() : nil).code == .refused)
            }
            #expect(bench.asked.count == 2)
            #expect(bench.isSquare)
        }
    }

    @Test(arguments: Wire.allCases, [ReplyFault.onlyThoughts, .outOfTokens])
    func `L15 an answer that never has room is an error`(wire: Wire, fault: ReplyFault) async throws {
        try await WireBench.with(wire, faults: .always(.reply(fault))) { bench async throws in
            #expect(try await bench.failure().code == .truncated)
            #expect(bench.asked.count == 2)
            #expect(bench.isSquare)
        }
    }

    @Test(arguments: Wire.allCases)
    func `L15 an answer without text is asked for once more`(wire: Wire) async throws {
        try await WireBench.with(wire, faults: .always(.reply(.empty))) { bench async throws in
            #expect(try await bench.failure().code == .empty)
            #expect(bench.asked.count == 2)
        }
    }

    private static let wrong: [ReplyFault] = [
        .proseAroundJSON, .wrongSchema, .notANumber, .deep(levels: 10_000),
        .says(#"{"symbol":"TSLA","level":2}"#),
        .says(#"{"symbol":"NQ","level":9}"#),
        .says(#"{"symbol":"NQ","level":2,"note":"<img src=x onerror=alert(1)>"}"#),
        .says(#"{"symbol":"NQ'; DROP TABLE ohlcv_1min; --","level":2}"#),
        .says(#"{"symbol":"NQ","symbol":"ES","level":2}"#),
        .says(#"{"symbol":"NQ","level":1e400}"#),
    ]

    @Test(arguments: Wire.allCases, wrong)
    func `L16 an answer of another shape is sent back once with what is wrong, then mended`(
        wire: Wire,
        fault: ReplyFault
    ) async throws {
        try await WireBench.with(wire, faults: .first(.reply(fault))) { bench async throws in
            let reply = try await bench.model.reply(to: WireBench.request(schema: WireBench.schema))
            #expect(reply.text == WireBench.plan)
            let repair = try #require(bench.asked.last?.json)
            let turns = repair["contents"]?.elements ?? repair["messages"]?.elements ?? []
            #expect(turns.suffix(2).first?["role"]?.string == (wire == .gemini ? "model" : "assistant"))
            #expect(turns.last?["role"]?.string == "user")
            #expect(bench.asked.count == 2)
            #expect(bench.isSquare)
        }
    }

    @Test(arguments: Wire.allCases, wrong)
    func `L16 an answer that stays of another shape is an error`(wire: Wire, fault: ReplyFault) async throws {
        try await WireBench.with(wire, faults: .always(.reply(fault))) { bench async throws in
            #expect(try await bench.failure(of: WireBench.request(schema: WireBench.schema)).code == .wrongShape)
            #expect(bench.asked.count == 2)
            #expect(bench.isSquare)
        }
    }

    @Test(arguments: Wire.allCases, [false, true])
    func `L16 ten megabytes are not read`(wire: Wire, streams: Bool) async throws {
        try await WireBench.with(wire, faults: .always(.reply(.huge(bytes: 10_000_000)))) { bench async throws in
            #expect(try await bench.failure(deltas: streams ? Deltas() : nil).code == .tooLarge)
            #expect(bench.asked.count == 1)
        }
    }

    @Test(arguments: Wire.allCases, [ReplyFault.brokenBody, .deepBody(levels: 10_000), .notUTF8])
    func `L16 a document that cannot be read is asked for once more`(wire: Wire, fault: ReplyFault) async throws {
        try await WireBench.with(wire, faults: .always(.reply(fault))) { bench async throws in
            for deltas in [nil, Deltas()] {
                #expect(try await bench.failure(deltas: deltas).code == .malformed)
            }
            #expect(bench.asked.count == 4)
        }
    }

    @Test(arguments: Wire.allCases)
    func `L17 an unknown reason to end is a failure`(wire: Wire) async throws {
        try await WireBench.with(wire, faults: .always(.reply(.unknownFinish))) { bench async throws in
            #expect(try await bench.failure().code == .unfinished)
            #expect(bench.asked.count == 2)
            #expect(bench.isSquare)
        }
    }

    @Test(arguments: Wire.allCases, [false, true])
    func `L17 unknown members are passed over`(wire: Wire, streams: Bool) async throws {
        try await WireBench.with(wire, faults: .always(.reply(.unknownMembers))) { bench async throws in
            let reply = try await bench.model.reply(to: WireBench.request(), deltas: streams ? Deltas().sink : nil)
            #expect(reply.text == "Most often at 09:31.")
            #expect(bench.isSquare)
        }
    }
}
