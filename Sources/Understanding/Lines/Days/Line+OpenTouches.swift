internal import Market
internal import Studies

extension Line {
    /// "how often does price come back to the 9:30 open after 12:00", "midnight open retest in the first hour of RTH", "возврат
    /// к цене 18:00 во время кассы": later the range of those hours holds that price, whether it is touched or jumped over.
    mutating func joinOpenTouches(_ frame: Surroundings) {
        guard let regular = frame.window(of: .session(name: .rth)), frame.instrument.hasRegularHours,
            pieces.count(where: { $0.sense == .verb(.touch) }) == 1,
            let verb = pieces.firstIndex(where: { $0.sense == .verb(.touch) })
        else { return }
        let opens = pieces.indices.filter { isOpen(pieces[$0].sense) }
        guard opens.count < 2 else { return }
        let named = earlierMinute(opens.first, verb, regular, frame)
        guard opens.count == 1 || named != nil else { return }
        let begin = named.map { $0.minute } ?? regular.from
        var (from, to) = (nil as Int?, regular.to)
        var said = opens + (named.map { [$0.place] } ?? [])
        for index in pieces.indices where index != named?.place {
            switch self[index] {
            case .timeBound(let after, let minute)?:
                if after { from = frame.minute(minute) } else { to = frame.minute(minute) }
                said.append(index)
            case .window(let window)? where window.length == 1 && window.from == regular.from: said.append(index)
            case .window(let window)? where window.length > 1:
                (from, to) = (window.from, window.to)
                said.append(index)
            case .clock(let minute)? where minute == regular.from: said.append(index)
            case .span(let span)? where span == .session(name: .afternoon) || span.isOpening && begin < regular.from:
                guard let window = frame.window(of: span) else { return }
                (from, to) = (window.from, window.to)
                said.append(index)
            case .span(.session(.rth))?:
                if begin < regular.from, from == nil { from = regular.from }
                said.append(index)
            case .mark(.after)? where (8...23).contains(whole(index + 1) ?? 0) && isEndOfBound(index + 2):
                // "after 11".
                from = frame.minute((whole(index + 1) ?? 0) * 60)
                said += [index, index + 1]
            case .mark(.it)?: said.append(index)
            case .mark(.and)? where isBound(index - 1) && isBound(index + 1): said.append(index)
            case .clock?, .window?, .span?: return
            default: continue
            }
        }
        guard let from, from > begin, from < to, to <= frame.instrument.dayEnd else { return }
        let bar = Bar(span: .clock(window: Window(from: from, to: to)))
        let level = Series.metric(
            metric: .open,
            of: Bar(
                span: named == nil
                    ? .session(name: .rth)
                    : begin == frame.instrument.dayStart
                        ? .wholeDay : .clock(window: Window(from: begin, to: begin + 1))
            )
        )
        let condition = Condition.all(of: [
            .holds(.metric(metric: .low, of: bar), .lessOrEqual, level),
            .holds(.metric(metric: .high, of: bar), .greaterOrEqual, level),
        ])
        let words = said.flatMap { pieces[$0].tokens }
        pieces[verb].sense = .condition(Fact(condition: condition, ofSession: true, isOutcome: true))
        pieces[verb].tokens = (pieces[verb].tokens + words).sorted()
        for index in Set(said).sorted().reversed() { pieces.remove(at: index) }
    }

    /// The minute before the session whose first price is meant: "the midnight open", "the 18:00 price".
    private func earlierMinute(
        _ open: Int?,
        _ verb: Int,
        _ regular: Window,
        _ frame: Surroundings
    ) -> (
        minute: Int, place: Int
    )? {
        let place = [open.map { $0 - 1 }, open.map { $0 + 1 }, open == nil ? verb + 1 : nil].compactMap(\.self).first {
            switch self[$0] {
            case .clock?: true
            case .window(let window)?: window.length == 1
            default: false
            }
        }
        guard let place else { return nil }
        let minute: Int
        switch self[place] {
        case .clock(let clock)?: minute = frame.minute(clock % 1440)
        case .window(let window)?: minute = window.from
        default: return nil
        }
        return minute < regular.from ? (minute, place) : nil
    }

    private func isOpen(_ sense: Sense) -> Bool {
        guard case .quantity(let quantity) = sense, quantity.base == .metric(.open), quantity.shift == 0 else {
            return false
        }
        return quantity.span == nil || quantity.span == .session(name: .rth)
    }

    private func isBound(_ index: Int) -> Bool { if case .timeBound? = self[index] { true } else { false } }
}
