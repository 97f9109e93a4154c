import Foundation

/// Runs a program to its end; its output goes nowhere. Milliseconds from start to end.
func timeProcess(_ program: String, _ arguments: [String]) throws -> Double {
    let start = ContinuousClock.now
    try started(program, arguments).waitUntilExit()
    return (ContinuousClock.now - start) / .milliseconds(1)
}

/// Runs a program to its end and watches the most memory that it had resident, in megabytes.
/// Nil where the system has no `/proc`.
func mostResident(_ program: String, _ arguments: [String]) throws -> Double? {
    let process = try started(program, arguments)
    var most: Double?
    // What `getrusage` tells of a child counts its parent's memory at the fork.
    while process.isRunning {
        if let status = try? String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
            let kilobytes = line.split(separator: " ").dropLast().last.flatMap({ Double($0) })
        {
            most = max(most ?? 0, kilobytes / 1000)
        }
        usleep(2000)
    }
    return most
}

private func started(_ program: String, _ arguments: [String]) throws -> Process {
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
}
