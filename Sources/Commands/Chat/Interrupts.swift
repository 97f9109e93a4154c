internal import Dispatch
internal import Foundation
internal import Synchronization

/// Ctrl-C while a turn is at work: it stops the turn, and the program goes on.
final class Interrupts: Sendable {
    private let stop = Mutex<(@Sendable () -> Void)?>(nil)
    // Made and cancelled once.
    private nonisolated(unsafe) let source: any DispatchSourceSignal

    init() {
        signal(SIGINT, SIG_IGN)
        source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
        source.setEventHandler { [weak self] in self?.interrupt() }
        source.activate()
    }

    deinit {
        source.cancel()
        signal(SIGINT, SIG_DFL)
    }

    func interrupt() { stop.withLock { $0 }?() }

    /// `work`, cancelled by an interrupt.
    func stopping<Result: Sendable>(
        _ work: @Sendable @escaping () async throws -> Result
    ) async throws -> Result {
        // Awaited below: it does not outlive this call.
        let task = Task { try await work() }
        stop.withLock { $0 = { task.cancel() } }
        defer { stop.withLock { $0 = nil } }
        return try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
    }
}
