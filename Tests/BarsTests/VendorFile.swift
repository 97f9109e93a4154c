import Foundation
import Market

@testable import Bars

/// The same bars as different vendors write them.
enum VendorFile: String, CaseIterable, Sendable {
    case ours, kibot, ninjatrader, metatrader5, metatrader4, tradingviewISO, tradingviewUnix, yfinanceNew, yfinanceOld
    case binanceMilliseconds, binanceMicroseconds, binanceHeader, excelGerman, excelThousands, histdata, oanda, bitfinex
    case kraken, databentoRaw, databentoPretty, utcOffset, newestFirst, shortHeader, dukascopy, russian, amPM, quoted
    case isoMilliseconds, oldMac, pandasIndex, compact, barTimes, polygon

    func text(_ bars: BarColumns) -> String {
        var lines = header.map { [$0] } ?? []
        var rows = bars.minute.indices.map { row(bars, $0) }
        if self == .newestFirst { rows.reverse() }
        lines += rows
        let end = self == .oldMac ? "\r" : [.excelGerman, .kibot, .metatrader5].contains(self) ? "\r\n" : "\n"
        return (self == .excelGerman ? "\u{feff}" : "") + lines.joined(separator: end) + end
    }

    private var header: String? {
        switch self {
        case .ours, .utcOffset, .isoMilliseconds, .oldMac, .newestFirst: "timestamp,open,high,low,close,volume"
        case .metatrader5: "<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>\t"
        case .tradingviewISO: "time,open,high,low,close,Volume,Volume MA"
        case .tradingviewUnix: "time,open,high,low,close,Volume"
        case .yfinanceNew: "Price,Close,High,Low,Open,Volume\nTicker,NQ=F,NQ=F,NQ=F,NQ=F,NQ=F\nDatetime,,,,,"
        case .yfinanceOld: "Datetime,Open,High,Low,Close,Adj Close,Volume"
        case .binanceHeader:
            "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore"
        case .excelGerman: "Datum;Zeit;Öffnung;Hoch;Tief;Schluss;Volumen"
        case .excelThousands: "Datum;Zeit;Eröffnung;Hoch;Tief;Schlusskurs;Volumen"
        case .oanda: "time,close,high,low,open,volume"
        case .databentoRaw, .databentoPretty:
            "ts_event,rtype,publisher_id,instrument_id,open,high,low,close,volume,symbol"
        case .shortHeader: "Date,Open,High,Low,Close,Volume,OpenInterest"
        case .dukascopy: "Gmt time,Open,High,Low,Close,Volume"
        case .russian: "Дата|Время|Открытие|Максимум|Минимум|Закрытие|Объём"
        case .amPM, .quoted: "\"Date\",\"Time\",\"Open\",\"High\",\"Low\",\"Close\",\"Volume\""
        case .pandasIndex: ",date,open,high,low,close,volume"
        case .barTimes: "<TICKER>,<PER>,<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>"
        case .polygon: "ticker,volume,open,close,high,low,window_start,transactions"
        default: nil
        }
    }

