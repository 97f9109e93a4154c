import LanguageModels
import ModelServers
import Testing

/// What our clients send is what the official SDKs send for the same call.
@Suite(.serialized, .enabled(if: SDKPython.isWanted))
struct RecordingTests {
    /// Differences that are meant, each with its reason. The SDK's `thinking_level` in snake_case and its levels in
    /// capitals are the same message, and compared as such.
    private static let meant: [Difference: String] = [
        .init(call: "generate", place: "body.systemInstruction.role"): roleMeansNothing,
        .init(call: "stream", place: "body.systemInstruction.role"): roleMeansNothing,
        .init(call: "schema", place: "body.systemInstruction.role"): roleMeansNothing,
        .init(call: "history", place: "body.systemInstruction.role"): roleMeansNothing,
        .init(call: "budget", place: "body.systemInstruction.role"): roleMeansNothing,
        .init(call: "cache.create", place: "body.systemInstruction.role"): roleMeansNothing,
        .init(call: "cache.update", place: "query"): "The reference documents updateMask; the SDK leaves it out.",
        .init(call: "count", place: "body.contents[0].parts[0].text"): countsInstruction,
        .init(call: "count", place: "body.contents[0].role"): countsInstruction,
        .init(call: "count", place: "body.generateContentRequest.model"): countsInstruction,
        .init(call: "count", place: "body.generateContentRequest.contents[0].parts[0].text"): countsInstruction,
        .init(call: "count", place: "body.generateContentRequest.contents[0].role"): countsInstruction,
        .init(call: "count", place: "body.generateContentRequest.systemInstruction.parts[0].text"): countsInstruction,
    ]
    private static let roleMeansNothing = "The reference says that a system instruction's role is not read."
    private static let countsInstruction =
        "The SDK cannot count a system instruction with this API; the reference's generateContentRequest can."
    private static let meantForOpenAI: [Difference: String] = [
        .init(call: "chat", place: "body.stream"): "We say false, which is the default.",
        .init(call: "schema", place: "body.stream"): "We say false, which is the default.",
    ]

    @Test func `Gemini is asked as google-genai asks`() async throws {
        let (theirs, ours) = (FakeGemini(script: Self.script), FakeGemini(script: Self.script))
        try await theirs.serve { try await Self.callSDK("gemini", $0) }
        try await ours.serve { address in
            try await Clients.with { try await RecordedCalls.callGemini(address, $0) }
        }
        try expect(theirs.traffic, ours.traffic, RecordedCalls.gemini, Self.meant) {
            try FakeGemini.documented($0)
        }
    }

    @Test func `OpenAI is asked as openai asks`() async throws {
        let (theirs, ours) = (FakeOpenAI(script: Self.script), FakeOpenAI(script: Self.script))
        try await theirs.serve { try await Self.callSDK("openai", "\($0)/v1") }
        try await ours.serve { address in
            try await Clients.with { try await RecordedCalls.callOpenAI(address, $0) }
        }
        try expect(theirs.traffic, ours.traffic, RecordedCalls.openAI, Self.meantForOpenAI) { $0.json }
    }

    private static let script: Script = { ask in .text(ask.schema == nil ? "Yes." : #"{"intent":"data","level":1}"#) }

    private static func callSDK(_ provider: String, _ address: String) async throws {
        let outcome = try await SDKPython.run("calls.py", provider, address)
        #expect(outcome.code == 0, "\(outcome.output)")
    }

    /// Expects the same calls in the same order, with the differences that are meant and no others.
    private func expect(
        _ theirs: Traffic,
        _ ours: Traffic,
        _ calls: [String],
        _ meant: [Difference: String],
        body: (WireRequest) throws -> JSON?
    ) throws {
        try #require(theirs.requests.count == calls.count)
        try #require(ours.requests.count == calls.count)
        var found: Set<Difference> = []
        for (index, call) in calls.enumerated() {
            found.formUnion(
                try Difference.between(ours.requests[index], theirs.requests[index], call: call, body: body)
            )
        }
        #expect(found.subtracting(meant.keys).map(\.description).sorted() == [])
        #expect(Set(meant.keys).subtracting(found).map(\.description).sorted() == [], "These are no differences.")
    }
}
