package import Market

/// One thing that was recognised about a file, or assumed.
package enum Finding: Sendable, Hashable {
    case container(Container, member: String?)
    case vendor(Vendor, Basis)
    case delimiter(String)
    case header(lines: Int)
    case columns([ColumnRole: Int], Basis)
    case dateOrder(DateOrder, Basis)
    case epochStamps
    case decimalComma
    /// Prices are divided by this.
    case priceScale(Double)
    /// The zone of the file's stamps, as `ZoneTable` reads it.
    case timezone(String, Basis)
    case stampsEndOfMinute(Basis)
    case newestFirst
    /// Every volume is 0, so there is none.
    case volumeAllZero
    /// The volume column is all 0 or absent; tick volume stands in.
    case tickVolumeUsed
    case symbol(String, Basis)
    case instrumentClass(InstrumentClass, Basis)
    /// The file calls its symbol by another name than the one it is loaded as.
    case renamed(from: String, to: String)

    /// Why something is believed.
    package enum Basis: String, Codable, Sendable {
        /// The user said so.
        case given
        case header, contents, fileName
        /// Stamps with an offset, or epochs.
        case stamps
        /// What this vendor is known to do.
        case vendor
        /// When the bars begin, pause and end, beside the instrument's trading hours.
        case tradingHours
        case catalogue
        /// Loaded before, as that.
        case loaded
        /// Nothing speaks for or against it.
        case assumption
    }

    /// Whether a person should be asked to look at it.
    package var isAssumption: Bool {
        switch self {
        case .vendor(_, let basis), .columns(_, let basis), .dateOrder(_, let basis), .timezone(_, let basis),
            .stampsEndOfMinute(let basis), .symbol(_, let basis), .instrumentClass(_, let basis):
            basis == .assumption
        case .tickVolumeUsed: true
        default: false
        }
    }
}

/// What one file was taken for, and why.
package struct Recognition: Sendable {
    package var file: String
    package var findings: [Finding]
}
