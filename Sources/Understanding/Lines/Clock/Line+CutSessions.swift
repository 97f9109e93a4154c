internal import Market
internal import Studies

extension Line {
    /// "RTH before noon", "касса до 14:00 и после", "объём кассы с 15:00 до 16:00": the session's own hours up to a time of
    /// the day, or some of them; neither all hours of the day up to it, nor the session held against a part of itself.
    mutating func cutSessions(_ frame: Surroundings) {
        let relates = pieces.contains { piece in
            switch piece.sense {
            case .task(.share), .task(.ratio), .task(.correlation), .task(.length): true
            default: false
            }
        }
        let sessions = pieces.indices.filter { isNamedSession($0) }
        guard !relates, sessions.count == 1, let session = sessions.first, case .span(let span)? = self[session],
            !isFact(session - 1), !isFact(session + 1)
        else { return }
        let parts = pieces.indices.filter { isPartOfDay($0) }
        guard let whole = frame.window(of: span) else {
            // "премаркет с 4:00 до 9:30": where there is no such session, its hours are named.
            guard parts.count == 1, let part = parts.first, case .window? = self[part] else { return }
            pieces[part].tokens = (pieces[part].tokens + pieces[session].tokens).sorted()
            pieces.remove(at: session)
            return
        }
        // "RTH vs after 16:00": the session itself is one of the two.
        guard let nearest = parts.min(by: { abs($0 - session) < abs($1 - session) }),
            !isHeldAgainst(min(session, nearest), max(session, nearest))
        else { return }
        let cut = parts.compactMap { index in part(index, of: whole, frame).map { (index, $0) } }
        if cut.isEmpty, parts.count == 1, !comparesOrChooses, let hours = hours(of: nearest, frame),
            hours.to <= whole.from || hours.from >= whole.to
        {
            // "RTH range from 18:00 to 20:00": no hour of that session, and nothing says that two are compared.
            pieces[nearest].sense = .unknown
            return
        }
        guard cut.count == parts.count else { return }
        for (part, window) in cut { pieces[part].sense = .window(window) }
        pieces[nearest].tokens = (pieces[nearest].tokens + pieces[session].tokens).sorted()
        pieces.remove(at: session)
    }

    private var comparesOrChooses: Bool {
        pieces.contains { piece in
            switch piece.sense {
            case .task(.compare), .mark(.vs), .mark(.and), .mark(.given), .mark(.after), .mark(.then), .relation,
                .task(.count):
                true
            case .condition(let fact): !fact.isCalendar
            default: false
            }
        }
    }

    private func hours(of index: Int, _ frame: Surroundings) -> Window? {
        switch self[index] {
        case .window(let window)?: window
        case .timeBound(let after, let minute)?:
            after
                ? Window(from: frame.minute(minute), to: frame.instrument.dayEnd)
                : Window(from: frame.instrument.dayStart, to: frame.minute(minute))
        default: nil
        }
    }

    private func part(_ index: Int, of whole: Window, _ frame: Surroundings) -> Window? {
        let cut: Window
        switch self[index] {
        case .window(let window)?: cut = window
        case .timeBound(let after, let minute)?:
            let minute = frame.minute(minute)
            cut =
                after
                ? Window(from: max(minute, whole.from), to: whole.to)
                : Window(from: whole.from, to: min(minute, whole.to))
        default: return nil
        }
        return cut.length > 0 && cut.from >= whole.from && cut.to <= whole.to ? cut : nil
    }

    private func isNamedSession(_ index: Int) -> Bool {
        if case .span(.session)? = self[index] { true } else { false }
    }

    private func isPartOfDay(_ index: Int) -> Bool {
        switch self[index] {
        case .window?, .timeBound?: true
        default: false
        }
    }

    private func isHeldAgainst(_ first: Int, _ last: Int) -> Bool {
        pieces[first...last].contains { [.mark(.vs), .mark(.and), .mark(.or), .stop(",")].contains($0.sense) }
    }
}
