package import Bars
internal import Foundation
package import Market
package import Understanding

extension ReadContext.Loaded {
    /// What a data directory holds, by symbol. An entry without a trading day is left out.
    package static func all(in directory: DataDirectory, catalogue: Catalogue) throws(Failure) -> [ReadContext.Loaded] {
        do {
            return try directory.manifest().symbols.sorted { $0.key < $1.key }.compactMap { symbol, entry in
                guard let first = entry.coverage.firstDay, let last = entry.coverage.lastDay,
                    var instrument = catalogue.instrument(symbol, class: entry.instrumentClass)
                else { return nil }
                instrument.zone = entry.zone
                return ReadContext.Loaded(
                    instrument: instrument,
                    days: first...last,
                    hasVolume: entry.coverage.hasVolume
                )
            }
        } catch {
            throw Failure(.dataBroken, message: error.message, cause: error.cause)
        }
    }
}

extension ReadContext {
    /// Today in the zone of an instrument (New York where none is known), or the date that was given.
    static func today(_ asOf: CivilDate?, zone: String?) -> CivilDate {
        if let asOf { return asOf }
        let zone = ZoneTable(identifier: zone ?? "America/New_York") ?? ZoneTable(identifier: "UTC")
        let utc = Int64(Date().timeIntervalSince1970)
        let local = zone?.localSeconds(fromUTCSeconds: utc) ?? utc
        return CivilDate(dayNumber: Int(local / 86_400))
    }
}
