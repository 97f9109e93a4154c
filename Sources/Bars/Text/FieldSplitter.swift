/// Cuts a line into fields. Fields in double quotes are given without them.
struct FieldSplitter {
    let delimiter: UInt8
    /// Fields beyond this are not looked at.
    let limit: Int
    private(set) var count = 0
    private(set) var starts: [Int]
    private(set) var ends: [Int]

    init(delimiter: UInt8, limit: Int = 256) {
        self.delimiter = delimiter
        self.limit = limit
        starts = [Int](repeating: 0, count: limit)
        ends = [Int](repeating: 0, count: limit)
    }

    mutating func split(_ bytes: Bytes, _ start: Int, _ end: Int) {
        count = 0
        var index = start
        while count < limit {
            if delimiter == 0x20 {
                while index < end, bytes[index] == 0x20 { index += 1 }
                if index == end, count > 0 { return }
            }
            var from = index
            var to: Int
            if index < end, bytes[index] == 0x22 {
                from = index + 1
                to = from
                while to < end, bytes[to] != 0x22 { to += 1 }
                index = to
                while index < end, bytes[index] != delimiter { index += 1 }
            } else {
                while index < end, bytes[index] != delimiter { index += 1 }
                to = index
            }
            starts[count] = from
            ends[count] = to
            count += 1
            if index >= end { return }
            index += 1
        }
    }
}
