import Foundation
import Knowledge
import Market
import StudyOracle

/// `fuzz --count 5000 --seed 1 [--only N]`: random studies over random bars, DuckDB against the oracle.
/// Prints every difference, and ends with 1 if there was one.
@main
struct Fuzz {
    static func main() async throws {
        let count = number("--count") ?? 1000, seed = UInt64(number("--seed") ?? 1), most = number("--most") ?? 5
        let report = try await Rounds(seed: seed, count: count, most: most).run { print($0) }
        print(report.summary)
        if !report.differences.isEmpty { exit(1) }
    }

    private static func number(_ option: String) -> Int? {
        let arguments = CommandLine.arguments
        guard let place = arguments.firstIndex(of: option), place + 1 < arguments.count else { return nil }
        return Int(arguments[place + 1])
    }
}
