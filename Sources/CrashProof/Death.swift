package import Sessions
internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// At which write a process kills itself: the third of all, before it is carried out, say, or the first of its kind,
/// after it.
package struct Death: Hashable, Sendable, CustomStringConvertible {
    package var moment: WatchedStore.Moment
    /// nil: writes of every kind count.
    package var write: WatchedStore.Write?
    /// From 1.
    package var count: Int

    package init(_ moment: WatchedStore.Moment, _ write: WatchedStore.Write? = nil, _ count: Int = 1) {
        self.moment = moment
        self.write = write
        self.count = count
    }

    package var description: String { "\(moment.rawValue):\(write?.rawValue ?? "any"):\(count)" }

    package init?(_ text: String) {
        let parts = text.split(separator: ":").map(String.init)
        guard parts.count == 3, let moment = WatchedStore.Moment(rawValue: parts[0]), let count = Int(parts[2]) else {
            return nil
        }
        self.init(moment, WatchedStore.Write(rawValue: parts[1]), count)
    }

    /// The store whose user dies so.
    package func awaiting(_ store: any SessionStore, tell: @escaping @Sendable (Deed) -> Void) -> WatchedStore {
        let seen = Mutex(0)
        return WatchedStore(store) { moment, write in
            guard moment == self.moment, self.write == nil || write == self.write else { return }
            let number = seen.withLock { seen in
                seen += 1
                return seen
            }
            guard number == count else { return }
            tell(.dying(moment: moment.rawValue, write: write.rawValue))
            kill(getpid(), SIGKILL)
            // Nothing may happen between the signal and its arrival.
            while true { pause() }
        }
    }
}
