internal import Bars
internal import Studies
internal import StudySQL
internal import Understanding

/// A default taken otherwise: the question that does so, and what it is read to.
struct OtherReading {
    /// Place of the assumption in the reading.
    var assumption: Int
    var option: Option
    var study: Study
}

extension Analyst {
    /// More readings than this are not held against the answer.
    private static let most = 2

    /// The alternatives of a reading's assumptions that are answered as they stand and say something else.
    func otherReadings(_ reading: Reading, _ inquiry: Inquiry) -> [OtherReading] {
        guard case .study(let study) = reading.intent else { return [] }
        let context = context(inquiry)
        var seen = [study]
        return reading.assumptions.indices.flatMap { place in
            reading.assumptions[place].alternatives.compactMap { option in
                guard case .study(let other) = reader.read(option.question, context).intent, !seen.contains(other)
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

    /// Runs the other readings of the session and of definitions, and tells the figures of those that differ by more than
    /// a tenth: in the text, beside the question that asks for them, and as facts where there is room.
    ///
    /// Minutes are read for one of them at most.
    func addOtherwise(
        _ answer: inout Answer,
        _ phrasing: Phrasing,
        _ reading: Reading,
        _ others: [OtherReading]
    ) async throws {
        var scans = 0
        var spent = Duration.zero
        for (number, other) in others.filter({ reading.assumptions[$0.assumption].kind.changesFigures })
            .prefix(Self.most).enumerated()
        {
            guard Otherwise.isCompared(other.study) else { continue }
            if try runner.compile(other.study).readsMinutes {
                scans += 1
                guard scans == 1 else { continue }
            }
            let rows = try await runner.run(other.study, seconds: deadline, checked: false)
            spent += rows.queryTime
            let wording = wording(other.study, reading.language)
            let table = AnswerTable(rows.table, columns: rows.query.columns, study: other.study, wording: wording)
            var second = Phrasing(table, study: other.study, wording: wording, total: phrasing.total)
            second.isBrief = true
            guard let otherwise = Otherwise(second, besides: phrasing) else { continue }
            let key = otherwise.text.hasPrefix(other.option.label) ? "text.otherwise.bare" : "text.otherwise"
            answer.text += " "
            answer.text += wording.say(
                key,
                ["label": .text(other.option.label), "figures": .text(otherwise.text)]
            )
            for place in answer.assumptions[other.assumption].alternatives.indices
            where answer.assumptions[other.assumption].alternatives[place].question == other.option.question {
                answer.assumptions[other.assumption].alternatives[place].figures = otherwise.text
            }
            let prefix = number == 0 ? "otherwise_" : "otherwise\(number + 1)_"
            let facts = otherwise.facts.map { Answer.Fact(name: prefix + $0.name, value: $0.value) }
            answer.facts += facts.prefix(Facts.limit - answer.facts.count)
        }
        answer.timing.query += spent / .milliseconds(1)
    }
}

extension Assumption.Kind {
    /// It settles what a figure is of: its window or its definition.
    fileprivate var changesFigures: Bool {
        switch self {
        case .span, .definition, .metric, .minutes: true
        case .wholePeriod, .limit, .statistic, .symbol, .threshold, .year, .period: false
        }
    }
}
