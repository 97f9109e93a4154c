internal import AgentGraph
internal import Answers
internal import Foundation
internal import Sessions
package import Understanding

extension Conversation {
    /// The chat's last study as a reading, to be worked out again; nil where there is none.
    package func lastReading() async throws -> Reading? {
        guard let memory = try await memory(at: try await runtime.head(of: session).checkpoint) else { return nil }
        let language = try await messages(last: 20).reversed().lazy.compactMap(KeptAnswer.init(of:)).first?.language
        return Reading(language: language ?? .en, intent: .study(study: memory.study))
    }
}
