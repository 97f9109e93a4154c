internal import Market
internal import Studies

extension Line {
    /// "first 30 min from the 8:20 open ... before 13:30": the session's own ends, where its opening is spoken of.
    mutating func dropSessionEnds(_ frame: Surroundings) {
        guard let rth = frame.instrument.window(of: .rth),
            pieces.contains(where: { piece in
                switch piece.sense {
                case .span(.opening): true
                case .condition(let fact): fact.ofSession
                case .quantity(let quantity): quantity.span != nil
                default: false
                }
            })
        else { return }
        var index = 0
        while index < count {
            if self[index] == .clock(rth.from), self[index + 1] == .quantity(Quantity(.open)) {
                drop(index + 1)
                drop(index)
            } else if self[index] == .timeBound(after: false, minute: rth.to) {
                drop(index)
            } else {
                index += 1
            }
        }
    }

    /// "RTH (09:30-16:00)", "первый час (9:30-10:30)", "с 18:00 до 9:30" after "ночью": said twice.
    mutating func dropRepeats(_ frame: Surroundings) {
        dropRepeatedWindows(frame)
        dropSessionEnds(frame)
        // "хай прошлого дня (PDH)": the level by another name.
        var index = 0
        while index < count {
            defer { index += 1 }
            guard case .quantity(let quantity)? = self[index], self[index - 1] == .stop("("),
                let place = pieces[..<index].lastIndex(where: {
                    if case .condition(let fact) = $0.sense { fact.rank == quantity } else { false }
                })
            else { continue }
            pieces[place].tokens += pieces[index].tokens
            pieces.remove(at: index)
            index -= 1
        }
    }

    /// "лондонская сессия 3:00-9:30", "Asia (19:00-2:00)": a session with hours of its own behind it is those hours.
    private mutating func joinHoursOfSessions(_ frame: Surroundings) {
        for index in pieces.indices.reversed() {
            guard case .window(let window)? = self[index] else { continue }
            let isHeld = self[index - 1] == .stop("(") && self[index + 1] == .stop(")")
            let place = isHeld ? index - 2 : index - 1
            guard isHeld || !pieces[index].afterStop, case .span(.session)? = self[place], prep(index) == nil,
                case .span(let span)? = self[place], let own = frame.window(of: span), own != window,
                max(own.from, window.from) < min(own.to, window.to),
                !isMark(place - 1, .vs), !isMark(index + 1, .vs)
            else { continue }
            join(place...(isHeld ? index + 1 : index), as: .span(.clock(window: window)))
        }
    }

    mutating func dropRepeatedWindows(_ frame: Surroundings) {
        for index in pieces.indices.reversed() {
            // "the first minute (9:30)": where it begins.
            guard case .clock(let minute)? = self[index], self[index - 1] == .stop("("),
                let place = pieces[..<index].lastIndex(where: {
                    if case .span(.opening) = $0.sense { true } else { false }
                }), case .span(let span)? = self[place], frame.window(of: span)?.from == minute
            else { continue }
            pieces[place].tokens = (pieces[place].tokens + pieces[index].tokens).sorted()
            pieces.remove(at: index)
        }
        dropPartAroundWindow()
        joinHoursOfSessions(frame)
        var index = 0
        while index < count {
            defer { index += 1 }
            guard case .window(let window)? = self[index] else { continue }
            for other in pieces.indices where other != index {
                let span: Span? =
                    switch pieces[other].sense {
                    case .span(let span): span
                    case .quantity(let quantity): quantity.span
                    case .condition(let fact): fact.span
                    default: nil
                    }
                guard let span, frame.window(of: span) == window else { continue }
                let tokens = pieces[index].tokens
                pieces[other].tokens = (pieces[other].tokens + tokens).sorted()
                pieces.remove(at: index)
                if self[index - 1] == .stop("(") && self[index] == .stop(")")
                    || self[index - 1] == .stop(",") && self[index] == .stop(",")
                {
                    // "the night (18:00-9:30) closed up": what follows the brackets follows the night.
                    pieces.removeSubrange((index - 1)...index)
                    index -= 1
                    if pieces.indices.contains(index) { pieces[index].afterStop = false }
                }
                index -= 1
                break
            }
        }
    }

    /// "on CPI mornings 8:30 to 9:30": the hours say which part of the morning is meant.
    private mutating func dropPartAroundWindow() {
        let windows = pieces.compactMap { if case .window(let window) = $0.sense { window } else { nil } }
        guard windows.count == 1, let window = windows.first else { return }
        for index in pieces.indices.reversed() {
            switch self[index] {
            case .span(.session(name: .morning))? where window.from >= 240 && window.to <= 720: drop(index)
            case .span(.session(name: .afternoon))? where window.from >= 720 && window.to <= 1080: drop(index)
            default: continue
            }
        }
    }

    /// "часы с 6 до 16", "hours 9:30 to 12": the hours that are named behind it.
    mutating func joinNamedHours() {
        for index in pieces.indices.reversed() where unit(index) == .hour {
            guard case .window? = self[index + 1], prep(index) != .by, !isNumber(index - 1), !isMark(index - 1, .each)
            else { continue }
            drop(index)
        }
    }

    /// "what happened intraday on May 16": of one day nothing else is told.
    mutating func dropIntradayOfDay() {
        guard pieces.contains(where: { if case .dates(let dates) = $0.sense { dates.shape == .day } else { false } }),
            pieces.allSatisfy({ piece in
                switch piece.sense {
                case .dates, .stop, .symbol, .task(.performance), .unit(.hourofday), .unit(.day), .verb(.form), .span:
                    true
                default: false
                }
            })
        else { return }
        for index in pieces.indices.reversed() where unit(index) == .hourofday && prep(index) != .by { drop(index) }
    }
}
