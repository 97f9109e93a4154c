package import Bars
internal import Foundation
package import Knowledge
internal import Market
package import Studies
package import Understanding

/// The path of a question: read, run, check, summarise, phrase. Never computes a figure itself.
package struct Analyst: Sendable {
    let catalogue: Catalogue
    /// The built-in reader.
    let reader: Reader
    let runner: Runner
    let loaded: [ReadContext.Loaded]
    let sentences: [Language: Sentences]
    let path: String
    /// Seconds that one study may take.
    let deadline: Double

    /// Reads the knowledge files and the data directory's manifest; opens no bars.
    package init(directory: DataDirectory, knowledge: KnowledgeDirectory, deadline: Double = 60) throws(Failure) {
        do {
            catalogue = try Catalogue.load(knowledge)
            reader = try Reader(knowledge: knowledge, catalogue: catalogue)
            sentences = [
                .en: try Sentences(language: .en, knowledge: knowledge),
                .ru: try Sentences(language: .ru, knowledge: knowledge),
            ]
        } catch {
            throw Failure(.knowledgeBroken, message: "\(error)")
        }
        loaded = try ReadContext.Loaded.all(in: directory, catalogue: catalogue)
        runner = Runner(directory: directory, catalogue: catalogue)
        path = directory.url.path
        self.deadline = deadline
    }

    /// The answer to a question; what goes wrong is an answer too, with the status `failed`.
    package func ask(_ inquiry: Inquiry) async -> Answer {
        let start = ContinuousClock.now
        let reading = read(inquiry)
        let understood = ContinuousClock.now
        var answer = await answer(to: reading, inquiry)
        answer.timing.understand = (understood - start) / .milliseconds(1)
        answer.timing.total = (ContinuousClock.now - start) / .milliseconds(1)
        return answer
    }

    /// The answer to what was read.
    package func answer(to reading: Reading, _ inquiry: Inquiry) async -> Answer {
        var answer: Answer
        do {
            answer = try await self.answered(reading, inquiry)
        } catch {
            answer = failed(error, reading.language)
        }
        answer.id = inquiry.id
        return answer
    }

    /// What is understood of a question after the chat's earlier ones; nothing is run.
    package func read(_ inquiry: Inquiry) -> Reading {
        trace(inquiry).reading
    }

    /// The reading with how it came about.
    package func trace(_ inquiry: Inquiry) -> Trace {
        var context = context(inquiry)
        for question in inquiry.history {
            context.remember(question, reader.read(question, context))
        }
        return reader.trace(inquiry.text, context)
    }

    func context(_ inquiry: Inquiry) -> ReadContext {
        let symbol = inquiry.symbol.map(asLoaded)
        let instrument = instrument(symbol ?? (loaded.count == 1 ? loaded.first?.instrument.symbol : nil))
        return ReadContext(
            catalogue: catalogue,
            loaded: loaded,
            symbol: symbol,
            today: ReadContext.today(inquiry.asOf, zone: instrument?.zone)
        )
    }

    /// A symbol in the letters it is loaded with: `nq` means NQ.
    private func asLoaded(_ symbol: String) -> String {
        loaded.map(\.instrument.symbol).first { $0.lowercased() == symbol.lowercased() } ?? symbol
    }

    func instrument(_ symbol: String?) -> Instrument? {
        guard let symbol else { return nil }
        return loaded.first { $0.instrument.symbol == symbol }?.instrument ?? catalogue.instrument(symbol)
    }

    /// The sentences of a language.
    package func say(_ language: Language) -> Sentences {
        sentences[language] ?? Sentences(language: language, table: [:])
    }

    /// The words for a study's parts.
    package func wording(_ study: Study?, _ language: Language) -> Wording {
        var wording = Wording(say(language), unit: study?.unit ?? .day, instrument: instrument(study?.symbols.first))
        wording.span = study?.span
        return wording
    }
}
