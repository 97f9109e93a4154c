internal import AgentGraph
internal import Agents
internal import Answers
internal import Foundation
internal import JSONText
internal import Sessions

/// Conversations, the latest first.
struct SessionList {
    struct Line {
        var session: Session
        var messages: Int
        /// Its title, or its first words where it has none yet.
        var title: String
        var standing: Standing
    }

    /// What opening it goes on with.
    enum Standing: String {
        case free = ""
        /// With a question back.
        case waiting
        /// A turn has no end yet: it is at work, or its program is gone.
        case unfinished

        init(_ session: ThreadID, last: Message?, _ store: any SessionStore) async throws {
            let live = try await store.head(of: session).live
            let run = live ?? (last?.role == .user ? last?.run : nil)
            var status: RunRecord.Status?
            if let run { status = try await store.load(run).record.status }
            switch status {
            case .waiting: self = .waiting
            case .running, .stopped: self = .unfinished
            case .failed, .finished, .abandoned, nil: self = .free
            }
        }
    }

    let lines: [Line]

    init(_ store: any SessionStore, limit: Int) async throws {
        var lines: [Line] = []
        for session in try await store.sessions(limit: limit, offset: 0) {
            let last = try await store.messages(of: session.id, last: 1).last
            let count = last?.number ?? 0
            var title = session.title
            if title == nil, count > 0 { title = try await store.messages(of: session.id, last: nil).first?.text }
            let standing = try await Standing(session.id, last: last, store)
            lines.append(Line(session: session, messages: count, title: title ?? "", standing: standing))
        }
        self.lines = lines
    }

    func text(_ terminal: Terminal) -> String {
        let output = Output(format: .text(showsSQL: false), terminal: terminal)
        return render(output)
    }

    func render(_ output: Output) -> String {
        var isPlain = true
        if case .text = output.format { isPlain = false }
        return output.render(
            titles: ["id", "when", "messages", "title", "standing"],
            isNumeric: [false, false, true, false, false],
            rows: lines.map { line in
                let id = line.session.id.rawValue
                return [
                    isPlain ? id : String(id.prefix(8)),
                    isPlain ? Self.moment(line.session.updatedAt) : Self.minute(line.session.updatedAt),
                    String(line.messages),
                    isPlain ? line.title : line.title.cut(to: max(20, output.terminal.width - 57)),
                    line.standing.rawValue,
                ]
            },
            json: json
        )
    }

    private func json() -> String {
        var writer = JSONWriter()
        writer.array { writer in
            for line in lines {
                writer.object { writer in
                    writer.member("id", line.session.id.rawValue)
                    writer.member("title", line.title)
                    writer.member("standing", line.standing == .free ? nil : line.standing.rawValue)
                    writer.member("created_at", Self.moment(line.session.createdAt))
                    writer.member("updated_at", Self.moment(line.session.updatedAt))
                    writer.key("messages")
                    writer.integer(line.messages)
                }
            }
        }
        return writer.text
    }

    /// In the machine's zone.
    static func minute(_ date: Date) -> String {
        date.formatted(
            .verbatim(
                "\(year: .defaultDigits)-\(month: .twoDigits)-\(day: .twoDigits) \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits)",
                timeZone: .current,
                calendar: Calendar(identifier: .gregorian)
            )
        )
    }

    /// In UTC.
    static func moment(_ date: Date) -> String { date.formatted(.iso8601) }
}
