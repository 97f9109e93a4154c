internal import Bars
internal import Market

/// What was recognised about a file, in English.
enum FindingText {
    static func of(_ finding: Finding) -> String {
        switch finding {
        case .container(let container, let member): "packed as \(container)" + (member.map { ", member \($0)" } ?? "")
        case .vendor(let vendor, let basis): "format: \(vendor.rawValue)" + why(basis)
        case .delimiter(let delimiter): "columns are separated by \(delimiter == "\t" ? "tabs" : "'\(delimiter)'")"
        case .header(let lines): "header: \(lines) line\(lines == 1 ? "" : "s")"
        case .columns(let columns, let basis):
            "columns: "
                + columns.sorted { $0.value < $1.value }.map { "\($0.value + 1) \($0.key.rawValue)" }.joined(
                    separator: ", "
                )
                + why(basis)
        case .dateOrder(let order, let basis): "dates: \(order)" + why(basis)
        case .epochStamps: "times are seconds or milliseconds since 1970 (UTC)"
        case .decimalComma: "numbers have a decimal comma"
        case .priceScale(let scale): "prices are divided by \(scale)"
        case .timezone(let zone, let basis): "times are in \(zone)" + why(basis)
        case .stampsEndOfMinute(let basis): "times name the minute's end" + why(basis)
        case .newestFirst: "newest rows come first"
        case .volumeAllZero: "every volume is 0, so there is none"
        case .tickVolumeUsed: "no volume; tick volume stands in (an assumption)"
        case .symbol(let symbol, let basis): "symbol: \(symbol)" + why(basis)
        case .instrumentClass(let kind, let basis): "class: \(kind.rawValue)" + why(basis)
        case .renamed(let from, let to): "the file calls it \(from); loaded as \(to)"
        }
    }

    private static func why(_ basis: Finding.Basis) -> String {
        switch basis {
        case .given: " (as given)"
        case .header: " (by the header)"
        case .contents: " (by its content)"
        case .fileName: " (by the file's name)"
        case .stamps: " (by the times themselves)"
        case .vendor: " (as this vendor writes)"
        case .tradingHours: " (by the trading hours)"
        case .catalogue: " (by the catalogue)"
        case .loaded: " (as loaded before)"
        case .assumption: " (an assumption; say otherwise if it is wrong)"
        }
    }

    static func of(_ rejection: Rejection) -> String {
        switch rejection {
        case .unparsable: "a field cannot be read"
        case .notAMinute: "the time is not on a minute"
        case .nonPositivePrice: "a price is zero, negative or not a number"
        case .highBelowBody: "the high is below open or close"
        case .lowAboveBody: "the low is above open or close"
        case .duplicateMinute: "the minute is there already"
        case .skippedLocalTime: "the clock change skips this time"
        case .repeatedLocalTime: "the clock shows this time twice"
        }
    }
}
