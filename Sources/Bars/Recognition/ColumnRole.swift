/// What a column of a file holds.
package enum ColumnRole: String, Codable, Sendable, CaseIterable {
    /// Date and time in one, or an epoch.
    case stamp
    case date, time
    case open, high, low, close
    case volume
    /// Number of price changes; a stand-in for volume where that is absent.
    case tickVolume
    case symbol

    static let prices: [ColumnRole] = [.open, .high, .low, .close]
}

extension ColumnRole {
    /// What a column name says, in the languages that vendors and spreadsheets use.
    init?(header name: String) {
        let word = Self.normalised(name)
        if let exact = Self.words[word] {
            self = exact
            return
        }
        for mark in ["utc", "gmt", "est", "price", "bid"] where word.count > mark.count {
            var bare: Substring = ""
            if word.hasSuffix(mark) {
                bare = word.dropLast(mark.count)
            } else if word.hasPrefix(mark) {
                bare = word.dropFirst(mark.count)
            }
            guard let role = Self.words[String(bare)] else { continue }
            self = role
            return
        }
        return nil
    }

    static func normalised(_ name: String) -> String {
        String(name.lowercased().unicodeScalars.filter { $0.properties.isAlphabetic || ("0"..."9").contains($0) })
    }

    private static let words: [String: ColumnRole] = {
        let lists: [ColumnRole: String] = [
            .stamp: """
            timestamp datetime dateandtime ts tsevent opentime windowstart unix unixtime unixtimestamp epoch \
            starttime start bartime barstart begin datetimeopen timeopen localtime датавремя датаивремя datumzeit \
            datumuhrzeit zeitstempel fechahora opentimems t
            """,
            .date: "date datum дата fecha data jour day dtyyyymmdd yyyymmdd tradedate tradingdate",
            .time: "time zeit время hora heure uhrzeit timeofday hhmmss hhmm tradetime",
            .open: "open o öffnung eröffnung eroeffnung offen erster открытие откр ouverture apertura abertura op",
            .high:
                "high h hi hoch höchst höchstkurs hoechst максимум макс максимальная haut plushaut alto máximo maximo max",
            .low: "low l lo tief tiefst tiefstkurs минимум мин минимальная bas plusbas bajo mínimo minimo min",
            .close: """
            close c cl schluss schlusskurs schlusskurse letzter last закрытие закр clôture cloture cierre \
            fechamento chiusura
            """,
            .volume:
                "volume vol v volumen объем объём umsatz qty quantity basevolume volumebase size volumn totalvolume",
            .tickVolume: "tickvol tickvolume tickvolumn тиковыйобъем тиковыйобъём",
            .symbol: "symbol ticker sym instrument contract rawsymbol тикер инструмент code root",
        ]
        var words: [String: ColumnRole] = [:]
        for (role, list) in lists {
            for word in list.split(separator: " ") { words[String(word)] = role }
        }
        return words
    }()
}

extension ColumnRole {
    /// Reads `--columns`: roles from the left, `-` for a column that is not read.
    static func list(_ text: String) throws(ImportError) -> [ColumnRole: Int] {
        var roles: [ColumnRole: Int] = [:]
        for (index, word) in text.split(separator: ",", omittingEmptySubsequences: false).enumerated() {
            let word = word.trimmingPrefix(while: { $0 == " " })
            if word == "-" || word.isEmpty { continue }
            guard let role = ColumnRole(rawValue: String(word)) ?? ColumnRole(header: String(word)) else {
                throw ImportError(
                    .badColumns,
                    "'\(word.prefix(32))' is not a column; there are stamp, date, time, open, high, low, close, volume, "
                        + "tickVolume, symbol, and - for one to leave out."
                )
            }
            guard roles[role] == nil else {
                throw ImportError(.badColumns, "The column \(role.rawValue) is named twice.")
            }
            roles[role] = index
        }
        if let time = roles[.time], roles[.date] == nil, roles[.stamp] == nil {
            roles[.time] = nil
            roles[.stamp] = time
        }
        guard prices.allSatisfy({ roles[$0] != nil }), roles[.stamp] != nil || roles[.date] != nil else {
            throw ImportError(.badColumns, "--columns must name a stamp (or date and time), open, high, low and close.")
        }
        return roles
    }
}
