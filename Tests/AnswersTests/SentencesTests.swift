import Knowledge
import Market
import Testing
import Understanding

@testable import Answers

struct SentencesTests {
    @Test func `both languages have the same sentences`() throws {
        let (en, ru) = (try Shipped.say(.en).keys, try Shipped.say(.ru).keys)
        #expect(en.symmetricDifference(ru).sorted() == [])
    }

    @Test func `a sentence names the same values in both languages`() throws {
        let (en, ru) = (try Shipped.say(.en), try Shipped.say(.ru))
        for key in en.keys.sorted() {
            let (a, b) = (names(en.raw(key) ?? ""), names(ru.raw(key) ?? ""))
            // A noun may stand in another case, and a form may leave its number out.
            let free: Set = ["noun", "of", "to", "whole", "n", "rows"]
            #expect(a.subtracting(free) == b.subtracting(free), "\(key)")
        }
    }

    @Test func `every metric, session, pattern and field has words`() throws {
        let catalogue = try Catalogue.load(try Shipped.knowledge())
        for language in Language.allCases {
            let say = try Shipped.say(language)
            let keys =
                Metric.allCases.map { "metric.\($0.rawValue)" } + SessionName.allCases.map { "session.\($0.rawValue)" }
                + catalogue.patterns.map { "pattern.\($0.name)" } + ChatKind.allCases.map { "chat.\($0.rawValue)" }
            for key in keys { #expect(say.raw(key) != nil, "\(key) in \(language)") }
        }
    }

    @Test func `a line that is no sentence is named`() throws {
        let error = #expect(throws: KnowledgeError.self) {
            _ = try Sentences.parse("# fine\na = b\nnonsense\n", file: "sentences/en.txt")
        }
        #expect(error?.entry == "line 3")
        #expect(error?.file == "sentences/en.txt")
    }

    private func names(_ text: String) -> Set<String> {
        var names: Set<String> = []
        for part in text.split(separator: "{", omittingEmptySubsequences: false).dropFirst() {
            names.insert(String(part.prefix { $0 != ":" && $0 != "}" }))
        }
        return names
    }
}
