internal import Dispatch
internal import Synchronization

#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// Runs an actor's jobs one after another on a thread of its own, so that a blocking call never takes a thread
/// of the cooperative pool, and the engine's parser has 8 MB of stack.
final class ConnectionThread: SerialExecutor {
    private struct Mailbox {
        var jobs: [UnownedJob] = []
        var isStopped = false
    }

    private static let stackSize = 8 << 20

    private let mailbox = Mutex(Mailbox())
    private let wake = DispatchSemaphore(value: 0)

    /// The thread holds the executor, and ends after `stop()`.
    init() throws(DuckDBError) {
        // Allocated, since `pthread_attr_t()` belongs to whichever of Glibc and Dispatch was imported first.
        let attributes = UnsafeMutablePointer<pthread_attr_t>.allocate(capacity: 1)
        pthread_attr_init(attributes)
        defer {
            pthread_attr_destroy(attributes)
            attributes.deallocate()
        }
        pthread_attr_setstacksize(attributes, Self.stackSize)
        pthread_attr_setdetachstate(attributes, Int32(PTHREAD_CREATE_DETACHED))
        let this = Unmanaged.passRetained(self)
        #if canImport(Darwin)
        var thread: pthread_t?
        let code = pthread_create(&thread, attributes, { ConnectionThread.run($0) }, this.toOpaque())
        #else
        var thread = pthread_t()
        let code = pthread_create(&thread, attributes, { ConnectionThread.run($0) }, this.toOpaque())
        #endif
        if code != 0 {
            this.release()
            throw DuckDBError(.open, "no thread for a connection: error \(code)")
        }
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        mailbox.withLock { $0.jobs.append(job) }
        wake.signal()
    }

    /// After the last job has run, the thread ends. Called once, when the actor goes.
    func stop() {
        mailbox.withLock { $0.isStopped = true }
        wake.signal()
    }

    private static func run(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        guard let context else { return nil }
        let this = Unmanaged<ConnectionThread>.fromOpaque(context).takeRetainedValue()
        let executor = this.asUnownedSerialExecutor()
        while true {
            this.wake.wait()
            let (jobs, isStopped) = this.mailbox.withLock { mailbox in
                defer { mailbox.jobs.removeAll() }
                return (mailbox.jobs, mailbox.isStopped)
            }
            for job in jobs {
                job.runSynchronously(on: executor)
            }
            if isStopped { return nil }
        }
    }
}
