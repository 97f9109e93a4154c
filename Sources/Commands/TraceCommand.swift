internal import AgentGraph
internal import Answers
internal import ArgumentParser
internal import Sessions

struct TraceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trace",
        abstract: "A turn as a timeline: each agent with its start, duration, attempts, tokens, input and output.",
        discussion: "A message's id is shown by barwise sessions show; its beginning is enough."
    )

    @Argument(help: ArgumentHelp("A message of the turn; last: of the latest.", valueName: "message|last"))
    var message: String

    @OptionGroup var place: ConversationOptions
    @OptionGroup var style: StyleOptions

    func run() async throws {
        try await place.reporting {
            let store = try await place.store()
            let found = try await store.message(named: message)
            guard let run = found.run else {
                throw Failure(.sessionUnknown, message: "The message belongs to no turn.")
            }
            let traces = try await store.traces(of: run)
            // Of a turn that is no longer kept step by step there are no events.
            let events = (try? await store.events(of: run, after: 0, limit: 1000)) ?? []
            Output.write(Timeline(traces: traces, events: events, terminal: style.terminal()).text())
        }
    }
}

extension SessionStore {
    /// The message that a person names: `last`, an id, or an id's beginning that no other has among the latest sessions.
    func message(named name: String) async throws -> Message {
        if name == "last" {
            let latest = try await session(named: "last").id
            if let message = try await messages(of: latest, last: nil).last(where: { $0.run != nil }) { return message }
        } else if let exact = try await message(MessageID(rawValue: name)) {
            return exact
        } else {
            for session in try await sessions(limit: 200, offset: 0) {
                let found = try await messages(of: session.id, last: nil).filter {
                    $0.id.rawValue.hasPrefix(name.lowercased())
                }
                if found.count == 1 { return found[0] }
            }
        }
        throw Failure(
            .sessionUnknown,
            message: "There is no such message: '\(name.prefix(40))'. barwise sessions show last"
        )
    }
}
