import Foundation
import ModelProof

/// `soak [--turns 2000] [--seed 1]`: conversations with the real agents, whose model is a fake server that fails by
/// chance. Prints what was asked and what it came to, and each promise that was broken; ends with 1 if one was.
@main
struct Program {
    static func main() async throws {
        let scratch = FileManager.default.temporaryDirectory.appending(path: "barwise-soak-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: scratch) }  // left to the system's own tidying
        let soak = Soak(folder: scratch, turns: number("--turns") ?? 2000, seed: UInt64(number("--seed") ?? 1))
        let report = try await soak.run { line in FileHandle.standardError.write(Data("\(line)\n".utf8)) }
        print(report.text)
        for violation in report.violations { print(violation) }
        if !report.violations.isEmpty || report.failures == 0 { exit(1) }
    }

    private static func number(_ name: String) -> Int? {
        let arguments = CommandLine.arguments
        guard let place = arguments.firstIndex(of: name), place + 1 < arguments.count else { return nil }
        return Int(arguments[place + 1])
    }
}
