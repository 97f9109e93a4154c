internal import Market
internal import Studies

extension Attempt {
    /// What was taken by default, with whole questions that would take it otherwise.
    func assumptions(_ candidate: Candidate, _ frame: Frame, _ question: String) -> [Assumption] {
        var made = candidate.assumptions.filter(candidate.study.dependsOn).map { kind in
            Assumption(kind: kind, alternatives: alternatives(kind, frame, question))
        }
        for fact in frame.dayFacts {
            let words = frame.line.words(of: frame.line.pieces[fact.index])
            if fact.value.assumedThreshold {
                made.append(Assumption(kind: .threshold(condition: fact.value.condition)))
            } else if fact.value.settled {
                made.append(
                    Assumption(kind: .definition(words: words, condition: fact.value.plain ?? fact.value.condition))
                )
            }
        }
        for quantity in frame.quantities where quantity.value.base == .volatility {
            made.append(Assumption(kind: .metric(metric: .rangePct)))
            _ = quantity
            break
        }
        if frame.line.pieces.contains(where: {
            if case .quantity(let q) = $0.sense {
                q.span == .opening(minutes: 30) && $0.text == "assumed"
            } else {
                false
            }
        }) {
            made.append(Assumption(kind: .minutes(count: 30)))
        }
        return made
    }

    private func alternatives(_ kind: Assumption.Kind, _ frame: Frame, _ question: String) -> [Option] {
        let text = question.trimmed.trimmedMarks
        switch kind {
        case .span(let span):
            guard frame.hasRegularHours else { return [] }
            if span == .session(name: .rth) {
                let label = language == .ru ? "весь торговый день" : "whole trading day"
                return [
                    Option(
                        label: label,
                        question: text + (language == .ru ? ", весь торговый день" : ", whole trading day")
                    )
                ]
            }
            return [Option(label: "RTH", question: text + ", RTH")]
        case .wholePeriod:
            let year = String(
                context.loaded.first { $0.instrument.symbol == frame.symbol }?.days.upperBound.year
                    ?? context.today.year
            )
            return [Option(label: year, question: text + (language == .ru ? ", \(year) год" : ", \(year)"))]
        case .minutes(1):
            let label = language == .ru ? "по получасам" : "by half hour"
            return [Option(label: label, question: text + ", " + label)]
        default: return []
        }
    }
}

extension Study {
    /// Whether a default makes a difference: the window where quantities name their own, the period where the things that
    /// are compared do, make none.
    func dependsOn(_ assumption: Assumption.Kind) -> Bool {
        switch assumption {
        case .span: usesOwnSpan
        case .wholePeriod, .period: !comparesPeriods
        default: true
        }
    }

    private var comparesPeriods: Bool {
        guard case .comparison(let variants, _) = result else { return false }
        return variants.allSatisfy { $0.period != nil }
    }

    /// Whether a quantity, event or pattern is of the study's own window.
    private var usesOwnSpan: Bool {
        var (uses, names) = (false, false)
        func note(_ bar: Bar) { if bar.span == nil { uses = true } else { names = true } }
        visit { element in
            switch element {
            // The gap is that of the session, whatever the window.
            case .series(.metric(.gap, _)), .series(.metric(.gapPct, _)): names = true
            case .series(.metric(_, let bar)), .series(.time(_, let bar)), .condition(.pattern(_, let bar)): note(bar)
            case .series(.indicator), .series(.move): uses = true
            default: break
            }
        }
        return uses || !names
    }
}

extension String {
    /// Without the marks that end a sentence.
    var trimmedMarks: String {
        var text = self[...]
        while let last = text.last, "?!. ".contains(last) { text.removeLast() }
        return String(text)
    }
}
