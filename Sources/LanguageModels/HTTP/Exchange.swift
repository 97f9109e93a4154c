internal import AsyncHTTPClient
internal import NIOCore
internal import Synchronization

/// One request and its response, under the limits of a call. Leaving it by any way closes the connection, unless the
/// response was read to its end.
struct Exchange: Sendable {
    var connections: Connections
    var time: TimeSource
    var limits: CallLimits
    var deadline: ContinuousClock.Instant?

    /// Sends, and hands the response to `reader` piece by piece.
    func run<Reader: ResponseReader>(_ call: HTTPCall, _ reader: Reader) async throws(ModelError) -> Reader.Result {
        let timer = Timer(CallTimer(limits: limits, deadline: deadline, now: time.now()))
        do {
            return try await withThrowingTaskGroup(of: Reader.Result?.self) { group in
                group.addTask {
                    try await timer.watch(time)
                    return nil
                }
                group.addTask {
                    try await exchange(call, timer: timer, reader)
                }
                defer { group.cancelAll() }
                // The watch ends by an error only, so the first result is the exchange's.
                guard let first = try await group.next(), let result = first else { throw CancellationError() }
                return result
            }
        } catch {
            var failure = ModelError(failed: error, limit: timer.passed(at: time.now()), isCancelled: Task.isCancelled)
            failure.usage = failure.usage ?? timer.counted
            throw failure
        }
    }

    private func exchange<Reader: ResponseReader>(
        _ call: HTTPCall,
        timer: Timer,
        _ reader: Reader
    ) async throws -> Reader.Result {
        let response: HTTPClientResponse
        do {
            // The watch ends the call; the client's own deadline only must not end it earlier.
            response = try await connections.client.execute(call.request, deadline: .distantFuture)
        } catch {
            throw ConnectionFailure(cause: error, isBeforeAnswer: true)
        }
        timer.received(at: time.now())
        var reader = reader
        reader.begin(HTTPHead(response))
        do {
            try await read(response, timer: timer, into: &reader)
            return try await reader.end()
        } catch var error as ModelError {
            error.usage = error.usage ?? reader.usage
            throw error
        } catch {
            // What the timer or the caller called off is told by them; the tokens counted until then are told here.
            timer.counted(reader.usage)
            throw error
        }
    }

    private func read(
        _ response: HTTPClientResponse,
        timer: Timer,
        into reader: inout some ResponseReader
    ) async throws {
        var left = limits.bytes
        var pieces = response.body.makeAsyncIterator()
        while true {
            let buffer: ByteBuffer?
            do {
                buffer = try await pieces.next()
            } catch {
                throw ConnectionFailure(cause: error, isBeforeAnswer: false)
            }
            // A cancelled task sees the end of the body where it is not.
            try Task.checkCancellation()
            guard let buffer else { return }
            timer.received(at: time.now())
            left -= buffer.readableBytes
            guard left >= 0 else { throw ModelError(.tooLarge, "the answer is larger than allowed") }
            if try await reader.take(Array(buffer.readableBytesView)) { return }
        }
    }

    /// The timer that both sides of an exchange see.
    private final class Timer: Sendable {
        private let timer: Mutex<CallTimer>
        private let usage = Mutex<Usage?>(nil)

        init(_ timer: CallTimer) {
            self.timer = Mutex(timer)
        }

        func received(at now: ContinuousClock.Instant) { timer.withLock { $0.received(at: now) } }
        func passed(at now: ContinuousClock.Instant) -> CallTimer.Limit? { timer.withLock { $0.passed(at: now) } }

        func counted(_ usage: Usage?) { self.usage.withLock { $0 = usage } }
        var counted: Usage? { usage.withLock { $0 } }

        /// Returns by an error only: the limit that was passed, or cancellation.
        func watch(_ time: TimeSource) async throws {
            while true {
                if let limit = passed(at: time.now()) { throw LimitPassed(limit: limit) }
                try await time.sleep(timer.withLock { $0.deadline })
            }
        }
    }
}

/// The connection, not the server's word, is what failed.
struct ConnectionFailure: Error {
    var cause: any Error
    var isBeforeAnswer: Bool
}

struct LimitPassed: Error {
    var limit: CallTimer.Limit
}
