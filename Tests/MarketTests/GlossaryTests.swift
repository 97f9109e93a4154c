import Knowledge
import Market
import Testing

struct GlossaryTests {
    private func glossary() throws -> Glossary {
        try Glossary.load(KnowledgeDirectory.locate(environment: [:]))
    }

    @Test(arguments: [
        ("inside day", "insideBar"), ("Молот", "hammer"), ("нонфарм", "nfp"), ("RTH", "rth"), ("гэп", "gap"),
        ("Wilson interval", "wilson"), ("интервал Уилсона", "wilson"), ("insideBar", "insideBar"),
    ])
    func `a term is found by any of its names, in any case`(name: String, id: String) throws {
        #expect(try glossary().entry(named: name)?.id == id)
    }

    @Test func `an unknown word has no entry`() throws {
        #expect(try glossary().entry(named: "кофе") == nil)
    }

    @Test func `every entry is explained in both languages`() throws {
        let entries = try glossary().entries
        #expect(entries.count >= 60)
        for entry in entries {
            for language in ["en", "ru"] {
                let text = try #require(entry.text[language])
                #expect(text.hasSuffix(".") && text.count > 40, "\(entry.id) \(language)")
            }
        }
    }

    @Test func `every pattern of the catalogue is explained`() throws {
        let glossary = try glossary()
        for pattern in try Shipped.catalogue.get().patterns {
            let words = pattern.name.reduce(into: "") { text, letter in
                text += letter.isUppercase ? " " + letter.lowercased() : String(letter)
            }
            #expect(glossary.entry(named: words) != nil || glossary.entry(named: pattern.name) != nil, "\(words)")
        }
    }
}
