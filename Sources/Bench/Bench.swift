import Answers
import Bars
import DuckDB
import Foundation
import Knowledge
import Market
import ModelProof
import ReadingProof

/// `bench [--data DIR] [--symbol NQ] [--turns 15] [--import FILE] [--program .build/release/barwise]`
/// `bench --graph`: only the runtime of the agents' graph and its stores; PostgreSQL too where BARWISE_TEST_POSTGRES
/// names a server.
/// `bench --prompts [--questions FILE]`: only what a model is asked, in tokens.
/// `bench --reading [--questions FILE]`: only the reader, on noise of growing length and on a file's questions.
///
/// Without a data directory it makes six years of bars and imports them first.
@main
struct Bench {
    static func main() async throws {
        let scratch = FileManager.default.temporaryDirectory.appending(path: "barwise-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: scratch) }  // left to the system's own tidying
        let server = ProcessInfo.processInfo.environment["BARWISE_TEST_POSTGRES"]
        let isPart = ["--reading", "--prompts"].contains { CommandLine.arguments.contains($0) }
        if !isPart { try await GraphBench(folder: scratch, server: server).run() }
        if CommandLine.arguments.contains("--graph") { return }
        if CommandLine.arguments.contains("--prompts") {
            return try await prompts(scratch.appending(path: "prompts"))
        }
        let knowledge = try KnowledgeDirectory.locate(environment: ProcessInfo.processInfo.environment)
        let catalogue = try Catalogue.load(knowledge)
        let symbol = option("--symbol") ?? "NQ", turns = option("--turns").flatMap(Int.init) ?? 15
        try growth(symbol, turns, catalogue, knowledge)
        if CommandLine.arguments.contains("--reading") { return }
        try await prompts(scratch.appending(path: "prompts"))
        var folder = option("--data").map { URL(filePath: $0) }
        var file = option("--import")
        if folder == nil, file == nil {
            let made = scratch.appending(path: "bars.parquet")
            try await makeBars(symbol, at: made.path)
            file = made.path
        }
        if let file {
            let target = DataDirectory(scratch.appending(path: "data"))
            var report: ImportReport?
            let time = try await milliseconds {
                report = try await Importer(directory: target, catalogue: catalogue).run(
                    ImportRequest(files: [file], symbol: symbol)
                )
            }
            let bars = try target.manifest().symbols[symbol]?.coverage.bars ?? 0
            print(
                "import of \(URL(filePath: file).lastPathComponent): \(bars) bars in \((time / 1000).text(2)) s\(verdict(time <= 5000, "5 s"))"
            )
            if report == nil || bars == 0 { return }
            if folder == nil { folder = target.url }
        }
        guard let folder else { return }
        try await studies(DataDirectory(folder), scratch, symbol, turns, catalogue, knowledge)
        try processes(folder, symbol)
    }

    private static func studies(
        _ directory: DataDirectory,
        _ scratch: URL,
        _ symbol: String,
        _ turns: Int,
        _ catalogue: Catalogue,
        _ knowledge: KnowledgeDirectory
    ) async throws {
        guard let entry = try directory.manifest().symbols[symbol], let last = entry.coverage.lastDay,
            let instrument = catalogue.instrument(symbol, class: entry.instrumentClass)
        else { return print("no \(symbol) in \(directory.url.path)") }
        let connection = try Connection(Database(path: directory.file(entry).path, settings: .sandbox))
        let runner = Runner(directory: directory, catalogue: catalogue)
        let bench = StudyBench(runner: runner, connection: connection, turns: turns)
        print("\(symbol): \(entry.coverage.bars) bars of \(entry.coverage.days) days, \(turns) turns\n")
        var lines: [StudyBench.Line] = []
        for task in cases(symbol, instrument, last: last) { lines.append(try await bench.run(task)) }
        print(StudyBench.table(lines))

        let analyst = try Analyst(directory: directory, knowledge: knowledge)
        let times = try await ReadingBench(analyst: analyst, runner: runner).run(symbol, turns: turns)
        let half = percentile(times, 0.5), most = percentile(times, 0.95)
        print(
            "reading and compiling a question: p50 \(half.text(2)) ms, p95 \(most.text(2)) ms\(verdict(most < 3, "3 ms"))"
        )
        try await ChatBench(analyst: analyst, folder: scratch).run(symbol)
    }

    private static func growth(
        _ symbol: String,
        _ turns: Int,
        _ catalogue: Catalogue,
        _ knowledge: KnowledgeDirectory
    ) throws {
        let questions = try option("--questions").map(Asked.read) ?? ReadingBench.questions.map { Asked($0) }
        let desk = try QuestionDesk(
            knowledge: knowledge,
            catalogue: catalogue,
            symbols: Set(questions.map(\.symbol)).union([symbol])
        )
        let bench = GrowthBench(desk: desk, turns: turns)
        print("milliseconds of reading, by characters\n" + bench.table())
        let times = bench.times(questions)
        let (p95, p99) = (percentile(times, 0.95), percentile(times, 0.99))
        print(
            "reading \(questions.count) questions: p50 \(percentile(times, 0.5).text(2)) ms, p95 \(p95.text(2)) ms"
                + "\(verdict(p95 < 3, "3 ms")), p99 \(p99.text(2)) ms\(verdict(p99 < 10, "10 ms"))\n"
        )
    }

    /// Questions of a file, or those that the bench has; every tenth of a long file is enough.
    private static func prompts(_ folder: URL) async throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let asked = try option("--questions").map(Asked.read) ?? ReadingBench.questions.map { Asked($0) }
        let step = max(1, asked.count / 100)
        let questions = stride(from: 0, to: asked.count, by: step).map { index in
            PromptSize.Question(asked[index].question, symbol: asked[index].symbol, asOf: asked[index].asOf)
        }
        let report = try await PromptSize(folder: folder, questions: questions).run()
        print(
            """
            what a model is told of a question, in tokens of the fake server: median \(report.median), p95 \(report.p95)\
            \(verdict(report.median <= 300, "median 300")), beside a static part of \(report.fixed), cached \
            \((report.cached * 100).text(0))%, of \(report.fresh.count) calls
            \(report.bound) questions bound by the built-in reader cost \(report.tokensOfBound) tokens\
            \(verdict(report.tokensOfBound == 0, "0"))

            """
        )
    }

