import Bars
import DuckDB
import Market
import StudySQL

/// Each study as Barwise answers it and by hand, turn by turn on one warm connection with the settings of questions.
struct StudyBench {
    struct Line {
        var task: Case
        /// Medians in milliseconds: compiling, the study's query, with its checks as `ask` runs it, and by hand.
        var compile, query, checked, hand: Double
        var rows: Int

        /// How many times faster than by hand (roll-ups), or slower (minutes).
        var ratio: Double { task.kind == .day ? hand / (compile + query) : (compile + query) / hand }
        var isWithinBar: Bool { task.kind == .day ? ratio >= 10 : ratio <= 1.2 }
    }

    let runner: Runner
    let connection: Connection
    let turns: Int

    func run(_ task: Case) async throws -> Line {
        var compile: [Double] = [], query: [Double] = [], checked: [Double] = [], hand: [Double] = []
        var rows = 0
        for turn in 0..<(turns + 2) {
            var compiled: CompiledQuery?
            let first = try await milliseconds { compiled = try runner.compile(task.study) }
            guard let compiled else { continue }
            let values = compiled.bindings.map(\.value)
            let second = try await milliseconds {
                rows = try await connection.query(compiled.sql, values, limits: .none).rowCount
            }
            let third = try await milliseconds { _ = try await connection.query(task.sql, [], limits: .none) }
            let fourth = try await milliseconds { _ = try await runner.run(task.study) }
            // The first two turns warm the caches.
            guard turn > 1 else { continue }
            compile.append(first)
            query.append(second)
            hand.append(third)
            checked.append(fourth)
        }
        return Line(
            task: task,
            compile: percentile(compile, 0.5),
            query: percentile(query, 0.5),
            checked: percentile(checked, 0.5),
            hand: percentile(hand, 0.5),
            rows: rows
        )
    }

    static func table(_ lines: [Line]) -> String {
        var text =
            "study".padded(50) + "rows".right(5) + "compile".right(9) + "query".right(9) + "checked".right(9)
            + "by hand".right(9) + "ratio".right(16) + "\n"
        for line in lines {
            let word = line.task.kind == .day ? "× faster" : "× the time"
            text +=
                line.task.name.padded(50) + String(line.rows).right(5) + line.compile.text(2).right(9)
                + line.query.text(2).right(9) + line.checked.text(2).right(9) + line.hand.text(2).right(9)
                + "\(line.ratio.text(line.task.kind == .day ? 1 : 2)) \(word)".right(16)
                + (line.isWithinBar ? "" : "  MISSED") + "\n"
        }
        return text + "milliseconds, medians; checked: with the checks that every answer runs\n"
    }
}
