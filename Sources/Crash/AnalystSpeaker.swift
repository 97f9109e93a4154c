import AgentGraph
import Agents
import Answers
import Bars
import CrashProof
import Foundation
import Knowledge
import Market
import Sessions
import Synchronization

/// Holds a conversation with the real agents over a few days of bars, as one process of the program does.
struct AnalystSpeaker {
    let chat: Conversation
    let tell: @Sendable (Deed) -> Void

    init(_ store: any SessionStore, session: ThreadID, data: URL, tell: @escaping @Sendable (Deed) -> Void) throws {
        let analyst = try Analyst(directory: DataDirectory(data), knowledge: try KnowledgeDirectory.locate())
        chat = Conversation(analyst, store: store, session: session)
        self.tell = tell
    }

    /// The turns with these numbers that were not said before, after what another process left.
    func talk(_ numbers: Range<Int>) async throws {
        tell(.ready)
        try await finish()
        for number in numbers where number > (try await said()) {
            let key = Self.key(number)
            let isTold = Mutex(false)
            let reply = try await chat.say(Self.question(number), symbol: "NQ") { [tell] event in
                // The first step begins once the question is stored.
                if !isTold.withLock({ exchange(&$0, true) }) { tell(.said(key: key)) }
                if case .entered = event.kind, let node = event.node { tell(.entered(key: key, node: node)) }
            }
            try await follow(reply, key)
        }
    }

    /// Goes on with a turn that is unfinished or asks.
    private func finish() async throws {
        while true {
            let key = Self.key(try await said())
            if let asked = try await chat.pending() {
                tell(.resumed(key: key))
                tell(.asked(key: key, question: asked.id.rawValue))
                try await answer(asked.id, key)
            } else {
                do {
                    guard let reply = try await chat.resume() else { return }
                    tell(.resumed(key: key))
                    try await follow(reply, key)
                } catch let error as GraphError where error.code == .runOwned {
                    try await Task.sleep(for: .milliseconds(5))
                }
            }
        }
    }

    private func follow(_ reply: Reply, _ key: String) async throws {
        guard case .asked(_, let question) = reply.kind else { return tell(.ended(key: key)) }
        tell(.asked(key: key, question: question.rawValue))
        try await answer(question, key)
    }

    private func answer(_ question: QuestionID, _ key: String) async throws {
        let reply = try await chat.reply(Self.choice, to: question)
        tell(.answered(key: key, question: question.rawValue))
        try await follow(reply, key)
    }

    /// The number of the last turn that was said.
    private func said() async throws -> Int {
        Self.script.parts(try await chat.store.messages(of: chat.session, last: nil))
            .compactMap { if case .said(let key) = $0 { Int(key.dropFirst()) } else { nil } }
            .last ?? 0
    }
}

extension AnalystSpeaker {
    /// Asked about whatever was said before it: no word of it is a follow-up's.
    private static let vague = "how often does it close"
    static let choice = "1"
    private static let begin = "how many days had a range above ", end = " points"

    static func key(_ number: Int) -> String { "t\(number)" }

    /// Every third is unclear, and asked about.
    static func isVague(_ number: Int) -> Bool { number % 3 == 0 }

    static func question(_ number: Int) -> String {
        isVague(number) ? vague : begin + "\(number)" + end
    }

    /// An unclear question is the one that follows the one before it.
    static let script = Script { messages in
        var last = 0
        return messages.map { message in
            switch (message.role, message.status) {
            case (.user, _) where message.text == choice: return .replied
            case (.user, _) where message.text == vague:
                last += 1
                return .said(key: key(last))
            case (.user, _) where message.text.hasPrefix(begin):
                guard let number = Int(message.text.dropFirst(begin.count).dropLast(end.count)) else { break }
                last = number
                return .said(key: key(number))
            case (.assistant, .question): return .asked
            case (.assistant, .complete): return .answered
            default: break
            }
            return .strange(text: message.text)
        }
    }

    /// Forty days of a future's bars.
    static func makeBars(in folder: URL) async throws -> URL {
        var text = "timestamp,open,high,low,close,volume\n"
        for day in 1...40 {
            guard let date = CivilDate("2024-01-08")?.adding(days: day), date.weekday < 6 else { continue }
            for minute in 570..<960 where minute % 30 < 3 {
                let price = 100 + (day * 7 + minute) % 13
                text += "\(date) \(Window.clock(minute)):00,\(price),\(price + day % 9),\(price - 1),\(price),10\n"
            }
        }
        let file = folder.appending(path: "bars.csv")
        try Data(text.utf8).write(to: file)
        let directory = DataDirectory(folder.appending(path: "data"))
        let catalogue = try Catalogue.load(try KnowledgeDirectory.locate())
        _ = try await Importer(directory: directory, catalogue: catalogue).run(
            ImportRequest(files: [file.path], symbol: "NQ", timezone: "America/New_York")
        )
        return directory.url
    }
}

private func exchange(_ value: inout Bool, _ new: Bool) -> Bool {
    defer { value = new }
    return value
}
