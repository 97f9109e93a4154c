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

    @Test func `every entry has two to four sentences in both languages`() throws {
        let entries = try glossary().entries
        #expect(entries.count >= 200)
        for entry in entries {
            for language in ["en", "ru"] {
                let text = try #require(entry.text[language])
                let sentences = text.matches(of: /[.?!»)](?=\s+[A-ZА-ЯЁ«(0-9]|$)/).count
                #expect((2...4).contains(sentences), "\(entry.id) \(language): \(sentences)")
                #expect(text.hasSuffix("."), "\(entry.id) \(language)")
                #expect(text.contains(where: \.isCyrillic) == (language == "ru"), "\(entry.id) \(language)")
            }
        }
    }

    @Test func `no name belongs to two entries or stands twice`() throws {
        var owners: [String: String] = [:]
        for entry in try glossary().entries {
            for name in [entry.id.lowercased()] + entry.aliases {
                #expect(name == name.lowercased(), "\(name)")
                #expect(owners.updateValue(entry.id, forKey: name) == nil, "'\(name)' of \(entry.id) stands twice")
            }
        }
    }

    @Test func `what has no definition here says what can be asked instead`() throws {
        let outside = try glossary().entries.filter(\.isOutside)
        #expect(outside.count >= 80 && outside.allSatisfy { !$0.ask.isEmpty })
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

extension Character {
    fileprivate var isCyrillic: Bool { unicodeScalars.allSatisfy { (0x400...0x4FF).contains($0.value) } }
}