    private func row(_ bars: BarColumns, _ index: Int) -> String {
        let local = Moment(bars.minute[index])
        let utc = Moment(bars.minute[index] + 300)  // New York in winter
        let epoch = Int64(bars.minute[index] + 300) * 60
        func plain(_ value: Double) -> String { value == value.rounded() ? String(Int(value)) : String(value) }
        func fixed(_ value: Double, _ digits: Int = 2) -> String { String(format: "%.\(digits)f", value) }
        let (o, h, l, c) = (bars.open[index], bars.high[index], bars.low[index], bars.close[index])
        let v = bars.volume[index]
        let ohlc = [o, h, l, c].map(plain).joined(separator: ",")
        let ohlcv = ohlc + "," + plain(v)
        switch self {
        case .ours, .newestFirst, .oldMac: return "\(local.iso),\(ohlcv)"
        case .kibot: return "\(local.american),\(local.short),\(ohlcv)"
        case .ninjatrader:
            return Moment(bars.minute[index] + 301).compact + ";" + ohlcv.replacing(",", with: ";")
        case .metatrader5:
            return "\(Moment(bars.minute[index] + 420).dotted)\t\(local.moved(420).long)\t"
                + [o, h, l, c].map { fixed($0) }.joined(separator: "\t") + "\t\(plain(v))\t0\t5"
        case .metatrader4: return "\(local.moved(420).dotted),\(local.moved(420).short),\(ohlcv)"
        case .tradingviewISO: return "\(local.day)T\(local.long)-05:00,\(ohlcv)," + (index < 20 ? "" : "300")
        case .tradingviewUnix: return "\(epoch),\(ohlcv)"
        case .yfinanceNew: return "\(utc.iso)+00:00,\(plain(c)),\(plain(h)),\(plain(l)),\(plain(o)),\(plain(v))"
        case .yfinanceOld: return "\(local.iso)-05:00,\(ohlc),\(plain(c)),\(plain(v))"
        case .binanceMilliseconds, .binanceHeader:
            return "\(epoch * 1000),\(ohlcv),\(epoch * 1000 + 59_999),9075045.75,571,285.5,4537522.875,0"
        case .binanceMicroseconds:
            return "\(epoch * 1_000_000),\(ohlcv),\(epoch * 1_000_000 + 59_999_999),9075045.75,571,285.5,4537522.875,0"
        case .excelGerman:
            return "\(local.german);\(local.short);"
                + [o, h, l, c].map { fixed($0).replacing(".", with: ",") }.joined(separator: ";") + ";\(plain(v))"
        case .excelThousands:
            func grouped(_ value: Double) -> String {
                fixed(floor(value / 1000), 0) + "."
                    + String(format: "%06.2f", value.truncatingRemainder(dividingBy: 1000))
                    .replacing(".", with: ",")
            }
            return "\(local.german);\(local.long);" + [o, h, l, c].map(grouped).joined(separator: ";") + ";\(plain(v))"
        case .histdata:
            return local.compact + ";" + [o, h, l, c].map { fixed($0, 6) }.joined(separator: ";") + ";\(plain(v))"
        case .oanda: return "\(utc.iso),\(plain(c)),\(plain(h)),\(plain(l)),\(plain(o)),\(plain(v))"
        case .bitfinex: return "\(epoch * 1000),\(plain(o)),\(plain(c)),\(plain(h)),\(plain(l)),\(plain(v))"
        case .kraken: return "\(epoch),\(ohlcv),12"
        case .databentoRaw:
            return "\(epoch)000000000,33,1,260937,"
                + [o, h, l, c].map { String(Int64($0 * 1e9)) }.joined(separator: ",") + ",\(plain(v)),NQZ3"
        case .databentoPretty: return "\(utc.day)T\(utc.long).000000000Z,33,1,260937,\(ohlcv),NQZ3"
        case .utcOffset: return "\(local.day)T\(local.long)-0500,\(ohlcv)"
        case .shortHeader:
            return "\(local.moved(1).day),\(local.moved(1).long),\(ohlcv),0"
        case .dukascopy: return "\(utc.german) \(utc.long).000,\(ohlcv)"
        case .russian: return "\(local.german)|\(local.short)|\(ohlcv.replacing(",", with: "|"))"
        case .amPM:
            let hour = local.hour % 12 == 0 ? 12 : local.hour % 12
            return "\(local.american),\(hour):\(local.short.suffix(2)):00 \(local.hour < 12 ? "AM" : "PM"),\(ohlcv)"
        case .quoted: return "\"\(local.day)\",\"\(local.long)\",\"" + ohlcv.replacing(",", with: "\",\"") + "\""
        case .isoMilliseconds: return "\(local.day)T\(local.long).000,\(ohlcv)"
        case .pandasIndex: return "\(index),\(local.iso),\(ohlcv)"
        case .compact: return "\(local.compact.replacing(" ", with: "")),\(ohlcv)"
        case .barTimes:
            return
                "NQ,1,\(local.moved(480).day.replacing("-", with: "")),\(local.moved(480).compact.suffix(6)),\(ohlcv)"
        case .polygon: return "NQ,\(plain(v)),\(plain(o)),\(plain(c)),\(plain(h)),\(plain(l)),\(epoch)000000000,7"
        }
    }
}

/// A minute as vendors write it.
struct Moment {
    let minute: Int32

    init(_ minute: Int32) { self.minute = minute }

    func moved(_ minutes: Int32) -> Moment { Moment(minute + minutes) }

    private var date: CivilDate { CivilDate(dayNumber: Int(minute / 1440)) }
    var hour: Int { Int(minute % 1440 / 60) }
    private func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }

    var day: String { date.description }
    var short: String { two(hour) + ":" + two(Int(minute % 60)) }
    var long: String { short + ":00" }
    var iso: String { day + " " + long }
    var compact: String { iso.replacing("-", with: "").replacing(":", with: "") }
    var american: String { two(date.month) + "/" + two(date.day) + "/" + "\(date.year)" }
    var german: String { two(date.day) + "." + two(date.month) + "." + "\(date.year)" }
    var dotted: String { day.replacing("-", with: ".") }
}
