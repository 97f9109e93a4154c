internal import Foundation

/// The right to change a data directory; one importer at a time. The kernel gives it back when its holder dies.
final class ImportLock {
    private let descriptor: Int32

    /// Fails at once where another importer has it.
    init(_ directory: DataDirectory) throws(ImportError) {
        do {
            try FileManager.default.createDirectory(at: directory.symbolsURL, withIntermediateDirectories: true)
        } catch {
            throw ImportError(
                .directoryUnusable,
                "The folder '\(directory.url.path)' cannot be made or written.",
                cause: "\(error)"
            )
        }
        descriptor = open(directory.lockURL.path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw ImportError(.directoryUnusable, "The folder '\(directory.url.path)' cannot be written.")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw ImportError(
                .importRunning,
                "Another import is writing to '\(directory.url.path)'; try again when it is done."
            )
        }
    }

    deinit { close(descriptor) }
}
