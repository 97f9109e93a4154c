internal import Market
internal import Studies

extension Line {
    /// "First half of RTH", "RTH first half vs second half": halves of the session, and of no year.
    mutating func joinHalvesOfSessions(_ frame: Surroundings) {
        joinEqualParts(frame)
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

    /// "Range by quarter of RTH", "the first third of the session", "первой, второй и третьей трети кассы": parts of equal
    /// length, each by itself or the ones that are numbered. A part that is no whole number of minutes is left unread.
    private mutating func joinEqualParts(_ frame: Surroundings) {
        for index in pieces.indices.reversed() {
            if unit(index) == .quarter, unit(index + 1) == .day, prep(index + 1) == .in, !pieces[index + 1].afterStop,
                !isQuantity(index + 2)
            {
                // "by quarter of the day": which hours a day is divided from is open; of the year none is.
                pieces[index].sense = .unknown
                return
            }
            guard let whole = dividedSession(index + 1, frame), let (parts, number) = equalPart(index) else { continue }
            guard whole.length % parts == 0 else {
                pieces[index].sense = .unknown
                return
            }
            func part(_ number: Int) -> Sense {
                let length = whole.length / parts
                let from = whole.from + (number - 1) * length
                return .window(Window(from: from, to: from + length))
            }
            if let number = number ?? partNumber(index - 1, of: parts) {
                let isJoined = number != equalPart(index)?.number
                join((isJoined ? index - 1 : index)...(index + 1), as: part(number))
                numberLaterParts(behind: isJoined ? index - 1 : index, parts, part)
                numberOtherParts(before: isJoined ? index - 1 : index, parts, part)
            } else if prep(index) == .by || pieces[index].each || isMark(index - 1, .each)
                || isMark(index - 1, .separately)
            {
                let tokens = (pieces[index].tokens + pieces[index + 1].tokens).sorted()
                var said: [Piece] = []
                for number in 1...parts {
                    if number > 1 { said.append(Piece(sense: .mark(.vs), tokens: tokens)) }
                    said.append(Piece(sense: part(number), tokens: tokens))
                }
                pieces.replaceSubrange(index...(index + 1), with: said)
            } else {
                continue
            }
            return
        }
    }

    /// "first third vs last third of RTH", "первой, второй и третьей трети": the session and the part are said once.
    private mutating func numberOtherParts(before place: Int, _ parts: Int, _ part: (Int) -> Sense) {
        var index = place - 1
        while index > 0, isMark(index, .and) || isMark(index, .vs) || isMark(index, .or) || isStop(index) {
            index -= 1
            if let (count, number) = equalPart(index), count == parts,
                let number = number ?? partNumber(index - 1, of: parts)
            {
                let first = equalPart(index)?.number == nil ? index - 1 : index
                join(first...index, as: part(number))
                index = first - 1
            } else if let number = partNumber(index, of: parts) {
                pieces[index].sense = part(number)
                index -= 1
            } else {
                return
            }
        }
    }

    /// "first half of the session vs second half".
    private mutating func numberLaterParts(behind place: Int, _ parts: Int, _ part: (Int) -> Sense) {
        var index = place + 1
        while isMark(index, .and) || isMark(index, .vs) || isMark(index, .or) || isStop(index) {
            let joint = index
            index += 1
            if let (count, number) = equalPart(index), count == parts, let number {
                pieces[index].sense = part(number)
            } else if let number = partNumber(index, of: parts) {
                let isNamed = equalPart(index + 1)?.parts == parts
                join(index...(isNamed ? index + 1 : index), as: part(number))
            } else {
                return
            }
            if isMark(joint, .and) { pieces[joint].sense = .mark(.vs) }
            index += 1
        }
    }

    private func partNumber(_ index: Int, of parts: Int) -> Int? {
        switch self[index] {
        case .ordinal(let number)? where number <= parts: number
        case .relative(.last)?, .relative(.past)?: parts
        default: nil
        }
    }

    /// Half, third or quarter, with its number where that is of one word with it.
    private func equalPart(_ index: Int) -> (parts: Int, number: Int?)? {
        switch self[index] {
        case .half(let number)? where has(.ahalf, in: pieces[index]): (2, number)
        case .quarter(let number)?: (4, number)
        case .unit(.quarter)?, .number(0.25, nil)?: (4, nil)
        case .ordinal(3)?: (3, nil)
        case .number(0.5, nil)?: (2, nil)
        case .number(let share, nil)? where abs(share - 1 / 3) < 0.001: (3, nil)
        default: nil
        }
    }

    /// "of RTH", "of the session": what is divided, where no year is.
    private func dividedSession(_ index: Int, _ frame: Surroundings) -> Window? {
        guard index > 0, pieces.indices.contains(index), !pieces[index].afterStop,
            let part = pieces[index - 1].tokens.last, let session = pieces[index].tokens.first, part < session
        else { return nil }
        // "first half RTH range 2024", "range by quarter for RTH", "по кварталам кассы" are of the year.
        let isCyrillic = tokens[part].text.contains(where: Alphabet.isCyrillic)
        let isOf =
            isCyrillic
            ? prep(index) == nil && unit(index - 1) != .quarter && !isQuarter(index - 1)
            : tokens[part..<session].contains { forms.contains($0.text, .partitive) }
        guard isOf else { return nil }
        switch self[index] {
        case .unit(.session)?: return frame.window(of: .session(name: .rth))
        case .span(.session(let name))?: return frame.window(of: .session(name: name))
        default: return nil
        }
    }

    private func isQuarter(_ index: Int) -> Bool { if case .quarter? = self[index] { true } else { false } }

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
