import Foundation
import LanguageModels
import Synchronization

/// A clock that stands still until the test moves it, for the clients' limits and waits. Chance is a fixed number.
final class ManualTime: Sendable {
    private struct Sleeper {
        var until: ContinuousClock.Instant
        var continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var now: ContinuousClock.Instant
        var sleepers: [Int: Sleeper] = [:]
        var cancelled: Set<Int> = []
        var ids = 0
        var watchers: [(until: ContinuousClock.Instant, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let start = ContinuousClock.now
    private let day: Date
    private let state: Mutex<State>
    private let chance: Double

    /// - Parameters:
    ///   - chance: What every draw gives, 0 to 1. 0 makes the waits that have no length of their own none at all.
    ///   - day: The wall clock's time at the start.
    init(chance: Double = 0, day: Date = Date(timeIntervalSince1970: 1_795_000_000)) {
        self.chance = chance
        self.day = day
        state = Mutex(State(now: start))
    }

    var source: TimeSource {
        TimeSource(
            now: { self.state.withLock { $0.now } },
            sleep: { try await self.sleep(until: $0) },
            date: { self.day + self.elapsed / .seconds(1) },
            random: { self.chance }
        )
    }

    var elapsed: Duration { start.duration(to: state.withLock { $0.now }) }

    func advance(by duration: Duration) {
        let due = state.withLock { state in
            state.now = state.now.advanced(by: duration)
            let due = state.sleepers.filter { $0.value.until <= state.now }
            for id in due.keys { state.sleepers[id] = nil }
            return due.values.map(\.continuation)
        }
        for continuation in due { continuation.resume() }
    }

    /// Returns when somebody sleeps that is due exactly `duration` from now.
    func somebodySleeps(for duration: Duration) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                let until = state.now.advanced(by: duration)
                if state.sleepers.values.contains(where: { $0.until == until }) { return true }
                state.watchers.append((until, continuation))
                return false
            }
            if isThere { continuation.resume() }
        }
    }

    private func sleep(until: ContinuousClock.Instant) async throws {
        let id = state.withLock { state in
            state.ids += 1
            return state.ids
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                enter(Sleeper(until: until, continuation: continuation), id)
            }
        } onCancel: {
            let sleeper = state.withLock { state in
                state.cancelled.insert(id)
                return state.sleepers.removeValue(forKey: id)
            }
            sleeper?.continuation.resume(throwing: CancellationError())
        }
    }

    private func enter(_ sleeper: Sleeper, _ id: Int) {
        enum Outcome { case slept, cancelled, due }
        let (outcome, watchers) = state.withLock { state in
            if state.cancelled.contains(id) { return (Outcome.cancelled, [CheckedContinuation<Void, Never>]()) }
            if sleeper.until <= state.now { return (.due, []) }
            state.sleepers[id] = sleeper
            let watchers = state.watchers.filter { $0.until == sleeper.until }
            state.watchers.removeAll { $0.until == sleeper.until }
            return (.slept, watchers.map(\.continuation))
        }
        switch outcome {
        case .slept: break
        case .cancelled: sleeper.continuation.resume(throwing: CancellationError())
        case .due: sleeper.continuation.resume()
        }
        for watcher in watchers { watcher.resume() }
    }
}
