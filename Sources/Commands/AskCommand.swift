internal import AgentGraph
internal import Agents
internal import Answers
internal import ArgumentParser
internal import Bars
internal import Foundation
internal import Knowledge
internal import Market
internal import Sessions

struct AskCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ask",
        abstract: "Answer a question about the loaded bars.",
        discussion: """
            Each question begins a conversation, which is kept beside the data; --session goes on with one: a follow-up, or \
            the reply to a question back (its option's number or text, or free words). Exit code 0 is a reply of any kind; \
            failures have codes of their own (docs/answer.md). With BARWISE_MODEL set, a language model is asked about what the \
            built-in reader leaves open (docs/models.md); figures are the data's in any case.
            """
    )

    @Argument(help: "The question, in Russian or English.")
    var question: [String] = []

    @OptionGroup var place: ConversationOptions
    @OptionGroup var style: StyleOptions
    @OptionGroup var about: AboutOptions

    @Option(
        help: ArgumentHelp(
            "Go on with a conversation; without a question: with what is unanswered.",
            valueName: "id|last"
        )
    )
    var session: String?

    @Flag(name: .customLong("no-store"), help: "Keep nothing of it.")
    var noStore = false

    @Flag(help: "Also what each agent does, as it happens.")
    var verbose = false

    @Flag(help: "The whole answer as JSON (docs/answer.md).")
    var json = false

    @Flag(help: "Only the rows, as CSV.")
    var csv = false

    @Flag(help: "Also the SQL that ran; it can be pasted into DuckDB.")
    var sql = false

    @Option(
        help: ArgumentHelp(
            "Questions, one JSON object a line ('-': standard input); one answer a line, in the same order. Nothing is kept.",
            valueName: "file"
        )
    )
    var batch: String?

    func validate() throws {
        if batch != nil, !question.isEmpty { throw ValidationError("Give a question or --batch, not both.") }
        if batch == nil, session == nil, question.isEmpty { throw ValidationError("What is the question?") }
        if json, csv { throw ValidationError("Give --json or --csv, not both.") }
        if session != nil, batch != nil || noStore {
            throw ValidationError("--session goes on with what is kept: not with --batch or --no-store.")
        }
    }

    func run() async throws {
        try await place.reporting {
            let about = about
            let date = try about.date()
            async let opened = store()
            let knowledge = try about.knowledge()
            let analyst = try Analyst(directory: place.data.directory, knowledge: knowledge)
            let store = try await opened
            try await ModelSetup.using(
                analyst,
                knowledge: knowledge,
                store: store,
                user: try place.payer(),
                isLasting: batch != nil
            ) { assistant, log in
                if let batch {
                    return try await Batch(analyst: analyst, assistant: assistant, log: log).run(batch)
                }
                let inquiry = Inquiry(text: question.joined(separator: " "), symbol: about.symbol, asOf: date)
                defer { log?.tell() }
                try tell(try await answer(inquiry, analyst, assistant, isKept ? store : nil), analyst)
            }
        }
    }

    private var show: @Sendable (Event) -> Void {
        ProgressView(paint: Paint(isEnabled: style.terminal().isColoured)).show(verbose)
    }

    /// The conversation is kept.
    private var isKept: Bool { batch == nil && !noStore }

    /// nil where nothing is to be kept; what a model is asked is written down all the same. A store that nobody named
    /// and that does not open costs no answer.
    private func store() async throws -> (any Store)? {
        guard isKept || ModelSetup.isNamed else { return nil }
        guard place.isByDefault, session == nil else { return try await place.store() }
        guard FileManager.default.fileExists(atPath: place.data.directory.url.path) else { return nil }
        do {
            return try await place.store()
        } catch let failure as Failure {
            Output.note("The conversation is not kept: \(TextLayout.harmless(failure.message))")
            if ModelSetup.isNamed { Output.note("No model is asked: its calls could not be written down.") }
            return nil
        }
    }

    private func answer(
        _ inquiry: Inquiry,
        _ analyst: Analyst,
        _ assistant: Assistant?,
        _ store: (any Store)?
    ) async throws -> Answer {
        guard let store else { return await analyst.ask(inquiry, assistant: assistant, show: show) }
        let id = try await session.asyncMap { try await store.session(named: $0).id }
        let conversation = Conversation(analyst, assistant: assistant, store: store, session: id ?? ThreadID())
        let reply: Reply
        do {
            guard let made = try await said(inquiry, conversation) else {
                throw Failure(
                    .sessionUnknown,
                    message: "Nothing is unanswered in this conversation. What is the question?"
                )
            }
            reply = made
        } catch let error as SessionError where session == nil && place.isByDefault {
            Output.note("The conversation is not kept: \(error.message)")
            return await analyst.ask(inquiry, assistant: assistant, show: show)
        }
        if let error = reply.unsaved { Output.note("The answer is not kept: \(error.message)") }
        switch reply.kind {
        case .answered(let answer): return answer
        case .asked(let answer, _):
            Output.note(analyst.say(answer.language)("ui.reply", ["command": .text(command(conversation.session))]))
            return answer
        case .stopped, .drained, .undone: throw ExitCode(Failure.Code.turnStopped.exitCode)
        }
    }

    /// What came of the words, or without words of what is unanswered; nil where nothing is.
    private func said(_ inquiry: Inquiry, _ conversation: Conversation) async throws -> Reply? {
        let standing = session == nil ? .free : try await conversation.standing()
        let words = try await conversation.lastWords()
        if case .unfinished = standing, let reply = try await conversation.resume(show: show) {
            guard !question.isEmpty, inquiry.text != words else { return reply }
            if let answer = reply.answer { Output.note(answer.text + "\n") }
        }
        guard question.isEmpty else {
            return try await conversation.say(inquiry.text, symbol: inquiry.symbol, asOf: inquiry.asOf, show: show)
        }
        return try await conversation.pendingReply()
    }

    /// How a person replies: in the latest conversation, or in the one that was named.
    private func command(_ id: ThreadID) -> String {
        let store = place.keeping.store.map { " --store \($0)" } ?? ""
        let data = place.data.path.map { " --data \($0)" } ?? ""
        return "barwise ask --session \(session ?? "last")\(data)\(store) 1"
    }

    private func tell(_ answer: Answer, _ analyst: Analyst) throws {
        let format: Output.Format = json ? .json : csv ? .csv : .text(showsSQL: sql)
        let output = Output(format: format, terminal: style.terminal())
        Output.write(output.render(answer, wording: analyst.wording(answer.study, answer.language)))
        if csv, answer.table == nil { Output.note(answer.text) }
        if let failure = answer.failure { throw ExitCode(failure.code.exitCode) }
    }
}

extension Optional {
    fileprivate func asyncMap<Result>(_ transform: (Wrapped) async throws -> Result) async rethrows -> Result? {
        if let self { try await transform(self) } else { nil }
    }
}
