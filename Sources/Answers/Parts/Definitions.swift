package import Market
package import Studies

/// The conventions that a study's figures rest on, in the language of the answer.
package struct Definitions {
    private let study: Study
    private let parts: StudyParts
    private let wording: Wording
    private let catalogue: Catalogue

    package init(_ study: Study, wording: Wording, catalogue: Catalogue) {
        self.study = study
        self.parts = StudyParts(study)
        self.wording = wording
        self.catalogue = catalogue
    }

    private var say: Sentences { wording.say }

    package func lines() -> [String] { day() + ofQuantities() }

    /// Of what is measured and counted, the trading day and its window aside.
    func ofQuantities() -> [String] {
        var lines: [String] = []
        if parts.events.contains(where: { $0 == .high || $0 == .low }) { lines.append(say("def.ties")) }
        for metric in parts.metrics { if let line = line(metric), !lines.contains(line) { lines.append(line) } }
        if parts.usesGapFilled {
            let gap = line(.gap)
            lines += [gap, say("def.gapFilled")].compactMap { $0 }.filter { !lines.contains($0) }
        }
        if parts.events.contains(where: { if case .touch = $0 { true } else { false } }) {
            lines.append(say("def.touch"))
        }
        lines += parts.patterns.map(pattern)
        if parts.looksAside { lines.append(say("def.previous")) }
        for statistic in parts.statistics {
            switch statistic {
            case .deviation: lines.append(say("def.deviation"))
            case .skewness, .kurtosis: lines.append(say("def.skewness"))
            case .quantile, .median: lines.append(say("def.quantile"))
            case .perDay: lines.append(say("def.perDay"))
            case .perUnit(let unit): lines.append(say("def.perUnit", ["per": .text(wording.per(unit))]))
            case .portion: lines.append(say("def.portion"))
            case .count, .mean, .min, .max, .sum, .compounded: break
            }
        }
        if parts.hasShare { lines.append(say("def.share")) }
        if parts.usesSoFar { lines.append(say("def.soFar")) }
        if parts.usesDrawdown { lines.append(say("def.drawdown")) }
        if parts.usesBelowHigh { lines.append(say("def.belowHigh")) }
        if parts.usesWilder { lines.append(say("def.atr")) }
        switch study.result {
        case .correlation: lines.append(say("def.correlation"))
        case .runs: lines.append(say("def.runs"))
        case .distribution(let distribution):
            if distribution.buckets != .exact { lines.append(say("def.bucket")) }
        case .list, .summary, .comparison, .standing: break
        }
        if study.unit == .week { lines.append(say("def.week")) }
        return lines
    }

    private func day() -> [String] {
        guard let instrument = wording.instrument else { return [] }
        let zone = Sentences.Value.text(instrument.zone)
        var lines: [String] = []
        if instrument.dayStart < 0 {
            lines.append(
                say(
                    "def.day.evening",
                    [
                        "from": .text(Window.clock(instrument.dayStart)), "to": .text(Window.clock(instrument.dayEnd)),
                        "zone": zone,
                    ]
                )
            )
        } else {
            lines.append(say("def.day.date", ["zone": zone]))
        }
        switch study.span {
        case .wholeDay, .session(.eth): lines.append(say("def.window.whole"))
        default: lines.append(say("def.window", ["what": .text(wording.phrase(study.span)), "zone": zone]))
        }
        if !instrument.tradesWeekends { lines.append(say("def.weekday.only")) }
        return lines
    }

    private func line(_ metric: Metric) -> String? {
        switch metric {
        case .change, .changePct: say("def.change")
        case .body, .bodyPct: say("def.body")
        case .range: say("def.range.points")
        case .rangePct: say("def.range.percent")
        case .gap, .gapPct:
            say(
                "def.gap",
                ["open": .text(wording.instrument?.hasRegularHours == true ? "RTH" : wording.phrase(Span.wholeDay))]
            )
        case .trueRange: say("def.trueRange")
        case .relativeVolume: say("def.relativeVolume")
        case .closePosition: say("def.closePosition")
        case .open, .high, .low, .close, .volume, .upperShadow, .lowerShadow, .typicalPrice, .bars: nil
        }
    }

    private func pattern(_ name: String) -> String {
        let title = Wording.capitalised(say.raw("pattern.\(name)") ?? Wording.spaced(name))
        guard let pattern = catalogue.pattern(name) else { return say("def.pattern.no", ["name": .text(title)]) }
        let tests = pattern.tests.map(PatternText.of).joined(separator: "; ")
        return say("def.pattern", ["name": .text(title), "tests": .text(tests), "note": .text(note(tests))])
    }

    /// What the letters and brackets in a pattern's tests mean.
    private func note(_ tests: String) -> String {
        let words = tests.split { !$0.isLetter }
        return (words.contains { $0 == "b" || $0 == "u" || $0 == "l" } ? say("def.pattern.shares") : "")
            + (tests.contains("[1]") ? say("def.pattern.before") : "")
    }
}
