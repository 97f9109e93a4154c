/// The cells of one vector: the engine's memory, valid while its chunk is.
struct Cells {
    private let data: UnsafeRawPointer
    private let mask: UnsafeMutablePointer<UInt64>?
    private let count: Int
    let hasNulls: Bool

    /// `mask` has a bit for each cell that holds a value; `nil` when all do.
    init(data: UnsafeRawPointer, mask: UnsafeMutablePointer<UInt64>?, count: Int) {
        self.data = data
        self.mask = mask
        self.count = count
        hasNulls = mask.map { mask in (0..<count).contains { mask[$0 >> 6] & (1 << UInt64($0 & 63)) == 0 } } ?? false
    }

    func isValid(_ row: Int) -> Bool {
        guard let mask else { return true }
        return mask[row >> 6] & (1 << UInt64(row & 63)) != 0
    }

    /// Appends every cell, converted, and tells their bytes. The place of a null holds `null`, since the
    /// engine leaves it undefined.
    @inline(__always)
    func append<Source, Cell>(
        _ type: Source.Type,
        to array: inout [Cell],
        null: Cell,
        _ convert: (Source) -> Cell
    ) -> Int {
        let source = data.assumingMemoryBound(to: type)
        for row in 0..<count {
            array.append(!hasNulls || isValid(row) ? convert(source[row]) : null)
        }
        return count * MemoryLayout<Source>.stride
    }

    func append<Cell>(_ type: Cell.Type, to array: inout [Cell], null: Cell) -> Int {
        if hasNulls {
            return append(type, to: &array, null: null) { $0 }
        }
        array.append(contentsOf: UnsafeBufferPointer(start: data.assumingMemoryBound(to: type), count: count))
        return count * MemoryLayout<Cell>.stride
    }

    /// A text is 16 bytes: its length, then up to 12 bytes in place, or the first 4 and a pointer to all of them.
    func appendTexts(to array: inout [String]) -> Int {
        var bytes = count * 16
        for row in 0..<count {
            guard isValid(row) else {
                array.append("")
                continue
            }
            let cell = data + row * 16
            let length = Int(cell.load(as: UInt32.self))
            let start = length <= 12 ? cell + 4 : cell.load(fromByteOffset: 8, as: UnsafeRawPointer.self)
            array.append(String(decoding: UnsafeRawBufferPointer(start: start, count: length), as: UTF8.self))
            bytes += length
        }
        return bytes
    }
}
