internal import Market
internal import Studies

extension Line {
    /// "First half of RTH", "RTH first half vs second half": halves of the session, and of no year.
    mutating func joinHalvesOfSessions(_ frame: Surroundings) {
        guard pieces.contains(where: { if case .half = $0.sense { true } else { false } }) else { return }
        var halved: Span?
        for index in pieces.indices.reversed() {
            guard case .half(let half)? = self[index], let (place, span) = halvedSession(index),
                let whole = frame.window(of: span)
            else { continue }
            join(min(index, place)...max(index, place), as: .window(whole.half(half)))
            halved = span
        }
        guard let halved, let whole = frame.window(of: halved) else { return }
        for index in pieces.indices {
            if case .half(let half)? = self[index] { pieces[index].sense = .window(whole.half(half)) }
        }
    }

    /// The session beside a half, where no year or date has it.
    private func halvedSession(_ index: Int) -> (place: Int, span: Span)? {
        guard has(.ahalf, in: pieces[index]) else { return nil }
        if case .span(.session(let name))? = self[index + 1], !pieces[index + 1].afterStop {
            // "first half RTH range 2024" says a half of the year.
            let isOf =
                tokens[pieces[index].tokens[0]].text.contains(where: Alphabet.isCyrillic)
                || (pieces[index + 1].tokens.first ?? 0) > (pieces[index].tokens.last ?? 0) + 1
            return isOf ? (index + 1, .session(name: name)) : nil
        }
        if case .span(.session(let name))? = self[index - 1], prep(index) == nil, !pieces[index].afterStop,
            !isDates(index + 1), year(index + 1) == nil
        {
            return (index - 1, .session(name: name))
        }
        return nil
    }

    /// "First hour of Asia", "последний час ночи", "RTH morning", "first hour range of RTH": the shorter part is meant.
    mutating func joinPartsOfSessions(_ frame: Surroundings) {
        for index in pieces.indices.dropLast(2).reversed() {
            guard case .span(let part)? = self[index], isQuantity(index + 1), !pieces[index + 1].afterStop,
                prep(index + 1) == nil, case .span(let whole)? = self[index + 2], prep(index + 2) == .in,
                !pieces[index + 2].afterStop, !isQuantity(index + 3), let meant = frame.part(part, of: whole)
            else { continue }
            pieces[index].sense = meant
            pieces[index].tokens = (pieces[index].tokens + pieces[index + 2].tokens).sorted()
            pieces.remove(at: index + 2)
        }
        // "from 15:30 into the close".
        for index in pieces.indices.dropLast().reversed() {
            guard case .timeBound(after: true, let minute)? = self[index], case .span(let end)? = self[index + 1],
                case .closing = end, let hours = frame.window(of: end), minute < hours.to,
                !pieces[index + 1].afterStop
            else { continue }
            join(index...(index + 1), as: .window(Window(from: minute, to: hours.to)))
        }
        var index = 0
        while index < count - 1 {
            defer { index += 1 }
            guard case .span(let first)? = self[index], case .span(let second)? = self[index + 1],
                !pieces[index + 1].afterStop, !isTimed(index)
            else { continue }
            if let part = frame.part(first, of: second) ?? frame.part(second, of: first) {
                join(index...(index + 1), as: part)
            }
        }
    }

    /// "The low of RTH in the first 30 minutes": the session is the low's own, and the part says when.
    private func isTimed(_ index: Int) -> Bool {
        if case .quantity(let quantity)? = self[index - 1], quantity.extreme != nil { return true }
        if case .span(.session)? = self[index] { return prep(index + 1) == .in }
        return false
    }
}

extension Surroundings {
    /// The hours of a part of a session; nil for spans that lie beside one another.
    fileprivate func part(_ part: Span, of whole: Span) -> Sense? {
        guard case .session(let name) = whole, let hours = window(of: whole) else { return nil }
        switch part {
        case .opening(let minutes) where minutes < hours.length:
            return name == .rth ? .span(part) : .window(Window(from: hours.from, to: hours.from + minutes))
        case .closing(let minutes) where minutes < hours.length:
            return name == .rth ? .span(part) : .window(Window(from: hours.to - minutes, to: hours.to))
        case .session:
            guard let inner = window(of: part), inner.length < hours.length, inner.from >= hours.from,
                inner.to <= hours.to
            else { return nil }
            return .span(part)
        default: return nil
        }
    }
}

extension Window {
    fileprivate func half(_ half: Int) -> Window {
        let middle = from + length / 2
        return half == 1 ? Window(from: from, to: middle) : Window(from: middle, to: to)
    }
}
