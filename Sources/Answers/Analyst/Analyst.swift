package import Bars
internal import Foundation
package import Knowledge
package import Market
package import Studies
package import Understanding

/// What the agents know and can do: read, plan, run, check, phrase, each a function that the graph of the agents calls.
/// Never computes a figure itself.
package struct Analyst: Sendable {
    package let catalogue: Catalogue
    /// The built-in reader.
    let reader: Reader
    let runner: Runner
    package let loaded: [ReadContext.Loaded]
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

    /// What is understood of a question after the chat's earlier ones; nothing is run.
    package func read(_ inquiry: Inquiry) -> Reading {
        trace(inquiry).reading
    }

    /// The reading with how it came about.
    package func trace(_ inquiry: Inquiry) -> Trace {
        let (context, _, open) = remembered(inquiry)
        return reader.trace(whole(inquiry.text, open, inquiry), context)
    }

    /// The same question with what the chat has come to before it worked in, and nothing of the chat left to be read.
    package func caughtUp(_ inquiry: Inquiry) -> Inquiry {
        let (context, memory, open) = remembered(inquiry)
        var latest = inquiry
        latest.text = whole(inquiry.text, open, inquiry)
        latest.memory = memory
        if !inquiry.history.isEmpty { latest.isOpen = open != nil ? true : nil }
        latest.explained = context.explained
        latest.history = []
        return latest
    }

    /// - Returns: also the latest question where it was asked back, with how it was read.
    func remembered(_ inquiry: Inquiry) -> (context: ReadContext, memory: Memory?, open: Open?) {
        var context = context(inquiry)
        var memory = inquiry.memory
        var open: Open?
        if let memory { context.remember(memory) }
        for words in inquiry.history {
            let question = whole(words, open, inquiry)
            let reading = reader.read(question, context)
            open = nil
            if case .clarify = reading.intent { open = (question, reading) }
            context.isOpen = open != nil
            context.explained = if case .explain = reading.intent { question } else { nil }
            guard let next = Memory(question, reading, after: memory) else { continue }
            context.remember(next)
            memory = next
        }
        return (context, memory, open)
    }

    /// A question that was asked back.
    typealias Open = (question: String, reading: Reading)

    /// What is said after a question that was asked back may be the reply to it.
    private func whole(_ words: String, _ open: Open?, _ inquiry: Inquiry) -> String {
        guard let open else { return words }
        var asked = inquiry
        asked.text = open.question
        return question(from: words, replyingTo: open.reading, asked)
    }

    func context(_ inquiry: Inquiry) -> ReadContext {
        let symbol = inquiry.symbol.map(asLoaded)
        let instrument = instrument(symbol ?? (loaded.count == 1 ? loaded.first?.instrument.symbol : nil))
        var context = ReadContext(
            catalogue: catalogue,
            loaded: loaded,
            symbol: symbol,
            today: ReadContext.today(inquiry.asOf, zone: instrument?.zone)
        )
        context.isOpen = inquiry.isOpen ?? false
        context.explained = inquiry.explained
        return context
    }

    /// A symbol in the letters it is loaded with: `nq` means NQ.
    private func asLoaded(_ symbol: String) -> String {
        loaded.map(\.instrument.symbol).first { $0.lowercased() == symbol.lowercased() } ?? symbol
    }

    package func instrument(_ symbol: String?) -> Instrument? {
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
