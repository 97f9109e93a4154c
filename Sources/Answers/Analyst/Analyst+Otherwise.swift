package import Studies
package import Understanding

/// A default taken otherwise: the question that does so, and what it is read to.
package struct OtherReading: Hashable, Sendable {
    /// Place of the assumption in the reading.
    var assumption: Int
    var option: Option
    package var study: Study
}

extension Analyst {
    /// The alternatives of a reading's assumptions that are answered as they stand and say something else.
    package func otherReadings(_ reading: Reading, _ inquiry: Inquiry) -> [OtherReading] {
        guard case .study(let study) = reading.intent else { return [] }
        let context = context(inquiry)
        var seen = [study]
        return reading.assumptions.indices.flatMap { place in
            reading.assumptions[place].alternatives.compactMap { option in
                guard case .study(let other) = reader.read(option.question, context).intent, !seen.contains(other),
                    reading.assumptions[place].kind.changesQuantity || other.result.asksAsMuch(as: study.result)
                else { return nil }
                seen.append(other)
                return OtherReading(assumption: place, option: option, study: other)
            }
        }
    }

    func notes(_ reading: Reading, _ others: [OtherReading]) -> [Answer.AssumptionNote] {
        guard case .study(let study) = reading.intent else { return [] }
        let wording = wording(study, reading.language)
        return reading.assumptions.enumerated().map { place, assumption in
            Answer.AssumptionNote(
                text: wording.phrase(assumption.kind),
                alternatives: others.filter { $0.assumption == place }.map {
                    Answer.Alternative(label: $0.option.label, question: $0.option.question)
                }
            )
        }
    }
}

extension Assumption.Kind {
    /// Taken otherwise, it may be told by other columns.
    fileprivate var changesQuantity: Bool {
        switch self {
        case .span, .definition: false
        default: true
        }
    }
}

extension StudyResult {
    /// Of the same kind, with as many columns or measures: a default that is taken otherwise asks for nothing more.
    fileprivate func asksAsMuch(as other: StudyResult) -> Bool {
        switch (self, other) {
        case (.list(let own), .list(let other)): own.columns.count == other.columns.count
        case (.summary(let own), .summary(let other)):
            own.measures.count == other.measures.count && own.keys.count == other.keys.count
        case (.comparison(let own, let measures), .comparison(let others, let otherMeasures)):
            own.count == others.count && measures.count == otherMeasures.count
        case (.distribution, .distribution), (.runs, .runs), (.correlation, .correlation), (.standing, .standing): true
        default: false
        }
    }
}
