internal import Market
internal import Studies

extension Frame {
    /// "доля объёма по часам", "volume by hour in percent", "what share of the range is made each hour": what each group has
    /// of the whole.
    func portions() -> Candidate? {
        guard let asked = task(.share) ?? volumePercentAsked, quantities.count == 1, let value = quantities.first,
            value.value.isVolume || value.value.base == .metric(.range), value.value.span == nil,
            value.value.shift == 0,
            slots.count + keys.count == 1, slots.count == 1 || spans.isEmpty && value.value.isVolume,
            !keys.contains(where: { isDateKey($0.value) }), spans.count <= 1
        else { return nil }
        var used: Set<Int> = [asked, value.index]
        used.formUnion(statistics.filter { $0.value == .mean }.map(\.index) + dayFacts.map(\.index))
        for index in indices {
            switch line.pieces[index].sense {
            case .measure(.percent), .verb(.form), .verb(.trade), .task(.share), .task(.distribution):
                used.insert(index)
            default: continue
            }
        }
        let (key, unit) = grouping(&used, returns: false)
        let series = value.value.series(percent: false)
        var measures: [Measure] = [.statistic(statistic: .portion, of: series, where: nil)]
        if value.value.isVolume {
            measures.append(.statistic(statistic: .perDay, of: series, where: nil))
        } else {
            // Ranges of hours add up to more than the day's.
            let day = Series.containing(unit: .day, span: spans.first?.value ?? defaultSpan, of: series)
            measures = [.statistic(statistic: .mean, of: .percent(of: series, in: day), where: nil)]
        }
        let base = study(
            .summary(summary: Summary(measures: measures, keys: key)),
            condition: Condition.every(dayFacts.map(\.value.condition)),
            unit: unit
        )
        return Candidate(
            name: "portions",
            study: base.study,
            used: used.union(base.used),
            fit: 28,
            assumptions: base.assumptions
        )
    }

    /// "what share of the volume is traded on Fridays", "какая доля недельного объёма приходится на пятницу": what days of the
    /// calendar have of the whole, or of the week or month that they lie in.
    func portionOfDays() -> Candidate? {
        guard let asked = task(.share), quantities.count == 1, let value = quantities.first, value.value.isVolume,
            value.value.base == .metric(.volume), value.value.span == nil, value.value.shift == 0, slots.isEmpty,
            keys.isEmpty, dayFacts.isEmpty, statistics.allSatisfy({ $0.value == .mean }), task(.count) == nil,
            spans.count <= 1, spans.allSatisfy({ !$0.value.isPartOfDay }), calendarFacts.count == 1,
            case .calendar = calendarFacts[0].value.condition
        else { return nil }
        var used: Set<Int> = [asked, value.index, calendarFacts[0].index]
        used.formUnion(statistics.map(\.index))
        for index in indices {
            switch line.pieces[index].sense {
            case .measure(.percent), .verb(.form), .verb(.trade): used.insert(index)
            default: continue
            }
        }
        let series = value.value.series(percent: false)
        let span = spans.first?.value ?? defaultSpan
        let base: (study: Study, used: Set<Int>, assumptions: [Assumption.Kind])
        if let whole = barUnits.first, barUnits.count == 1, whole.value == .week || whole.value == .month {
            let share = Series.percent(of: series, in: .containing(unit: whole.value, span: span, of: series))
            base = study(.summary(summary: Summary(measures: [.statistic(statistic: .mean, of: share, where: nil)])))
            used.insert(whole.index)
        } else {
            let measures: [Measure] = [
                .statistic(statistic: .portion, of: series, where: nil),
                .statistic(statistic: .perDay, of: series, where: nil),
            ]
            base = study(
                .summary(
                    summary: Summary(
                        measures: measures,
                        keys: [.condition(condition: calendarFacts[0].value.condition)]
                    )
                ),
                without: [calendarFacts[0].index]
            )
        }
        return Candidate(
            name: "portion of days",
            study: base.study,
            used: used.union(base.used),
            fit: 28,
            assumptions: base.assumptions
        )
    }

    /// "..., in percent" of a volume, which is no change.
    var volumePercentAsked: Int? {
        guard quantities.allSatisfy({ $0.value.isVolume }) else { return nil }
        return indices.first { line[$0] == .measure(.percent) }
    }

    /// "percent of volume in RTH vs overnight": each of the windows, none of which lies in another.
    func partsApart(_ value: Quantity, _ used: Set<Int>) -> Candidate? {
        let windows = spans.compactMap { surroundings.window(of: $0.value) }
        guard windows.count == spans.count, windows.count > 1, quantities.count == 1, keys.isEmpty, slots.isEmpty,
            windows.indices.allSatisfy({ one in
                windows.indices.allSatisfy { other in
                    one == other || windows[one].to <= windows[other].from || windows[other].to <= windows[one].from
                }
            })
        else { return nil }
        let series = value.series(percent: false)
        guard case .metric(let metric, _) = series else { return nil }
        let day = Series.metric(metric: metric, of: Bar(span: .wholeDay))
        let measures: [Measure] = [
            .statistic(statistic: .mean, of: .percent(of: series, in: day), where: nil),
            .ratio(of: series, to: day, where: nil),
        ]
        var used = used.union(marks(.vs) + marks(.and) + marks(.or))
        for index in indices {
            switch line.pieces[index].sense {
            case .measure(.percent), .verb(.form), .verb(.trade), .task(.compare): used.insert(index)
            default: continue
            }
        }
        let variants = spans.map { Variant(name: .span(span: $0.value), span: $0.value) }
        let base = study(
            .comparison(variants: variants, measures: measures),
            span: defaultSpan,
            without: Set(spans.map(\.index))
        )
        return Candidate(
            name: "parts of a whole",
            study: base.study,
            used: used.union(base.used),
            fit: 32,
            assumptions: base.assumptions
        )
    }
}

extension Series {
    /// What one quantity is of another, in percent.
    static func percent(of part: Series, in whole: Series) -> Series {
        .arithmetic(
            left: .arithmetic(left: .number(value: 100), operation: .times, right: part),
            operation: .dividedBy,
            right: whole
        )
    }
}
