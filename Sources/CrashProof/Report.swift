/// How many died how, and what did not hold.
package struct Report: Sendable {
    package private(set) var deaths: [String: Int] = [:]
    package private(set) var said = 0, ended = 0, asked = 0, answered = 0, summarised = 0, resumed = 0
    package var violations: [String] = []

    package init() {}

    package var killed: Int { deaths.filter { $0.key != "by itself" }.values.reduce(0, +) }

    /// - Parameter how: nil for a process that was to live.
    package mutating func note(_ deeds: [Deed], _ how: String?) {
        if let how { deaths[how, default: 0] += 1 }
        for deed in deeds {
            switch deed {
            case .said: said += 1
            case .ended: ended += 1
            case .asked: asked += 1
            case .answered: answered += 1
            case .summarised: summarised += 1
            case .resumed: resumed += 1
            case .ready, .entered, .lost, .refused, .dying: break
            }
        }
    }

    /// A line for each way to die, and the sums.
    package var table: String {
        let width = (deaths.keys.map(\.count).max() ?? 0) + 2
        let lines = deaths.sorted { $0.key < $1.key }.map { how, count in
            how + String(repeating: " ", count: width - how.count) + "\(count)"
        }
        let sums = """
            \(killed) killed; acknowledged: \(said) said, \(asked) asked, \(answered) answered, \(ended) ended, \
            \(summarised) summarised; \(resumed) turns resumed; \(violations.count) violations
            """
        return (lines + [sums]).joined(separator: "\n")
    }
}
