internal import Agents
internal import Answers
internal import ArgumentParser
internal import Foundation
internal import Knowledge
internal import Market

struct AskCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ask",
        abstract: "Answer a question about the loaded bars.",
        discussion: "Exit code 0 is a reply of any kind; failures have codes of their own (docs/answer.md)."
    )

    @Argument(help: "The question, in Russian or English.")
    var question: [String] = []

    @OptionGroup var data: DataOption
    @OptionGroup var style: StyleOptions
    @OptionGroup var about: AboutOptions

    @Flag(help: "The whole answer as JSON (docs/answer.md).")
    var json = false

    @Flag(help: "Only the rows, as CSV.")
    var csv = false

    @Flag(help: "Also the SQL that ran; it can be pasted into DuckDB.")
    var sql = false

    @Option(
        help: ArgumentHelp(
            "Questions, one JSON object a line ('-': standard input); one answer a line, in the same order.",
            valueName: "file"
        )
    )
    var batch: String?

    func validate() throws {
        if batch != nil, !question.isEmpty { throw ValidationError("Give a question or --batch, not both.") }
        if batch == nil, question.isEmpty { throw ValidationError("What is the question?") }
        if json, csv { throw ValidationError("Give --json or --csv, not both.") }
    }

    func run() async throws {
        let analyst: Analyst
        do {
            analyst = try Analyst(directory: data.directory, knowledge: try about.knowledge())
        } catch {
            throw error.exit()
        }
        if let batch {
            do {
                try await Batch(analyst: analyst).run(batch)
            } catch {
                throw error.exit()
            }
            return
        }
        let answer = await analyst.ask(
            Inquiry(text: question.joined(separator: " "), symbol: about.symbol, asOf: try about.date())
        )
        let format: Output.Format = json ? .json : csv ? .csv : .text(showsSQL: sql)
        let output = Output(format: format, terminal: style.terminal())
        Output.write(output.render(answer, wording: analyst.wording(answer.study, answer.language)))
        if csv, answer.table == nil { Output.note(answer.text) }
        if let failure = answer.failure { throw ExitCode(failure.code.exitCode) }
    }
}

/// What a question is about besides its words.
struct AboutOptions: ParsableArguments {
    @Option(help: "The instrument meant where the question names none.")
    var symbol: String?

    @Option(name: .customLong("as-of"), help: ArgumentHelp("Today, for relative periods.", valueName: "YYYY-MM-DD"))
    var asOf: String?

    func date() throws -> CivilDate? {
        guard let asOf else { return nil }
        guard let date = CivilDate(asOf) else { throw ValidationError("--as-of is a date YYYY-MM-DD, not '\(asOf)'.") }
        return date
    }

    func knowledge() throws(Failure) -> KnowledgeDirectory {
        do {
            return try KnowledgeDirectory.locate()
        } catch {
            throw Failure(.knowledgeBroken, message: "\(error)")
        }
    }
}

/// How a terminal is drawn on.
struct StyleOptions: ParsableArguments {
    @Flag(name: .customLong("no-color"), help: "No colours (as with NO_COLOR in the environment).")
    var noColor = false

    @Option(help: "Columns of the output; default: those of the terminal.")
    var width: Int?

    func terminal() -> Terminal { Terminal(width: width, noColor: noColor) }
}
