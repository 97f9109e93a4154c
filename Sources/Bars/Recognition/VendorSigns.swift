/// What the look of a text file says about where it comes from.
struct VendorSigns {
    var header: [String]
    var layout: TextLayout
    var sample: TextSample
    var isLEAN: Bool

    /// The likeliest first; never empty.
    var vendors: [Vendor] {
        if isLEAN { return [.lean] }
        let names = header.map(ColumnRole.normalised)
        return names.isEmpty ? withoutHeader : withHeader(names, Set(names))
    }

    private func withHeader(_ order: [String], _ names: Set<String>) -> [Vendor] {
        let angled = header.contains { $0.hasPrefix("<") }
        if names.isSuperset(of: ["rtype", "publisherid"]) { return [.databento] }
        if angled, names.contains("ticker") || names.contains("per") { return [.finam] }
        if angled { return [.metatrader] }
        if names.contains("quotevolume") || names.contains("takerbuyvolume") || names.contains("closetime") {
            return [.binance]
        }
        if order.first == "datetime", names.contains("adjclose") || layout.columns[.close] == 1 { return [.yfinance] }
        if names.isSuperset(of: ["high", "low", "open", "close", "count"]), order.dropFirst().first == "high" {
            return [.refinitiv]
        }
        if order.prefix(5) == ["time", "close", "high", "low", "open"] { return [.oanda] }
        if order.first == "time", order.dropFirst().first == "open", layout.isUTC { return [.tradingview] }
        if names.contains("openinterest") || names.contains("oftrades") { return [.sierra] }
        return [.generic]
    }

    private var withoutHeader: [Vendor] {
        let first = sample.rows.first?.fields.first ?? []
        if layout.clock == .epoch {
            if sample.width >= 11 { return [.binance] }
            return layout.columns[.close] == 2 ? [.bitfinex] : sample.width == 7 ? [.kraken] : [.generic]
        }
        if layout.delimiter == UInt8(ascii: ";"), first.count == 15, first[8] == 0x20 {
            return volumesAreZero || pricesHaveSixDecimals ? [.histdata, .ninjatrader] : [.ninjatrader, .histdata]
        }
        if first.count >= 10, first[4] == UInt8(ascii: ".") { return [.metatrader] }
        if layout.columns[.time] != nil, first.contains(UInt8(ascii: "/")) { return [.kibot] }
        return [.generic]
    }

    private var volumesAreZero: Bool {
        guard let column = layout.columns[.volume] else { return true }
        return sample.rows.allSatisfy { (sample.number($0, column) ?? 0) == 0 }
    }

    private var pricesHaveSixDecimals: Bool {
        guard let column = layout.columns[.open], let field = sample.rows.first?.fields[column],
            let point = field.lastIndex(of: layout.numbers.decimal)
        else { return false }
        return field.count - point - 1 == 6
    }
}
