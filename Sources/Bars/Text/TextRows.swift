/// Reads the rows of a text file by its layout.
struct TextRows {
    let layout: TextLayout
    /// Rows of other symbols are counted and left out.
    let chosenSymbol: String?

    /// Reads to the end; blocks on the disk.
    func read(_ stream: ByteStream) throws -> RawBars {
        var raw = RawBars()
        raw.isUTC = layout.isUTC
        var row = RowReader(layout: layout)
        let chosen = chosenSymbol.map { Array($0.utf8) }
        let symbolColumn = layout.columns[.symbol]
        let lines = LineReader(stream: stream, oldMacLines: layout.oldMacLines)
        raw.counts.lines = try lines.forEachLine { bytes, start, end, number in
            if row.isBlank(bytes, start, end) {
                raw.counts.blank += 1
                return
            }
            if number <= layout.headerLines {
                raw.counts.header += 1
                return
            }
            row.fields.split(bytes, start, end)
            if let chosen, let symbolColumn, !row.field(symbolColumn, bytes, equals: chosen) {
                raw.counts.otherSymbols += 1
                return
            }
            guard let stamp = row.stamp(bytes) else {
                raw.counts.reject(.unparsable, line: number)
                return
            }
            let (open, high) = (row.price(.open, bytes), row.price(.high, bytes))
            let (low, close) = (row.price(.low, bytes), row.price(.close, bytes))
            let (volume, isVolume) = row.volume(.volume, bytes)
            let (ticks, areTicks) = row.volume(.tickVolume, bytes)
            guard !open.isNaN, !high.isNaN, !low.isNaN, !close.isNaN, isVolume, areTicks else {
                raw.counts.reject(.unparsable, line: number)
                return
            }
            raw.stamp.append(stamp)
            raw.open.append(open)
            raw.high.append(high)
            raw.low.append(low)
            raw.close.append(close)
            raw.volume.append(volume)
            if row.hasTicks { raw.tickVolume.append(ticks) }
            raw.line.append(Int32(truncatingIfNeeded: number))
        }
        return raw
    }
}

/// The fields of one row, as the layout reads them.
struct RowReader {
    var fields: FieldSplitter
    let hasTicks: Bool
    private let layout: TextLayout
    private let parser: StampParser
    /// Column of open, high, low, close, volume, tick volume, by `index(of:)`; -1 where there is none.
    private let places: [Int]
    private let stampColumn: Int
    private let timeColumn: Int

    init(layout: TextLayout) {
        self.layout = layout
        let last = layout.columns.values.max() ?? 0
        fields = FieldSplitter(delimiter: layout.delimiter, limit: last + 1)
        if case .calendar(let order) = layout.clock {
            parser = StampParser(order: order)
        } else {
            parser = StampParser(order: .yearFirst)
        }
        places = [ColumnRole.open, .high, .low, .close, .volume, .tickVolume].map { layout.columns[$0] ?? -1 }
        stampColumn = layout.columns[.stamp] ?? layout.columns[.date] ?? -1
        timeColumn = layout.columns[.stamp] == nil ? layout.columns[.time] ?? -1 : -1
        hasTicks = layout.columns[.tickVolume] != nil
    }

    func isBlank(_ bytes: Bytes, _ start: Int, _ end: Int) -> Bool {
        var index = start
        while index < end, bytes[index] == 0x20 || bytes[index] == 0x09 { index += 1 }
        return index == end
    }

    func field(_ column: Int, _ bytes: Bytes, equals text: [UInt8]) -> Bool {
        guard column < fields.count, fields.ends[column] - fields.starts[column] == text.count else { return false }
        return text.indices.allSatisfy { bytes[fields.starts[column] + $0] == text[$0] }
    }

    /// NaN where it is no number.
    func price(_ role: ColumnRole, _ bytes: Bytes) -> Double {
        let column = place(role)
        guard column >= 0, column < fields.count else { return .nan }
        let value = parseNumber(bytes, fields.starts[column], fields.ends[column], layout.numbers)
        return layout.priceScale == 1 ? value : value / layout.priceScale
    }

