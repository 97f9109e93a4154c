internal import Foundation
internal import Market

/// Tells from the first megabyte of a text how its rows are written.
struct TextRecogniser {
    struct Recognised {
        var layout: TextLayout
        var vendors: [Vendor]
        var symbols: [String]
        var headerSaysUTC: Bool
        var findings: [Finding]
    }

    /// For messages.
    let name: String
    let hint: FileHint
    /// `--columns`.
    let given: [ColumnRole: Int]?
    let format: Vendor?

    func recognise(_ stream: ByteStream) throws -> Recognised {
        let head = try stream.head(ByteStream.pieceSize)
        guard head.contains(where: { $0 > 0x20 }) else { throw ImportError(.empty, "'\(name)' is empty.") }
        let oldMac = !head.contains(0x0a) && head.contains(0x0d)
        let lines = Self.lines(head, oldMacLines: oldMac)
        guard let sample = TextSample.best(of: lines) else { throw notBars }
        var header = Header(sample, given: given)
        let stamps = try stampColumns(sample, &header)
        var columns = header.columns
        for role in [ColumnRole.stamp, .date, .time] { columns[role] = nil }
        (columns[.stamp], columns[.date]) = (stamps.stamp, stamps.stamp == nil ? stamps.date : nil)
        columns[.time] = stamps.stamp == nil ? stamps.time : nil
        var basis: Finding.Basis = given != nil ? .given : .header
        if !ColumnRole.prices.allSatisfy({ columns[$0] != nil }) {
            try findPrices(sample, &columns, stamps: stamps)
            basis = .contents
        }
        var layout = TextLayout(
            delimiter: sample.delimiter,
            headerLines: (sample.rows.first?.number ?? 1) - 1,
            headerNames: header.names,
            columns: columns,
            clock: stamps.clock,
            stampsHaveOffset: stamps.hasOffset,
            numbers: sample.numbers,
            priceScale: 1,
            hasBareTimes: stamps.hasBareTimes,
            oldMacLines: oldMac
        )
        layout.priceScale = priceScale(sample, layout)
        if hint.isLEAN, hint.isQuote || sample.width >= 11 {
            throw ImportError(.unsupportedFormat, "'\(name)' holds LEAN quote bars (bid and ask), not traded bars.")
        }
        let signs = VendorSigns(header: header.names, layout: layout, sample: sample, isLEAN: hint.isLEAN)
        let vendors = format.map { [$0] } ?? signs.vendors
        return Recognised(
            layout: layout,
            vendors: vendors,
            symbols: symbols(sample, layout, header),
            headerSaysUTC: header.saysUTC,
            findings: findings(layout, vendors, basis, stamps.orderBasis)
        )
    }

    private func stampColumns(_ sample: TextSample, _ header: inout Header) throws -> StampColumns {
        let named = [ColumnRole.stamp, .date, .time].compactMap { header.columns[$0] }
        let all = Array(0..<sample.width)
        if !named.isEmpty, let stamps = StampColumns(sample, columns: named, dayOfName: hint.day), !stamps.isDaily {
            // A header one name short: `Date` stands over date and time.
            if header.names.count == sample.width - 1, stamps.time == (stamps.date ?? -2) + 1 {
                header.shift(after: stamps.date ?? 0)
            }
            return stamps
        }
        guard given == nil, let stamps = StampColumns(sample, columns: all, dayOfName: hint.day) else { throw notBars }
        if stamps.isDaily {
            throw ImportError(
                .notOneMinute,
                "'\(name)' has dates without a time, as daily bars have; one-minute bars are needed."
            )
        }
        return stamps
    }

    /// Without names: the first four numbers after the time, in the order that the prices themselves show.
    private func findPrices(
        _ sample: TextSample,
        _ columns: inout [ColumnRole: Int],
        stamps: StampColumns
    ) throws {
        let moment = [stamps.stamp, stamps.date, stamps.time].compactMap { $0 }
        let start = (moment.max() ?? -1) + 1
        let rows = sample.rows.prefix(3000)
        func isNumeric(_ column: Int) -> Bool {
            rows.count { sample.number($0, column) != nil } * 5 >= rows.count * 4
        }
        let taken = Set(columns.values)
        let free = (Array(start..<max(start, sample.width)) + Array(0..<min(start, sample.width)))
            .filter { !taken.contains($0) && isNumeric($0) }
        guard free.count >= 4, given == nil else { throw notBars }
        let prices = Array(free.prefix(4))
        var numbers = rows.compactMap { row -> [Double]? in
            let values = prices.compactMap { sample.number(row, $0) }
            return values.count == 4 ? values : nil
        }
        if isNewestFirst(rows, stamps) { numbers.reverse() }
        guard let roles = PriceOrder(numbers).roles else {
            throw ImportError(
                .ambiguousColumns,
                "'\(name)' has no names over its columns, and no four of them look like open, high, low and close; "
                    + "name them with --columns."
            )
        }
        for (column, role) in zip(prices, roles) { columns[role] = column }
        if columns[.volume] == nil, free.count > 4 { columns[.volume] = free[4] }
    }

