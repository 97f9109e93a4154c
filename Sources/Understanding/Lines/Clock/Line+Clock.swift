internal import Market
internal import Studies

extension Line {
    /// Times of the day, and windows between two of them.
    mutating func joinClock(dayEnd: Int) {
        joinTimes()
        joinWindows(dayEnd: dayEnd)
        joinTimeBounds()
        joinMinutesBeside()
    }

    /// `9:30`, `10am`, "6 утра", "16 часов".
    private mutating func joinTimes() {
        var index = 0
        while index < count {
            defer { index += 1 }
            if let hour = whole(index), (0...24).contains(hour), self[index + 1] == .stop(":") || isDashed(index),
                let minute = whole(index + 2), (0...59).contains(minute),
                hour < 24 || minute == 0, tokens[pieces[index + 2].tokens[0]].text.count == 2,
                tokens[pieces[index + 1].tokens[0]].glued, tokens[pieces[index + 2].tokens[0]].glued
            {
                var end = index + 2
                var total = hour * 60 + minute
                if case .ampm(let pm)? = self[end + 1] {
                    total = Self.minute(hour, minute, pm: pm)
                    end += 1
                }
                join(index...end, as: .clock(total))
                continue
            }
            if let total = pointedTime(index) {
                join(index...index, as: .clock(total))
                continue
            }
            if case .clock(let minute)? = self[index], case .ampm(let pm)? = self[index + 1] {
                // "half past two pm".
                join(index...(index + 1), as: .clock(Self.minute(minute / 60 % 12, minute % 60, pm: pm)))
                continue
            }
            if let total = spokenTime(index) {
                join(index...(index + 1), as: .clock(total))
                if case .ampm(let pm)? = self[index + 1] {
                    join(index...(index + 1), as: .clock(Self.minute(total / 60, total % 60, pm: pm)))
                }
                continue
            }
            if let hour = whole(index), (1...12).contains(hour), self[index + 1] == .task(.time),
                let last = pieces[index + 1].tokens.last, pieces[index + 1].tokens.count == 2,
                forms.contains(tokens[last].text, .ofday)
            {
                join(index...(index + 1), as: .clock(Self.minute(hour, 0, pm: true)))
                continue
            }
            if let hour = whole(index), (1...12).contains(hour), unit(index + 1) == .hour, prep(index + 1) == nil,
                case .ampm(let pm)? = self[index + 2],
                isMark(index - 1, .after) || isMark(index - 1, .before)
                    || prep(index) == .from || prep(index) == .in
            {
                // "после двух часов дня"
                join(index...(index + 2), as: .clock(Self.minute(hour, 0, pm: pm)))
                continue
            }
            if let hour = whole(index), (1...24).contains(hour), unit(index + 1) == .hour, prep(index) == .to,
                prep(index + 1) == nil, whole(index - 1) == nil
            {
                // "к 12 часам".
                join(index...(index + 1), as: .clock((hour < 7 ? hour + 12 : hour) % 24 * 60))
                pieces[index].prep = .to
                continue
            }
            let open = self[index - 1] == .mark(.before) ? index - 2 : index - 1
            if let hour = whole(index), (1...16).contains(hour), open == index - 2 || prep(index) == .to,
                self[open] == .quantity(Quantity(.open)) || self[open] == .verb(.open), prep(open) == .from,
                endsWindow(index + 1)
            {
                // "from the open to 11": of the session, whose afternoon has small numbers.
                pieces[index].sense = .clock((hour < 7 ? hour + 12 : hour) * 60)
                continue
            }
            if let hour = whole(index), (1...24).contains(hour), case .ampm(let pm)? = self[index + 1],
                !countsDays(hour, index)
            {
                // "16 дня" of a clock; "5 дня" might be five days, but no number takes that form.
                join(index...(index + 1), as: .clock(Self.minute(hour, 0, pm: pm)))
            }
        }
        // What is left of "дня", "утра" is not a time of the day.
        index = 0
        while index < count {
            if case .ampm(let pm)? = self[index] {
                if isForm(index, .halfday), !isHalfAlone(index) {
                    drop(index)
                    continue
                }
                pieces[index].sense =
                    isForm(index, .ofday)
                    ? .unit(.day)
                    : isForm(index, .night)
                        ? .span(.session(name: .overnight))
                        : pm ? .span(.session(name: .afternoon)) : .span(.session(name: .morning))
            }
            index += 1
        }
    }

