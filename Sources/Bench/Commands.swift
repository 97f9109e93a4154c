import Foundation

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Runs a program to its end; its output goes nowhere. Milliseconds from start to end.
func timeProcess(_ program: String, _ arguments: [String]) throws -> Double {
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    let start = ContinuousClock.now
    try process.run()
    process.waitUntilExit()
    return (ContinuousClock.now - start) / .milliseconds(1)
}

/// Most memory that any finished child process had resident, in megabytes.
func mostResidentOfChildren() -> Double {
    var usage = rusage()
    #if canImport(Darwin)
    guard getrusage(RUSAGE_CHILDREN, &usage) == 0 else { return .nan }
    return Double(usage.ru_maxrss) / 1_000_000
    #else
    guard getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &usage) == 0 else { return .nan }
    return Double(usage.ru_maxrss) / 1000
    #endif
}
