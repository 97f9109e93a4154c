import ModelServers
import Testing

/// The official SDKs, unmodified, against the fake servers: what the servers say is what the SDKs' makers read.
@Suite(.serialized, .enabled(if: SDKPython.isWanted))
struct SDKTests {
    @Test func `google-genai reads everything that the fake Gemini says`() async throws {
        let script = SettableScript()
        let time = ServerTime()
        let gemini = FakeGemini(key: "sdk-key", time: time, script: script.answer)
        let control = ControlServer(servers: ["gemini": gemini], script: script, time: time)
        let outcome = try await gemini.serve { address in
            try await control.serve { try await SDKPython.run("prove_gemini.py", address, $0) }
        }
        #expect(outcome.code == 0, "\(outcome.output)")
        #expect(outcome.output.hasSuffix("19 of 19 hold\n"))
    }

    @Test func `openai reads everything that the fake OpenAI says`() async throws {
        let script = SettableScript()
        let openAI = FakeOpenAI(responseFormat: .strictSchema, key: "sdk-key", script: script.answer)
        let control = ControlServer(servers: ["openai": openAI], script: script, time: ServerTime())
        let outcome = try await openAI.serve { address in
            try await control.serve { try await SDKPython.run("prove_openai.py", "\(address)/v1", $0) }
        }
        #expect(outcome.code == 0, "\(outcome.output)")
        #expect(outcome.output.hasSuffix("10 of 10 hold\n"))
    }
}
