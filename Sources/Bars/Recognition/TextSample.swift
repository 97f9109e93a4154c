/// The first lines of a text file, cut into fields by one delimiter.
struct TextSample {
    typealias Field = [UInt8]

    struct Line {
        /// From 1.
        var number: Int
        var fields: [Field]
    }

    let delimiter: UInt8
    let numbers: NumberStyle
    /// Lines before the first row.
    var header: [Line] = []
    var rows: [Line] = []
    /// How many fields most rows have.
    var width = 0
    /// Fields that are numbers, over all rows.
    var numeric = 0

    init(lines: [(number: Int, bytes: [UInt8])], delimiter: UInt8, numbers: NumberStyle) {
        self.delimiter = delimiter
        self.numbers = numbers
        var splitter = FieldSplitter(delimiter: delimiter)
        var candidates: [(line: Line, numbers: Int)] = []
        for line in lines {
            let fields: [Field] = line.bytes.withUnsafeBufferPointer { bytes in
                splitter.split(bytes, 0, bytes.count)
                return (0..<splitter.count).map { Array(bytes[splitter.starts[$0]..<splitter.ends[$0]]) }
            }
            let count = fields.count { Self.number($0, numbers) != nil }
            candidates.append((Line(number: line.number, fields: fields), count))
        }
        guard let first = candidates.firstIndex(where: { $0.numbers >= 4 && $0.line.fields.count >= 5 }) else {
            header = candidates.map(\.line)
            return
        }
        header = candidates[..<first].map(\.line)
        rows = candidates[first...].filter { $0.numbers >= 4 }.map(\.line)
        numeric = candidates[first...].reduce(0) { $0 + $1.numbers }
        var widths: [Int: Int] = [:]
        for row in rows { widths[row.fields.count, default: 0] += 1 }
        width = widths.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key ?? 0
        rows = rows.filter { $0.fields.count == width }
    }

    /// The sample cut by the delimiter, and read by the decimal mark, that give the most rows and numbers.
    static func best(of lines: [(number: Int, bytes: [UInt8])]) -> TextSample? {
        var best: TextSample?
        for delimiter in [UInt8(ascii: ","), UInt8(ascii: ";"), 0x09, UInt8(ascii: "|"), 0x20] {
            for numbers in [NumberStyle.point, .comma] {
                let sample = TextSample(lines: lines, delimiter: delimiter, numbers: numbers)
                guard !sample.rows.isEmpty, !sample.contradictsItsMark else { continue }
                guard let found = best else {
                    best = sample
                    continue
                }
                if (sample.rows.count, sample.numeric) > (found.rows.count, found.numeric) { best = sample }
            }
        }
        return best
    }

    /// Points read as marks between groups of three where no comma is a decimal mark, or the other way round.
    private var contradictsItsMark: Bool {
        let other = numbers.grouping
        guard rows.contains(where: { $0.fields.contains { $0.contains(other) && Self.number($0, numbers) != nil } })
        else { return false }
        let own = numbers.decimal
        return !rows.contains { $0.fields.contains { $0.contains(own) && Self.number($0, numbers) != nil } }
    }

    static func number(_ field: Field, _ style: NumberStyle) -> Double? {
        let value = field.withUnsafeBufferPointer { parseNumber($0, 0, $0.count, style) }
        return value.isNaN ? nil : value
    }

    func number(_ row: Line, _ column: Int) -> Double? {
        column < row.fields.count ? Self.number(row.fields[column], numbers) : nil
    }
}
