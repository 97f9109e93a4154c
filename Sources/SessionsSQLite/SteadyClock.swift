internal import Foundation

/// Seconds since the machine began, the same in all its processes; leases are judged by it, and a wall clock that
/// jumps moves none.
struct SteadyClock: Sendable {
    /// Names the machine's present life: a moment of an earlier one says nothing.
    let boot: String

    init() {
        // Not every system tells; then `hasLapsed` goes by the time alone.
        boot = (try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)) ?? "unknown"
    }

    var now: Double { ProcessInfo.processInfo.systemUptime }

    /// Whether a lease is over. One that would last for more than a day is of another life of the machine.
    func hasLapsed(end: Double, boot: String) -> Bool {
        boot != self.boot || end <= now || end > now + 86_400
    }
}
