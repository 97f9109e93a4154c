/// Which columns hold the moment of a row, and how it is written, told from the rows themselves.
struct StampColumns {
    var stamp: Int?
    var date: Int?
    var time: Int?
    var clock: TextLayout.Clock
    var hasOffset = false
    var hasBareTimes = false
    var orderBasis: Finding.Basis?

    enum Kind {
        case epoch, full, date, time, bareTime
    }

    let sample: TextSample
    private let rows: ArraySlice<TextSample.Line>

    /// - Parameters:
    ///   - columns: where to look, in this order; all of them without a header's word.
    ///   - dayOfName: a date in the file's name, for stamps that are milliseconds of a day.
    init?(_ sample: TextSample, columns: [Int], dayOfName: Int?) {
        self.sample = sample
        rows = sample.rows.prefix(3000)
        clock = .epoch
        for column in columns {
            switch kind(of: column) {
            case .epoch:
                stamp = column
                return
            case .full:
                stamp = column
            case .date:
                date = column
                let next = ([column + 1] + (columns.count <= 4 ? columns : [])).first { $0 != column && isTime($0) }
                guard let next else { continue }
                time = next
            default: continue
            }
            guard settleOrder() else { return nil }
            return
        }
        if let dayOfName, let first = columns.first, isMillisecondsOfDay(first) {
            (stamp, clock) = (first, .millisecondsOfDay(day: dayOfName))
            return
        }
        guard date != nil else { return nil }
    }

    /// A date without a time.
    var isDaily: Bool { date != nil && time == nil && stamp == nil }

    private func fields(_ column: Int) -> [TextSample.Field] {
        rows.compactMap { column < $0.fields.count && !$0.fields[column].isEmpty ? $0.fields[column] : nil }
    }

    private func kind(of column: Int) -> Kind? {
        let fields = fields(column).prefix(200)
        guard !fields.isEmpty else { return nil }
        func most(_ test: (TextSample.Field) -> Bool) -> Bool { fields.count(where: test) * 5 >= fields.count * 4 }
        if most(Self.isEpoch) { return .epoch }
        let orders: [DateOrder] = [.yearFirst, .monthFirst, .dayFirst]
        func anyOrder(_ field: TextSample.Field) -> Stamp? {
            for order in orders {
                if let stamp = Self.parse(field, order), stamp.hasDate { return stamp }
            }
            return nil
        }
        if most({ anyOrder($0)?.hasTime == true }) { return .full }
        if most({ anyOrder($0) != nil }) { return .date }
        return nil
    }

    private mutating func isTime(_ column: Int) -> Bool {
        let fields = fields(column).prefix(200)
        guard !fields.isEmpty else { return false }
        func most(_ test: (TextSample.Field) -> Bool) -> Bool { fields.count(where: test) * 5 >= fields.count * 4 }
        if most({ Self.parse($0, .yearFirst).map { !$0.hasDate } ?? false }) { return true }
        let bare = most { field in
            (1...6).contains(field.count) && field.allSatisfy { $0 &- 0x30 < 10 }
                && field.withUnsafeBufferPointer { StampParser(order: .yearFirst).parseBareTime($0, 0, $0.count) }
                    != nil
        }
        hasBareTimes = bare
        return bare
    }

    private func isMillisecondsOfDay(_ column: Int) -> Bool {
        fields(column).allSatisfy { field in
            TextSample.number(field, .point).map { $0 >= 0 && $0 < 86_400_000 } ?? false
        }
    }

    /// Decides between month first and day first: what no row contradicts, then what makes the smaller leaps.
    private mutating func settleOrder() -> Bool {
        guard let column = stamp ?? date else { return false }
        let fields = fields(column)
        var candidates: [(order: DateOrder, failures: Int, leaps: Int64)] = []
        for order in [DateOrder.yearFirst, .monthFirst, .dayFirst] {
            var (failures, leaps, previous): (Int, Int64, Int64?) = (0, 0, nil)
            for field in fields {
                guard let stamp = Self.parse(field, order), stamp.hasDate else {
                    failures += 1
                    continue
                }
                let day = stamp.milliseconds / Stamp.dayLength
                if let previous { leaps += abs(day - previous) }
                previous = day
            }
            candidates.append((order, failures, leaps))
        }
        let sample = fields.first ?? []
        let separated = sample.dropFirst().prefix(3).contains { [0x2f, 0x2e, 0x2d].contains($0) }
        let usual: DateOrder = sample.prefix(3).contains(UInt8(ascii: "/")) ? .monthFirst : .dayFirst
        let least = candidates.map(\.failures).min() ?? 0
        guard least * 5 <= fields.count else { return false }
        let possible = candidates.filter { $0.failures <= least + fields.count / 50 }
        let calm = possible.map(\.leaps).min() ?? 0
        let best = possible.filter { $0.leaps == calm }
        let order =
            best.contains { $0.order == .yearFirst } && isYearFirst(sample)
            ? .yearFirst : best.first { $0.order == usual }?.order ?? best.first?.order ?? usual
        clock = .calendar(order)
        if separated, !isYearFirst(sample) { orderBasis = best.count > 1 ? .assumption : .contents }
        let stamped = time ?? column
        let offsets = self.fields(stamped).map { Self.parse($0, order)?.offset != nil }
        hasOffset = offsets.count { $0 } * 2 > offsets.count
        return true
    }

    /// A date with a year of four digits in front, or none that has separators.
    private func isYearFirst(_ field: TextSample.Field) -> Bool {
        let digits = field.prefix { $0 &- 0x30 < 10 }.count
        return digits >= 4
    }

    private static func isEpoch(_ field: TextSample.Field) -> Bool {
        let whole = field.prefix { $0 &- 0x30 < 10 }
        // 12 digits up to 3.1e11 and 14 digits are dates written without separators.
        guard [9, 10, 12, 13, 15, 16, 18, 19].contains(whole.count) else { return false }
        guard let value = field.withUnsafeBufferPointer({ RowReader.epochMilliseconds($0, 0, $0.count) }) else {
            return false
        }
        return value > 310_000_000_000 && value < 4_200_000_000_000
    }

    private static func parse(_ field: TextSample.Field, _ order: DateOrder) -> Stamp? {
        field.withUnsafeBufferPointer { StampParser(order: order).parse($0, 0, $0.count) }
    }
}
