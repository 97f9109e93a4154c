import Foundation
import Knowledge
import Market
import Studies
import Testing

@testable import Understanding

/// The shipped lexicon over two invented data sets: NQ 2020 to 2025 and MGC 2021 to 2025, read on the last day of 2025.
enum Desk {
    static let catalogue = Result { try Catalogue.load(KnowledgeDirectory.locate(environment: [:])) }
    static let reader = Result {
        try Reader(knowledge: KnowledgeDirectory.locate(environment: [:]), catalogue: catalogue.get())
    }

    static func context(
        symbol: String = "NQ",
        today: String = "2025-12-31",
        earlier: [Study] = [],
        volume: Bool = true
    ) throws -> ReadContext {
        let catalogue = try catalogue.get()
        func loaded(_ symbol: String, _ first: String) throws -> ReadContext.Loaded {
            let range = try #require(CivilDate(first))...#require(CivilDate("2025-12-31"))
            return ReadContext.Loaded(
                instrument: try #require(catalogue.instrument(symbol)),
                days: range,
                hasVolume: volume
            )
        }
        return ReadContext(
            catalogue: catalogue,
            loaded: [try loaded("NQ", "2020-01-02"), try loaded("MGC", "2021-01-04")],
            symbol: symbol,
            today: try #require(CivilDate(today)),
            earlier: earlier
        )
    }

    static func read(
        _ question: String,
        symbol: String = "NQ",
        today: String = "2025-12-31",
        earlier: [Study] = []
    ) throws -> Reading {
        try reader.get().read(question, context(symbol: symbol, today: today, earlier: earlier))
    }

    /// The study that a question is read as.
    static func study(
        _ question: String,
        symbol: String = "NQ",
        today: String = "2025-12-31",
        earlier: [Study] = []
    ) throws -> Study {
        let reading = try read(question, symbol: symbol, today: today, earlier: earlier)
        guard case .study(let study) = reading.intent else {
            Issue.record("'\(question)' is \(reading.intent.name), not placed: \(reading.unread)")
            throw NotAStudy()
        }
        return study
    }

    struct NotAStudy: Error {}

    static func json(_ study: Study) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(study), as: UTF8.self).replacing("\"", with: "")
    }
}

extension Reading {
    var isStudy: Bool { if case .study = intent { true } else { false } }
    var study: Study? { if case .study(let study) = intent { study } else { nil } }
}
