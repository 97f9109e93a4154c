internal import Market
internal import Studies

extension Line {
    mutating func joinPatterns() {
        for index in pieces.indices {
            guard case .pattern(let names) = pieces[index].sense else { continue }
            let conditions = names.map { Condition.pattern(name: $0, of: .own) }
            var fact = Fact(condition: conditions.count == 1 ? conditions[0] : .any(of: conditions))
            fact.isOutcome = true
            pieces[index].sense = .condition(fact)
        }
        var index = 0
        while index < count {
            defer { index += 1 }
            // "паттерн молот", "morning star patterns".
            if case .patternWord? = self[index] {
                if isPattern(index + 1) {
                    pieces[index].sense = self[index + 1] ?? .empty
                    join(index...(index + 1), as: pieces[index].sense)
                } else if isPattern(index - 1) {
                    join((index - 1)...index, as: pieces[index - 1].sense)
                    index -= 1
                }
            }
        }
        swallowDays()
    }

    func isPattern(_ index: Int) -> Bool {
        guard case .condition(let fact)? = self[index] else { return false }
        switch fact.condition {
        case .pattern: return true
        case .any(let parts): return parts.allSatisfy { if case .pattern = $0 { true } else { false } }
        default: return false
        }
    }
}
