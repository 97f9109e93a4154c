internal import Answers
internal import ArgumentParser
internal import Foundation
internal import Knowledge
internal import LanguageModels

struct UsageCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "usage",
        abstract: "What language models were asked and what it cost, by day, model and agent.",
        discussion: """
            Days are UTC. Input includes what came from the provider's cache; thinking costs as output does. A call is \
            counted with the most that it may use until it has ended.
            """
    )

    @OptionGroup var place: ConversationOptions
    @OptionGroup var style: StyleOptions

    @Option(help: ArgumentHelp("The first day; default: 30 days with the last.", valueName: "YYYY-MM-DD"))
    var from: String?

    @Option(help: ArgumentHelp("The last day; default: today.", valueName: "YYYY-MM-DD"))
    var through: String?

    @Flag(name: .customLong("all-users"), help: "Of everybody, in PostgreSQL; and what is nobody's.")
    var allUsers = false

    @Flag(help: "As JSON.")
    var json = false

    @Flag(help: "As CSV.")
    var csv = false

    func validate() throws {
        for day in [from, through].compactMap(\.self) where !Day.isDay(day) {
            throw ValidationError("A day is YYYY-MM-DD, not '\(day)'.")
        }
        if json, csv { throw ValidationError("Give --json or --csv, not both.") }
    }

    func run() async throws {
        try await place.reporting {
            let today = Date()
            let last = through ?? Day.of(today)
            let first = from ?? Day.of(today.addingTimeInterval(-29 * 86_400))
            let store = try await place.store()
            let calls =
                try await allUsers
                ? store.callsOfAll(from: first, through: last) : store.calls(from: first, through: last)
            let list = UsageList(UsageSummary(calls), first: first, last: last, pricesRead: try pricesRead())
            let output = Output(
                format: json ? .json : csv ? .csv : .text(showsSQL: false),
                terminal: style.terminal()
            )
            guard !calls.isEmpty || json || csv else {
                return Output.note("No model was asked from \(first) to \(last).")
            }
            Output.write(list.render(output))
            if let left = try await budget(store, Day.of(today)), !csv, !json { Output.write(left) }
        }
    }

    private func pricesRead() throws -> String {
        do {
            return try Prices(try KnowledgeDirectory.locate()).read
        } catch {
            throw Failure(.knowledgeBroken, message: "\(error)")
        }
    }

    /// What is left of the user's day; nil without a budget.
    private func budget(_ store: any Store, _ today: String) async throws -> String? {
        // What is wrong with the model itself is for doctor to tell.
        guard let budget = try? ModelSetup.budget() else { return nil }
        let calls = try await store.calls(from: today, through: today)
        let payer = try place.payer()
        let mine = calls.filter { $0.user == payer }
        var parts: [String] = []
        if let limit = budget.tokensOfUser {
            parts.append("\(mine.reduce(0) { $0 + $1.tokens }) of \(limit) tokens")
        }
        if let limit = budget.microdollarsOfUser {
            let used = mine.reduce(0) { $0 + ($1.microdollars ?? 0) }
            parts.append("\(UsageList.dollars(used)) of \(UsageList.dollars(limit))")
        }
        return parts.isEmpty ? nil : "Used of today's budget: " + parts.joined(separator: ", ") + "\n"
    }
}
