internal import Foundation

/// A name that is unique for its kind of thing.
public struct Identifier<Thing>: Hashable, Codable, Sendable, RawRepresentable, CustomStringConvertible {
    public var rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    /// One that nothing else has: a UUID of version 7 (RFC 9562), which begins with its time, so that stores write what is
    /// new beside what is new. By a clock that jumps back they are as unique, and only out of order.
    public init() {
        let milliseconds = UInt64(max(0, Date().timeIntervalSince1970 * 1000))
        var bytes = UUID().uuid
        withUnsafeMutableBytes(of: &bytes) { bytes in
            for place in 0..<6 { bytes[place] = UInt8(truncatingIfNeeded: milliseconds >> (40 - 8 * UInt64(place))) }
            bytes[6] = bytes[6] & 0x0f | 0x70
        }
        rawValue = UUID(uuid: bytes).uuidString.lowercased()
    }

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
