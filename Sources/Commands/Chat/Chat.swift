internal import AgentGraph
internal import Agents
internal import Answers
internal import Foundation
internal import JSONText
internal import Market
internal import Sessions
internal import Understanding

/// The loop of a chat: a line in, a reply out.
struct Chat {
    let analyst: Analyst
    /// The model that may be asked, and what is told of it.
    let assistant: Assistant?
    let log: ModelLog?
    let store: any SessionStore
    let terminal: Terminal
    let symbol: String?
    let asOf: CivilDate?
    let isVerbose: Bool
    /// A person looks on: what is at work is shown while it is.
    let isLive: Bool
    let interrupts = Interrupts()

    var conversation: Conversation
    var language: Language
    /// What was said in this chat, to go back to.
    private var history: [String] = []
    /// The last answer with figures, for its SQL and chart.
    private var last: Answer?

    init(
        analyst: Analyst,
        assistant: Assistant? = nil,
        log: ModelLog? = nil,
        store: any SessionStore,
        terminal: Terminal,
        symbol: String?,
        asOf: CivilDate?,
        isVerbose: Bool,
        isLive: Bool
    ) {
        self.analyst = analyst
        self.assistant = assistant
        self.log = log
        self.store = store
        self.terminal = terminal
        self.symbol = symbol
        self.asOf = asOf
        self.isVerbose = isVerbose
        self.isLive = isLive
        conversation = Conversation(analyst, assistant: assistant, store: store)
        language = Self.usual()
    }

    /// Until the lines end.
    mutating func run(_ input: LineInput, opening id: ThreadID?) async throws {
        say("ui.chat.welcome")
        if let id { try await open(id) }
        while true {
            let isAsked = try await conversation.pending() != nil
            switch await input.next(isAsked ? "? " : "> ", history) {
            case .end: return
            case .interrupt: say("ui.chat.leave")
            case .line(let line):
                let words = line.trimmingCharacters(in: .whitespacesAndNewlines)
                guard !words.isEmpty else { continue }
                if history.last != words { history.append(words) }
                guard let command = ChatLine(words) else {
                    try await tell { try await $0.say(words, symbol: $1, asOf: $2, show: $3) }
                    continue
                }
                guard try await obey(command) else { return }
            }
        }
    }

    /// - Returns: whether the chat goes on.
    private mutating func obey(_ command: ChatLine) async throws -> Bool {
        do {
            switch command {
            case .quit: return false
            case .help:
                let lines = ChatLine.usage.map { usage, key in
                    "  " + TextLayout.left(usage, 16) + analyst.say(language)("ui.chat.help.\(key)")
                }
                Output.write(paint.dim(lines.joined(separator: "\n")) + "\n")
            case .new:
                conversation = Conversation(analyst, assistant: assistant, store: store)
                last = nil
                say("ui.chat.new")
            case .open(let name): try await open(try await store.session(named: name).id)
            case .sessions: Output.write(try await SessionList(store, limit: 20).text(terminal))
            case .sql: show(try await answered()?.sql)
            case .chart(let file): try await chart(file)
            case .undo: say("ui.chat.undone", ["what": .text(try await conversation.undo())])
            case .unknown(let name): say("ui.chat.unknown", ["what": .text(name)])
            }
        } catch let failure as Failure {
            Output.note(failure.message)
        }
        return true
    }

    private mutating func open(_ id: ThreadID) async throws {
        conversation = Conversation(analyst, assistant: assistant, store: store, session: id)
        last = nil
        let said = try await conversation.messages(last: 20)
        history = said.filter { $0.role == .user }.map(\.text)
        Output.write(Transcript(messages: Array(said.suffix(4)), terminal: terminal).text())
        switch try await conversation.standing() {
        case .free: break
        case .asks(let clarification):
            language = clarification.language
            render(clarification.answer)
        case .unfinished:
            say("ui.chat.resumed")
            try await tell { conversation, _, _, show in try await conversation.resume(show: show) }
        }
    }

    /// A turn, from what is said to what is shown.
    private mutating func tell(
        _ turn:
            @Sendable @escaping (
                Conversation, String?, CivilDate?, @escaping @Sendable (Event) -> Void
            ) async throws -> Reply?
    ) async throws {
        let progress = Progress(terminal: terminal, isVerbose: isVerbose, isLive: isLive)
        defer { log?.tell() }
        do {
            let reply = try await interrupts.stopping { [conversation, symbol, asOf] in
                try await turn(conversation, symbol, asOf, progress.show)
            }
            progress.clear()
            guard let reply else { return }
            if let error = reply.unsaved { Output.note("The answer is not kept: \(error.message)") }
            if let answer = reply.answer {
                language = answer.language
                if answer.table != nil { last = answer }
                render(answer)
            } else {
                say("turn.stopped")
            }
        } catch let error as GraphError {
            progress.clear()
            Output.note(Failure(error).message)
        } catch let error as SessionError {
            progress.clear()
            Output.note("\(error.message) (\(error.code.rawValue))")
        }
    }

    /// The last answer with figures; in a chat that was opened again it is worked out again.
    private mutating func answered() async throws -> Answer? {
        if let last { return last }
        guard let reading = try await conversation.lastReading() else {
            say("ui.chat.noAnswer")
            return nil
        }
        last = await analyst.answer(to: reading, Inquiry(text: "", symbol: symbol, asOf: asOf))
        return last
    }

    private mutating func chart(_ file: String?) async throws {
        guard let answer = try await answered() else { return }
        guard let chart = answer.chart else { return say("ui.chat.noChart") }
        var writer = JSONWriter()
        writer.value(chart)
        guard let file else { return show(writer.text) }
        do {
            try writer.text.write(toFile: file, atomically: true, encoding: .utf8)
            say("ui.chat.chart", ["file": .text(file)])
        } catch {
            throw Failure(.inputUnreadable, message: "'\(file)' cannot be written.", cause: "\(error)")
        }
    }

    private var paint: Paint { Paint(isEnabled: terminal.isColoured) }

    private func render(_ answer: Answer) {
        let output = Output(format: .text(showsSQL: false), terminal: terminal)
        Output.write("\n" + output.render(answer, wording: analyst.wording(answer.study, answer.language)) + "\n")
    }

    private func show(_ text: String?) { if let text { Output.write(text + "\n") } }

    private func say(_ key: String, _ values: [String: Sentences.Value] = [:]) {
        Output.write(paint.dim(analyst.say(language)(key, values)) + "\n")
    }

    /// The language of the system, until somebody has said something.
    private static func usual(_ environment: [String: String] = ProcessInfo.processInfo.environment) -> Language {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        return locale.flatMap { Language(rawValue: String($0.prefix(2))) } ?? .en
    }
}
