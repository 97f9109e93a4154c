internal import Market
internal import Studies
package import Understanding

extension Wording {
    /// What words of a question became, as a phrase: `order: descending`.
    package func phrase(_ clause: Clause) -> String {
        switch clause {
        case .symbol(let symbol): say("clause.symbol", ["what": .text(symbol)])
        case .period(let period): say("clause.period", ["what": .text(phrase(period))])
        case .span(let span): say("clause.span", ["what": .text(phrase(span))])
        case .unit(let unit): say("clause.unit", ["what": .text(phrase(unit))])
        case .series(let series): say("clause.series", ["what": .text(phrase(series))])
        case .statistic(let statistic):
            say("clause.statistic", ["what": .text(say("statistic.name.\(Self.key(statistic))"))])
        case .condition(let condition): say("clause.condition", ["what": .text(phrase(condition))])
        case .key(let key): say("clause.key", ["what": .text(phrase(key))])
        case .order(let descending): say(descending ? "clause.descending" : "clause.ascending")
        case .limit(let count): say("clause.limit", ["n": .count(count)])
        case .buckets(let minutes): say("clause.buckets", ["n": .count(minutes)])
        case .task(let task): say("clause.task", ["what": .text(say.raw("task.\(task)") ?? task)])
        }
    }

    /// What was taken where the question left it open.
    package func phrase(_ assumption: Assumption.Kind) -> String {
        switch assumption {
        case .span(let span): say("assumed.span", ["what": .text(phrase(span))])
        case .wholePeriod: say("assumed.wholePeriod")
        case .limit(let count): say("assumed.limit", ["n": .count(count)])
        case .metric(let metric):
            say(
                "assumed.metric",
                ["what": .text(phrase(.metric(metric: metric, of: .own))), "unit": .text(unitWord(metric.unit))]
            )
        case .statistic(let statistic):
            say("assumed.statistic", ["what": .text(say("statistic.name.\(Self.key(statistic))"))])
        case .symbol(let symbol): say("assumed.symbol", ["what": .text(symbol)])
        case .threshold(let condition): say("assumed.threshold", ["what": .text(phrase(condition))])
        case .year(let year): say("assumed.year", ["what": "\(year)"])
        case .definition(let words, let condition):
            say("assumed.definition", ["words": .text(words), "what": .text(phrase(condition))])
        case .period(let period): say("assumed.period", ["what": .text(phrase(period))])
        case .minutes(let count): say(count == 1 ? "assumed.byMinute" : "assumed.minutes", ["n": .count(count)])
        }
    }

    private func unitWord(_ unit: Unit) -> String {
        say.raw("unit.\(unit.rawValue)") ?? unit.rawValue
    }
}
