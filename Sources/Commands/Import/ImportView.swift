internal import Answers
internal import Bars
internal import Market
internal import Understanding

/// What an import found and did, for a terminal.
struct ImportView {
    let report: ImportReport
    let directory: String

    private let numbers = NumberFormat(.en)

    init(report: ImportReport, directory: String) {
        self.report = report
        self.directory = directory
    }

    func text() -> String {
        var lines: [String] = []
        for file in report.files {
            lines.append("\(file.name): \(count(file.rows.kept, "bar")) of \(file.symbol)")
            lines += file.recognition.findings.map { "  " + FindingText.of($0) }
        }
        let rejected = rejections()
        if !rejected.isEmpty { lines.append(rejected) }
        for skipped in report.skipped { lines.append("skipped \(skipped.file): \(skipped.reason)") }
        for symbol in report.symbols {
            let coverage = symbol.coverage
            let span = coverage.firstDay.flatMap { first in coverage.lastDay.map { ", \(first) to \($0)" } } ?? ""
            lines.append(
                "\(symbol.symbol): \(numbers.integer(symbol.added)) added, \(numbers.integer(symbol.replaced)) replaced, "
                    + "\(numbers.integer(symbol.unchanged)) as they were; now \(count(coverage.bars, "bar")), "
                    + "\(count(coverage.days, "trading day"))\(span)"
            )
        }
        lines.append(ending())
        return TextLayout.harmless(lines.joined(separator: "\n")) + "\n"
    }

    /// Rows that were left out, by reason.
    func rejections() -> String {
        report.files.flatMap { file in
            file.rows.rejected.sorted { $0.key.rawValue < $1.key.rawValue }.map { reason, rejected in
                "warning: \(file.name): left out \(count(rejected.count, "row")): \(FindingText.of(reason)), "
                    + "first in line \(rejected.firstLine)"
            }
        }.joined(separator: "\n")
    }

    private func ending() -> String {
        let time = numbers.fixed(report.seconds, decimals: 1) + " s"
        if report.dryRun { return "Nothing was written (dry run); \(time)." }
        if report.wroteNothing { return "Nothing was new; \(time)." }
        return "Loaded into \(directory) in \(time)."
    }

    private func count(_ count: Int, _ noun: String) -> String {
        numbers.integer(count) + " " + noun + (count == 1 ? "" : "s")
    }
}
