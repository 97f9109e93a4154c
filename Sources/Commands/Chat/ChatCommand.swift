internal import AgentGraph
internal import Agents
internal import Answers
internal import ArgumentParser
internal import Sessions

struct ChatCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chat",
        abstract: "A conversation: questions, follow-ups and replies, kept and gone on with later.",
        discussion: """
            /help in the chat lists its commands. Ctrl-C stops the turn at work and not the program, Ctrl-D leaves. Where \
            standard input is no terminal, each of its lines is something said.
            """
    )

    @OptionGroup var place: ConversationOptions
    @OptionGroup var style: StyleOptions
    @OptionGroup var about: AboutOptions

    @Option(help: ArgumentHelp("Go on with this conversation.", valueName: "id|last"))
    var session: String?

    @Flag(help: "Also what each agent does, as it happens.")
    var verbose = false

    func run() async throws {
        try await place.reporting {
            let date = try about.date()
            let store = try await place.store()
            let knowledge = try about.knowledge()
            let analyst = try Analyst(directory: place.data.directory, knowledge: knowledge)
            var id: ThreadID?
            if let session { id = try await store.session(named: session).id }
            try await ModelSetup.using(
                analyst,
                knowledge: knowledge,
                store: store,
                user: try place.payer(),
                isLasting: true
            ) { [id] assistant, log in
                var chat = Chat(
                    analyst: analyst,
                    assistant: assistant,
                    log: log,
                    store: store,
                    terminal: style.terminal(),
                    symbol: about.symbol,
                    asOf: date,
                    isVerbose: verbose,
                    isLive: RawTerminal.isThere
                )
                // What other programs left unfinished ends meanwhile; leaving waits for the turn at work only.
                async let lost = Conversation.finishLost(analyst, assistant: assistant, store: store)
                try await chat.run(LineInput.standard(), opening: id)
                _ = try? await lost  // Whatever kept it from it, the next chat tries again.
            }
        }
    }
}
