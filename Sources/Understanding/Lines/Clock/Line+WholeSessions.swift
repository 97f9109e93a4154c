internal import Market
internal import Studies

extension Line {
    /// "lunch range 12-13:30", "is lunch slower? 11:30-13:30 vs the morning": the hours right behind a name say what it is
    /// taken for.
    mutating func settleHoursOfNamed(_ surroundings: Surroundings) {
        for index in pieces.indices.reversed() {
            guard case .window(let named)? = self[index],
                !tokens[pieces[index].tokens[0]].text.contains(where: \.isNumber)
            else { continue }
            var place = index + 1
            while isQuantity(place) || isStop(place) || self[place] == .bars { place += 1 }
            guard place <= index + 3, case .window(let said)? = self[place], prep(place) == nil || prep(place) == .in,
                tokens[pieces[place].tokens[0]].text.contains(where: \.isNumber),
                min(said.to, named.to) - max(said.from, named.from) >= min(30, named.to - named.from)
            else { continue }
            pieces[place].tokens = (pieces[index].tokens + pieces[place].tokens).sorted()
            pieces[place].prepTokens += pieces[index].prepTokens
            pieces.remove(at: index)
        }
    }

    /// "if the first hour is green how often is the whole session green", «вся сессия зелёная»: of the session whose part or
    /// gap is named, and not of the day with its night.
    mutating func settleWholeSessions(_ frame: Surroundings) {
        guard frame.instrument.hasRegularHours, pieces.contains(where: { isOfRegular($0.sense, frame) }) else { return }
        for index in pieces.indices {
            guard self[index] == .span(.wholeDay),
                pieces[index].tokens.allSatisfy({
                    forms.contains(tokens[$0].text, .sessionword) || forms.contains(tokens[$0].text, .entire)
                }), has(.sessionword, in: pieces[index])
            else { continue }
            pieces[index].sense = .span(.session(name: .rth))
        }
    }

    private func isOfRegular(_ sense: Sense, _ frame: Surroundings) -> Bool {
        switch sense {
        case .span(.opening), .span(.closing), .span(.afterOpening), .span(.session(.rth)), .openingRange: true
        case .span(let span):
            if let part = frame.window(of: span), let whole = frame.window(of: .session(name: .rth)) {
                span != .wholeDay && part.from >= whole.from && part.to <= whole.to
            } else {
                false
            }
        case .quantity(let quantity): quantity.isGap
        default: false
        }
    }

    /// "the night after a gap up", "overnight range following a red first hour": a part of the day that is over before
    /// what it follows began is the next day's.
    mutating func settleNightsAfter(_ frame: Surroundings) {
        guard let open = frame.window(of: .session(name: .rth))?.from else { return }
        for mark in pieces.indices where isMark(mark, .after) {
            var place = mark + 1
            guard case .condition(let first)? = self[place], !first.isCalendar, first.ofSession else { continue }
            // What is asked of stands before the mark, or behind what it comes after.
            var end = place
            while case .condition(let fact)? = self[end], !fact.isCalendar { end += 1 }
            let asked = pieces.indices.filter { ($0 < mark || $0 >= end) && window($0, frame) != nil }
            guard !asked.isEmpty, asked.allSatisfy({ (window($0, frame)?.to ?? open + 1) <= open }) else { continue }
            while place < end {
                if case .condition(var fact)? = self[place], !fact.startsBefore(open, frame) {
                    fact.ofSession = false
                    pieces[place].sense = .condition(fact)
                }
                place += 1
            }
        }
    }

    private func window(_ index: Int, _ frame: Surroundings) -> Window? {
        switch self[index] {
        case .span(let span)?: frame.window(of: span)
        case .window(let window)?: window
        case .quantity(let quantity)?: quantity.span.flatMap { frame.window(of: $0) }
        case .condition(let fact)?: fact.condition.ownWindow.flatMap { frame.window(of: $0) }
        default: nil
        }
    }
}

extension Condition {
    /// The one window whose bar it speaks of.
    fileprivate var ownWindow: Span? {
        let spans = atoms.map { atom -> Span? in
            if case .compare(.metric(_, let bar), _, _) = atom { bar.span } else { nil }
        }
        return Set(spans).count == 1 ? spans[0] : nil
    }
}

extension Fact {
    /// Something that it speaks of begins before the session does.
    fileprivate func startsBefore(_ open: Int, _ frame: Surroundings) -> Bool {
        condition.atoms.contains { atom in
            guard case .compare(.metric(_, let bar), _, _) = atom, let span = bar.span,
                let window = frame.window(of: span)
            else { return false }
            return window.from < open
        }
    }
}
