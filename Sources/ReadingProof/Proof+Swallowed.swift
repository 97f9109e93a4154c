internal import Understanding

extension Proof {
    enum Effect {
        /// Another study, other assumptions, or a question back.
        case changes
        /// Words known to carry no meaning.
        case empty
        /// The study holds what these words say, and other words or what is taken by default say it too.
        case repeated(String)
        /// These words left no mark, and nothing says the same.
        case swallowed(String)
    }

    /// What those of the longer question's words do (counted by spaces) that the shorter one has not.
    func effect(_ longer: Trace, _ shorter: Trace, _ places: Range<Int>) -> Effect {
        guard case .study(let study) = longer.reading.intent, case .study(study) = shorter.reading.intent,
            longer.reading.assumptions.map(\.kind) == shorter.reading.assumptions.map(\.kind)
        else { return .changes }
        var chunk = -1
        var out: Set<Int> = []
        for (index, word) in longer.words.enumerated() {
            if !word.isGlued { chunk += 1 }
            if places.contains(chunk), !word.isEmpty { out.insert(index) }
        }
        let said = longer.parts.filter { !$0.isSilent && !out.isDisjoint(with: $0.places) }
        let suspects = said.filter { part in
            // The rest of the phrase, or another, says the same.
            let others = longer.parts.filter { $0.sense == part.sense }.count
            let left = shorter.parts.filter { $0.sense == part.sense }.count
            if left > 0, others > 1 || !out.isSuperset(of: part.places) { return false }
            // A unit alone says "one".
            let numbers = Set(shorter.parts.flatMap(\.numbers)).union([1])
            return part.isFound != true || !part.numbers.allSatisfy(numbers.contains)
        }
        func words(_ parts: [Trace.Part]) -> String { parts.map(\.words).joined(separator: ", ") }
        return suspects.isEmpty ? (said.isEmpty ? .empty : .repeated(words(said))) : .swallowed(words(suspects))
    }
}