    /// NaN where there is none; false where there is something else than a number of 0 or more.
    func volume(_ role: ColumnRole, _ bytes: Bytes) -> (Double, Bool) {
        let column = place(role)
        guard column >= 0, column < fields.count else { return (.nan, true) }
        let (start, end) = (fields.starts[column], fields.ends[column])
        let value = parseNumber(bytes, start, end, layout.numbers)
        if value.isNaN { return (.nan, isMissing(bytes, start, end)) }
        return (value, value >= 0 && value.isFinite)
    }

    private func place(_ role: ColumnRole) -> Int {
        switch role {
        case .open: places[0]
        case .high: places[1]
        case .low: places[2]
        case .close: places[3]
        case .volume: places[4]
        case .tickVolume: places[5]
        default: -1
        }
    }

    /// Empty, or a word for "none".
    private func isMissing(_ bytes: Bytes, _ start: Int, _ end: Int) -> Bool {
        if isBlank(bytes, start, end) { return true }
        guard end - start <= 5 else { return false }
        let word = String(decoding: bytes[start..<end], as: UTF8.self).lowercased()
        return ["nan", "null", "na", "n/a", "none", "-"].contains(word)
    }

    /// Milliseconds on the file's clock; of UTC where the stamps say so.
    func stamp(_ bytes: Bytes) -> Int64? {
        guard stampColumn >= 0, stampColumn < fields.count else { return nil }
        let (start, end) = (fields.starts[stampColumn], fields.ends[stampColumn])
        switch layout.clock {
        case .epoch: return Self.epochMilliseconds(bytes, start, end)
        case .millisecondsOfDay(let day):
            let value = parseNumber(bytes, start, end, .point)
            guard value >= 0, value < 86_400_000, value == value.rounded() else { return nil }
            return Int64(day) * Stamp.dayLength + Int64(value)
        case .calendar: return calendarStamp(bytes, start, end)
        }
    }

    private func calendarStamp(_ bytes: Bytes, _ start: Int, _ end: Int) -> Int64? {
        guard let first = parser.parse(bytes, start, end), first.hasDate else { return nil }
        guard timeColumn >= 0 else { return first.hasTime ? moment(first.milliseconds, first.offset) : nil }
        guard timeColumn < fields.count else { return nil }
        let (start, end) = (fields.starts[timeColumn], fields.ends[timeColumn])
        let second = layout.hasBareTimes ? parser.parseBareTime(bytes, start, end) : parser.parse(bytes, start, end)
        guard let second, second.hasTime else { return nil }
        let day = first.milliseconds - first.milliseconds % Stamp.dayLength
        let time = second.hasDate ? second.milliseconds % Stamp.dayLength : second.milliseconds
        return moment((day < 0 ? first.milliseconds : day) + time, second.offset)
    }

    private func moment(_ milliseconds: Int64, _ offset: Int32?) -> Int64? {
        guard layout.stampsHaveOffset else { return offset == nil ? milliseconds : nil }
        return offset.map { milliseconds - Int64($0) * 60_000 }
    }

    /// Seconds, milliseconds, microseconds or nanoseconds since 1970, by their size. A part below a millisecond counts
    /// as one.
    static func epochMilliseconds(_ bytes: Bytes, _ start: Int, _ end: Int) -> Int64? {
        var cursor = Cursor(bytes: bytes, index: start, end: end)
        cursor.skipSpaces()
        let begin = cursor.index
        var value: Int64 = 0
        while cursor.index < end, bytes[cursor.index] &- 0x30 < 10, cursor.index - begin < 19 {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, overflowed) = product.addingReportingOverflow(Int64(bytes[cursor.index] &- 0x30))
            if overflow || overflowed { return nil }
            value = sum
            cursor.index += 1
        }
        guard cursor.index > begin, value >= 100_000_000 else { return nil }
        let isSeconds = value < 100_000_000_000
        var fraction: Int64 = 0
        if cursor.take(0x2e) { fraction = cursor.takeFraction() }
        cursor.skipSpaces()
        guard cursor.atEnd else { return nil }
        if isSeconds { return value * 1000 + fraction }
        let units: Int64 = value < 100_000_000_000_000 ? 1 : value < 100_000_000_000_000_000 ? 1000 : 1_000_000
        return value / units + (value % units + fraction > 0 ? 1 : 0)
    }
}
