internal import Answers
internal import ArgumentParser
internal import Bars

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Say what is installed, found and missing, and how to mend it.",
        discussion: "Exit code 1 if something needed is missing."
    )

    @OptionGroup var data: DataOption
    @OptionGroup var style: StyleOptions

    func run() async throws {
        let findings = await Examination(directory: data.directory).findings() + ModelExamination().findings()
        Output.write(findings, terminal: style.terminal())
        if findings.contains(where: { $0.state == .missing }) { throw ExitCode(Failure.Code.setupIncomplete.exitCode) }
    }
}

extension Output {
    /// A line each, with a mark, and what to do below it.
    static func write(_ findings: [Examination.Finding], terminal: Terminal) {
        let paint = Paint(isEnabled: terminal.isColoured)
        let width = findings.map { TextLayout.width($0.subject) }.max() ?? 0
        for finding in findings {
            let mark =
                switch finding.state {
                case .good: paint.good("✓")
                case .optional: paint.dim("–")
                case .missing: paint.bad("✗")
                }
            var text = mark + " " + TextLayout.left(finding.subject, width) + "  " + TextLayout.harmless(finding.detail)
            if let cure = finding.cure { text += "\n" + String(repeating: " ", count: width + 4) + "→ " + cure }
            Output.write(text + "\n")
        }
    }
}
