internal import Foundation

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// How a process of this machine names itself as a run's owner, so that another one can see that it is dead without
/// waiting for its lease.
public enum ProcessOwner {
    /// "host/pid/nonce".
    public static func name() -> String {
        "\(ProcessInfo.processInfo.hostName)/\(ProcessInfo.processInfo.processIdentifier)/\(UUID().uuidString)"
    }

    /// Whether the owner was a process of this machine and is no more. A process that got its number since looks
    /// alive; then the lease decides.
    public static func isGone(_ owner: String) -> Bool {
        let parts = owner.split(separator: "/")
        guard parts.count == 3, parts[0] == ProcessInfo.processInfo.hostName, let pid = pid_t(parts[1]) else {
            return false
        }
        return kill(pid, 0) != 0 && errno == ESRCH
    }
}