    /// "am vs pm", "the am range": half of the session, behind no time of the clock; "how am I".
    private func isHalfAlone(_ index: Int) -> Bool {
        switch self[index - 1] {
        case .clock?, .window?, .number?, .timeBound?: return false
        default: break
        }
        guard let token = pieces[index].tokens.first, prep(index) == nil || prep(index) == .in || prep(index) == .than
        else { return false }
        return ![token - 1, token + 1].contains {
            tokens.indices.contains($0) && forms.contains(tokens[$0].text, .speaker)
        }
    }

    /// "до 10.30", "after 1030", "с 9.30 до 10.30": two digits of minutes behind a point or behind nothing, where a bound
    /// of time may stand and nothing that the number could be of.
    private func pointedTime(_ index: Int) -> Int? {
        guard let time = digitsOfTime(index), !pieces[index].afterStop else { return nil }
        let isBound = prep(index) == nil && (isMark(index - 1, .before) || isMark(index - 1, .after))
        let other = isMark(index + 1, .before) || isMark(index + 1, .and) ? index + 2 : index + 1
        let isOpen = prep(index) == .from || isMark(index - 1, .between)
        if isOpen, time.isPointed, digitsOfTime(other)?.isPointed ?? false { return time.minute }
        let isEnd = isMark(index - 1, .before) || prep(index) == .to || prep(index) == .by
        let opens = prep(index) == nil ? index - 2 : index - 1
        if isEnd, time.isPointed, pieces.indices.contains(opens), prep(opens) == .from, case .clock? = self[opens] {
            return time.minute
        }
        let asksTime = pieces.contains { $0.sense == .task(.time) || $0.sense == .when }
        let isOfExtreme = pieces[..<index].contains { piece in
            if case .quantity(let quantity) = piece.sense { quantity.extreme != nil && quantity.isPrice } else { false }
        }
        return isBound && (asksTime || isOfExtreme || time.isPointed) ? time.minute : nil
    }

    /// `10.30` and `1030` as a time of the day, with nothing behind that they could be so many of.
    private func digitsOfTime(_ index: Int) -> (minute: Int, isPointed: Bool)? {
        guard case .number? = self[index], pieces[index].tokens.count == 1,
            let written = pieces[index].tokens.first.map({ tokens[$0].written }), !isMeasured(index + 1),
            unit(index + 1) == nil, self[index + 1] != .stop("%")
        else { return nil }
        let isPointed = written.dropLast(2).hasSuffix(".")
        let digits = written.filter(\.isNumber)
        guard digits.count == (isPointed ? written.count - 1 : written.count),
            digits.count == 4 || isPointed && digits.count == 3, let number = Int(digits),
            (4..<(isPointed ? 24 : 19)).contains(number / 100), [0, 15, 30, 45].contains(number % 100)
        else { return nil }
        return (number / 100 * 60 + number % 100, isPointed)
    }

    /// Nothing stands there that the number before could be of.
    private func endsWindow(_ index: Int) -> Bool {
        switch self[index] {
        case nil, .stop?, .dates?, .relative?, .months?, .weekdays?, .symbol?, .prep?, .empty?: true
        default: prep(index) == .in || year(index) != nil
        }
    }

    /// "с девяти тридцати", "to eleven thirty": hour and minutes in words, where a time may stand.
    private func spokenTime(_ index: Int) -> Int? {
        guard let hour = spoken(index), (1...23).contains(hour), let minutes = spoken(index + 1),
            (10...59).contains(minutes), follows(index + 1), unit(index + 2) == nil, !isMeasured(index + 2)
        else { return nil }
        let leads =
            switch self[index - 1] {
            case .mark(.before)?, .mark(.after)?, .mark(.between)?, .mark(.and)?, .relation(.less)?,
                .relation(.greater)?:
                true
            default: prep(index) != nil && prep(index) != .than
            }
        return leads || prep(index + 2) == .to || isMark(index + 2, .before) ? hour * 60 + minutes : nil
    }

