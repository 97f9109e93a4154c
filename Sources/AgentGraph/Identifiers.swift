internal import Foundation

/// A name that is unique for its kind of thing.
public struct Identifier<Thing>: Hashable, Codable, Sendable, RawRepresentable, CustomStringConvertible {
    public var rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    /// One that nothing else has.
    public init() { rawValue = UUID().uuidString.lowercased() }

    public var description: String { rawValue }
}

public enum Thread {}
public enum Run {}
public enum Asking {}

/// A conversation. Whose it is is the application's business.
public typealias ThreadID = Identifier<Thread>
/// One turn of a conversation, from its input to its end.
public typealias RunID = Identifier<Run>
/// One question to a person.
public typealias QuestionID = Identifier<Asking>

/// A point that a run can go on from: what was true after step `step` of `run`; step 0 is the input.
public struct CheckpointID: Hashable, Codable, Sendable, CustomStringConvertible {
    public var run: RunID
    public var step: Int

    public init(run: RunID, step: Int) {
        self.run = run
        self.step = step
    }

    public var description: String { "\(run)#\(step)" }
}
