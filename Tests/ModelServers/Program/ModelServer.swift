import ArgumentParser
import Foundation
import ModelServers

/// Runs the fake model servers by themselves, for programs that are no Swift test.
@main
struct ModelServer: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "model-server",
        abstract: "Fake Gemini and OpenAI servers on the loopback; prints their addresses as one line of JSON."
    )

    @Option(help: "Port of the Gemini API; 0 takes a free one.")
    var geminiPort = 0

    @Option(help: "Port of the OpenAI API; 0 takes a free one.")
    var openaiPort = 0

    @Option(help: "Port of the control interface; 0 takes a free one.")
    var controlPort = 0

    @Option(help: "The only API key that is taken; by default every one is.")
    var key: String?

    @Option(help: "What the OpenAI API takes as response_format: strict schemas, any, object (no schema), or none.")
    var schemas = FakeOpenAI.ResponseFormat.strictSchema

    @Option(help: #"Replies: a JSON array of {"when": words in the last message, "text": reply, "thoughts": ...}."#)
    var replies: String?

    @Flag(help: "Ends when standard input does: with the program that started this one.")
    var untilInputEnds = false

    func run() async throws {
        let script = SettableScript()
        if let replies {
            try script.setRules(from: Data(contentsOf: URL(fileURLWithPath: replies)))
        }
        let time = ServerTime()
        let gemini = FakeGemini(key: key, time: time, script: script.answer)
        let openAI = FakeOpenAI(responseFormat: schemas, key: key, time: time, script: script.answer)
        let control = ControlServer(servers: ["gemini": gemini, "openai": openAI], script: script, time: time)
        try await gemini.serve(port: geminiPort) { geminiAddress in
            try await openAI.serve(port: openaiPort) { openAIAddress in
                try await control.serve(port: controlPort) { controlAddress in
                    let addresses: JSON = [
                        "gemini": .string(geminiAddress), "openai": .string("\(openAIAddress)/v1"),
                        "control": .string(controlAddress),
                    ]
                    try FileHandle.standardOutput.write(contentsOf: addresses.bytes + Data("\n".utf8))
                    try await wait()
                }
            }
        }
    }

    /// Until the input ends, or for ever: a signal ends the program.
    private func wait() async throws {
        guard untilInputEnds else { return try await Task.sleep(for: .seconds(1 << 30)) }
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                while readLine() != nil {}
                continuation.resume()
            }
        }
    }
}

extension FakeOpenAI.ResponseFormat: ExpressibleByArgument {}
