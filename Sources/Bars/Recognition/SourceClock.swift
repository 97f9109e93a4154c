internal import Market

/// How the stamps of a file become minutes of the instrument's wall clock.
struct SourceClock: Hashable {
    /// As `ZoneTable` reads it.
    var zone: String
    /// A stamp names the end of its minute.
    var stampsEnd: Bool
}

/// Turns a file's rows into sorted, checked bars of the instrument's wall clock.
struct BarConversion {
    let source: ZoneTable
    let target: ZoneTable
    let stampsEnd: Bool
    /// `tickVolume` of the rows is taken for volume.
    let usesTickVolume: Bool

    func bars(of raw: RawBars) -> (bars: BarColumns, counts: RowCounts) {
        var counts = raw.counts
        let volumes = usesTickVolume ? raw.tickVolume : raw.volume
        let hasVolume = volumes.contains { $0 > 0 }
        let sameZone = source.identifier == target.identifier
        var utc = [Int64](repeating: 0, count: raw.count)
        var wall = [Int32](repeating: 0, count: raw.count)
        var order: [Int32] = []
        order.reserveCapacity(raw.count)
        var previous: Int64?
        var offset = (seconds: Int64.min, from: Int64.max, to: Int64.min)  // of wall from UTC, and where it holds
        let newestFirst = raw.isNewestFirst
        for position in 0..<raw.count {
            let index = newestFirst ? raw.count - 1 - position : position
            if let reason = Self.rejection(of: raw, index) {
                counts.reject(reason, line: Int(raw.line[index]))
                continue
            }
            let local = raw.stamp[index] / 1000 - (stampsEnd ? 60 : 0)
            var instant: Int64
            if offset.from <= local, local < offset.to {
                instant = local - offset.seconds
            } else {
                let (seconds, ambiguity) = source.utcSeconds(fromLocalSeconds: local)
                instant = seconds
                switch ambiguity {
                case .skipped:
                    counts.reject(.skippedLocalTime, line: Int(raw.line[index]))
                    continue
                case .ambiguous:
                    // The first pass is daylight time; what comes after it is standard time.
                    if let previous, previous >= seconds, source.localSeconds(fromUTCSeconds: seconds + 3600) == local {
                        instant = seconds + 3600
                    }
                case .none:
                    offset = plainStretch(around: local, seconds: local - instant)
                }
            }
            previous = instant
            utc[index] = instant
            wall[index] =
                sameZone
                ? Int32(truncatingIfNeeded: floorDivide(Int(local), 60))
                : Int32(truncatingIfNeeded: target.localMinutes(fromUTCSeconds: instant))
            order.append(Int32(index))
        }
        sortIfNeeded(&order, wall: wall, utc: utc)
        var bars = BarColumns()
        bars.reserve(order.count)
        var last: (wall: Int32, utc: Int64)?
        for index in order.lazy.map(Int.init) {
            if let last, last.wall == wall[index] {
                let reason: Rejection = last.utc == utc[index] ? .duplicateMinute : .repeatedLocalTime
                counts.reject(reason, line: Int(raw.line[index]))
                continue
            }
            last = (wall[index], utc[index])
            bars.append(
                minute: wall[index],
                open: raw.open[index],
                high: raw.high[index],
                low: raw.low[index],
                close: raw.close[index],
                volume: hasVolume ? volumes[index] : .nan
            )
        }
        counts.kept = bars.count
        return (bars, counts)
    }

    /// The local day around a moment, where no clock change is near; else nothing.
    private func plainStretch(around local: Int64, seconds: Int64) -> (seconds: Int64, from: Int64, to: Int64) {
        let from = Int64(floorDivide(Int(local), 86_400)) * 86_400
        let edges = [from - 7200, from + 93_600].map { source.utcSeconds(fromLocalSeconds: $0) }
        guard edges[0].ambiguity == .none, edges[1].ambiguity == .none,
            from - 7200 - edges[0].seconds == seconds, from + 93_600 - edges[1].seconds == seconds
        else { return (Int64.min, Int64.max, Int64.min) }
        return (seconds, from, from + 86_400)
    }

    private func sortIfNeeded(_ order: inout [Int32], wall: [Int32], utc: [Int64]) {
        var sorted = true
        for place in order.indices.dropFirst() where sorted {
            let (before, after) = (Int(order[place - 1]), Int(order[place]))
            sorted = (wall[before], utc[before], before) < (wall[after], utc[after], after)
        }
        if sorted { return }
        order.sort { left, right in
            let (left, right) = (Int(left), Int(right))
            if wall[left] != wall[right] { return wall[left] < wall[right] }
            if utc[left] != utc[right] { return utc[left] < utc[right] }
            return left < right
        }
    }

    private static func rejection(of raw: RawBars, _ index: Int) -> Rejection? {
        let (open, high, low, close) = (raw.open[index], raw.high[index], raw.low[index], raw.close[index])
        if raw.stamp[index] % 60_000 != 0 { return .notAMinute }
        guard open > 0, high > 0, low > 0, close > 0, open.isFinite, high.isFinite, low.isFinite, close.isFinite else {
            return .nonPositivePrice
        }
        if high < max(open, close) { return .highBelowBody }
        if low > min(open, close) { return .lowAboveBody }
        return nil
    }
}
