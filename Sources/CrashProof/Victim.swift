package import Foundation

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// A child process that speaks, read line by line; every way out of it ends the child.
///
/// Unchecked: it has one user, who waits for one thing at a time.
package final class Victim: @unchecked Sendable {
    private let process = Process()
    private let output = Pipe()
    private var unread = Data()
    private var isOver = false
    package private(set) var deeds: [Deed] = []

    package init(_ program: URL, _ arguments: [String]) throws {
        process.executableURL = program
        process.arguments = arguments
        process.standardOutput = output
        try process.run()
    }

    deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

    /// Reads on until such a deed comes.
    /// - Returns: whether it came; false where the child ended without it.
    @discardableResult
    package func wait(for isAwaited: @escaping @Sendable (Deed) -> Bool) async -> Bool {
        await aside { [self] in
            while let deed = next() {
                if isAwaited(deed) { return true }
            }
            return false
        }
    }

    package func signal(_ number: Int32) { kill(process.processIdentifier, number) }

    /// Waits for the child's end, and reads what it had told by then.
    /// - Returns: whether it ended by itself, with success.
    @discardableResult
    package func end() async -> Bool {
        await aside { [self] in
            while next() != nil {}
            process.waitUntilExit()
            return process.terminationReason == .exit && process.terminationStatus == 0
        }
    }

    /// On a thread of its own, since it blocks: Dispatch's, of which there are few, are those of all tasks.
    private func aside<Result: Sendable>(_ work: @escaping @Sendable () -> Result) async -> Result {
        await withCheckedContinuation { done in
            Thread.detachNewThread { done.resume(returning: work()) }
        }
    }

    private func next() -> Deed? {
        while true {
            if let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
                let line = String(decoding: unread[unread.startIndex..<end], as: UTF8.self)
                unread = Data(unread[(end + 1)...])
                guard let deed = Deed(line: line) else { continue }
                deeds.append(deed)
                return deed
            }
            guard !isOver else { return nil }
            let more = output.fileHandleForReading.availableData
            isOver = more.isEmpty
            unread.append(more)
        }
    }
}
