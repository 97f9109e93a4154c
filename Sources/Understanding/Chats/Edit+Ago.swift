internal import Market
internal import Studies

extension Attempt {
    /// "range last month", then "a year ago": the same month of the year before; "yesterday", then "a month ago": that day.
    /// A follow-up that says nothing else moves the period that was asked about.
    func agoOfLast(_ frame: Frame) -> Frame {
        guard let last = context.earlier.last, !context.isOpen else { return frame }
        let said = frame.indices.filter { index in
            switch frame.line.pieces[index].sense {
            case .stop, .empty, .prep, .mark(.and), .mark(.but), .task(.performance): false
            default: true
            }
        }
        guard said.count == 1, let place = said.first, let ago = ago(frame.line.pieces[place], frame.line) else {
            return frame
        }
        let period: Period
        let shape: Dates.Shape
        if let day = last.period.singleDay ?? last.lastDay(context.catalogue.tradingCalendar(for: frame.instrument)) {
            (period, shape) = (.day(day.adding(months: -ago)), .day)
        } else if ago % 12 == 0, let range = last.period.dateRange, let first = range.first, let end = range.last {
            let years = ago / 12
            if last.period == .months(first.month...end.month, of: first.year), first.year == end.year {
                period = .months(first.month...end.month, of: first.year - years)
            } else {
                period = .range(first.adding(months: -ago), end.adding(months: -ago))
            }
            shape = .other
        } else {
            return frame
        }
        var line = frame.line
        line.pieces[place].sense = .dates(Dates(period: period, shape: shape))
        return Frame(line, context, frame.surroundings, language)
    }

    /// How many months back words go that say no date.
    private func ago(_ piece: Piece, _ line: Line) -> Int? {
        guard line.has(.agoword, in: piece) else { return nil }
        let dates: Dates?
        switch piece.sense {
        case .choice(let either): dates = either.first { $0.shape == .year || $0.shape == .month }
        case .dates(let one): dates = one
        default: dates = nil
        }
        guard let first = dates?.period.dateRange?.first else { return nil }
        switch dates?.shape {
        case .year: return 12 * (context.today.year - first.year)
        case .month: return 12 * (context.today.year - first.year) + context.today.month - first.month
        default: return nil
        }
    }
}

extension Study {
    /// The trading day that "yesterday" was.
    fileprivate func lastDay(_ calendar: TradingCalendar) -> CivilDate? {
        guard case .lastDays(1, let upTo) = period else { return nil }
        return calendar.isTradingDay(upTo) ? upTo : calendar.previous(before: upTo)
    }
}
