internal import Answers
internal import ArgumentParser
internal import Knowledge
internal import Market

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
