internal import Foundation
package import Knowledge
package import Market
internal import Studies

/// Reads a question in Russian or English without a model: the same question and context give the same reading.
public struct Reader: Sendable {
    let lexicon: Lexicon
    let prompts: Prompts
    let choices: Choices
    /// What terms are explained by.
    package let glossary: Glossary
    let terms: Terms
    /// It reads an option that it is about to offer; no options are made of those.
    private(set) var isNested = false

    /// Longest question that is read, in characters.
    public static let longest = 2000

    /// Reads the lexicon; an entry that names nothing known throws with file and line.
    package init(knowledge: KnowledgeDirectory, catalogue: Catalogue) throws {
        glossary = try Glossary.load(knowledge)
        lexicon = try Lexicon(knowledge, catalogue: catalogue, glossary: glossary)
        terms = Terms(glossary, Stemmer(together: lexicon.forms.all(.stem)))
        prompts = try Prompts(knowledge)
        choices = try Choices(knowledge)
    }

    public func read(_ question: String, _ context: ReadContext) -> Reading {
        outcome(question, context).reading
    }

    /// The reading with how it came about: words, what they became, what else was considered.
    package func trace(_ question: String, _ context: ReadContext) -> Trace {
        Trace(outcome(question, context))
    }

    /// The reading of a question that is about to be offered.
    func short(_ question: String, _ context: ReadContext) -> Reading {
        var nested = self
        nested.isNested = true
        return nested.read(question, context)
    }

    /// A question cut to phrases, without reading it.
    func phrases(of question: String, _ context: ReadContext, _ surroundings: Surroundings) -> Line {
        Attempt(reader: self, context: context, language: .en, atoms: atoms(of: question), mended: [])
            .phrases(surroundings)
    }

    /// A question's words as the lexicon knows them, none joined yet.
    func atoms(of question: String) -> Line {
        let stemmer = Stemmer()
        return Line.atoms(of: Tokenizer.tokens(of: question, stemmer: stemmer), lexicon: lexicon, stemmer: stemmer).line
    }

    private func outcome(_ question: String, _ context: ReadContext) -> Outcome {
        guard question.utf8.count <= Self.longest * 4, question.count <= Self.longest else {
            let language: Language = question.prefix(500).contains(where: Alphabet.isCyrillic) ? .ru : .en
            let intent = Intent.clarify(
                question: .tooLong(characters: question.utf8.count),
                options: offers("default", language, context)
            )
            return Outcome(reading: Reading(language: language, intent: intent))
        }
        guard let (attempt, line, text) = attempt(question, context) else {
            let intent = Intent.clarify(question: .emptyQuestion, options: offers("default", .en, context))
            return Outcome(reading: Reading(language: .en, intent: intent))
        }
        let outcome = attempt.outcome(text)
        guard case .clarify(.unreadWords, _) = outcome.reading.intent, var told = withoutStory(line, context)
        else { return outcome }
        told.mended = outcome.reading.mended
        return Outcome(reading: told)
    }

    /// A question cut to words with their senses, its words in their order, and its text in the layout that was meant; nil
    /// where it holds no word.
    func attempt(_ question: String, _ context: ReadContext) -> (attempt: Attempt, line: Line, text: String)? {
        let stemmer = Stemmer(together: lexicon.forms.all(.stem))
        // Full-width and raised digits are digits.
        let isPlain = question.unicodeScalars.allSatisfy {
            $0.value < 0x530 && $0.value != 0xB2 && $0.value != 0xB3 && $0.value != 0xB9
        }
        let text = isPlain ? question : question.precomposedStringWithCompatibilityMapping
        var tokens = Tokenizer.tokens(of: text, stemmer: stemmer)
        var mended: [Mending] = []
        if let other = otherLayout(text, tokens, stemmer) {
            tokens = other.tokens
            mended = [Mending(written: question.trimmed, read: other.text)]
        }
        guard tokens.contains(where: { $0.kind != .sign }) else { return nil }
        let atoms = Line.atoms(of: tokens, lexicon: lexicon, stemmer: stemmer)
        // Written in Russian letters, or mostly in Russian words.
        let words = atoms.line.tokens.filter { $0.kind == .word }
        let russian = words.count { $0.text.first.map(Alphabet.isCyrillic) ?? false }
        let isRussian = russian * 2 > words.count || words.contains { $0.written.contains(where: Alphabet.isCyrillic) }
        let attempt = Attempt(
            reader: self,
            context: context,
            language: isRussian ? .ru : .en,
            atoms: atoms.line,
            mended: mended + atoms.mended
        )
        return (attempt, atoms.line, mended.isEmpty ? question : mended[0].read)
    }

    /// A question of which no word is known and, typed in the other layout, nearly all are.
    private func otherLayout(
        _ text: String,
        _ tokens: [Token],
        _ stemmer: borrowing Stemmer
    ) -> (text: String, tokens: [Token])? {
        func isWord(_ token: Token) -> Bool { token.kind == .word && token.text.count >= 3 }
        guard tokens.contains(where: isWord),
            !tokens.indices.contains(where: { isWord(tokens[$0]) && lexicon.match(tokens, at: $0) != nil }),
            let other = Layout.swapped(text)
        else { return nil }
        let swapped = Tokenizer.tokens(of: other, stemmer: stemmer)
        let words = swapped.indices.filter { isWord(swapped[$0]) }
        let known = words.count { lexicon.match(swapped, at: $0) != nil }
        return known > 0 && known * 3 >= words.count * 2 ? (other.trimmed, swapped) : nil
    }
}

/// A reading with what it was composed from, as far as it came.
struct Outcome {
    var reading: Reading
    var line: Line?
    var frame: Frame?
    var candidates: [Candidate] = []
}
