package import Foundation
import Synchronization

/// The servers' time of day, which a test moves on; it stands still otherwise.
package final class ServerTime: Sendable {
    private let instant: Mutex<Date>

    /// - Parameter start: By default 2026-11-18 11:06:40 UTC.
    package init(_ start: Date = Date(timeIntervalSince1970: 1_795_000_000)) {
        instant = Mutex(start)
    }

    package var now: Date { instant.withLock { $0 } }

    package func advance(by seconds: Double) { instant.withLock { $0 += seconds } }
}
