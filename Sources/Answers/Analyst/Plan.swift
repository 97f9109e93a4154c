package import Bars
package import Studies
package import StudySQL
package import Understanding

/// A study with the SQL of its answer: of its rows, and of what is told beside them.
package struct Plan: Sendable {
    package var study: Study
    package var query: CompiledQuery
    /// Looked up once the rows are there, each without the others.
    package var companions: [Companion]
    /// Defaults taken otherwise, whose figures are held against the answer's.
    package var otherwise: [Companion]
}

/// A smaller study beside a plan's own.
package struct Companion: Sendable {
    package enum Kind: Hashable, Sendable {
        /// Units of the period, the condition aside.
        case total
        /// Rows that the condition chooses.
        case chosen
        /// Median and quartiles of what a standing is of, over the whole period.
        case usual
        /// Periods that were named one by one, taken as one.
        case together
        /// Mean, deviation and quartiles beside a distribution of values.
        case summary
        /// The reading at this place among the others; `number` of those that settle what a figure is of.
        case otherwise(place: Int, number: Int)
    }

    package var kind: Kind
    package var study: Study
    package var query: CompiledQuery
}

extension Analyst {
    /// More readings than this are not held against the answer.
    private static let mostOtherwise = 2

    /// Compiles a study and what belongs to its answer; looks at no bar.
    package func plan(_ study: Study, _ reading: Reading, _ others: [OtherReading]) throws(RunError) -> Plan {
        Plan(
            study: study,
            query: try runner.compile(study),
            companions: try companions(of: study),
            otherwise: try otherwise(reading, others)
        )
    }

    private func companions(of study: Study) throws(RunError) -> [Companion] {
        var companions: [Companion] = []
        let total = study.whole
        if let total { companions.append(try companion(.total, total)) }
        if case .distribution = study.result, study.condition != nil || total == nil {
            companions.append(try companion(.chosen, study.counted))
        } else if case .summary(let summary) = study.result, summary.rowsAhead != nil, study.condition != nil {
            companions.append(try companion(.chosen, study.counted))
        }
        if let usual = study.usual { companions.append(try companion(.usual, usual)) }
        if let together = study.together { companions.append(try companion(.together, together)) }
        if let summary = study.spread { companions.append(try companion(.summary, summary)) }
        return companions
    }

    /// Other readings of the session and of definitions. Minutes are read for one of them at most.
    private func otherwise(_ reading: Reading, _ others: [OtherReading]) throws(RunError) -> [Companion] {
        var scans = 0
        var taken: [Companion] = []
        let considered = others.indices.filter { reading.assumptions[others[$0].assumption].kind.changesFigures }
        for (number, place) in considered.prefix(Self.mostOtherwise).enumerated()
        where Otherwise.isCompared(others[place].study) {
            let companion = try companion(.otherwise(place: place, number: number), others[place].study)
            if companion.query.readsMinutes {
                scans += 1
                guard scans == 1 else { continue }
            }
            taken.append(companion)
        }
        return taken
    }

    func companion(_ kind: Companion.Kind, _ study: Study) throws(RunError) -> Companion {
        Companion(kind: kind, study: study, query: try runner.compile(study))
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
