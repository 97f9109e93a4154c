internal import Market

extension Finding {
    /// One line for a person, with its reason.
    package var sentence: String {
        switch self {
        case .container(let container, let member):
            "packed as \(container.rawValue)" + (member.map { ", file '\($0)'" } ?? "")
        case .vendor(let vendor, let basis): "as \(vendor.name) writes it (\(basis.reason))"
        case .delimiter(let delimiter): "fields apart by \(delimiter == "tab" ? "tabs" : "'\(delimiter)'")"
        case .header(let lines): lines == 1 ? "one header line" : "\(lines) header lines"
        case .columns(let columns, let basis):
            "columns: "
                + columns.sorted { $0.value < $1.value }.map { "\($0.value + 1) \($0.key.rawValue)" }
                .joined(separator: ", ") + " (\(basis.reason))"
        case .dateOrder(let order, let basis): "dates with \(order.words) (\(basis.reason))"
        case .epochStamps: "stamps count from 1970 (UTC)"
        case .decimalComma: "decimal comma"
        case .priceScale(let scale): "prices divided by \(Int(scale))"
        case .timezone(let zone, let basis): "time zone \(zone) (\(basis.reason)); --timezone changes it"
        case .stampsEndOfMinute(let basis): "stamps name the minute's end; one minute is taken off (\(basis.reason))"
        case .newestFirst: "newest rows first"
        case .volumeAllZero: "every volume is 0, so there is none"
        case .tickVolumeUsed: "volume is the number of price changes (tick volume); there is no other"
        case .symbol(let symbol, let basis): "symbol \(symbol) (\(basis.reason))"
        case .instrumentClass(let kind, let basis): "class \(kind.rawValue) (\(basis.reason)); --class changes it"
        case .renamed(let from, let to): "'\(from.prefix(32))' in the file is loaded as \(to)"
        }
    }
}

extension Finding.Basis {
    fileprivate var reason: String {
        switch self {
        case .given: "as you said"
        case .header: "by the header"
        case .contents: "by the rows"
        case .fileName: "by the file's name"
        case .stamps: "by the stamps"
        case .vendor: "as this vendor does"
        case .tradingHours: "it fits the trading hours"
        case .catalogue: "known instrument"
        case .loaded: "as loaded before"
        case .assumption: "a guess"
        }
    }
}

extension DateOrder {
    fileprivate var words: String {
        switch self {
        case .yearFirst: "the year first"
        case .monthFirst: "the month first"
        case .dayFirst: "the day first"
        }
    }
}

extension Vendor {
    /// As the vendor writes its name.
    package var name: String {
        switch self {
        case .generic: "a table"
        case .barwise: "Barwise"
        case .firstrate: "FirstRate Data"
        case .kibot: "Kibot"
        case .ninjatrader: "NinjaTrader"
        case .metatrader: "MetaTrader"
        case .tradingview: "TradingView"
        case .yfinance: "yfinance"
        case .binance: "Binance"
        case .histdata: "HistData"
        case .oanda: "OANDA"
        case .bitfinex: "Bitfinex"
        case .kraken: "Kraken"
        case .refinitiv: "Refinitiv"
        case .sierra: "Sierra Chart"
        case .databento: "Databento"
        case .lean: "LEAN"
        case .finam: "Finam"
        }
    }
}
