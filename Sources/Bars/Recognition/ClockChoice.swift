internal import Market

/// Which clock a file's stamps are on.
struct ClockChoice {
    var clock: SourceClock
    var zoneBasis: Finding.Basis
    var endBasis: Finding.Basis
    /// Of several vendors that the file may come from, the one whose habit this is.
    var vendor: Vendor?

    /// - Parameters:
    ///   - vendors: what the file may come from, the likeliest first.
    ///   - isUTC: the stamps are moments.
    ///   - given: the user's zone.
    init(
        evidence: ClockEvidence,
        vendors: [Vendor],
        isUTC: Bool,
        headerSaysUTC: Bool,
        given: String?,
        instrument: Instrument
    ) {
        let habits = vendors.flatMap(\.habits)
        let documented = vendors.contains(where: \.isDocumented)
        let known = habits.map { SourceClock(zone: $0.zone ?? instrument.zone, stampsEnd: $0.stampsEnd) }
        let fixedZone = given ?? (isUTC || headerSaysUTC ? "UTC" : nil)
        let zoneBasis: Finding.Basis = given != nil ? .given : isUTC ? .stamps : .header
        let hours = TradingHours(instrument)
        var candidates = known
        if let fixedZone {
            let ends = known.first?.stampsEnd ?? false
            candidates = [ends, !ends].map { SourceClock(zone: fixedZone, stampsEnd: $0) }
        } else {
            candidates += Self.common(instrument).filter { !known.contains($0) }
        }
        let preferred = fixedZone == nil ? known.count : 1
        let fits = candidates.map { clock in
            hours.map { evidence.score(clock, hours: $0) } ?? (value: 0, matches: false)
        }
        var scores = fits.map(\.value)
        let base = scores.first ?? 0
        for index in scores.indices {
            if index < preferred { scores[index] += documented ? 1.5 : 0.9 }
            // That some clock has fewer bars out of hours does not make it the right one.
            if index >= preferred, !fits[index].matches { scores[index] = -1000 }
            if index == 0 { scores[index] += 0.05 }
            if let ends = evidence.looksLikeMinuteEnds, !isUTC || !documented {
                scores[index] += candidates[index].stampsEnd == ends ? 0.8 : 0
            }
        }
        let best = scores.indices.max { (scores[$0], -$0) < (scores[$1], -$1) } ?? 0
        let chosen = candidates.indices.contains(best) ? candidates[best] : SourceClock(zone: "UTC", stampsEnd: false)
        clock = chosen
        let speaks = best != 0 || base > 0.3
        vendor = vendors.first { vendor in
            vendor.habits.contains { ($0.zone ?? instrument.zone, $0.stampsEnd) == (chosen.zone, chosen.stampsEnd) }
        }
        endBasis = chosen.stampsEnd ? (documented && best < preferred ? .vendor : .tradingHours) : .assumption
        if fixedZone != nil {
            self.zoneBasis = zoneBasis
        } else if documented {
            // HistData's files keep no one rule, so without evidence its zone is a guess.
            let isRule = vendors.count == 1 && vendors != [.histdata] && best < preferred
            self.zoneBasis = isRule ? .vendor : speaks ? .tradingHours : .assumption
        } else {
            self.zoneBasis = speaks ? .tradingHours : .assumption
        }
    }

    /// Clocks that files of unknown origin are seen on.
    private static func common(_ instrument: Instrument) -> [SourceClock] {
        var zones: [String] = []
        for zone in [
            instrument.zone, "UTC", "America/New_York", "America/Chicago", "America/New_York+7", "EST",
            "Europe/London", "Europe/Berlin", "Europe/Moscow", "Europe/Athens", "Europe/London-5", "UTC+2", "UTC+3",
        ] where !zones.contains(zone) {
            zones.append(zone)
        }
        return [false, true].flatMap { ends in zones.map { SourceClock(zone: $0, stampsEnd: ends) } }
    }
}
