/// Milliseconds that a piece of work took.
func milliseconds(_ work: () async throws -> Void) async throws -> Double {
    let start = ContinuousClock.now
    try await work()
    return (ContinuousClock.now - start) / .milliseconds(1)
}

/// The value below which a share (0-1) of the values lie; the nearest one there is.
func percentile(_ values: [Double], _ share: Double) -> Double {
    let sorted = values.sorted()
    return sorted.isEmpty ? .nan : sorted[min(sorted.count - 1, Int((Double(sorted.count) * share).rounded(.down)))]
}

extension Double {
    /// With so many digits after the point.
    func text(_ digits: Int) -> String {
        var scale = 1.0
        for _ in 0..<digits { scale *= 10 }
        let whole = (abs(self) * scale).rounded()
        guard whole < 1e15 else { return "\(self)" }
        let number = String(Int(whole))
        let padded = String(repeating: "0", count: max(0, digits + 1 - number.count)) + number
        let point = digits == 0 ? "" : "." + padded.suffix(digits)
        return (self < 0 ? "-" : "") + padded.dropLast(digits) + point
    }
}

extension String {
    func padded(_ width: Int) -> String { self + String(repeating: " ", count: max(1, width - count)) }
    func right(_ width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }
}
