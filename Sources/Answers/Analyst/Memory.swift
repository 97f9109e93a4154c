package import Studies
package import Understanding

/// What a follow-up needs of the chat's earlier questions: the latest study, its words, and the few before it. However long a chat grows,
/// this stays as it is.
package struct Memory: Codable, Hashable, Sendable {
    package var study: Study
    /// The question that the study was read from.
    package var asked: String
    /// The same with follow-ups worked in; nil where no sentence says it.
    package var question: String?
    /// The studies just before it, latest last: what a turn may hold against each other.
    package var before: [Study]?

    /// What is remembered after `text` was read; nil where it is no study, and what was known stays.
    package init?(_ text: String, _ reading: Reading, after last: Memory?) {
        guard case .study(let study) = reading.intent else { return nil }
        self.study = study
        asked = text
        question = reading.edit.map(\.whole) ?? text
        before = last.map { Array((($0.before ?? []) + [$0.study]).suffix(Self.kept)) }
    }

    private static let kept = 3
}

extension ReadContext {
    mutating func remember(_ memory: Memory) {
        earlier = (memory.before ?? []) + [memory.study]
        asked = [memory.asked]
        question = memory.question
    }
}
