import LanguageModels
import Synchronization

/// What the clients report to whoever runs the program.
final class Notices: Sendable {
    private let notices = Mutex<[ModelNotice]>([])

    func add(_ notice: ModelNotice) { notices.withLock { $0.append(notice) } }

    var all: [ModelNotice] { notices.withLock { $0 } }
}
