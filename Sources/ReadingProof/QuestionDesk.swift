package import Knowledge
package import Market
package import Understanding

/// The reader before data of some instruments from 2020 to 2025; nothing is run.
package struct QuestionDesk: Sendable {
    package let reader: Reader
    private let catalogue: Catalogue
    private let loaded: [ReadContext.Loaded]

    package init(knowledge: KnowledgeDirectory, catalogue: Catalogue, symbols: Set<String>) throws {
        self.catalogue = catalogue
        reader = try Reader(knowledge: knowledge, catalogue: catalogue)
        let first = CivilDate(dayNumber: 18263), last = CivilDate(dayNumber: 20453)
        loaded = symbols.sorted().compactMap { catalogue.instrument($0) }.map {
            ReadContext.Loaded(instrument: $0, days: first...last, hasVolume: true)
        }
    }

    /// What a question is read against; the chat's earlier questions are read for it.
    package func context(_ asked: Asked) -> ReadContext {
        var context = ReadContext(catalogue: catalogue, loaded: loaded, symbol: asked.symbol, today: asked.asOf)
        for earlier in asked.history {
            if case .study(let study) = reader.read(earlier, context).intent { context.earlier.append(study) }
        }
        return context
    }
}
