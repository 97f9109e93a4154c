internal import Market

extension SymbolImport {
    /// What the symbol is: as the user says, as it was loaded before, as the catalogue knows it, or by its bars.
    func instrument(_ raws: [RawBars]) throws -> (Instrument, Finding) {
        if let entry, let asked = request.instrumentClass, asked != entry.instrumentClass {
            throw ImportError(
                .classConflict,
                "\(symbol) is loaded as \(entry.instrumentClass.rawValue); import it into another data directory to load "
                    + "it as \(asked.rawValue)."
            )
        }
        let basis: Finding.Basis
        let chosen: InstrumentClass
        if let asked = request.instrumentClass {
            (chosen, basis) = (asked, .given)
        } else if let entry {
            (chosen, basis) = (entry.instrumentClass, .loaded)
        } else if let known = importer.catalogue.instrument(symbol) {
            return (known, .instrumentClass(known.instrumentClass, .catalogue))
        } else if let root = importer.catalogue.instrument(VendorSymbol.symbol(symbol, in: importer.catalogue)) {
            (chosen, basis) = (root.instrumentClass, .catalogue)
        } else {
            (chosen, basis) = (classOfName ?? guessedClass(raws), .assumption)
        }
        guard let instrument = importer.catalogue.instrument(symbol, class: chosen) else {
            throw ImportError(.badFormat, "The catalogue has no rules for the class \(chosen.rawValue).")
        }
        return (instrument, .instrumentClass(chosen, basis))
    }

    /// Pairs of currencies and coins show in the name; some vendors have nothing but coins.
    private var classOfName: InstrumentClass? {
        let coins: [Vendor] = [.binance, .bitfinex, .kraken]
        if sources.contains(where: { $0.vendors.contains(where: coins.contains) }) { return .crypto }
        let name = symbol.uppercased().filter(\.isLetter)
        let quotes = ["USDT", "USDC", "BUSD", "BTC", "ETH", "PERP"]
        if quotes.contains(where: { name.hasSuffix($0) && name.count > $0.count }) { return .crypto }
        let currencies: Set<String> = [
            "USD", "EUR", "GBP", "JPY", "CHF", "AUD", "CAD", "NZD", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "TRY",
            "ZAR", "MXN", "SGD", "HKD", "CNH", "RUB", "ILS",
        ]
        let isPair = name.count == 6 && [name.prefix(3), name.suffix(3)].allSatisfy { currencies.contains(String($0)) }
        return isPair ? .fx : nil
    }

    private func guessedClass(_ raws: [RawBars]) -> InstrumentClass {
        let newYork = ZoneTable(identifier: "America/New_York")
        let given = request.timezone.flatMap(ZoneTable.init)
        var minutes: [Int64] = []
        var (hasVolume, hasFraction) = (false, false)
        for (index, raw) in raws.enumerated() where minutes.count < 50_000 {
            let source = sources[index]
            let inUTC = source.isUTC || source.headerSaysUTC
            let habit = source.vendors.first?.habits.first?.zone.flatMap(ZoneTable.init)
            for stamp in raw.stamp.prefix(50_000) {
                let seconds = stamp / 1000
                if let zone = given ?? (inUTC ? nil : habit), let newYork {
                    minutes.append(
                        newYork.localMinutes(fromUTCSeconds: zone.utcSeconds(fromLocalSeconds: seconds).seconds)
                    )
                } else if inUTC, let newYork {
                    minutes.append(newYork.localMinutes(fromUTCSeconds: seconds))
                } else {
                    minutes.append(Int64(floorDivide(Int(seconds), 60)))
                }
            }
            hasVolume = hasVolume || raw.volume.contains { $0 > 0 }
            hasFraction = hasFraction || raw.volume.contains { $0 > 0 && $0 != $0.rounded() }
        }
        let shape = DataShape(
            newYorkMinutes: minutes.sorted(),
            hasFractionalVolume: hasFraction,
            hasVolume: hasVolume
        )
        return InstrumentClass.guess(fromShapeOf: shape).instrumentClass
    }

    /// One clock for all files of one kind: a day's file alone says little.
    func clocks(_ raws: [RawBars], _ instrument: Instrument) -> [ClockChoice] {
        var minutes: [RecognisedSource.ClockKey: [Int64]] = [:]
        let keys = sources.map(\.clockKey)
        for (index, raw) in raws.enumerated() {
            minutes[keys[index], default: []] += raw.stamp.lazy.map { Int64(floorDivide(Int($0), 60_000)) }
        }
        let evidence = minutes.mapValues(ClockEvidence.init(minutes:))
        return sources.indices.map { index in
            ClockChoice(
                evidence: evidence[keys[index]] ?? ClockEvidence(minutes: []),
                vendors: sources[index].vendors,
                isUTC: sources[index].isUTC,
                headerSaysUTC: sources[index].headerSaysUTC,
                given: request.timezone,
                instrument: instrument
            )
        }
    }

    /// Refuses ticks, seconds, hours and days by the interval that is found.
    func checkIsMinutes(_ raw: RawBars, of source: SourceFile) throws {
        guard raw.count >= 3 else { return }
        let stamps = raw.stamp.prefix(20_000).sorted()
        var gaps: [Int64: Int] = [:]
        for index in stamps.indices.dropFirst() where stamps[index] > stamps[index - 1] {
            gaps[stamps[index] - stamps[index - 1], default: 0] += 1
        }
        let total = gaps.values.reduce(0, +)
        let offMinute = stamps.count { $0 % 60_000 != 0 }
        let common = gaps.max { ($0.value, -$0.key) < ($1.value, -$1.key) }?.key ?? 60_000
        let found: String
        if offMinute * 2 > stamps.count || common < 60_000 {
            found = common % 1000 == 0 && common < 60_000 ? "\(common / 1000)-second bars" : "ticks or seconds"
        } else if total > 0, gaps[60_000, default: 0] * 200 < total {
            found =
                common % 86_400_000 == 0
                ? "daily bars"
                : common % 3_600_000 == 0
                    ? "\(common / 3_600_000)-hour bars" : "\(common / 60_000)-minute bars"
        } else {
            return
        }
        throw ImportError(
            .notOneMinute,
            "'\(source.name)' seems to hold \(found); one-minute bars are needed."
        )
    }
}
