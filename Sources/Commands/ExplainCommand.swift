internal import Answers
internal import ArgumentParser
internal import Understanding

struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Show how a question is understood: bindings, study, brief and SQL. Nothing is run."
    )

    @Argument(help: "The question, in Russian or English.")
    var question: [String]

    @OptionGroup var data: DataOption
    @OptionGroup var style: StyleOptions
    @OptionGroup var about: AboutOptions

    @Flag(help: "As JSON.")
    var json = false

    @Flag(help: "Also the words' stems, what each became, and the studies considered.")
    var trace = false

    func run() async throws {
        do {
            let analyst = try Analyst(directory: data.directory, knowledge: try about.knowledge())
            let inquiry = Inquiry(text: question.joined(separator: " "), symbol: about.symbol, asOf: try about.date())
            let (answer, reading) = analyst.explain(inquiry)
            if json {
                Output.write(answer.json() + "\n")
            } else {
                let terminal = style.terminal()
                Output.write(
                    ReadingView(
                        answer: answer,
                        reading: reading,
                        say: analyst.say(answer.language),
                        terminal: terminal
                    ).text()
                )
                if trace { Output.write("\n" + TraceView(trace: analyst.trace(inquiry)).text()) }
            }
        } catch let failure as Failure {
            throw failure.exit()
        }
    }
}
