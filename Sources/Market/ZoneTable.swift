internal import Foundation

/// A time zone as a table of its transitions: UTC to wall clock and back at the cost of a look-up.
///
/// Names: an IANA zone (`America/New_York`); `UTC`, `UTC+2`, `UTC-05:00`; `EST` all year round (-5, as the vendors
/// that keep no daylight saving); an IANA zone moved by whole hours, `America/New_York+7`: the clock of trading
/// servers that keep UTC+2/+3 and change with New York. Daylight saving is known from 1990 to 2036; before and after
/// that the nearest offset holds.
package struct ZoneTable: Sendable, Hashable {
    package let identifier: String
    /// UTC seconds at which `offsets[i + 1]` begins to hold, ascending.
    private let transitions: [Int64]
    /// Seconds to add to UTC; one more than transitions.
    private let offsets: [Int64]

    /// How a wall-clock time relates to UTC on a night of a clock change.
    package enum Ambiguity: Sendable, Hashable {
        case none
        /// The clock showed it twice; the earlier instant is given.
        case ambiguous
        /// The clock jumped over it; read with the offset before the jump.
        case skipped
    }

    package init?(identifier: String) {
        self.identifier = identifier
        if let fixed = Self.fixedOffset(identifier) {
            (transitions, offsets) = ([], [fixed])
            return
        }
        let (base, hours) = Self.shifted(identifier)
        guard Self.isIANA(base), let zone = TimeZone(identifier: base) else { return nil }
        var transitions: [Int64] = []
        var date = Date(timeIntervalSince1970: 631_152_000)  // 1990-01-01
        let end = Date(timeIntervalSince1970: 2_114_380_800)  // 2037-01-01
        var offsets = [Int64(zone.secondsFromGMT(for: date) + hours * 3600)]
        while let next = zone.nextDaylightSavingTimeTransition(after: date), next > date, next < end {
            let offset = Int64(zone.secondsFromGMT(for: next) + hours * 3600)
            if offset != offsets.last {
                transitions.append(Int64(next.timeIntervalSince1970))
                offsets.append(offset)
            }
            date = next
        }
        (self.transitions, self.offsets) = (transitions, offsets)
    }

    /// Whether a name can be read as a zone.
    package static func isKnown(_ identifier: String) -> Bool {
        fixedOffset(identifier) != nil || isIANA(shifted(identifier).base)
    }

    /// Wall-clock seconds since 1970-01-01 00:00 of the wall clock.
    package func localSeconds(fromUTCSeconds utc: Int64) -> Int64 {
        utc + offsets[index(of: utc)]
    }

    /// Wall-clock minutes since 1970-01-01 00:00 of the wall clock.
    package func localMinutes(fromUTCSeconds utc: Int64) -> Int64 {
        let seconds = localSeconds(fromUTCSeconds: utc)
        return seconds >= 0 ? seconds / 60 : (seconds - 59) / 60
    }

    /// The instant at which the wall clock showed a time.
    package func utcSeconds(fromLocalSeconds local: Int64) -> (seconds: Int64, ambiguity: Ambiguity) {
        // The offsets that hold a day before and after enclose at most one change.
        let before = offsets[index(of: local - 86_400 - offsets[0])]
        let after = offsets[index(of: local + 86_400 - offsets[0])]
        let early = local - before
        guard before != after else { return (early, .none) }
        let late = local - after
        switch (offsets[index(of: early)] == before, offsets[index(of: late)] == after) {
        case (true, true): return (min(early, late), .ambiguous)
        case (true, false): return (early, .none)
        case (false, true): return (late, .none)
        case (false, false): return (early, .skipped)
        }
    }

    /// How many transitions lie at or before an instant.
    private func index(of utc: Int64) -> Int {
        var (low, high) = (0, transitions.count)
        while low < high {
            let middle = (low + high) / 2
            if transitions[middle] <= utc { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private static func isIANA(_ name: String) -> Bool {
        name.contains("/") && TimeZone(identifier: name) != nil
    }

    /// `America/New_York+7` as zone and hours; other names with 0 hours.
    private static func shifted(_ name: String) -> (base: String, hours: Int) {
        guard let sign = name.lastIndex(where: { $0 == "+" || $0 == "-" }), name[..<sign].contains("/"),
            !name.hasPrefix("Etc/"), let hours = Int(name[sign...]), (-23...23).contains(hours)
        else { return (name, 0) }
        return (String(name[..<sign]), hours)
    }

    /// Seconds of a zone without daylight saving; nil for other names.
    private static func fixedOffset(_ name: String) -> Int64? {
        switch name.uppercased() {
        case "UTC", "GMT", "Z": return 0
        case "EST": return -5 * 3600
        case "CST": return -6 * 3600
        case "MST": return -7 * 3600
        case "PST": return -8 * 3600
        default: break
        }
        guard name.hasPrefix("UTC") || name.hasPrefix("GMT"), let sign = name.dropFirst(3).first,
            sign == "+" || sign == "-"
        else { return nil }
        let parts = name.dropFirst(4).split(separator: ":", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let hours = Int(parts[0]), (0...14).contains(hours),
            let minutes = parts.count == 2 ? Int(parts[1]) : 0, (0...59).contains(minutes)
        else { return nil }
        return Int64(sign == "-" ? -1 : 1) * Int64(hours * 3600 + minutes * 60)
    }
}
