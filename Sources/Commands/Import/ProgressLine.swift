internal import Bars
internal import Foundation
internal import Synchronization

/// One line on stderr that says what an import is doing.
final class ProgressLine: Sendable {
    private let isOn: Bool
    private let last = Mutex("")

    init(isOn: Bool) {
        self.isOn = isOn
    }

    func show(_ progress: ImportProgress) {
        guard isOn else { return }
        let count = progress.total > 1 ? " (\(progress.done + 1) of \(progress.total))" : ""
        let text = progress.stage == .done ? "" : "\(progress.stage.rawValue) \(progress.subject)\(count)"
        let isNew = last.withLock { shown in
            defer { shown = text }
            return shown != text
        }
        guard isNew else { return }
        FileHandle.standardError.write(Data("\r\u{1B}[K\(TextLayout.harmless(text))".utf8))
    }

    func clear() {
        guard isOn else { return }
        FileHandle.standardError.write(Data("\r\u{1B}[K".utf8))
    }
}
