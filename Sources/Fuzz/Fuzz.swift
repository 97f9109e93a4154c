import Foundation
import Knowledge
import Market
import ReadingProof
import StudyOracle

/// `fuzz --count 5000 --seed 1 [--only N]`: random studies over random bars, DuckDB against the oracle.
/// `fuzz --questions FILE --seed 1`: the file's questions read again without each of their words and with words that do
/// not belong; a word that carries meaning is never dropped. `--repeated` also prints the words that the study would hold
/// without them.
/// `fuzz --wordings FOLDER [--most N] --seed 1`: meanings in many wordings, each over many things (so many a meaning),
/// answered and held against plain SQL. `--asked` also prints what is asked back.
/// Prints every difference, and ends with 1 if there was one.
@main
struct Fuzz {
    static func main() async throws {
        let seed = UInt64(number("--seed") ?? 1)
        if let file = option("--questions") { return try questions(file, seed) }
        if let folder = option("--wordings") { return try await wordings(folder, seed) }
        let count = number("--count") ?? 1000, most = number("--most") ?? 5
        let report = try await Rounds(seed: seed, count: count, most: most).run { print($0) }
        print(report.summary)
        if !report.differences.isEmpty { exit(1) }
    }

    private static func questions(_ file: String, _ seed: UInt64) throws {
        let knowledge = try KnowledgeDirectory.locate(environment: ProcessInfo.processInfo.environment)
        let catalogue = try Catalogue.load(knowledge)
        let questions = try Asked.read(file)
        let proof = try Proof(
            knowledge: knowledge,
            catalogue: catalogue,
            symbols: Set(questions.map(\.symbol)).union(["NQ", "MGC"])
        )
        let report = proof.run(questions, seed: seed)
        for violation in report.violations {
            print("\(violation.kind.rawValue): '\(violation.words)' in '\(violation.question)'")
        }
        if CommandLine.arguments.contains("--repeated") {
            for one in report.repeated { print("said again: '\(one.words)' in '\(one.question)'") }
        }
        print(
            "\(report.questions) of \(questions.count) questions answered; \(report.leftOut) words left out, "
                + "\(report.putIn) phrases put in: \(report.violations.count) violations (seed \(seed))"
        )
        if !report.violations.isEmpty { exit(1) }
    }

    private static func wordings(_ folder: String, _ seed: UInt64) async throws {
        let knowledge = try KnowledgeDirectory.locate(environment: ProcessInfo.processInfo.environment)
        let proof = try await WordingProof(knowledge: knowledge, catalogue: Catalogue.load(knowledge))
        var isRight = true
        for table in try WordingTable.read(folder: folder) {
            let report = try await proof.run(table.sample(number("--most") ?? Int.max, seed: seed))
            for wrong in report.wrong { print("\(table.name): \(wrong)") }
            if CommandLine.arguments.contains("--asked") {
                for question in report.askedBack { print("\(table.name), asked back: '\(question)'") }
            }
            print(
                "\(table.name): \(report.answered) answered, \(report.wrong.count) of them wrong, "
                    + "\(report.askedBack.count) asked back"
            )
            if !report.wrong.isEmpty { isRight = false }
        }
        if !isRight { exit(1) }
    }

    private static func number(_ name: String) -> Int? { option(name).flatMap { Int($0) } }

    private static func option(_ name: String) -> String? {
        let arguments = CommandLine.arguments
        guard let place = arguments.firstIndex(of: name), place + 1 < arguments.count else { return nil }
        return arguments[place + 1]
    }
}