    private func isMeasured(_ index: Int) -> Bool {
        switch self[index] {
        case .measure?, .bars?, .barUnit?: true
        default: false
        }
    }

    /// "после 14-00", "с 9-30 до 16-00": minutes behind a dash.
    private func isDashed(_ index: Int) -> Bool {
        guard self[index + 1] == .stop("-"), let token = pieces.dropFirst(index + 2).first?.tokens.first else {
            return false
        }
        let minutes = tokens[token].text
        return minutes == "00"
            || minutes == "30" && unit(index + 3) == nil
                && (isMark(index - 1, .before) || isMark(index - 1, .after)
                    || prep(index) == .from && (isMark(index + 3, .before) || prep(index + 3) == .to))
    }

    /// "3 дня" is three days, "в 3 дня" a time.
    private func countsDays(_ hour: Int, _ index: Int) -> Bool {
        guard isForm(index + 1, .ofday), [2, 3, 4, 22, 23, 24].contains(hour) else { return false }
        if let before = pieces[index].tokens.first, before > 0, forms.contains(tokens[before - 1].text, .lasting) {
            return true
        }
        let opens = prep(index) == .in || prep(index) == .from || isMark(index - 1, .before)
        // "за два дня до": days before something.
        if isMark(index + 2, .before) || isMark(index + 2, .after) { return true }
        return !opens || isMark(index + 2, .consecutive) || hour > 12
    }

    private static func minute(_ hour: Int, _ minute: Int, pm: Bool) -> Int {
        (pm && hour < 12 ? hour + 12 : !pm && hour == 12 ? 0 : hour) * 60 + minute
    }

    /// A clock time, or a bare hour where the other end is a time.
    private func hour(_ index: Int) -> Int? {
        if case .clock(let minute)? = self[index] { return minute }
        guard let value = whole(index), (0...24).contains(value) else { return nil }
        return value * 60
    }

    private func isHyphened(_ index: Int) -> Bool {
        pieces[index].tokens.first.map { tokens[$0].isHyphened } ?? false
    }

    private func isClock(_ index: Int) -> Bool {
        if case .clock? = self[index] { true } else { false }
    }

    private mutating func joinWindows(dayEnd: Int) {
        var index = 0
        while index < count {
            defer { index += 1 }
            guard let from = hour(index) else { continue }
            var next = index + 1
            let between = isMark(index - 1, .between)
            let opens = prep(index) == .from || between
            if unit(next) == .hour { next += 1 }
            // "9:30am-4pm": between letters and digits the dash only joins.
            let isJoined = isClock(index) && next == index + 1 && isClock(next) && isHyphened(next)
            let dashed = isJoined || self[next] == .stop("-")
            // "с 10:00 и до 11:00"
            if opens, isMark(next, .and), isMark(next + 1, .before) { next += 1 }
            if dashed && !isJoined || isMark(next, .before) || between && isMark(next, .and) { next += 1 }
            guard next > index + 1 || isJoined || prep(next) == .to || prep(next) == .by, let bare = hour(next),
                next <= index + 3
            else { continue }
            // "9:30 to 4": a morning's other end without "am" lies in the afternoon.
            let isAfternoon =
                !isClock(next) && isClock(index) && (1...7).contains(bare / 60) && (6 * 60..<12 * 60).contains(from)
            let to = isAfternoon ? bare + 12 * 60 : bare
            // "с 10:00 по 11:00", and not "по 15 минут".
            let isThrough = opens && prep(next) == .by && (isClock(next) || isHourly(after: next))
            let closes = dashed || isMark(next - 1, .before) || prep(next) == .to || between || isThrough
            let saysHours = unit(index - 1) == .hour || unit(next + 1) == .hour || isWindow(index - 1)
            guard closes,
                isClock(index) || isClock(next) || opens && isHourly(after: next) || dashed && saysHours
                    || isBareHours(index, next),
                dashed || opens || isClock(index) || isBareHours(index, next) || isHalfOfBoth(index, next)
            else { continue }
            var end = next
            if unit(end + 1) == .hour { end += 1 }
            let start = isOfSameHalf(index, next) && from + 12 * 60 < to ? from + 12 * 60 : from
            let window = Self.window(start, to, dayEnd: dayEnd)
            guard window.length > 0 else { continue }
            join((between ? index - 1 : index)...end, as: .window(window))
            if isMark(index, .outside) { continue }
        }
    }

