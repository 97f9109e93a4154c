internal import Market

/// Where the bars of a file begin, pause and end, on the file's own clock: what tells its zone.
struct ClockEvidence {
    /// A sample of the minutes.
    private let stamps: [Int64]
    /// First bar after each pause of at least half an hour, and the bar before it. Minutes on the file's clock.
    private let pauses: [(before: Int64, after: Int64)]

    /// - Parameter minutes: of the file's clock, in any order.
    init(minutes: [Int64]) {
        let sorted = minutes.sorted()
        var pauses: [(before: Int64, after: Int64)] = []
        for index in sorted.indices.dropFirst() where sorted[index] - sorted[index - 1] >= 30 {
            pauses.append((sorted[index - 1], sorted[index]))
        }
        self.pauses = pauses
        let step = max(1, sorted.count / 20_000)
        stamps = stride(from: 0, to: sorted.count, by: step).map { sorted[$0] }
        first = sorted.first
        last = sorted.last
    }

    private let first: Int64?
    private let last: Int64?

    /// How well a clock fits the instrument's trading hours; higher is better, 0 is "says nothing". `matches` where
    /// anything begins or ends with a session.
    func score(_ clock: SourceClock, hours: TradingHours) -> (value: Double, matches: Bool) {
        guard let zone = ZoneTable(identifier: clock.zone), let first, let last, !stamps.isEmpty else {
            return (-1000, false)
        }
        let shift: Int64 = clock.stampsEnd ? 1 : 0
        func local(_ minute: Int64) -> Int64 {
            let (utc, _) = zone.utcSeconds(fromLocalSeconds: (minute - shift) * 60)
            return hours.zone.localMinutes(fromUTCSeconds: utc)
        }
        let closed = stamps.count { !hours.isOpen(local($0)) }
        var score = -50 * Double(closed) / Double(stamps.count)
        // Crowded with pauses, a few hundred of them say as much as all.
        let step = max(1, pauses.count / 500)
        var (matches, looked) = (0.0, 0)
        for index in stride(from: 0, to: pauses.count, by: step) {
            looked += 2
            let (before, after) = (local(pauses[index].before), local(pauses[index].after))
            // Over a weekend the first and last quotes may be some minutes within the session.
            let slack: Int64 = after - before > 1440 ? 10 : 0
            matches += (0...slack).contains { hours.opens(at: after - $0) } ? hours.opens(at: after) ? 1 : 0.5 : 0
            matches +=
                (1...(slack + 1)).contains { hours.closes(at: before + $0) }
                ? hours.closes(at: before + 1) ? 1 : 0.5 : 0
        }
        if looked > 0 { score += 4 * matches / Double(looked) }
        let begin = local(first)
        let edges = (opens: hours.opens(at: begin), closes: hours.closes(at: local(last) + 1))
        if edges.opens { score += hours.opensWeek(at: begin) ? 1 : 0.4 }
        if edges.closes { score += 0.4 }
        return (score, matches > 0 || edges.opens || edges.closes)
    }

    /// Whether pauses look like stamps at the end of the minute: a stretch runs from xx:01 to xx:00 (in fives).
    /// Nil where there are too few to say.
    var looksLikeMinuteEnds: Bool? {
        guard pauses.count >= 2 else { return nil }
        let ends = pauses.count { $0.after % 5 == 1 && $0.before % 5 == 0 }
        let starts = pauses.count { $0.after % 5 == 0 && $0.before % 5 == 4 }
        if ends * 10 >= pauses.count * 8 { return true }
        if starts * 10 >= pauses.count * 5 { return false }
        return nil
    }
}

/// When an instrument trades, on its own wall clock.
struct TradingHours {
    let zone: ZoneTable
    private let dayStart: Int
    private let dayEnd: Int
    private let tradesWeekends: Bool
    private let openings: Set<Int>
    private let closings: Set<Int>

    init?(_ instrument: Instrument) {
        guard let zone = ZoneTable(identifier: instrument.zone) else { return nil }
        self.zone = zone
        let sessions = instrument.sessions.map(\.window)
        let isDateBound = instrument.dayStart >= 0 && instrument.dayEnd >= 1440 && !sessions.isEmpty
        dayStart = isDateBound ? sessions.map(\.from).min() ?? 0 : instrument.dayStart
        dayEnd = isDateBound ? sessions.map(\.to).max() ?? 1440 : instrument.dayEnd
        tradesWeekends = instrument.tradesWeekends
        var (openings, closings): (Set<Int>, Set<Int>) = ([dayStart], [dayEnd])
        if let regular = instrument.window(of: .rth) {
            openings.insert(regular.from)
            closings.insert(regular.to)
        }
        if tradesWeekends { (openings, closings) = ([], []) }
        self.openings = Set(openings.map { ($0 + 1440) % 1440 })
        self.closings = Set(closings.map { $0 % 1440 })
    }

    /// Never true for a market without a week's rhythm.
    func opens(at minute: Int64) -> Bool { openings.contains(Int(minute - day(minute) * 1440)) }

    func closes(at minute: Int64) -> Bool { closings.contains(Int(minute - day(minute) * 1440)) }

    /// The first minute of a trading week.
    func opensWeek(at minute: Int64) -> Bool {
        opens(at: minute) && weekday(minute) == (dayStart < 0 ? 7 : 1)
    }

    func isOpen(_ minute: Int64) -> Bool {
        if tradesWeekends { return true }
        let ofDay = Int(minute - day(minute) * 1440)
        let weekday = weekday(minute)
        if ofDay - 1440 >= dayStart { return weekday % 7 < 5 }
        return ofDay >= dayStart && ofDay < dayEnd && weekday < 6
    }

    private func day(_ minute: Int64) -> Int64 { Int64(floorDivide(Int(minute), 1440)) }

    private func weekday(_ minute: Int64) -> Int { CivilDate(dayNumber: Int(day(minute))).weekday }
}
