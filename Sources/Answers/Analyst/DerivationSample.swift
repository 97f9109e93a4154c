internal import Market
internal import Studies
internal import StudySQL

extension Derivation.Sample {
    /// The rows behind the first figure of an answer; nil where there are none to show.
    init?(_ phrasing: Phrasing) {
        var study = phrasing.study
        let table = phrasing.table
        var conditions = [study.condition].compactMap { $0 }
        func take(_ measure: Measure) -> Series? {
            switch measure {
            case .count(let condition):
                conditions += [condition].compactMap { $0 }
                return conditions.last?.measured
            case .statistic(_, let of, let condition):
                conditions += [condition].compactMap { $0 }
                return of
            case .share(let of, let condition, _):
                conditions += [condition, of].compactMap { $0 }
                return of.measured
            case .ratio(let of, _, let condition), .correlation(let of, _, let condition):
                conditions += [condition].compactMap { $0 }
                return of
            }
        }
        switch study.result {
        case .list(let list): series = list.order.first?.by ?? list.columns.first
        case .summary(let summary):
            guard let told = table.figureColumns.first else { return nil }
            if case .measure(let measure, _) = table.columns[told].meaning {
                series = take(measure)
            } else {
                series = study.condition?.measured
            }
            if !summary.keys.isEmpty {
                guard let row = table.extremes(of: told)?.largest else { return nil }
                group = phrasing.label(row)
                for (key, column) in zip(summary.keys, table.labelColumns) {
                    guard let condition = Self.condition(key, table.rows[row][column]) else { return nil }
                    conditions.append(condition)
                }
            }
        case .distribution(let distribution): series = distribution.of.first
        case .runs(let runs):
            series = runs.of.measured
            conditions.append(runs.of)
            // The days of the run that is told.
            if let first = table.columns.firstIndex(where: { $0.meaning == .runFirst }),
                let last = table.columns.firstIndex(where: { $0.meaning == .runLast }),
                let row = Phrasing.isFirstTold(runs) ? table.rows.first : table.rows.last,
                let from = row[first].text.flatMap({ CivilDate($0) }),
                let to = row[last].text.flatMap({ CivilDate($0) })
            {
                study.period = .ranges(ranges: [DateRange(first: from, last: to)])
            }
        case .comparison(let variants, let measures):
            guard let first = variants.first, let measure = measures.first else { return nil }
            group = phrasing.label(0)
            if let symbol = first.symbol { study.symbols = [symbol] }
            if let span = first.span { study.span = span }
            if let period = first.period { study.period = period }
            conditions += [first.condition].compactMap { $0 }
            series = take(measure)
        case .correlation(let left, _): series = left
        case .standing(let of): series = of.first
        }
        study.condition = conditions.count > 1 ? .all(of: conditions) : conditions.first
        var columns = [series].compactMap { $0 }
        if let series, let worked = WorkedMetric(series, phrasing.wording.instrument) {
            columns += worked.inputs.filter { !columns.contains($0) }
        }
        if case .correlation(_, let right) = study.result, !columns.contains(right) { columns.append(right) }
        study.result = .list(list: Listing(columns: columns))
        self.study = study
    }

    /// That a row is of a group.
    private static func condition(_ key: Key, _ value: Cell) -> Condition? {
        switch (key, value) {
        case (.calendar(let field), .integer(let value)): .calendar(field: field, oneOf: [value])
        case (.calendar(let field), .text(let clock)):
            Histogram.minute(clock).map { .calendar(field: field, oneOf: [field == .hour ? $0 / 60 : $0]) }
        case (.condition(let condition), .bool(let holds)): holds ? condition : .not(of: condition)
        default: nil
        }
    }
}

extension Condition {
    /// The quantity that the condition is about.
    fileprivate var measured: Series? {
        switch self {
        case .compare(let left, _, _): if case .number = left { nil } else { left }
        case .gapFilled: .metric(metric: .gap, of: .own)
        case .run(let of, _, _), .not(let of): of.measured
        case .containing(let unit, let span, let of):
            of.measured.map { .containing(unit: unit, span: span, of: $0) }
        case .shifted(let of, let by): of.measured.map { .shifted(of: $0, by: by) }
        case .extreme(let of, _, _, _, _): of
        case .all(let parts), .any(let parts): parts.lazy.compactMap(\.measured).first
        case .eventCalendar(let event, _, _): .time(event: event, of: .own)
        case .calendar, .pattern, .event, .holdsEvent: nil
        }
    }
}
