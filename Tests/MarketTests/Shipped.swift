import Knowledge
import Market
import Testing

/// The catalogue as it is shipped, read once for all tests.
enum Shipped {
    static let catalogue: Result<Catalogue, any Error> = Result {
        try Catalogue.load(KnowledgeDirectory.locate(environment: [:]))
    }

    static func instrument(_ symbol: String) throws -> Instrument {
        try #require(catalogue.get().instrument(symbol))
    }

    static func tradingCalendar(_ symbol: String) throws -> TradingCalendar {
        try catalogue.get().tradingCalendar(for: instrument(symbol))
    }

    static func holidays(_ name: String) throws -> HolidayCalendar {
        try #require(catalogue.get().calendar(name))
    }
}

func date(_ text: String) throws -> CivilDate {
    try #require(CivilDate(text))
}

func dates(_ texts: [String]) throws -> [CivilDate] {
    try texts.map(date)
}
