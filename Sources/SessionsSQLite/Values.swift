internal import AgentGraph
internal import Foundation
internal import Sessions

extension Date {
    /// Since 1970.
    var seconds: Double { timeIntervalSince1970 }
    init(seconds: Double) { self.init(timeIntervalSince1970: seconds) }
}

extension Duration {
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}

extension CheckpointID {
    init?(run: String?, step: Int?) {
        guard let run, let step else { return nil }
        self.init(run: RunID(rawValue: run), step: step)
    }
}

/// A closed set's member as it was stored.
/// - Throws: `SessionError.schema` for one that this program does not know.
func stored<Value: RawRepresentable<String>>(_ text: String) throws -> Value {
    guard let value = Value(rawValue: text) else { throw SessionError(.schema, "unknown \(Value.self)") }
    return value
}
