public import AgentGraph
public import Foundation

/// What one user's conversations are kept in: sessions, messages, traces, strategies, cached contexts, and the graph's
/// own checkpoints. Two stores keep to it: SQLite and PostgreSQL; one suite of tests holds both to it.
///
/// Messages and traces come as attachments of the graph's steps: stored with the step, or not at all; a message that
/// names no run is the step's run's. A thread's first
/// run makes its session.
public protocol SessionStore: CheckpointStore {
    /// - Throws: `SessionError.exists`.
    func create(_ session: Session) async throws
    func session(_ id: ThreadID) async throws -> Session?
    /// The latest ones first, by `updatedAt`.
    func sessions(limit: Int, offset: Int) async throws -> [Session]
    /// - Throws: `SessionError.unknown`.
    func rename(_ id: ThreadID, to title: String, at: Date) async throws

    /// By number, oldest first; summaries, which have none, are not among them.
    /// - Parameter last: so many of the newest; nil: all.
    func messages(of session: ThreadID, last: Int?) async throws -> [Message]
    func message(_ id: MessageID) async throws -> Message?
    /// By what they stand for, oldest first.
    func summaries(of session: ThreadID) async throws -> [Message]
    /// Stores a summary and marks what it stands for, both or neither. Summarising the same messages again changes
    /// nothing, and says so.
    func summarise(_ summary: Message) async throws -> Bool

    /// Of a turn, by step and attempt.
    func traces(of run: RunID) async throws -> [Trace]

    /// New, or in the place of the one with that id.
    func save(_ strategy: Strategy) async throws
    func strategies() async throws -> [Strategy]
    func deleteStrategy(_ id: Identifier<Strategy>) async throws

    func cachedContext(key: String, model: String) async throws -> CachedContext?
    /// Makes the row if there is none that lives at `now`: of many callers one gets true, and makes the content.
    func reserve(_ context: CachedContext, now: Date) async throws -> Bool
    /// New, or in the place of the one with that key and model.
    func save(_ context: CachedContext) async throws
    func deleteCachedContext(key: String, model: String) async throws
}

public struct SessionError: Error, Sendable, CustomStringConvertible {
    public var code: Code
    /// For developers; no user's text in it.
    public var message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { "\(code.rawValue): \(message)" }

    /// Stores hand texts to C, where NUL ends them: one that holds it would come back cut.
    /// - Throws: `text`.
    package static func refuseNUL(_ texts: String?...) throws {
        guard !texts.contains(where: { $0?.utf8.contains(0) == true }) else {
            throw SessionError(.text, "a text holds NUL")
        }
    }

    /// Stable names.
    public enum Code: String, Codable, Sendable, CaseIterable {
        case exists = "session.exists"
        case unknown = "session.unknown"
        /// A text holds NUL, which stores cut off or refuse.
        case text = "session.text"
        /// The store is held by somebody else for longer than we wait.
        case busy = "store.busy"
        /// No space, or no right to write.
        case full = "store.full"
        case readOnly = "store.read_only"
        case corrupt = "store.corrupt"
        case unreachable = "store.unreachable"
        case timeout = "store.timeout"
        /// The schema is not the one this program knows.
        case schema = "store.schema"
        case denied = "store.denied"
        case failed = "store.failed"
    }
}
