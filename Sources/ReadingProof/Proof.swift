internal import Foundation
package import Knowledge
package import Market
internal import Studies
internal import StudyOracle
internal import Understanding

/// Holds the reader to its promise that no word that carries meaning is dropped: questions are read again without each
/// of their words, and with words that do not belong.
package struct Proof: Sendable {
    package struct Violation: Hashable, Sendable {
        package enum Kind: String, Sendable {
            /// The study is the same without a word that is not empty, repeats nothing and is not in the study.
            case dropped
            /// A phrase that nobody can know was answered over.
            case passedOver = "passed over"
        }

        package var kind: Kind
        package var words: String
        /// With the words in it.
        package var question: String
    }

    package struct Report: Sendable {
        package var questions = 0
        package var leftOut = 0
        package var putIn = 0
        package var violations: [Violation] = []
        /// Words that the study holds and would hold without them, with their question.
        package var repeated: [(words: String, question: String)] = []
    }

    private let desk: QuestionDesk
    private let noise: Noise

    package init(knowledge: KnowledgeDirectory, catalogue: Catalogue, symbols: Set<String>) throws {
        desk = try QuestionDesk(knowledge: knowledge, catalogue: catalogue, symbols: symbols)
        noise = try Noise(knowledge)
    }

    /// Every question without each of its words, and with phrases put in at places that the seed chooses.
    package func run(_ questions: [Asked], seed: UInt64) -> Report {
        var report = Report()
        for (number, asked) in questions.enumerated() {
            let context = desk.context(asked)
            func trace(_ text: String) -> Trace { desk.reader.trace(text, context) }
            let whole = trace(asked.question)
            guard case .study = whole.reading.intent else { continue }
            report.questions += 1
            let words = asked.question.split(whereSeparator: \.isWhitespace).map(String.init)
            for place in words.indices {
                var shorter = words
                shorter.remove(at: place)
                report.leftOut += 1
                let without = trace(shorter.joined(separator: " "))
                switch effect(whole, without, place..<(place + 1)) {
                case .swallowed(let words):
                    report.violations.append(Violation(kind: .dropped, words: words, question: asked.question))
                case .repeated(let words): report.repeated.append((words, asked.question))
                case .changes, .empty: continue
                }
            }
            var source = RandomSource(seed: seed &+ UInt64(number))
            for phrase in noise.phrases(&source) {
                report.putIn += 1
                let (place, text) = put(phrase.text, into: words, &source)
                let with = trace(text)
                guard case .study = with.reading.intent else { continue }
                if phrase.isKnown {
                    let count = phrase.text.split(separator: " ").count
                    if case .swallowed(let swallowed) = effect(with, whole, place..<(place + count)) {
                        report.violations.append(Violation(kind: .dropped, words: swallowed, question: text))
                    }
                } else if with.reading.unread.isEmpty, with.reading.mended == whole.reading.mended,
                    // What is set aside is told with its words.
                    with.reading.aside?.contains(phrase.text) != true
                {
                    report.violations.append(Violation(kind: .passedOver, words: phrase.text, question: text))
                }
            }
        }
        return report
    }

    private func put(_ phrase: String, into words: [String], _ source: inout RandomSource) -> (Int, String) {
        let place = source.integer(0...words.count)
        var longer = words
        longer.insert(phrase, at: place)
        return (place, longer.joined(separator: " "))
    }
}
