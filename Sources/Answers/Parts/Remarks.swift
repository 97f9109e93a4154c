package import Market
package import Studies
internal import StudySQL
package import Understanding

/// What a reader of the figures should know besides.
package struct Remarks {
    /// Fewer rows than this are too few to lean on.
    static let few = 30

    private let study: Study
    private let wording: Wording
    private let catalogue: Catalogue
    private let loaded: ReadContext.Loaded?
    private let today: CivilDate

    package init(
        _ study: Study,
        wording: Wording,
        catalogue: Catalogue,
        loaded: ReadContext.Loaded?,
        today: CivilDate
    ) {
        self.study = study
        self.wording = wording
        self.catalogue = catalogue
        self.loaded = loaded
        self.today = today
    }

    private var say: Sentences { wording.say }

    /// - Parameter chosen: how many rows the condition chooses, where that was counted.
    package func lines(_ table: AnswerTable, mended: [Mending], chosen: Int?) -> [String] {
        var lines = mended.map { say("remark.mended", ["written": .text($0.written), "read": .text($0.read)]) }
        if study.unit == .week, case .ranges = study.period { lines.append(say("remark.weeks")) }
        lines += coverage()
        lines += events()
        if let chosen, let unfollowed = unfollowed(table, chosen) { lines.append(unfollowed) }
        if let few = few(table) { lines.append(few) }
        if table.isTruncated {
            lines.append(say("remark.truncated", ["n": .count(table.rows.count), "total": .count(table.totalRows)]))
        }
        return lines
    }

    /// A period that the data hold only in part.
    private func coverage() -> [String] {
        guard let loaded else { return [] }
        var lines: [String] = []
        if case .ranges(let ranges) = study.period {
            let clipped = ranges.compactMap { Self.clip($0, loaded.days) }
            // Within a week of the data's end lies no more than a weekend and a holiday.
            let missing = zip(ranges, ranges.map { Self.clip($0, loaded.days) }).contains { asked, covered in
                guard let covered, let first = covered.first, let last = covered.last else { return true }
                return (asked.first.map { first.dayNumber - $0.dayNumber > 6 } ?? false)
                    || (asked.last.map { $0.dayNumber - last.dayNumber > 6 } ?? false)
            }
            if missing, !clipped.isEmpty {
                lines.append(
                    say("remark.coverage", ["covered": .text(clipped.map(wording.dates.range).joined(separator: ", "))])
                )
            }
        }
        if loaded.days.upperBound.adding(days: 6) < today, reaches(today.adding(days: -6)) {
            lines.append(say("remark.dataEnd", ["date": .text(wording.dates.day(loaded.days.upperBound))]))
        }
        return lines
    }

    /// Whether the period asked about goes to a date or beyond it.
    private func reaches(_ date: CivilDate) -> Bool {
        switch study.period {
        case .all, .firstDays: false
        case .lastDays(_, let upTo): upTo >= date
        case .ranges(let ranges): ranges.contains { $0.last.map { $0 >= date } ?? true }
        }
    }

    static func clip(_ range: DateRange, _ days: ClosedRange<CivilDate>) -> DateRange? {
        let first = max(range.first ?? days.lowerBound, days.lowerBound)
        let last = min(range.last ?? days.upperBound, days.upperBound)
        return first <= last ? DateRange(first: first, last: last) : nil
    }

    private func events() -> [String] {
        guard let loaded else { return [] }
        return StudyParts(study).calendarEvents.flatMap { event -> [String] in
            let dates = catalogue.dates(of: event, in: loaded.days, for: loaded.instrument)
            var lines: [String] = []
            let name = Wording.capitalised(wording.phrase(event))
            if let years = dates.coveredYears, !dates.missingYears.isEmpty {
                let key = dates.approximate ? "remark.eventApproximate" : "remark.event"
                lines.append(
                    say(
                        key,
                        [
                            "event": .text(name), "first": "\(years.lowerBound)", "last": "\(years.upperBound)",
                        ]
                    )
                )
            }
            if dates.dates.contains(where: { $0.date != $0.nominalDate }) {
                lines.append(say("remark.eventMoved", ["event": .text(name)]))
            }
            return lines
        }
    }

    /// Rows that the condition chooses and that nothing follows in the data.
    private func unfollowed(_ table: AnswerTable, _ chosen: Int) -> String? {
        guard case .summary(let summary) = study.result, summary.rowsAhead != nil, summary.limit == nil,
            summary.limitInEach == nil, !table.isTruncated,
            let rows = table.columns.firstIndex(where: { $0.meaning == .rows })
        else { return nil }
        let left = chosen - Int(table.sum(of: rows))
        return left > 0 ? say("remark.unfollowed", ["rows": .text(wording.rows(left))]) : nil
    }

    private func few(_ table: AnswerTable) -> String? {
        let count: Double?
        switch study.result {
        case .summary(let summary) where summary.keys.isEmpty:
            let columns = table.columns.indices.filter {
                switch table.columns[$0].meaning {
                case .rows, .measure(_, .rows): true
                default: false
                }
            }
            let isCount = summary.measures.allSatisfy { if case .count = $0 { true } else { false } }
            count = isCount ? nil : columns.compactMap { table.rows.first?[$0].number }.min()
        case .correlation:
            count = table.columns.firstIndex { $0.meaning == .pairs }.flatMap { table.rows.first?[$0].number }
        case .distribution:
            count = table.columns.indices.filter {
                if case .bucketCount = table.columns[$0].meaning { true } else { false }
            }.map { table.sum(of: $0) }.min()
        default: count = nil
        }
        guard let count, count > 0, count < Double(Self.few) else { return nil }
        return say("remark.few", ["rows": .text(wording.rows(Int(count)))])
    }
}