    private static func processes(_ folder: URL, _ symbol: String) throws {
        let program = option("--program") ?? ".build/release/barwise"
        guard FileManager.default.isExecutableFile(atPath: program) else { return print("no program at \(program)") }
        let ask = ["ask", "mean range by weekday", "--symbol", symbol, "--data", folder.path]
        var times: [Double] = []
        for turn in 0...20 {
            let time = try timeProcess(program, ask)
            if turn > 0 { times.append(time) }
        }
        let half = percentile(times, 0.5)
        print(
            "barwise ask as a process: p50 \(half.text(0)) ms, p95 \(percentile(times, 0.95).text(0)) ms\(verdict(half < 150, "150 ms"))"
        )
        let scan = ["ask", ReadingBench.questions[1], "--symbol", symbol, "--data", folder.path]
        guard let memory = try mostResident(program, scan) else { return }
        print("resident memory of an answer over all minutes: \(memory.text(0)) MB\(verdict(memory < 500, "500 MB"))")
    }

    private static func option(_ name: String) -> String? {
        let arguments = CommandLine.arguments
        guard let place = arguments.firstIndex(of: name), place + 1 < arguments.count else { return nil }
        return arguments[place + 1]
    }
}

/// The bar beside a figure, and whether it was missed.
func verdict(_ holds: Bool, _ bar: String) -> String { holds ? " (bar: \(bar))" : " MISSED (bar: \(bar))" }
