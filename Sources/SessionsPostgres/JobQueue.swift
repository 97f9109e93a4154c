internal import Foundation

/// Jobs for a few threads, first come, first served; those that wait too long are told so.
///
/// Unchecked: every access to the state holds the condition's lock.
final class JobQueue: @unchecked Sendable {
    struct Job: Sendable {
        var deadline: ContinuousClock.Instant
        var run: @Sendable (Slot) -> Void
        var expire: @Sendable () -> Void
    }

    /// A thread without work for so long closes its connection and ends.
    private static let idleTime = 60.0

    private let changed = NSCondition()
    private let limit: Int
    private var waiting: [Job] = []
    private var threads = 0
    private var idle = 0
    private var isClosed = false
    private var isWatched = false

    init(threads: Int) { limit = max(1, threads) }

    func add(_ job: Job) {
        changed.lock()
        defer { changed.unlock() }
        waiting.append(job)
        if idle >= waiting.count {
            changed.broadcast()
        } else if threads < limit {
            threads += 1
            Foundation.Thread.detachNewThread { self.work() }
        } else if !isWatched {
            isWatched = true
            Foundation.Thread.detachNewThread { self.watch() }
        }
    }

    /// Jobs that were added are done; then the threads end.
    func close() {
        changed.lock()
        defer { changed.unlock() }
        isClosed = true
        changed.broadcast()
    }

    private func work() {
        let slot = Slot()
        while let job = next() { job.run(slot) }
    }

    private func next() -> Job? {
        changed.lock()
        defer { changed.unlock() }
        let end = Date(timeIntervalSinceNow: Self.idleTime)
        while waiting.isEmpty {
            idle += 1
            let isInTime = !isClosed && changed.wait(until: end)
            idle -= 1
            if waiting.isEmpty, isClosed || !isInTime {
                threads -= 1
                return nil
            }
        }
        return waiting.removeFirst()
    }

    /// Runs on a thread while there is somebody who waits.
    private func watch() {
        changed.lock()
        defer { changed.unlock() }
        while let first = waiting.first {
            let left = first.deadline - .now
            if left <= .zero {
                waiting.removeFirst()
                first.expire()
            } else {
                _ = changed.wait(until: Date(timeIntervalSinceNow: left.seconds))
            }
        }
        isWatched = false
    }
}
