internal import Market
internal import Studies

extension Line {
    /// "how often does price come back to the 9:30 open after 12:00", "... between 10:30 and 16:00": later in the session the
    /// range of those hours holds the session's open, whether it is touched or jumped over.
    mutating func joinOpenTouches(_ frame: Surroundings) {
        guard let regular = frame.window(of: .session(name: .rth)), frame.instrument.hasRegularHours,
            pieces.count(where: { $0.sense == .verb(.touch) }) == 1,
            let verb = pieces.firstIndex(where: { $0.sense == .verb(.touch) }),
            pieces.count(where: { isOpen($0.sense) }) == 1, let open = pieces.firstIndex(where: { isOpen($0.sense) })
        else { return }
        var (from, to) = (nil as Int?, regular.to)
        var said = [open]
        for index in pieces.indices {
            switch self[index] {
            case .timeBound(let after, let minute)?:
                if after { from = frame.minute(minute) } else { to = frame.minute(minute) }
                said.append(index)
            case .window(let window)? where window.length == 1 && window.from == regular.from: said.append(index)
            case .window(let window)? where window.length > 1:
                (from, to) = (window.from, window.to)
                said.append(index)
            case .clock(let minute)? where minute == regular.from: said.append(index)
            case .span(.session(.afternoon))?:
                guard let window = frame.window(of: .session(name: .afternoon)) else { return }
                (from, to) = (window.from, window.to)
                said.append(index)
            case .span(.session(.rth))?, .mark(.it)?: said.append(index)
            case .mark(.and)? where isBound(index - 1) && isBound(index + 1): said.append(index)
            case .clock?, .window?, .span?: return
            default: continue
            }
        }
        guard let from, from > regular.from, from < to, to <= frame.instrument.dayEnd else { return }
        let bar = Bar(span: .clock(window: Window(from: from, to: to)))
        let level = Series.metric(metric: .open, of: Bar(span: .session(name: .rth)))
        let condition = Condition.all(of: [
            .holds(.metric(metric: .low, of: bar), .lessOrEqual, level),
            .holds(.metric(metric: .high, of: bar), .greaterOrEqual, level),
        ])
        let words = said.flatMap { pieces[$0].tokens }
        pieces[verb].sense = .condition(Fact(condition: condition, ofSession: true, isOutcome: true))
        pieces[verb].tokens = (pieces[verb].tokens + words).sorted()
        for index in said.sorted().reversed() { pieces.remove(at: index) }
    }

    private func isOpen(_ sense: Sense) -> Bool {
        guard case .quantity(let quantity) = sense, quantity.base == .metric(.open), quantity.shift == 0 else {
            return false
        }
        return quantity.span == nil || quantity.span == .session(name: .rth)
    }

    private func isBound(_ index: Int) -> Bool { if case .timeBound? = self[index] { true } else { false } }
}
