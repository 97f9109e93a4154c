internal import Answers
internal import ArgumentParser
internal import Understanding

struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Show how a question is understood: its words, the studies considered, the one taken, its SQL.",
        discussion: """
            First each word with its stem and the place that it took, words without meaning, and what was taken where
            the question says nothing. Then the studies that the words may mean: how well each fits, and which words
            it has no place for; one with an unplaced word is never answered. Last the study that was taken as JSON, as
            a brief in words, and as SQL that any DuckDB runs. Nothing is run here.
            """
    )

    @Argument(help: "The question, in Russian or English.")
    var question: [String]

    @OptionGroup var data: DataOption
    @OptionGroup var style: StyleOptions
    @OptionGroup var about: AboutOptions

    @Flag(help: "As JSON.")
    var json = false

    @Flag(help: "Also the senses of the words as the rules see them, and every study considered.")
    var trace = false

    func run() async throws {
        do {
            let analyst = try Analyst(directory: data.directory, knowledge: try about.knowledge())
            let inquiry = Inquiry(text: question.joined(separator: " "), symbol: about.symbol, asOf: try about.date())
            let (answer, trace) = analyst.explain(inquiry)
            if json {
                Output.write(answer.json() + "\n")
            } else {
                let view = ReadingView(
                    answer: answer,
                    trace: trace,
                    say: analyst.say(answer.language),
                    terminal: style.terminal(),
                    task: { analyst.task(of: $0, answer.language) },
                    showsAll: self.trace
                )
                Output.write(view.text())
            }
        } catch let failure as Failure {
            throw failure.exit()
        }
    }
}
