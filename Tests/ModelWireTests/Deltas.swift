import LanguageModels
import Synchronization

/// The pieces of an answer as they came.
final class Deltas: Sendable {
    private let pieces = Mutex<[ModelDelta]>([])

    var sink: DeltaSink { { delta in self.pieces.withLock { $0.append(delta) } } }
    var all: [ModelDelta] { pieces.withLock { $0 } }

    /// What a user has before them: the text since the last withdrawal.
    var shown: String {
        all.reduce(into: "") { shown, delta in
            switch delta {
            case .text(let text): shown += text
            case .withdrawn: shown = ""
            case .thought, .usage: break
            }
        }
    }
}
