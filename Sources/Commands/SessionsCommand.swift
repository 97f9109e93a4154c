internal import AgentGraph
internal import Answers
internal import ArgumentParser
internal import Foundation
internal import Sessions

struct SessionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sessions",
        abstract: "List, show, export and delete conversations.",
        subcommands: [List.self, Show.self, Export.self, Delete.self],
        defaultSubcommand: List.self
    )

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Conversations, the latest first.")

        @OptionGroup var place: ConversationOptions
        @OptionGroup var style: StyleOptions

        @Option(help: "At most so many.")
        var limit = 50

        @Flag(help: "As JSON.")
        var json = false

        @Flag(help: "As CSV.")
        var csv = false

        func run() async throws {
            try await place.reporting {
                let list = try await SessionList(try await place.store(), limit: limit)
                if list.lines.isEmpty, !json, !csv { return Output.note("No conversation is kept yet.") }
                let output = Output(
                    format: json ? .json : csv ? .csv : .text(showsSQL: false),
                    terminal: style.terminal()
                )
                Output.write(list.render(output))
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "What was said in a conversation.")

        @Argument(help: ArgumentHelp("The conversation.", valueName: "id|last"))
        var session: String

        @OptionGroup var place: ConversationOptions
        @OptionGroup var style: StyleOptions

        func run() async throws {
            try await place.reporting {
                let store = try await place.store()
                let id = try await store.session(named: session).id
                let messages = try await store.messages(of: id, last: nil)
                Output.write(Transcript(messages: messages, terminal: style.terminal(), isNumbered: true).text())
            }
        }
    }

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "A conversation as JSON lines: itself, its messages with their answers, its summaries, its traces."
        )

        @Argument(help: ArgumentHelp("The conversation.", valueName: "id|last"))
        var session: String

        @OptionGroup var place: ConversationOptions

        func run() async throws {
            try await place.reporting {
                let store = try await place.store()
                let export = SessionExport(store: store, session: try await store.session(named: session))
                for line in try await export.lines() { Output.write(line + "\n") }
            }
        }
    }

    struct Delete: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Delete a conversation with everything that belongs to it."
        )

        @Argument(help: ArgumentHelp("The conversation.", valueName: "id|last"))
        var session: String

        @Flag(help: "Without asking.")
        var yes = false

        @OptionGroup var place: ConversationOptions

        func run() async throws {
            try await place.reporting {
                let store = try await place.store()
                let session = try await store.session(named: session)
                if !yes {
                    let title = TextLayout.harmless(session.title ?? "")
                    Output.write("Delete \(session.id.rawValue.prefix(8)) \(title)? [y/N] ")
                    guard Output.answer()?.lowercased().hasPrefix("y") == true else {
                        return Output.note("Nothing was deleted.")
                    }
                }
                try await store.delete(session.id)
                Output.note("Deleted.")
            }
        }
    }
}
