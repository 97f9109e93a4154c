internal import AgentGraph
internal import Agents
internal import Answers
internal import ArgumentParser
internal import Bars
internal import Foundation
internal import Sessions

/// Where conversations are kept, and the errors of it as they are told.
struct ConversationOptions: ParsableArguments {
    @OptionGroup var data: DataOption
    @OptionGroup var keeping: StoreOption

    /// Opens the store; errors name it.
    /// - Throws: `Failure`.
    func store() async throws -> any Store { try await keeping.open(in: data.directory) }

    /// Who pays for models' calls.
    /// - Throws: `ValidationError`.
    func payer() throws -> String { try keeping.address(in: data.directory).payer }

    /// Nobody named a store: conversations are kept beside the data.
    var isByDefault: Bool {
        keeping.store == nil && ProcessInfo.processInfo.environment["BARWISE_STORE"].map(\.isEmpty) ?? true
    }

    /// Errors of `work` are told on stderr, and end the process with their exit code.
    func reporting(_ work: () async throws -> Void) async throws {
        do {
            try await work()
        } catch let failure as Failure {
            throw failure.exit()
        } catch {
            throw (failure(error) as? Failure)?.exit() ?? error
        }
    }

    /// What went wrong with a conversation, as it is told to the user.
    func failure(_ error: any Error) -> any Error {
        switch error {
        case let error as GraphError: Failure(error)
        case let error as SessionError:
            (try? keeping.address(in: data.directory)).map { Failure(error, at: $0) }  // It was opened: it has a name.
                ?? Failure(.storeBroken, message: error.message)
        default: error
        }
    }
}

extension Failure {
    init(_ error: GraphError) {
        let (code, message): (Code, String) =
            switch error.code {
            case .conversationMovedOn, .runInProgress, .runOwned, .staleOwner:
                (.sessionBusy, "Somebody else speaks in this conversation at this moment. Try again.")
            case .alreadyAnswered: (.questionAnswered, "The question has an answer already.")
            case .runEnded, .unknownRun, .unknownQuestion, .unknownCheckpoint:
                (.sessionUnknown, "The conversation went on without this question.")
            case .graphVersionGone, .unknownSchema, .unreadableState:
                (.storeBroken, "The turn was begun by another version of the program, which can go on with it.")
            case .deadlineExceeded, .budgetExhausted, .keyMismatch, .undeclaredRoute, .noStore:
                (.storeBroken, "The conversation cannot go on.")
            }
        self.init(code, message: message, cause: error.description)
    }
}

extension SessionStore {
    /// The session that a person names: `last`, an id, or an id's beginning that no other has.
    /// - Throws: `Failure.sessionUnknown`; the store's errors.
    func session(named name: String) async throws -> Session {
        if name == "last" {
            guard let latest = try await sessions(limit: 1, offset: 0).first else {
                throw Failure(.sessionUnknown, message: "No conversation is kept yet.")
            }
            return latest
        }
        if let exact = try await session(ThreadID(rawValue: name)) { return exact }
        let beginning = name.lowercased()
        let found = try await sessions(limit: 10_000, offset: 0).filter { $0.id.rawValue.hasPrefix(beginning) }
        guard !beginning.isEmpty, let only = found.first, found.count == 1 else {
            let reason = found.count > 1 ? "Several conversations begin so" : "There is no such conversation"
            throw Failure(.sessionUnknown, message: "\(reason): '\(name.prefix(40))'. barwise sessions list")
        }
        return only
    }
}
