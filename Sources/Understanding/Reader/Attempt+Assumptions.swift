internal import Market
internal import Studies

extension Attempt {
    /// What was taken by default, with whole questions that would take it otherwise.
    func assumptions(_ candidate: Candidate, _ frame: Frame, _ question: String) -> [Assumption] {
        var made = candidate.assumptions.filter(candidate.study.dependsOn).map { kind in
            Assumption(kind: kind, alternatives: alternatives(kind, frame, question))
        }
        let text = question.trimmed.trimmedMarks
        for fact in frame.dayFacts {
            let words = frame.line.words(of: frame.line.pieces[fact.index])
            if fact.value.assumedThreshold {
                made.append(Assumption(kind: .threshold(condition: fact.value.condition)))
            } else if fact.value.settled {
                let condition = fact.value.plain ?? fact.value.condition
                made.append(
                    Assumption(
                        kind: .definition(words: words, condition: condition),
                        // Beside a quantity the words would be taken for what is measured.
                        alternatives: frame.quantities.isEmpty
                            ? options(basis(fact.value.condition), after: text) : []
                    )
                )
            }
        }
        if frame.quantities.contains(where: { $0.value.base == .volatility }) {
            made.append(
                Assumption(kind: .metric(metric: .rangePct), alternatives: options([.deviation], after: text))
            )
        }
        if frame.line.pieces.contains(where: {
            if case .quantity(let q) = $0.sense {
                q.span == .opening(minutes: 30) && $0.isAssumed
            } else {
                false
            }
        }) {
            made.append(Assumption(kind: .minutes(count: 30)))
        }
        return made
    }

    private func options(_ names: [Choices.Name], _ value: String = "", after text: String) -> [Option] {
        names.flatMap { reader.choices.options($0, value, after: text, language) }
    }

    /// "Top 5 gap downs" for "top gap downs".
    private func numbered(_ count: Int, _ frame: Frame) -> Option? {
        let line = frame.line
        guard let top = frame.task(.top), line.plainNumber(top + 1) == nil, let last = line.pieces[top].tokens.last
        else { return nil }
        let tokens = Array(line.tokens.indices)
        let head = line.words(tokens.filter { $0 <= last })
        let tail = line.words(tokens.filter { $0 > last })
        return Option(label: "\(count)", question: "\(head) \(count) \(tail)".trimmed.trimmedMarks)
    }

    /// The other pair of prices that a move can be told by.
    private func basis(_ condition: Condition) -> [Choices.Name] {
        condition.isMove(otherThan: .change)
            ? [.closeToClose] : condition.isMove(otherThan: .body) ? [.openToClose] : []
    }

    private func alternatives(_ kind: Assumption.Kind, _ frame: Frame, _ question: String) -> [Option] {
        let text = question.trimmed.trimmedMarks
        switch kind {
        case .span(let span):
            guard frame.hasRegularHours else { return [] }
            return options([span == .session(name: .rth) ? .wholeDay : .rth], after: text)
        case .wholePeriod:
            let last = context.loaded.first { $0.instrument.symbol == frame.symbol }?.days.upperBound ?? context.today
            return options([.year], String(last.year), after: text)
        case .limit(let count):
            return [count / 2, count * 2].filter { $0 > 0 }.flatMap { count in
                numbered(count, frame).map { [$0] } ?? options([.limit], String(count), after: text)
            }
        case .minutes(1): return options([.halfHours], after: text)
        default: return []
        }
    }
}

extension Study {
    /// Whether a default makes a difference: the window where quantities name their own, the period where the things that
    /// are compared do, make none.
    func dependsOn(_ assumption: Assumption.Kind) -> Bool {
        switch assumption {
        case .span: usesOwnSpan && !comparesSpans
        case .wholePeriod, .period: !comparesPeriods
        default: true
        }
    }

    private var comparesSpans: Bool {
        guard case .comparison(let variants, _) = result else { return false }
        return variants.allSatisfy { $0.span != nil }
    }

    private var comparesPeriods: Bool {
        guard case .comparison(let variants, _) = result else { return false }
        return variants.allSatisfy { $0.period != nil }
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
