/// The rows of one file as it writes them: its own clock, its own order, nothing checked but that they are numbers.
struct RawBars {
    /// Milliseconds from 1970-01-01 00:00 on the file's clock; of UTC where `isUTC`.
    var stamp: [Int64] = []
    var open: [Double] = []
    var high: [Double] = []
    var low: [Double] = []
    var close: [Double] = []
    /// NaN where there is none; empty where the file has no such column.
    var volume: [Double] = []
    var tickVolume: [Double] = []
    /// Line (row, for a table file) from 1.
    var line: [Int32] = []
    var isUTC = false
    /// Everything but `kept` of the rows that are here.
    var counts = RowCounts()

    var count: Int { stamp.count }

    /// The rows run from new to old.
    var isNewestFirst: Bool {
        guard let first = stamp.first, let last = stamp.last else { return false }
        return last < first
    }
}
