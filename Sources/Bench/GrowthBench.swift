import Market
import ReadingProof
import Understanding

/// Reading of noise of growing length, and of questions of a file.
struct GrowthBench {
    let desk: QuestionDesk
    let turns: Int

    /// Characters; the last is more than is read at all.
    static let lengths = [10, 100, 250, 500, 1000, 2000, 10_000]

    /// The least milliseconds of each length, a line a kind.
    func table() -> String {
        let head = "noise".padded(24) + Self.lengths.map { "\($0)".right(9) }.joined() + "   2000/1000"
        var most = 0.0
        let lines = Babble.allCases.map { kind in
            let times = Self.lengths.map { least(kind.text(characters: $0)) }
            most = max(most, times.last ?? 0, times.max() ?? 0)
            let ratio = times[5] / max(times[4], 0.001)
            return kind.rawValue.padded(24) + times.map { $0.text(2).right(9) }.joined() + ratio.text(1).right(12)
        }
        let verdict = most < 50 ? " (bar: 50 ms)" : " MISSED (bar: 50 ms)"
        return ([head] + lines).joined(separator: "\n") + "\nslowest: \(most.text(2)) ms\(verdict)"
    }

    private func least(_ text: String) -> Double {
        let context = desk.context(Asked(text))
        return (0...turns).map { _ in
            let start = ContinuousClock.now
            _ = desk.reader.read(text, context)
            return (ContinuousClock.now - start) / .milliseconds(1)
        }.min() ?? 0
    }

    /// Milliseconds of reading, one for each question and turn; the first turn is left out.
    func times(_ questions: [Asked]) -> [Double] {
        var times: [Double] = []
        for asked in questions {
            let context = desk.context(asked)
            for turn in 0...turns {
                let start = ContinuousClock.now
                _ = desk.reader.read(asked.question, context)
                if turn > 0 { times.append((ContinuousClock.now - start) / .milliseconds(1)) }
            }
        }
        return times
    }
}
