internal import Market
internal import Studies

extension Attempt {
    /// Why the loaded data cannot answer a study: no such days, not a trading day, no volume.
    func unavailable(_ study: Study, _ frame: Frame) -> Intent? {
        guard let loaded = context.loaded.first(where: { $0.instrument.symbol == study.symbols.first }) else {
            return .noData(reason: .instrument(symbol: study.symbols.first ?? ""))
        }
        for symbol in study.symbols {
            guard let other = context.loaded.first(where: { $0.instrument.symbol == symbol }) else {
                return .noData(reason: .instrument(symbol: symbol))
            }
            if !other.hasVolume, study.usesVolume { return .cannot(reason: .noVolume(symbol: symbol)) }
        }
        // "Saturday, 8 June 2024": a date is told to be no trading day, whatever its weekday is called.
        if study.period.singleDay != nil, let reason = outside(study.period, loaded) {
            return .noData(reason: reason)
        }
        if !loaded.instrument.tradesWeekends, Self.onlyWeekends(study.condition) {
            return .clarify(
                question: .ambiguous(words: [reader.choices.words(.weekend, [], language)]),
                options: offers("default", count: 3)
            )
        }
        if let closed = closure(study, loaded) { return .noData(reason: closed) }
        for period in study.periods {
            if let reason = outside(period, loaded) { return .noData(reason: reason) }
        }
        return nil
    }

    /// It asks for Saturdays or Sundays, which are no trading days.
    static func onlyWeekends(_ condition: Condition?) -> Bool {
        switch condition {
        case .calendar(.weekday, let days)?: days.allSatisfy { $0 > 5 }
        case .all(let parts)?: parts.contains { onlyWeekends($0) }
        default: false
        }
    }

    /// More dates than this are not told at once.
    private static var toldHolidays: Int { 12 }

    /// Days of a holiday itself, on which nothing trades: those of any holiday, of a named one the latest of the period.
    private func closure(_ study: Study, _ loaded: ReadContext.Loaded) -> NoDataReason? {
        let calendar = context.catalogue.tradingCalendar(for: loaded.instrument)
        for case .event(.holiday(let name), 0) in study.condition?.parts ?? [] {
            let days = context.catalogue.dates(of: .holiday(name: name), in: loaded.days, for: loaded.instrument).dates
            let closed = days.map(\.date).filter { study.period.holds($0) && !calendar.isTradingDay($0) }
            if name == nil, closed.count > 1, study.condition == .event(event: .holiday(name: nil), offset: 0) {
                return .holidays(dates: closed.suffix(Self.toldHolidays), of: closed.count)
            }
            guard let day = closed.last, day == days.last(where: { study.period.holds($0.date) })?.date else {
                continue
            }
            return .notATradingDay(date: day, before: calendar.previous(before: day), after: calendar.next(after: day))
        }
        return nil
    }

    private func outside(_ period: Period, _ loaded: ReadContext.Loaded) -> NoDataReason? {
        let days = loaded.days
        let asked = NoDataReason.period(asked: period, first: days.lowerBound, last: days.upperBound)
        switch period {
        case .all: return nil
        case .lastDays(_, let upTo): return upTo < days.lowerBound ? asked : nil
        case .firstDays(_, let from): return from.map { $0 > days.upperBound } ?? false ? asked : nil
        case .ranges(let ranges):
            let covered = ranges.contains { range in
                (range.first ?? days.lowerBound) <= days.upperBound
                    && (range.last ?? days.upperBound) >= days.lowerBound
            }
            guard covered else { return asked }
            guard let day = period.singleDay else { return nil }
            let calendar = context.catalogue.tradingCalendar(for: loaded.instrument)
            guard !calendar.isTradingDay(day) else { return nil }
            let before = calendar.previous(before: day)
            let after = calendar.next(after: day)
            return .notATradingDay(
                date: day,
                before: before >= days.lowerBound ? before : nil,
                after: after <= days.upperBound ? after : nil
            )
        }
    }
}

extension Study {
    /// The study's period and those of its variants.
    var periods: [Period] {
        guard case .comparison(let variants, _) = result else { return [period] }
        return [period] + variants.compactMap(\.period)
    }

    /// Whether its condition holds rows against a statistic of the period.
    var comparesWithPeriod: Bool {
        var compares = false
        visit { if case .series(.aggregate) = $0 { compares = true } }
        return compares
    }

    /// Whether any column, condition or measure reads volume.
    var usesVolume: Bool {
        var uses = false
        visit { element in
            switch element {
            case .series(.metric(.volume, _)), .series(.metric(.relativeVolume, _)), .series(.time(.largestVolume, _)),
                .series(.indicator(.vwap)):
                uses = true
            default: break
            }
        }
        return uses
    }
}