    private func isNewestFirst(_ rows: ArraySlice<TextSample.Line>, _ stamps: StampColumns) -> Bool {
        guard let first = rows.first, let last = rows.last, let column = stamps.stamp ?? stamps.date else {
            return false
        }
        var layout = TextLayout(
            delimiter: stamps.sample.delimiter,
            headerLines: 0,
            headerNames: [],
            columns: [:],
            clock: stamps.clock,
            stampsHaveOffset: stamps.hasOffset,
            numbers: .point,
            priceScale: 1,
            hasBareTimes: stamps.hasBareTimes,
            oldMacLines: false
        )
        layout.columns = stamps.time.map { [.date: column, .time: $0] } ?? [.stamp: column]
        func moment(_ line: TextSample.Line) -> Int64? {
            var reader = RowReader(layout: layout)
            let text = line.fields.map { [UInt8(ascii: "\"")] + $0 + [UInt8(ascii: "\"")] }
                .joined(separator: [stamps.sample.delimiter])
            return Array(text).withUnsafeBufferPointer { bytes in
                reader.fields.split(bytes, 0, bytes.count)
                return reader.stamp(bytes)
            }
        }
        guard let begin = moment(first), let end = moment(last) else { return false }
        return end < begin
    }

    private func priceScale(_ sample: TextSample, _ layout: TextLayout) -> Double {
        let prices = sample.rows.prefix(500).flatMap { row in
            ColumnRole.prices.compactMap { layout.columns[$0].flatMap { sample.number(row, $0) } }
        }
        let areWhole = !prices.isEmpty && prices.allSatisfy { $0 == $0.rounded() }
        guard areWhole, let least = prices.filter({ $0 > 0 }).min() else { return 1 }
        if layout.headerNames.contains("ts_event") || format == .databento, least >= 1e7 { return 1e9 }
        if hint.isLEAN, least >= 1000 { return 1e4 }
        return 1
    }

    private func symbols(_ sample: TextSample, _ layout: TextLayout, _ header: Header) -> [String] {
        guard let column = layout.columns[.symbol] else { return header.symbol.map { [$0] } ?? [] }
        var seen: Set<[UInt8]> = []
        for row in sample.rows where column < row.fields.count && !row.fields[column].isEmpty {
            seen.insert(row.fields[column])
        }
        return seen.map { String(decoding: $0, as: UTF8.self) }.sorted()
    }

    private func findings(
        _ layout: TextLayout,
        _ vendors: [Vendor],
        _ basis: Finding.Basis,
        _ orderBasis: Finding.Basis?
    ) -> [Finding] {
        var findings: [Finding] = []
        let vendor = vendors.first ?? .generic
        if vendor != .generic {
            let basis: Finding.Basis = format != nil ? .given : vendors.count > 1 ? .assumption : .contents
            findings.append(.vendor(vendor, basis))
        }
        findings.append(.delimiter(layout.delimiter == 0x09 ? "tab" : String(UnicodeScalar(layout.delimiter))))
        if layout.headerLines > 0 { findings.append(.header(lines: layout.headerLines)) }
        findings.append(.columns(layout.columns, basis))
        if case .calendar(let order) = layout.clock, let orderBasis { findings.append(.dateOrder(order, orderBasis)) }
        if layout.clock == .epoch { findings.append(.epochStamps) }
        if layout.numbers.hasDecimalComma { findings.append(.decimalComma) }
        if layout.priceScale != 1 { findings.append(.priceScale(layout.priceScale)) }
        return findings
    }

    private var notBars: ImportError {
        ImportError(
            .notBars,
            "'\(name)' does not look like bars: no lines with a time and four prices were found. "
                + "If it does hold bars, say how with --columns."
        )
    }

    /// Whole lines of the head, blank ones left out; at most 6000.
    private static func lines(_ head: [UInt8], oldMacLines: Bool) -> [(number: Int, bytes: [UInt8])] {
        let isWhole = head.count < ByteStream.pieceSize
        var lines: [(number: Int, bytes: [UInt8])] = []
        var number = 0
        let pieces = head.split(separator: oldMacLines ? 0x0d : 0x0a, omittingEmptySubsequences: false)
        for piece in isWhole ? pieces[...] : pieces.dropLast() {
            number += 1
            let line = piece.last == 0x0d ? piece.dropLast() : piece
            if line.contains(where: { $0 > 0x20 }) { lines.append((number, Array(line))) }
            if lines.count == 6000 { break }
        }
        return lines
    }
}