    /// "from 1 to 3 pm", "с 2 до 4 дня": a half of the day that is said last is of both hours.
    private func isOfSameHalf(_ index: Int, _ next: Int) -> Bool {
        guard case .clock(let last)? = self[next], last > 12 * 60, let first = pieces[next].tokens.first,
            let half = pieces[next].tokens.last, tokens[half].kind == .word, half > first,
            tokens[first].value.map({ $0 < 13 }) ?? true, let hour = hour(index), hour < 12 * 60
        else { return false }
        // "9 am to 4 pm": the first has a half of its own.
        return pieces[index].tokens.last.map { tokens[$0].kind == .number || pieces[index].tokens.count == 1 } ?? false
    }

    /// "10 to 11am": the half of the day behind the second makes hours of both.
    private func isHalfOfBoth(_ index: Int, _ next: Int) -> Bool {
        guard next == index + 1, prep(next) == .to, isClock(next), let half = pieces[next].tokens.last,
            tokens[half].kind == .word, let hour = whole(index)
        else { return false }
        return (1...12).contains(hour)
    }

    /// "volume 10 to 11", "range 12-13 vs 15-16": two hours of a clock that follow each other behind a quantity or a window,
    /// with nothing that they count.
    private func isBareHours(_ index: Int, _ next: Int) -> Bool {
        let isTied = next == index + 1 && prep(next) == .to || next == index + 2 && self[index + 1] == .stop("-")
        guard isTied, isQuantity(index - 1) || isWindow(index - 1), isHourly(after: next),
            let from = whole(index), let to = whole(next)
        else { return false }
        return (1...23).contains(from) && (from + 1...min(24, from + 4)).contains(to)
    }

    /// A window, or one that is compared.
    private func isWindow(_ index: Int) -> Bool {
        if case .window? = self[index] { return true }
        guard isMark(index, .vs) || isMark(index, .and) || isMark(index, .or) else { return false }
        return pieces[..<index].contains { if case .window = $0.sense { true } else { false } }
    }

    /// Nothing after the second number says that the two are anything but hours.
    private func isHourly(after index: Int) -> Bool {
        switch self[index + 1] {
        // "from 3 to 14 March": days.
        case .months?: prep(index + 1) != nil
        case nil, .stop?, .dates?, .relative?, .unit(.hour)?, .unit(.hourofday)?, .task?, .span?, .mark?,
            .quantity?, .weekdays?, .quarter?, .half?, .event?, .key?:
            true
        // "с 10 до 11 по дням недели", "с 10 до 11 в 2024"
        case .unit?: prep(index + 1) == .by
        default: year(index + 1) != nil && prep(index + 1) == .in
        }
    }

    /// "volume at 20:00", "the 18:30 candle": in the evening on which the trading day begins. On a date, which day's evening
    /// is meant is not said.
    mutating func settleEvenings(dayEnd: Int) {
        let isOfDate = pieces.contains {
            switch $0.sense {
            case .dates(let dates): dates.shape == .day
            case .relative: true
            default: false
            }
        }
        guard !isOfDate else { return }
        for index in pieces.indices {
            guard case .window(let window) = pieces[index].sense, window.from >= dayEnd else { continue }
            pieces[index].sense = .window(Window(from: window.from - 1440, to: window.to - 1440))
        }
    }

    /// A window that begins after the trading day's end, or ends before it begins, begins the evening before.
    private static func window(_ from: Int, _ to: Int, dayEnd: Int) -> Window {
        if to <= from { return Window(from: from - 1440, to: to) }
        return from >= dayEnd && dayEnd < 1440 ? Window(from: from - 1440, to: to - 1440) : Window(from: from, to: to)
    }
}
